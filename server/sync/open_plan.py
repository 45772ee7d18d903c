"""A plan somebody in this process is in: its rights, its rooms, its channel and who sits where."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from server.domain.access import Access, Level
from server.domain.plan import Participant, ParticipantId, PartId, PersonId, PlanId
from server.ports import AccessBook, Clock, UpdateLog

from . import admission, wire
from .channel import Channel
from .closing import Token
from .committer import Committer
from .member import Member
from .outbox import Outbox
from .pace import Backlog, Strikes, in_slices
from .replica import Replica
from .rights import PlanRights
from .room import JOIN, Room
from .writer import PartWriter

TITLE_NOTICE_SECONDS = 0.3
"""Titles change letter by letter; the plan's lists follow a little later."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process gives to parts; bytes and seconds."""

    admission: admission.Limits = field(default_factory=admission.Limits)
    part_bytes: int = 1024 * 1024
    rooms: int = 10_000
    idle_seconds: float = 30.0


class Refusal(Exception):
    """A document is not opened; ``token`` says why, and the same for hidden and non-existing."""

    def __init__(self, token: Token) -> None:
        super().__init__(token)
        self.token = token


@dataclass(frozen=True, slots=True)
class Engine:
    """What every open plan works with."""

    log: UpdateLog
    book: AccessBook
    clock: Clock
    committer: Committer
    limits: Limits
    record_read: Callable[[PlanId, PartId, Participant], Awaitable[None]]
    versions: Callable[[PlanId], Awaitable[Mapping[ParticipantId, str]]]
    strikes: Strikes = field(default_factory=Strikes)


@dataclass(frozen=True, slots=True)
class Entrant:
    """Who asks to enter, and where what they are to hear goes. ``on_cut`` is told the address."""

    address: str
    person: PersonId
    outbox: Outbox
    backlog: Backlog
    on_cut: Callable[[str], None]

    def member(self, participant: Participant, user: dict[str, object], access: Access) -> Member:
        return Member(self.address, participant, user, access, self.outbox, self.backlog, self.on_cut)


@dataclass(frozen=True, slots=True)
class Seat:
    """A member's way into its document and out again."""

    deliver: Callable[[wire.Frame], None]
    leave: Callable[[], None]


class OpenPlan:
    def __init__(self, rights: PlanRights, engine: Engine, on_empty: Callable[[OpenPlan], None]) -> None:
        self.rights = rights
        self.channel = Channel(rights)
        self._engine = engine
        self._on_empty = on_empty
        self._rooms: dict[PartId, Room] = {}
        self._loading: dict[PartId, asyncio.Task[Room]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._seats: dict[Member, tuple[PartId, Room]] = {}
        self._notice: asyncio.TimerHandle | None = None
        self._noticing: asyncio.Task[None] | None = None
        self._announcing = asyncio.Lock()
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
        """Open a part, or the channel if ``part`` is ``None``. Raises ``Refusal``, ``StorageUnavailable``."""
        self._entering += 1
        try:
            participant = self.rights.participant_of(entrant.person)
            if participant is None:
                raise Refusal(Token.NOT_FOUND)
            if part is None:
                return await self._enter_channel(entrant, participant)
            return await self._enter_part(entrant, participant, part)
        finally:
            self._entering -= 1
            self.forget_if_empty()

    async def _enter_channel(self, entrant: Entrant, participant: Participant) -> Seat:
        self.channel.remember_versions(await self._engine.versions(self.rights.plan))
        if not self.rights.active(participant.id):
            raise Refusal(Token.NOT_FOUND)
        member = entrant.member(participant, self.rights.user(participant), Access(Level.READ))
        self.channel.join(member)

        def deliver(frame: wire.Frame) -> None:
            self.channel.receive(member, frame)

        def leave() -> None:
            member.leave()
            self.channel.leave(member)
            self.forget_if_empty()

        return Seat(deliver, leave)

    async def _enter_part(self, entrant: Entrant, participant: Participant, part: PartId) -> Seat:
        if self.rights.access(participant.id, part).level < Level.READ:
            raise Refusal(Token.NOT_FOUND)
        await self._engine.record_read(self.rights.plan, part, participant)
        room = await self._room(part)
        # Read again: the right may have ended while the log and the part were waited for.
        access = self.rights.access(participant.id, part)
        if access.level < Level.READ:
            raise Refusal(Token.NOT_FOUND)
        member = entrant.member(participant, self.rights.user(participant), access)
        self._seats[member] = (part, room)
        room.submit(member, JOIN)

        def leave() -> None:
            member.leave()
            room.leave(member)
            # Until what it sent is dealt with, the member keeps its seat: a withdrawal must still reach it.
            room.afterwards(forget)

        def forget() -> None:
            self._seats.pop(member, None)
            self.forget_if_empty()

        return Seat(lambda frame: room.submit(member, frame), leave)

    async def _room(self, part: PartId) -> Room:
        """The part's room, loaded once however many ask at the same time."""
        room = self._rooms.get(part)
        if room is not None:
            return room
        loading = self._loading.get(part)
        if loading is None:
            loading = self._loading[part] = asyncio.create_task(self._load(part))
            loading.add_done_callback(lambda _: self._loading.pop(part, None))
        return await asyncio.shield(loading)

    async def _load(self, part: PartId) -> Room:
        engine = self._engine
        loaded = await engine.log.load(part)
        if loaded is None:
            raise Refusal(Token.NOT_FOUND)
        writer = PartWriter(
            self.rights.plan,
            part,
            await in_slices(Replica.loading(loaded)),
            loaded.snapshot_seq,
            log=engine.log,
            committer=engine.committer,
            rights=self.rights,
            strikes=engine.strikes,
            limits=engine.limits.admission,
            max_part_bytes=engine.limits.part_bytes,
        )
        room = Room(
            part,
            writer,
            engine.log,
            engine.limits.idle_seconds,
            self.announce_later,
            lambda: self._room_ended(part),
        )
        self._rooms[part] = room
        task = asyncio.create_task(room.run())
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return room

    def _room_ended(self, part: PartId) -> None:
        self._rooms.pop(part, None)
        self.forget_if_empty()

    def forget_if_empty(self) -> None:
        if not (self._rooms or self._loading or self._seats or self.channel or self._entering):
            self.rights.close()
            self._on_empty(self)

    # -- changes ----------------------------------------------------------------------------------

    def _regrant(self) -> None:
        """Every member gets the level it has now; who has lost the part hears no more of it."""
        for member, (part, room) in list(self._seats.items()):
            rises = member.regrant(self.rights.access(member.participant.id, part))
            if member.ended:
                self._seats.pop(member, None)
                room.leave(member)
            elif rises:
                room.ask(member)
        self.channel.rights_changed()
        self.announce_later()  # when a period has ended nobody else says so

    def announce_later(self) -> None:
        if self._notice is None:
            loop = asyncio.get_running_loop()
            self._notice = loop.call_later(TITLE_NOTICE_SECONDS, self._start_notice)

    def _start_notice(self) -> None:
        self._notice = None
        self._noticing = asyncio.create_task(self.announce())

    async def announce(self) -> None:
        """Tell those in the channel whose own view of the plan has changed."""
        async with self._announcing:  # or an answer read earlier could be told after a later one
            if self.channel:
                self.channel.announce_versions(await self._engine.versions(self.rights.plan))

    async def close(self, token: Token) -> None:
        """End every document and wait until what was accepted is settled and stored."""
        self.channel.end(token)
        for room in list(self._rooms.values()):
            room.finish(token)
        if self._running:
            await asyncio.wait(self._running)
