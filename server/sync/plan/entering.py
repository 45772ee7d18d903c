"""Who asks to enter a document, and the way of a member's frames into it and of the member out again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
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
    """Who asks to enter, and the socket that asks. ``on_cut`` is called with the address."""

    address: str
    person: PersonId
    outbox: Outbox
    backlog: Backlog
    on_cut: Callable[[str], None]

    def member(self, participant: Participant, user: dict[str, object], access: Access) -> Member:
        return Member(self.address, participant, user, access, self.outbox, self.backlog, self.on_cut)


class Seat(Protocol):
    """A member's place in an open document, as its socket sees it."""

    @property
    def deliver(self) -> Callable[[frames.DocumentFrame], None]: ...
    @property
    def leave(self) -> Callable[[], None]: ...


@dataclass(frozen=True, slots=True)
class _Seat:
    deliver: Callable[[frames.DocumentFrame], None]
    leave: Callable[[], None]


def seat_in_channel(channel: Channel, member: Member, on_left: Callable[[Member], None]) -> Seat:
    def leave() -> None:
        member.leave()
        channel.leave(member)
        on_left(member)

    return _Seat(partial(channel.receive, member), leave)


def seat_in_part(room: Room, member: Member, on_left: Callable[[Member], None]) -> Seat:
    def leave() -> None:
        member.leave()
        room.leave(member)
        # Until what it sent is dealt with, the member keeps its seat: a withdrawal must still reach it.
        room.afterwards(partial(on_left, member), member)

    return _Seat(partial(room.submit, member), leave)
