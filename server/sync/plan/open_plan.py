"""A plan somebody in this process is in: its rights, its rooms, its channel and who is let into them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial

from server.domain.access import PlanAccess
from server.domain.plan import PartId
from server.ports.log import StorageUnavailable
from server.ports.processes import (
    AccessMoved,
    Message,
    PartNotice,
    PlanMoved,
    PresenceAsked,
    PresenceMoved,
    RowsStored,
)
from server.sync.part.awareness_relay import Publish
from server.sync.protocol.closings import Token
from server.telemetry.counts import counts

from .channel import Channel
from .collaborators import Collaborators
from .entering import Entrance, Entrant, Seat
from .opening import Rooms
from .rights import PlanRights
from .titles import Titles

REFRESHES = 3
"""Times that rights are read in a row for one change; then the watcher goes on."""


class OpenPlan:
    """``access``: the plan's rights as they were read. ``on_empty`` is called when nobody is in it any more.

    1. When a change of rights is known here, every member has its present level, or is cut, before anything
       else is delivered: nothing is awaited between the two.
    2. Each page in the channel gets one notice for each change of its own answer about the plan, and none for
       what it may not see.
    3. Once it is empty it is closed for good: who comes later enters a new one.

    Kept by ``tests/unit/sync/plan/test_open_plan.py``: 1 ``..._cuts_who_is_in_before_it_returns``, 2
    ``..._change_of_ones_own_level_is_noticed...`` (and ``test_entering``: ``..._what_it_has_just_read``); 3
    by ``tests/unit/sync/plan/test_registry.py``.
    """

    def __init__(
        self, access: PlanAccess, collaborators: Collaborators, on_empty: Callable[[OpenPlan], None]
    ) -> None:
        self.rights = PlanRights(access, collaborators.book, collaborators.clock, self._rights_changed)
        fanout = collaborators.fanout
        self.publish: Publish | None = None if fanout.alone else partial(fanout.publish, access.plan.id)
        self.rooms = Rooms(self, collaborators)
        self.channel = Channel(self.rights, self.publish)
        self._entrance = Entrance(self, self.rooms, self.channel, collaborators.record_read)
        self._on_empty = on_empty
        self.titles = Titles(self.rights.refresh, lambda: bool(self.channel), self._publish_titles)
        self._refreshing: asyncio.Task[None] | None = None

    @property
    def seats(self) -> int:
        """Parts open on sockets."""
        return len(self._entrance)

    async def enter(self, entrant: Entrant, part: PartId | None) -> Seat:
        """Open a part, or the channel where ``part`` is ``None``.

        Raises ``NotOpened``, ``StorageUnavailable``.
        """
        return await self._entrance.enter(entrant, part)

    def close_if_empty(self) -> None:
        if not (self.rooms.busy or self._entrance.busy or self.channel):
            self.rights.close()
            self._on_empty(self)

    async def close(self, token: Token) -> None:
        """End every document and wait until what was accepted is settled and stored."""
        self.channel.end(token)
        await self.rooms.close(token)

    # -- rights -----------------------------------------------------------------------------------

    def _rights_changed(self) -> None:
        self._entrance.regrant()
        for room in self.rooms.values():
            room.circle.rights_changed()
        self.channel.rights_changed()
        self.channel.announce_versions(self.rights.seen_version)

    def rights_moved(self) -> None:
        """Nothing is delivered until rights are read; where that fails now, the watcher goes on trying."""
        self.rights.doubt()
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.create_task(self._refresh())

    async def _refresh(self) -> None:
        with contextlib.suppress(StorageUnavailable):
            for _ in range(REFRESHES):  # rights may be doubted again while they are read
                await self.rights.refresh()
                if self.rights.fresh:
                    return

    def version_seen(self, version: int | None, asked_at: float) -> None:
        """``version`` was the plan's access version when the database was asked, at ``asked_at``."""
        if version is None or version < self.rights.version:
            return
        if not self.rights.confirmed(version, asked_at):
            counts.rights_moves_found += 1
            self.rights_moved()

    async def catch_up(self) -> None:
        """Make sure that rights and titles are those in the database. Raises ``StorageUnavailable``."""
        await self.titles.now()
        if not self.rights.fresh:
            await self.rights.confirm()

    def titles_seen(self, titles: frozenset[str]) -> None:
        """The titles in the database. Typed in another process they change without the access version."""
        if titles != self.rights.titles:
            self.titles.moved()

    def _publish_titles(self) -> None:
        if self.publish is not None:
            self.publish(PlanMoved())

    # -- other processes --------------------------------------------------------------------------

    def receive(self, sender: str, message: Message) -> None:
        """``sender`` names the process that sent it."""
        match message:
            case AccessMoved():
                self.rights_moved()
            case PlanMoved():
                self.titles.moved()
            case RowsStored():
                self.rooms.receive(message)
            case PartNotice():
                self.announce_in(message.part, message.text)
            case PresenceMoved() | PresenceAsked():
                self._receive_presence(sender, message)

    def _receive_presence(self, sender: str, message: PresenceMoved | PresenceAsked) -> None:
        place = self.channel if message.part is None else self.rooms.get(message.part)
        if place is not None:
            place.circle.take(sender, message)

    def announce_in(self, part: PartId, text: str) -> None:
        """A stateless message, as JSON text, to everybody in the part."""
        room = self.rooms.get(part)
        if room is not None:
            room.circle.announce(text)

    def expire_presence(self) -> None:
        self.channel.circle.expire()
        for room in self.rooms.values():
            room.circle.expire()
