"""Messages between the processes, counted for metrics."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Traffic:
    """Running totals of messages; ``forged``, ``stale`` and ``unreadable`` count envelopes.

    ``published``: queued to be sent. ``dropped``: not queued, or not confirmed by Redis afterwards.
    ``received``: handed to the listener. ``forged``: not sealed with our key for that channel, or replayed.
    ``stale``: sealed with our key longer ago than accepted, so either held back or sent by a machine whose
    clock is wrong. ``unreadable``: sealed with our key in a format this process does not know.
    ``reconnects``: connections lost or not made. ``echo_seconds``: how long the last heartbeat took.
    """

    published: int = 0
    dropped: int = 0
    received: int = 0
    forged: int = 0
    stale: int = 0
    unreadable: int = 0
    reconnects: int = 0
    echo_seconds: float = 0.0
