"""Who asks to enter a document, and the way of a member's frames into it and of the member out again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from server.domain.access import Access
from server.domain.plan import Participant, PersonId
from server.sync.part.room import Room
from server.sync.protocol import frames
from server.sync.socket.limits import Backlog
from server.sync.socket.member import Member
from server.sync.socket.outbox import Outbox

from .channel import Channel


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


class Seat(Protocol):
    def deliver(self, frame: frames.Frame) -> None: ...
    def leave(self) -> None: ...


class ChannelSeat:
    __slots__ = ("_channel", "_member", "_on_left")

    def __init__(self, channel: Channel, member: Member, on_left: Callable[[Member], None]) -> None:
        self._channel, self._member, self._on_left = channel, member, on_left

    def deliver(self, frame: frames.Frame) -> None:
        self._channel.receive(self._member, frame)

    def leave(self) -> None:
        self._member.leave()
        self._channel.leave(self._member)
        self._on_left(self._member)


class PartSeat:
    __slots__ = ("_member", "_on_left", "_room")

    def __init__(self, room: Room, member: Member, on_left: Callable[[Member], None]) -> None:
        self._room, self._member, self._on_left = room, member, on_left

    def deliver(self, frame: frames.Frame) -> None:
        self._room.submit(self._member, frame)

    def leave(self) -> None:
        self._member.leave()
        self._room.leave(self._member)
        # Until what it sent is dealt with, the member keeps its seat: a withdrawal must still reach it.
        self._room.afterwards(self._left, self._member)

    def _left(self) -> None:
        self._on_left(self._member)
