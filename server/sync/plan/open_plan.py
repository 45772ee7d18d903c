"""A plan somebody in this process is in: its rights, its rooms, its channel and who sits where."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from functools import partial

from server.concurrency import may_be_left
from server.domain.access import Access, Level
from server.domain.plan import Participant, PartId, PersonId
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
from server.sync.part.inbox import JOIN
from server.sync.part.room import Room
from server.sync.protocol.closings import NotOpened, Token
from server.sync.socket.member import Member
from server.telemetry.counts import counts

from .channel import Channel
from .collaborators import Engine
from .entering import Entrant, Seat, seat_in_channel, seat_in_part
from .opening import load_room
from .rights import PlanRights
from .titles import Titles

REFRESHES = 3
"""Times that rights are read in a row for one change; then the watcher goes on."""


class OpenPlan:
    def __init__(self, rights: PlanRights, engine: Engine, on_empty: Callable[[OpenPlan], None]) -> None:
        self.rights = rights
        self._publish = None if engine.fanout.alone else partial(engine.fanout.publish, rights.plan)
        self.channel = Channel(rights, self._publish)
        self._engine = engine
        self._on_empty = on_empty
        self._rooms: dict[PartId, Room] = {}
        self._loading: dict[PartId, asyncio.Task[Room]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._seats: dict[Member, tuple[PartId, Room]] = {}
        self.titles = Titles(rights.refresh, lambda: bool(self.channel), self._publish_titles)
        self._heard_while_loading: set[PartId] = set()
        self._refreshing: asyncio.Task[None] | None = None
        self._entering = 0
        rights.listen(self._regrant)

    @property
    def rooms(self) -> Mapping[PartId, Room]:
        return self._rooms

    @property
    def seats(self) -> int:
        """Parts open on sockets."""
        return len(self._seats)

    # -- entering and leaving ---------------------------------------------------------------------

    async def enter(self, entrant: Entrant, part: PartId | None) -> Seat:
        """Open a part, or the channel where ``part`` is ``None``.

        Raises ``NotOpened``, ``StorageUnavailable``.
        """
        self._entering += 1
        try:
            if not self._lets_in(entrant.person, part):
                # Perhaps somebody was let in elsewhere, and we have not heard yet.
                await self.rights.confirm()
            participant = self.rights.participant_of(entrant.person)
            if participant is None:
                raise NotOpened(Token.NOT_FOUND)
            if part is None:
                return await self._enter_channel(entrant, participant)
            return await self._enter_part(entrant, participant, part)
        finally:
            self._entering -= 1
            self.forget_if_empty()

    def _lets_in(self, person: PersonId, part: PartId | None) -> bool:
        participant = self.rights.participant_of(person)
        if participant is None or part is None:
            return participant is not None and self.rights.active(participant.id)
        return self.rights.access(participant.id, part).level >= Level.READ

    async def _enter_channel(self, entrant: Entrant, participant: Participant) -> Seat:
        await self.titles.now()  # the page of who comes will have read them
        if not self.rights.fresh:
            await self.rights.confirm()
        if not self.rights.active(participant.id):
            raise NotOpened(Token.NOT_FOUND)
        member = entrant.member(participant, self.rights.user(participant), Access(Level.READ))
        self.channel.remember_version(participant.id, self.rights.seen_version(participant.id))
        self.channel.join(member)

        return seat_in_channel(self.channel, member, self._left)

    async def _enter_part(self, entrant: Entrant, participant: Participant, part: PartId) -> Seat:
        if self.rights.access(participant.id, part).level < Level.READ:
            raise NotOpened(Token.NOT_FOUND)
        self._begin_loading(part)  # meanwhile the opening is logged, and only then is anything shown
        await self._engine.record_read(self.rights.plan, part, participant)
        room = await self._room(part)
        # Read again: the right may have ended while the log and the part were waited for.
        access = self.rights.access(participant.id, part)
        if access.level < Level.READ:
            raise NotOpened(Token.NOT_FOUND)
        member = entrant.member(participant, self.rights.user(participant), access)
        self._seats[member] = (part, room)
        room.submit(member, JOIN)

        return seat_in_part(room, member, self._left)

    def _left(self, member: Member) -> None:
        self._seats.pop(member, None)
        self.forget_if_empty()

    async def _room(self, part: PartId) -> Room:
        """The part's room, loaded once however many ask at the same time."""
        self._begin_loading(part)
        room = self._rooms.get(part)
        return room if room is not None else await asyncio.shield(self._loading[part])

    def _begin_loading(self, part: PartId) -> None:
        if part not in self._rooms and part not in self._loading:
            self._loading[part] = loading = may_be_left(asyncio.create_task(self._load(part)))
            loading.add_done_callback(lambda _: self._loaded(part))

    def _loaded(self, part: PartId) -> None:
        self._loading.pop(part, None)
        self.forget_if_empty()  # who asked for it may have gone

    async def _load(self, part: PartId) -> Room:
        ended = partial(self._room_ended, part)
        try:
            await asyncio.sleep(0)  # the opening is logged first: that waits for a disk while we compute
            room = await load_room(part, self.rights, self._engine, self._publish, self.titles.typed, ended)
            if part in self._heard_while_loading:
                room.add_rows(())
        finally:
            self._heard_while_loading.discard(part)
        self._rooms[part] = room
        task = asyncio.create_task(room.run())
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return room

    def _room_ended(self, part: PartId) -> None:
        self._engine.budget.closed(self._rooms.pop(part))
        self.forget_if_empty()

    def forget_if_empty(self) -> None:
        if not (self._rooms or self._loading or self._seats or self.channel or self._entering):
            self.rights.close()
            self._on_empty(self)

    # -- changes ----------------------------------------------------------------------------------

    def _regrant(self) -> None:
        """Every member gets the level it has now; who has lost the part receives no more of it."""
        for member, (part, room) in list(self._seats.items()):
            rises = member.regrant(self.rights.access(member.participant.id, part))
            if member.ended:
                self._seats.pop(member, None)
                room.leave(member)
            elif rises:
                room.ask(member)
        for room in self._rooms.values():
            room.circle.rights_changed()
        self.channel.rights_changed()
        self.channel.announce_versions(self.rights.seen_version)

    def _publish_titles(self) -> None:
        self._engine.fanout.publish(self.rights.plan, PlanMoved())

    # -- what other processes say -----------------------------------------------------------------

    def hear(self, sender: str, message: Message) -> None:
        """``sender``: the process that says so."""
        match message:
            case AccessMoved():
                self.rights_moved()
            case PlanMoved():
                self.titles.moved()
            case RowsStored():
                self._hear_rows(message)
            case PartNotice():
                self.announce_in(message.part, message.text)
            case PresenceMoved() | PresenceAsked():
                self._hear_presence(sender, message)

    def _hear_rows(self, message: RowsStored) -> None:
        room = self._rooms.get(message.part)
        if room is not None:
            room.add_rows(message.rows)
        elif message.part in self._loading:
            self._heard_while_loading.add(message.part)

    def _hear_presence(self, sender: str, message: PresenceMoved | PresenceAsked) -> None:
        place = self.channel if message.part is None else self._rooms.get(message.part)
        if place is not None:
            place.circle.take(sender, message)

    def announce_in(self, part: PartId, text: str) -> None:
        """A stateless message, as JSON text, to everybody in the part."""
        room = self._rooms.get(part)
        if room is not None:
            room.circle.announce(text)

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

    def stands(self, version: int | None, asked_at: float) -> None:
        """The database, asked at ``asked_at``, said that this access version stands."""
        if version is None or version < self.rights.version:
            return
        if not self.rights.confirmed(version, asked_at):
            counts.rights_moves_found += 1
            self.rights_moved()

    def titles_stand(self, titles: frozenset[str]) -> None:
        """The database said that the parts are called so: nothing but a message tells of that else."""
        if titles != self.rights.titles:
            self.titles.moved()

    def expire_presence(self) -> None:
        self.channel.circle.expire()
        for room in self._rooms.values():
            room.circle.expire()

    async def close(self, token: Token) -> None:
        """End every document and wait until what was accepted is settled and stored."""
        self.channel.end(token)
        for room in list(self._rooms.values()):
            room.finish(token)
        if self._loading:
            await asyncio.wait(list(self._loading.values()))
            for room in list(self._rooms.values()):
                room.finish(token)
        if self._running:
            await asyncio.wait(self._running)
