"""What waits for a room's next turn; of each frame it is decided here, once, what it asks of the room."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from server.ports.log import Stored
from server.sync.protocol import frames
from server.sync.protocol.frames import DocumentFrame
from server.sync.socket.limits import FRAME_WEIGHT
from server.sync.socket.member import Member
from server.telemetry.turn_timing import now

from .turn import Caret, Edit, Item, Join, Look, Read, Sync, Turn

ONE_TURN = 256 * 1024
"""Weight of what is dealt with in one turn, in equal shares where much waits: some 900 letters, which share a
commit, or a fifth of a second of frames that mean no good."""
ROWS_AT_MOST = 1_000
ROWS_BYTES = 1024 * 1024
"""Rows of other processes that wait, and their bytes; beyond them the log is read instead."""


@dataclass(frozen=True, slots=True)
class Joining:
    """The member is let in: from now on it receives what happens here."""


JOIN = Joining()
RareFrame = frames.Step1 | frames.Step2 | frames.AwarenessUpdate | frames.QueryAwareness | Joining


class Inbox:
    """``weight``: of all that members sent; 0 where nothing waits. ``rows``: what other processes committed.
    ``read_log``: the log may hold more than that; it goes up to ``head`` at least. ``callbacks``: who waits
    until all is dealt with."""

    def __init__(self) -> None:
        self.weight = 0
        self._reads: list[Read] = []
        self._edits: list[Edit] = []
        self._carets: list[Caret] = []
        self._arrived = 0
        self.rows: list[Stored] = []
        self._row_bytes = 0
        self.read_log, self.head = False, 0
        self.callbacks: list[tuple[Member | None, Callable[[], None]]] = []
        self._woken = False
        self._waiter: asyncio.Future[None] | None = None

    def put(self, member: Member, item: DocumentFrame | Joining) -> None:
        if isinstance(item, frames.Update):  # nearly everything is one
            weight = FRAME_WEIGHT + len(item.update)
            self._edits.append(Edit(member, item.update, weight))
        else:
            weight = self._sort(member, item)
        if not self.weight:
            self._arrived = now()
        self.weight += weight
        member.backlog.add(weight)
        self.wake()

    def _sort(self, member: Member, item: RareFrame) -> int:
        """Put it where it belongs; its weight."""
        weight = FRAME_WEIGHT
        match item:
            case frames.Step2():
                weight += len(item.update)
                self._edits.append(Edit(member, item.update, weight, answer=True))
            case frames.AwarenessUpdate():
                weight += len(item.payload)
                self._carets.append(Caret(member, item.payload, weight))
            case frames.Step1():
                weight += len(item.state_vector)
                self._reads.append(Sync(member, item.state_vector, weight))
            case frames.QueryAwareness():
                self._reads.append(Look(member))
            case Joining():
                self._reads.append(Join(member))
        return weight

    def add_rows(self, rows: Sequence[Stored]) -> None:
        """Without rows there is more than could be said."""
        self.rows += rows
        self._row_bytes += sum(len(row.payload) for row in rows)
        if not rows or len(self.rows) > ROWS_AT_MOST or self._row_bytes > ROWS_BYTES:
            self.read_log_first()
        self.wake()

    def read_log_first(self) -> None:
        """At the next turn, whenever that is; rows need not be kept until then."""
        self.rows, self._row_bytes = [], 0
        self.read_log = True

    def afterwards(self, do: Callable[[], None], member: Member | None = None) -> None:
        """When what the member has sent is dealt with, or else what all have."""
        self.callbacks.append((member, do))
        self.wake()

    def wake(self) -> None:
        self._woken = True
        waiter = self._waiter
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    async def wait(self, seconds: float | None) -> None:
        """Until something may have come. Raises ``TimeoutError`` after so many seconds."""
        if not self._woken:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                if seconds is None:  # as where somebody is here: a timeout that never comes costs as much
                    await self._waiter
                else:
                    async with asyncio.timeout(seconds):
                        await self._waiter
            finally:
                self._waiter = None
        self._woken = False

    def take_turn(self, *, everything: bool = False) -> Turn:
        """What the next turn deals with: all that waits, or of each person as much as is fair."""
        turn, weight = Turn(self._reads, self._edits, self._carets, self._arrived), self.weight
        self._reads, self._edits, self._carets, self.weight = [], [], [], 0
        return turn if everything or weight <= ONE_TURN else self._fair_share(turn)

    def _fair_share(self, all_: Turn) -> Turn:
        """Of each person as much as is fair, in the order a turn deals with it; the rest waits."""
        people = {item.member.participant.person for item in all_}
        left = dict.fromkeys(people, max(1, ONE_TURN // len(people)))

        def fits(item: Item) -> bool:
            person = item.member.participant.person
            fair = left[person] > 0  # from then on everything of theirs waits
            left[person] -= item.weight
            return fair

        turn = Turn([], [], [], all_.arrived)
        for read in all_.reads:
            (turn.reads if fits(read) else self._reads).append(read)
        for edit in all_.edits:
            (turn.edits if fits(edit) else self._edits).append(edit)
        for caret in all_.carets:
            (turn.carets if fits(caret) else self._carets).append(caret)
        self.weight = sum(item.weight for item in self._waiting())
        return turn

    def _waiting(self) -> Iterable[Item]:
        return (*self._reads, *self._edits, *self._carets)

    def take_callbacks(self) -> list[Callable[[], None]]:
        """Who waits for nothing that is still here."""
        callbacks, self.callbacks = self.callbacks, []
        if not self.weight:
            return [do for _, do in callbacks]
        behind = {item.member for item in self._waiting()}
        self.callbacks = [(member, do) for member, do in callbacks if member is None or member in behind]
        return [do for member, do in callbacks if member is not None and member not in behind]

    def log_goes_on(self, seq: int) -> bool:
        """Whether the log goes on after ``seq``, or may."""
        return bool(self.rows) or self.read_log or self.head > seq

    def take_rows(self, seq: int) -> tuple[list[Stored], bool]:
        """Rows, and whether the log is to be read, where ``seq`` is known. What is taken may be lost: where
        the log cannot be read now, the watcher asks for it again."""
        rows, self.rows, self._row_bytes = self.rows, [], 0
        read_log, self.read_log, self.head = self.read_log or self.head > seq, False, 0
        return rows, read_log


def release(turn: Turn, callbacks: Sequence[Callable[[], None]]) -> None:
    """Their sockets may send more, whatever became of them: one that failed must not stop its socket."""
    for item in chain(turn.reads, turn.edits, turn.carets):
        item.member.backlog.done(item.weight)
    for do in callbacks:
        do()
