"""Who comes into a plan, from the question to the seat: all that is asked on the way, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from server.domain.access import Access, Level
from server.domain.plan import Participant, PartId, PersonId
from server.sync.part.inbox import JOIN
from server.sync.part.room import Room
from server.sync.protocol import frames
from server.sync.protocol.closings import NotOpened, Token
from server.sync.socket.limits import Backlog
from server.sync.socket.member import Member
from server.sync.socket.outbox import Outbox

from . import opening
from .channel import Channel
from .collaborators import RecordRead
from .opening import Rooms


@dataclass(frozen=True, slots=True)
class Entrant:
    """Who asks to enter, and the socket that asks. ``on_cut`` is called with the address."""

    address: str
    person: PersonId
    outbox: Outbox
    backlog: Backlog
    on_cut: Callable[[str], None]

    def member(self, participant: Participant, user: dict[str, object], access: Access) -> Member:
        return Member(self.address, participant, user, access, self.outbox, self.backlog, self.on_cut)


class Place(Protocol):
    """What a member can be in: a room, or a plan's channel."""

    def submit(self, member: Member, frame: frames.DocumentFrame, /) -> None: ...
    def leave(self, member: Member) -> None: ...
    def afterwards(self, do: Callable[[], None], member: Member) -> None: ...


class Seat:
    """A member's place in an open document, as its socket sees it. ``deliver`` takes a frame of the client's.

    Until what it sent is dealt with, a member that leaves keeps its seat: a withdrawal must still reach it.
    """

    __slots__ = ("_entrance", "_member", "_place", "deliver")

    def __init__(self, place: Place, member: Member, entrance: Entrance) -> None:
        self._place, self._member, self._entrance = place, member, entrance
        self.deliver: Callable[[frames.DocumentFrame], None] = partial(place.submit, member)

    def leave(self) -> None:
        self._member.leave()
        self._place.leave(self._member)
        self._place.afterwards(partial(self._entrance.left, self._member), self._member)


class Plan(opening.Plan, Protocol):
    """The open plan, as who enters sees it."""

    async def catch_up(self) -> None:
        """Make sure that rights and titles are those in the database. Raises ``StorageUnavailable``."""


class Entrance:
    """Lets people into one plan's documents, and knows who is in its parts.

    1. Nobody is refused by rights that may be old: they are confirmed first.
    2. Nothing of a part is sent before its opening is in the access log.
    3. What somebody may do is looked up after the last wait: between that and the seat nothing is awaited.
    4. Every member of a part has a seat until what it sent is dealt with; ``regrant`` reaches all of them.

    Kept by ``tests/unit/sync/plan/test_entering.py``: 1 ``..._before_this_process_has_heard``, 2
    ``..._until_the_opening_is_logged``, 3 ``..._while_the_part_is_loaded...``, 4
    ``..._sent_before_leaving``.
    """

    def __init__(self, plan: Plan, rooms: Rooms, channel: Channel, record_read: RecordRead) -> None:
        self._plan, self._rights = plan, plan.rights
        self._rooms, self._channel, self._record_read = rooms, channel, record_read
        self._seated: dict[Member, tuple[PartId, Room]] = {}
        self._entering = 0

    def __len__(self) -> int:
        """Parts open on sockets."""
        return len(self._seated)

    @property
    def busy(self) -> bool:
        return bool(self._seated or self._entering)

    async def enter(self, entrant: Entrant, part: PartId | None) -> Seat:
        """Open a part, or the channel where ``part`` is ``None``.

        Raises ``NotOpened``, ``StorageUnavailable``.
        """
        self._entering += 1
        try:
            participant = self._admitted(entrant.person, part)
            if participant is None:
                # Perhaps they were given the right in another process, whose message has not arrived yet.
                await self._rights.confirm()
                participant = self._admitted(entrant.person, part)
            if participant is None:
                raise NotOpened(Token.NOT_FOUND)
            if part is None:
                return await self._enter_channel(entrant, participant)
            return await self._enter_part(entrant, participant, part)
        finally:
            self._entering -= 1
            self._plan.close_if_empty()

    def _admitted(self, person: PersonId, part: PartId | None) -> Participant | None:
        """Who ``person`` is in the plan, if they may enter by what is known of rights."""
        participant = self._rights.participant_of(person)
        if participant is None or part is None:
            return participant
        return participant if self._rights.access(participant.id, part).level >= Level.READ else None

    async def _enter_channel(self, entrant: Entrant, participant: Participant) -> Seat:
        await self._plan.catch_up()
        if not self._rights.active(participant.id):
            raise NotOpened(Token.NOT_FOUND)
        member = entrant.member(participant, self._rights.user(participant), Access(Level.READ))
        self._channel.remember_version(participant.id, self._rights.seen_version(participant.id))
        self._channel.join(member)
        return Seat(self._channel, member, self)

    async def _enter_part(self, entrant: Entrant, participant: Participant, part: PartId) -> Seat:
        self._rooms.begin_opening(part)  # meanwhile the opening is logged, and only then is anything shown
        await self._record_read(self._rights.plan, part, participant)
        room = await self._rooms.opened(part)
        # Read again: the right may have ended while the log and the part were waited for.
        access = self._rights.access(participant.id, part)
        if access.level < Level.READ:
            raise NotOpened(Token.NOT_FOUND)
        member = entrant.member(participant, self._rights.user(participant), access)
        self._seated[member] = (part, room)
        room.submit(member, JOIN)
        return Seat(room, member, self)

    def left(self, member: Member) -> None:
        """What the member had sent is dealt with."""
        self._seated.pop(member, None)
        self._plan.close_if_empty()

    def regrant(self) -> None:
        """Every member of a part gets the level it has now; who has lost the part receives no more of it."""
        for member, (part, room) in list(self._seated.items()):
            rises = member.regrant(self._rights.access(member.participant.id, part))
            if member.ended:
                self._seated.pop(member, None)
                room.leave(member)
            elif rises:
                room.ask(member)
