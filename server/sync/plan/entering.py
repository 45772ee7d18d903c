"""Opens a plan's documents for members: checks rights, logs the opening, joins the room; and closes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from server.domain.access import Access, Level
from server.domain.identity.principal import Principal
from server.domain.plan import Participant, PartId
from server.sync.part.inbox import JOIN
from server.sync.part.room import Room
from server.sync.protocol import frames
from server.sync.protocol.closings import NotOpened, Token
from server.sync.socket.limits import Backlog
from server.sync.socket.member import Member
from server.sync.socket.outbox import Outbox

from .channel import Channel
from .collaborators import RecordRead
from .rooms import PlanContext, Rooms


@dataclass(frozen=True, slots=True)
class Entrant:
    """Who wants to open a document, and the socket. ``on_cut`` is called with the address."""

    address: str
    principal: Principal
    outbox: Outbox
    backlog: Backlog
    on_cut: Callable[[str], None]

    def member(self, participant: Participant, user: dict[str, object], access: Access) -> Member:
        return Member(self.address, participant, user, access, self.outbox, self.backlog, self.on_cut)


class OpenDocument(Protocol):
    """A room, or a plan's channel."""

    def submit(self, member: Member, frame: frames.DocumentFrame, /) -> None: ...
    def leave(self, member: Member) -> None: ...
    def when_processed(self, do: Callable[[], None], member: Member) -> None: ...


class Seat:
    """A member's open document, for its socket. ``deliver`` takes a frame of the client.

    A member that leaves stays registered until its frames are processed: a withdrawal still applies to them.
    """

    __slots__ = ("_document", "_entrance", "_member", "deliver")

    def __init__(self, document: OpenDocument, member: Member, entrance: Entrance) -> None:
        self._document, self._member, self._entrance = document, member, entrance
        self.deliver: Callable[[frames.DocumentFrame], None] = partial(document.submit, member)

    def leave(self) -> None:
        self._member.leave()
        self._document.leave(self._member)
        self._document.when_processed(partial(self._entrance.left, self._member), self._member)


class EnterablePlan(PlanContext, Protocol):
    """The open plan, for its entrance."""

    async def catch_up(self) -> None:
        """Bring rights and titles up to date with the database. Raises ``StorageUnavailable``."""


class Entrance:
    """Opens one plan's documents for members, and keeps the members of its parts.

    1. Nobody is refused by rights that may be out of date: they are confirmed first.
    2. Nothing of a part is sent before its opening is in the access log.
    3. The level is read after the last ``await``: none is between that and the member's registration.
    4. Every member of a part is registered until its frames are processed; ``regrant`` reaches all of them.

    Kept by ``tests/unit/sync/plan/test_entering.py``: 1 ``..._before_this_process_has_heard``, 2
    ``..._until_the_opening_is_logged``, 3 ``..._while_the_part_is_loaded...``, 4
    ``..._sent_before_leaving``.
    """

    def __init__(self, plan: EnterablePlan, rooms: Rooms, channel: Channel, record_read: RecordRead) -> None:
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
            participant = self._admitted(entrant.principal, part)
            if participant is None:
                # The right may have been granted in another process whose message has not arrived yet.
                await self._rights.confirm()
                participant = self._admitted(entrant.principal, part)
            if participant is None:
                raise NotOpened(Token.NOT_FOUND)
            if part is None:
                return await self._enter_channel(entrant, participant)
            return await self._enter_part(entrant, participant, part)
        finally:
            self._entering -= 1
            self._plan.close_if_empty()

    def _admitted(self, principal: Principal, part: PartId | None) -> Participant | None:
        """The participant that ``principal`` is, if they may enter by the rights as known."""
        participant = self._rights.participant_of(principal)
        if participant is None:
            return None
        if part is None:
            return participant if self._rights.takes_part(participant.id) else None
        return participant if self._rights.access(participant.id, part).level >= Level.READ else None

    async def _enter_channel(self, entrant: Entrant, participant: Participant) -> Seat:
        await self._plan.catch_up()
        if not self._rights.takes_part(participant.id):
            raise NotOpened(Token.NOT_FOUND)
        member = entrant.member(participant, self._rights.user(participant), Access(Level.READ))
        self._channel.remember_version(participant.id, self._rights.seen_version(participant.id))
        self._channel.join(member)
        return Seat(self._channel, member, self)

    async def _enter_part(self, entrant: Entrant, participant: Participant, part: PartId) -> Seat:
        self._rooms.begin_loading(part)  # in parallel with logging the opening, before which nothing is sent
        await self._record_read(self._rights.plan, part, participant)
        room = await self._rooms.opened(part)
        # Read again: the right may have ended during the awaits.
        access = self._rights.access(participant.id, part)
        if access.level < Level.READ:
            raise NotOpened(Token.NOT_FOUND)
        member = entrant.member(participant, self._rights.user(participant), access)
        self._seated[member] = (part, room)
        room.submit(member, JOIN)
        return Seat(room, member, self)

    def left(self, member: Member) -> None:
        """The frames of the member that left are processed."""
        self._seated.pop(member, None)
        self._plan.close_if_empty()

    def regrant(self) -> None:
        """Apply the current level to every member of a part; those that may not read it any more are cut."""
        for member, (part, room) in list(self._seated.items()):
            rises = member.regrant(self._rights.access(member.participant.id, part))
            if member.ended:
                self._seated.pop(member, None)
                room.leave(member)
            elif rises:
                room.request_missing(member)
