"""Tells the members of a part that its comments have changed; changes that no message told of are found by
looking at their number in the database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from server.domain.plan import PartId
from server.ports.clock import Clock
from server.ports.live import Notice
from server.ports.processes import PartNotice
from server.sync.part.room import Room
from server.telemetry.counts import counts

TEXT = json.dumps({"type": Notice.COMMENTS_CHANGED})
RECENTLY = timedelta(seconds=30)
"""A change this young may have been made between a page's reading of the comments and the first look."""


class CommentNotices:
    """The changes of a part's comments are numbered, so that each is told once, however it becomes known."""

    def __init__(self, rooms: Mapping[PartId, Room], clock: Clock) -> None:
        self._rooms, self._clock = rooms, clock
        self._told = WeakKeyDictionary[Room, int]()
        """The last change that the members of the room were told of."""

    def changed(self, part: PartId, number: int) -> None:
        room = self._rooms.get(part)
        if room is not None:
            self._told[room] = max(number, self._told.get(room, 0))
            room.circle.announce(TEXT)

    def received(self, notice: PartNotice) -> None:
        self.changed(notice.part, _number_in(notice.text))

    def looked(self, part: PartId, number: int, changed_at: datetime) -> None:
        """``number`` is that of the last change in the database, made at ``changed_at``."""
        room = self._rooms.get(part)
        if room is None:
            return
        told = self._told.get(room)
        if told is None:
            self._told[room] = number
            missed = self._clock() - changed_at < RECENTLY
        else:
            missed = number > told
            counts.comment_changes_found += missed
        if missed:
            self.changed(part, number)


def for_processes(part: PartId, number: int) -> PartNotice:
    """Another release reads the same text, and sends it to its pages as it is."""
    return PartNotice(part, json.dumps({"type": Notice.COMMENTS_CHANGED, "number": number}))


def _number_in(text: str) -> int:
    """0: it has none, or is of another release."""
    try:
        number = json.loads(text)["number"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0
    return number if isinstance(number, int) else 0
