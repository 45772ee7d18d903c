"""What waits for a room's next turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from server.concurrency import Wake
from server.ports.log import Stored
from server.sync.protocol import frames
from server.sync.socket.limits import FRAME_WEIGHT
from server.sync.socket.member import Member
from server.telemetry.turn_timing import now

from .turn import Edit

ONE_TURN = 256 * 1024
"""Weight of what is dealt with in one turn, in equal shares where much waits: some 900 letters, which share a
commit, or a fifth of a second of frames that mean no good."""
HEARD_AT_MOST = 1_000
HEARD_BYTES = 1024 * 1024
"""Rows of other processes that wait, and their bytes; beyond them the log is read instead."""


@dataclass(frozen=True, slots=True)
class Joining:
    """The member is let in: from now on it receives what happens here."""


JOIN = Joining()
Item = tuple[Member, "frames.Frame | Joining"]


class Inbox:
    """``items``: what members sent, the first at ``arrived`` or after. ``heard``: rows other processes
    committed. ``look``: the log may hold more than that; it goes up to ``head`` at least. ``later``: who
    waits until all is dealt with."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._weight = self.arrived = 0
        self.heard: list[Stored] = []
        self._heard_bytes = 0
        self.look, self.head = False, 0
        self.later: list[tuple[Member | None, Callable[[], None]]] = []
        self._wake = Wake()

    def put(self, member: Member, item: frames.Frame | Joining) -> None:
        weight = weight_of(item)
        member.backlog.add(weight)
        self._weight += weight
        if not self.items:
            self.arrived = now()
        self.items.append((member, item))
        self._wake.set()

    def hear(self, rows: Sequence[Stored]) -> None:
        """Without rows there is more than could be said."""
        self.heard += rows
        self._heard_bytes += sum(len(row.payload) for row in rows)
        if not rows or len(self.heard) > HEARD_AT_MOST or self._heard_bytes > HEARD_BYTES:
            self.read_log_first()
        self._wake.set()

    def read_log_first(self) -> None:
        """At the next turn, whenever that is; rows need not be kept until then."""
        self.heard, self._heard_bytes = [], 0
        self.look = True

    def afterwards(self, do: Callable[[], None], member: Member | None = None) -> None:
        """When what the member has sent is dealt with, or else what all have."""
        self.later.append((member, do))
        self._wake.set()

    def wake(self) -> None:
        self._wake.set()

    async def wait(self, seconds: float | None) -> None:
        """Until something may have come. Raises ``TimeoutError`` after so many seconds."""
        if seconds is None:  # as where somebody is here: a timeout that never comes costs as much as one
            await self._wake.wait()
        else:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        self._wake.clear()

    def take_items(self) -> list[Item]:
        """What the next turn deals with: everything, or of each person as much as is fair."""
        return self.take_all() if self._weight <= ONE_TURN else self._take_fairly()

    def take_all(self) -> list[Item]:
        items, self.items, self._weight = self.items, [], 0
        return items

    def _take_fairly(self) -> list[Item]:
        items, taken = self.take_all(), list[Item]()
        people = {member.participant.person for member, _ in items}
        left = dict.fromkeys(people, max(1, ONE_TURN // len(people)))
        for member, item in items:
            person, weight = member.participant.person, weight_of(item)
            if left[person] > 0:  # from then on everything of theirs waits, in its order
                taken.append((member, item))
                left[person] -= weight
            else:
                self.items.append((member, item))
                self._weight += weight
        return taken

    def take_callbacks(self) -> list[Callable[[], None]]:
        """Who waits for nothing that is still here."""
        later, self.later = self.later, []
        if not self.items:
            return [do for _, do in later]
        behind = {member for member, _ in self.items}
        self.later = [(member, do) for member, do in later if member is None or member in behind]
        return [do for member, do in later if member is not None and member not in behind]

    def news(self, seq: int) -> bool:
        """Whether the log goes on after ``seq``, or may."""
        return bool(self.heard) or self.look or self.head > seq

    def take_heard(self, seq: int) -> tuple[list[Stored], bool]:
        """Rows, and whether the log is to be read, where ``seq`` is known. What is taken may be lost: whoever
        cannot read the log now will be told again."""
        heard, self.heard, self._heard_bytes = self.heard, [], 0
        look, self.look, self.head = self.look or self.head > seq, False, 0
        return heard, look


def edits_of(items: Sequence[Item]) -> list[Edit]:
    """The frames among ``items`` that want something written."""
    return [
        Edit(member, item.update, answer=isinstance(item, frames.Step2))
        for member, item in items
        if isinstance(item, frames.Update | frames.Step2)
    ]


def weight_of(item: frames.Frame | Joining) -> int:
    """About how much it takes to keep and to deal with, in bytes."""
    match item:
        case frames.Update() | frames.Step2():
            return FRAME_WEIGHT + len(item.update)
        case frames.AwarenessUpdate():
            return FRAME_WEIGHT + len(item.payload)
        case frames.Step1():
            return FRAME_WEIGHT + len(item.state_vector)
        case frames.Stateless():
            return FRAME_WEIGHT + len(item.text)
    return FRAME_WEIGHT


def release(items: Sequence[Item], later: Sequence[Callable[[], None]]) -> None:
    """Their sockets may send more, whatever became of them: one that failed must not stop its socket."""
    for member, item in items:
        member.backlog.done(weight_of(item))
    for do in later:
        do()
