"""An open plan of this process: its rights, rooms, channel and members."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial

from server.domain.access import PlanAccess
from server.domain.plan import PartId
from server.ports.log import StorageUnavailable
from server.ports.processes import (
    AccessVersionChanged,
    AwarenessChanged,
    AwarenessRequested,
    Message,
    PartNotice,
    PlanChanged,
    RowsStored,
)
from server.ports.writing import ServerEdit
from server.sync.part.awareness_relay import Publish
from server.sync.protocol.closings import Token
from server.telemetry.counts import counts

from .channel import Channel
from .collaborators import Collaborators
from .comment_notices import CommentNotices
from .entering import Entrance, Entrant, Seat
from .rights import PlanRights
from .rooms import Rooms
from .titles import Titles

REFRESHES = 3
"""Reads of rights in a row for one change; after that the watcher retries."""


class OpenPlan:
    """``access``: the plan's rights as read. ``on_empty`` is called when it has no members any more.

    1. When a change of rights is known here, every member has its current level, or is cut, before anything
       else is sent: nothing is awaited between the two.
    2. Each page in the channel gets one notice for each change of its own view of the plan, and none for what
       it may not see.
    3. Once it is empty it is closed and not used again: later members enter a new one.

    Kept by ``tests/unit/sync/plan/test_open_plan.py``: 1 ``..._cuts_who_is_in_before_it_returns``, 2
    ``..._change_of_ones_own_level_is_noticed...`` (and ``test_entering``: ``..._what_it_has_just_read``); 3
    by ``tests/unit/sync/plan/test_open_plans.py``.
    """

    def __init__(
        self, access: PlanAccess, collaborators: Collaborators, on_empty: Callable[[OpenPlan], None]
    ) -> None:
        self.rights = PlanRights(access, collaborators.book, collaborators.clock, self._rights_changed)
        fanout = collaborators.fanout
        self.publish: Publish | None = None if fanout.alone else partial(fanout.publish, access.plan.id)
        self.rooms = Rooms(self, collaborators)
        self.channel = Channel(self.rights, self.publish)
        self.comments = CommentNotices(self.rooms, collaborators.clock)
        self._entrance = Entrance(self, self.rooms, self.channel, collaborators.record_read)
        self._on_empty = on_empty
        self.titles = Titles(self.rights.refresh, lambda: bool(self.channel), self._publish_titles)
        self._refreshing: asyncio.Task[None] | None = None

    @property
    def seats(self) -> int:
        """Parts open on sockets, counted once for each socket."""
        return len(self._entrance)

    async def enter(self, entrant: Entrant, part: PartId | None) -> Seat:
        """Open a part, or the channel where ``part`` is ``None``.

        Raises ``NotOpened``, ``StorageUnavailable``.
        """
        return await self._entrance.enter(entrant, part)

    async def write(self, written: ServerEdit) -> None:
        """As ``ports.Writing.write``. Raises also ``NotOpened``."""
        await (await self.rooms.opened(written.part)).write(written)

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

    def reload_rights(self) -> None:
        """Send nothing until rights are read again; if that fails now, the watcher retries."""
        self.rights.invalidate()
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.create_task(self._refresh())

    async def _refresh(self) -> None:
        with contextlib.suppress(StorageUnavailable):
            for _ in range(REFRESHES):  # rights may be invalidated again while they are read
                await self.rights.refresh()
                if self.rights.fresh:
                    return

    def check_version(self, version: int | None, asked_at: float) -> None:
        """``version`` was the access version in the database at ``asked_at``: reload rights if newer."""
        if version is None or version < self.rights.version:
            return
        if not self.rights.confirmed(version, asked_at):
            counts.rights_moves_found += 1
            self.reload_rights()

    async def catch_up(self) -> None:
        """Bring rights and titles up to date with the database. Raises ``StorageUnavailable``."""
        await self.titles.catch_up()
        if not self.rights.fresh:
            await self.rights.confirm()

    def check_titles(self, titles: frozenset[str]) -> None:
        """``titles``: those in the database, which change without the access version in other processes."""
        if titles != self.rights.titles:
            self.titles.changed()

    def _publish_titles(self) -> None:
        if self.publish is not None:
            self.publish(PlanChanged())

    # -- other processes --------------------------------------------------------------------------

    def receive(self, sender: str, message: Message) -> None:
        """``sender``: the process that published it."""
        match message:
            case AccessVersionChanged():
                self.reload_rights()
            case PlanChanged():
                self.titles.changed()
            case RowsStored():
                self.rooms.receive(message)
            case PartNotice():
                self.comments.received(message)
            case AwarenessChanged() | AwarenessRequested():
                self._receive_awareness(sender, message)

    def _receive_awareness(self, sender: str, message: AwarenessChanged | AwarenessRequested) -> None:
        place = self.channel if message.part is None else self.rooms.get(message.part)
        if place is not None:
            place.circle.receive_remote(sender, message)

    def expire_awareness(self) -> None:
        self.channel.circle.expire()
        for room in self.rooms.values():
            room.circle.expire()
