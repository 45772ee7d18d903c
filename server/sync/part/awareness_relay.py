"""Publishes awareness to other processes: one message per participant and iteration of the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from server.domain.plan import ParticipantId, PartId
from server.ports.processes import AwarenessChanged, AwarenessRequested, Message

from .awareness import AwarenessEntry, encode

Publish = Callable[[Message], None]
"""Publishes a message about the plan to the other processes. ``None`` is used if there are none."""


class AwarenessRelay:
    """Of one part, or of the channel if ``part`` is ``None``; only of this process's members: no echo."""

    def __init__(self, part: PartId | None, publish: Publish | None) -> None:
        self._part, self._publish = part, publish
        self._waiting: dict[ParticipantId, dict[int, AwarenessEntry]] = {}

    def add(self, participant: ParticipantId, entries: Sequence[AwarenessEntry]) -> None:
        if not entries or self._publish is None:
            return
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self.send)
        self._waiting.setdefault(participant, {}).update({entry.client: entry for entry in entries})

    def send(self) -> None:
        waiting, self._waiting = self._waiting, {}
        if self._publish is None:
            return
        for participant, entries in waiting.items():
            self._publish(AwarenessChanged(self._part, participant, encode(entries.values())))

    def request(self) -> None:
        """Ask the other processes to publish their states of this document."""
        if self._publish is not None:
            self._publish(AwarenessRequested(self._part))
