"""Awareness on its way to other processes: moves of one turn of the loop are one message per participant."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from server.domain.plan import ParticipantId, PartId
from server.ports.processes import Message, PresenceAsked, PresenceMoved

from .awareness import Entry, encode

Publish = Callable[[Message], None]
"""Tells the other processes something of the plan; ``None`` stands where there are none."""


class AwarenessRelay:
    """Of one part, or of the channel if ``part`` is ``None``; only of members here: no echo."""

    def __init__(self, part: PartId | None, publish: Publish | None) -> None:
        self._part, self._publish = part, publish
        self._waiting: dict[ParticipantId, dict[int, Entry]] = {}

    def add(self, participant: ParticipantId, entries: Sequence[Entry]) -> None:
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
            self._publish(PresenceMoved(self._part, participant, encode(entries.values())))

    def ask(self) -> None:
        """Ask the other processes who is in the same document there."""
        if self._publish is not None:
            self._publish(PresenceAsked(self._part))
