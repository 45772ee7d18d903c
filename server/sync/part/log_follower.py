"""One part's replica, kept equal to its log, whether this process writes there or another."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Generator, Sequence
from typing import Protocol, TypeVar

from server.concurrency import in_slices
from server.domain.plan import PartId
from server.ports.log import LoadedPart, StorageReadOnly, StorageUnavailable, Stored, UpdateLog
from server.sync.document.large import merged
from server.sync.document.replica import Replica
from server.sync.document.ydoc import Incoherent

T = TypeVar("T")

RETRY_DELAYS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0)  # seconds; then ``StorageUnavailable`` goes up


async def repeated(attempt: Callable[[], Awaitable[T]]) -> T:
    """``attempt``, again and again while the database cannot be reached, for some seconds.

    Raises ``StorageUnavailable``; at once where repeating cannot help.
    """
    try:
        return await attempt()
    except StorageUnavailable as failure:
        return await repeated_after(failure, attempt)


async def repeated_after(failure: StorageUnavailable, attempt: Callable[[], Awaitable[T]]) -> T:
    """As ``repeated``, where the first attempt was made already and ended with ``failure``."""
    for delay in RETRY_DELAYS:
        if isinstance(failure, StorageReadOnly):
            break
        await asyncio.sleep(delay)
        try:
            return await attempt()
        except StorageUnavailable as another:
            failure = another
    raise failure


class Watch(Protocol):
    """Takes note of work on a part's bytes that may kill the process (``ports.Quarantine.watched``)."""

    def __call__(self, part: PartId, work: Generator[None, None, T], /) -> Generator[None, None, T]: ...


async def loaded_from(loaded: LoadedPart, part: PartId, watch: Watch) -> Replica:
    """The replica of a part that was read from the log. Raises ``Incoherent`` for one that is not whole.

    Every part has content from the transaction that created it: an empty one was not read, and whoever
    was let in to it would write beside what is really there.
    """
    seq = loaded.snapshot_seq
    if any(row.seq != seq + place for place, row in enumerate(loaded.rows, 1)):
        raise Incoherent("a part with rows missing")
    return await in_slices(watch(part, Replica.loading(loaded)))


class _Unread(Exception):
    """The log could not be read just now; nothing has changed."""


class Rebuilt(Exception):
    """The replica is another one now: what the turn under way had applied is not in it."""


class LogFollower:
    """``replica`` is the log up to ``replica.seq``, and whatever of the turn under way is applied already.

    ``missed``, where it is handed in, gets the rows of other processes that nobody here has been sent.
    """

    def __init__(self, part: PartId, replica: Replica, log: UpdateLog, watch: Watch) -> None:
        self.part, self.replica = part, replica
        self._log, self._watch = log, watch

    async def build(self) -> None:
        """Have the document itself, for whatever asks more of it than to be handed out as the log has it.

        Raises ``Incoherent``.
        """
        if not self.replica.built:
            await in_slices(self._watch(self.part, self.replica.building()))

    async def follow(self, rows: Sequence[Stored], *, read_log: bool) -> bytes:
        """Take in ``rows`` of other processes, between two turns; what to send everybody (``b""``: nothing).

        What is missing before or among them is read from the log, as everything is with ``read_log``. Where
        that cannot be read now, the replica stays behind, which the watcher will find.
        Raises ``StorageUnavailable`` when there is no replica any more.
        """
        missed: list[bytes] = []
        continuing, gap = _continuing(rows, self.replica.seq)
        await self._absorb(continuing, missed)
        if gap or read_log:
            with contextlib.suppress(_Unread):
                await self._absorb(await self._since(), missed)
        return merged(missed) if missed else b""

    async def _since(self) -> Sequence[Stored]:
        try:
            return await self._log.since(self.part, self.replica.seq)
        except StorageUnavailable as error:
            raise _Unread from error

    async def _absorb(self, rows: Sequence[Stored], missed: list[bytes]) -> bool:
        """Apply rows that continue the replica; ``False``: it had to be built anew."""
        try:
            if rows:
                await self.build()
                await in_slices(self.replica.absorbing(rows))
            coherent = True
        except Incoherent:
            coherent = False
        missed += [row.payload for row in rows if row.seq <= self.replica.seq]
        if not coherent:
            await self.rebuild(missed)
        return coherent

    async def catch_up(self, missed: list[bytes]) -> bool:
        """In the midst of a turn: whether other processes have written more, which is applied now.

        Raises ``Rebuilt``, and ``StorageUnavailable`` when the log cannot be read.
        """
        rows = await repeated(lambda: self._log.since(self.part, self.replica.seq))
        if rows and not await self._absorb(rows, missed):
            raise Rebuilt
        return bool(rows)

    async def committed_after(self, before: int, last: int, missed: list[bytes]) -> None:
        """The rows after ``before`` up to ``last`` are those just applied; up to ``before`` may be others'.

        Those are sent with them: nobody is shown an edit without what was acknowledged before it. Where they
        cannot be read for seconds, the replica stays behind.
        """
        if self.replica.seq < before:
            between: Sequence[Stored] = ()
            with contextlib.suppress(StorageUnavailable):
                between = await repeated(lambda: self._log.since(self.part, self.replica.seq))
            await self._absorb([row for row in between if row.seq <= before], missed)
        if self.replica.seq >= before:
            self.replica.seq = max(self.replica.seq, last)

    async def rebuild(self, missed: list[bytes]) -> None:
        """The replica as the log has it now."""
        sent = self.replica.seq
        loaded = await repeated(lambda: self._log.load(self.part))
        if loaded is None:
            raise StorageUnavailable("the part is gone")
        replica = await loaded_from(loaded, self.part, self._watch)
        if replica.seq > sent:
            since = await repeated(lambda: self._log.since(self.part, sent))
            missed += [row.payload for row in since if row.seq <= replica.seq]
        self.replica = replica  # last: where the log could not be read, what was sent is still as it was

    def put_away(self) -> None:
        """Give the document back; nothing may be asked of the part from now on.

        Sockets that have closed lead to their rooms, and they go round in circles that only the garbage
        collector cuts. It counts objects and knows nothing of the memory behind a document: left to it, ten
        times as many documents were kept as were open, and memory went up with them (measured).
        """
        del self.replica


def _continuing(stored: Sequence[Stored], seq: int) -> tuple[list[Stored], bool]:
    """Those rows that follow ``seq`` without a gap, and whether others lie beyond one."""
    rows: list[Stored] = []
    for row in sorted(stored, key=_seq):
        if row.seq == seq + 1:
            rows.append(row)
            seq = row.seq
        elif row.seq > seq:
            return rows, True
    return rows, False


def _seq(row: Stored) -> int:
    return row.seq
