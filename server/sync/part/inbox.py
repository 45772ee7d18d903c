"""The queue for a room's next turn. Each frame is sorted here, once: read, edit or awareness update."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from server.ports.log import StorageUnavailable, Stored
from server.ports.writing import ServerEdit
from server.sync.protocol import frames
from server.sync.protocol.frames import DocumentFrame
from server.sync.socket.limits import FRAME_WEIGHT
from server.sync.socket.member import Member
from server.telemetry.turn_timing import now

from .turn import Caret, Edit, Item, Join, Query, QueuedEdit, Read, Sync, Turn

TURN_WEIGHT = 256 * 1024
"""Weight processed in one turn, in equal shares per person if more is queued: some 900 letters, which share a
commit, or a fifth of a second of hostile frames."""
ROWS_AT_MOST = 1_000
ROWS_BYTES = 1024 * 1024
"""Rows of other processes queued, and their bytes; above either the log is read instead."""


@dataclass(frozen=True, slots=True)
class Joining:
    """The member is admitted: it receives the room's frames from now on."""


JOIN = Joining()
RareFrame = (
    frames.Step1 | frames.Step2 | frames.LargeStep2 | frames.AwarenessUpdate | frames.QueryAwareness | Joining
)


class Inbox:
    """``weight``: of all queued frames; 0 if there are none. ``commands``: what the server is to write
    itself, one in a turn. ``rows``: committed by other processes.
    ``read_log``: the log may hold more than those, at least up to ``head``. ``callbacks``: to be called when
    the frames of a member, or of all, are processed."""

    def __init__(self) -> None:
        self.weight = 0
        self._reads: list[Read] = []
        self._edits: list[Edit] = []
        self._carets: list[Caret] = []
        self._arrived = 0
        self.commands: list[QueuedEdit] = []
        self.rows: list[Stored] = []
        self._row_bytes = 0
        self.read_log, self.head = False, 0
        self.callbacks: list[tuple[Member | None, Callable[[], None]]] = []
        self._woken = False
        self._waiter: asyncio.Future[None] | None = None

    def put(self, member: Member, item: DocumentFrame | Joining) -> None:
        if isinstance(item, frames.Update):  # nearly every frame
            weight = FRAME_WEIGHT + len(item.update)
            self._edits.append(Edit(member, item.update, weight))
        else:
            weight = self._put_rare(member, item)
        if not self.weight:
            self._arrived = now()
        self.weight += weight
        member.backlog.add(weight)
        self.wake()

    def put_command(self, written: ServerEdit) -> asyncio.Future[None]:
        """Queue it; the future ends when it is committed, or with the reason why not."""
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.commands.append(QueuedEdit(written, answer))
        self.wake()
        return answer

    def fail_commands(self) -> None:
        for command in self.commands:
            command.failed(StorageUnavailable("the part was closed"))
        self.commands = []

    def _put_rare(self, member: Member, item: RareFrame) -> int:
        """Queue it; returns its weight."""
        weight = FRAME_WEIGHT
        match item:
            case frames.Step2():
                weight += len(item.update)
                self._edits.append(Edit(member, item.update, weight, answer=True))
            case frames.LargeStep2():
                self._edits.append(Edit(member, b"", answer=True, large=True))
            case frames.AwarenessUpdate():
                weight += len(item.payload)
                self._carets.append(Caret(member, item.payload, weight))
            case frames.Step1():
                weight += len(item.state_vector)
                self._reads.append(Sync(member, item.state_vector, weight))
            case frames.QueryAwareness():
                self._reads.append(Query(member))
            case Joining():
                self._reads.append(Join(member))
        return weight

    def add_rows(self, rows: Sequence[Stored]) -> None:
        """No rows: there are new ones that were too large to publish."""
        self.rows += rows
        self._row_bytes += sum(len(row.payload) for row in rows)
        if not rows or len(self.rows) > ROWS_AT_MOST or self._row_bytes > ROWS_BYTES:
            self.require_log()
        self.wake()

    def require_log(self) -> None:
        """Read the log at the next turn; rows need not be kept until then."""
        self.rows, self._row_bytes = [], 0
        self.read_log = True

    def when_processed(self, do: Callable[[], None], member: Member | None = None) -> None:
        """Call ``do`` once the frames of ``member``, or of all, are processed."""
        self.callbacks.append((member, do))
        self.wake()

    def wake(self) -> None:
        self._woken = True
        waiter = self._waiter
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    async def wait(self, seconds: float | None) -> None:
        """Wait for ``wake``. Raises ``TimeoutError`` after so many seconds."""
        if not self._woken:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                if seconds is None:  # the case with members: setting an unneeded timeout costs as much
                    await self._waiter
                else:
                    async with asyncio.timeout(seconds):
                        await self._waiter
            finally:
                self._waiter = None
        self._woken = False

    def take_turn(self, *, everything: bool = False) -> Turn:
        """The next turn: everything queued, or a fair share of each person's frames."""
        turn, weight = Turn(self._reads, self._edits, self._carets, self._arrived), self.weight
        if self.commands and not everything:
            turn.command = self.commands.pop(0)
        self._reads, self._edits, self._carets, self.weight = [], [], [], 0
        return turn if everything or weight <= TURN_WEIGHT else self._fair_share(turn)

    def _fair_share(self, all_: Turn) -> Turn:
        """An equal weight of each person's frames, in the order of a turn; the others stay queued."""
        people = {item.member.participant.person for item in all_}
        left = dict.fromkeys(people, max(1, TURN_WEIGHT // len(people)))

        def fits(item: Item) -> bool:
            person = item.member.participant.person
            fair = left[person] > 0  # once used up, all further frames of that person stay queued
            left[person] -= item.weight
            return fair

        turn = Turn([], [], [], all_.arrived, all_.command)
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
        """Remove and return the callbacks that wait for no queued frame."""
        callbacks, self.callbacks = self.callbacks, []
        if not self.weight:
            return [do for _, do in callbacks]
        behind = {item.member for item in self._waiting()}
        self.callbacks = [(member, do) for member, do in callbacks if member is None or member in behind]
        return [do for member, do in callbacks if member is not None and member not in behind]

    def has_newer(self, seq: int) -> bool:
        """Whether the log has rows after ``seq``, or may have."""
        return bool(self.rows) or self.read_log or self.head > seq

    def take_rows(self, seq: int) -> tuple[list[Stored], bool]:
        """Remove and return the rows, and whether the log must be read after ``seq``. If it cannot be read
        now, this may be lost: the watcher finds the gap."""
        rows, self.rows, self._row_bytes = self.rows, [], 0
        read_log, self.read_log, self.head = self.read_log or self.head > seq, False, 0
        return rows, read_log


def release(turn: Turn, callbacks: Sequence[Callable[[], None]]) -> None:
    """Release the frames from their sockets' backlogs, also after a failure, so that no socket stays blocked;
    then call the callbacks."""
    for item in chain(turn.reads, turn.edits, turn.carets):
        item.member.backlog.done(item.weight)
    for do in callbacks:
        do()
