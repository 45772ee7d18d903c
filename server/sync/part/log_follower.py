"""Keeps one part's replica equal to its log, which this process and others write."""

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

HAS_NOTHING = b"\x00"
"""The state vector of a new client: to answer it, the document need not be built."""
RETRY_DELAYS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0)  # seconds; then ``StorageUnavailable`` goes up


async def retried(attempt: Callable[[], Awaitable[T]]) -> T:
    """``attempt``, retried with ``RETRY_DELAYS`` while the database cannot be reached.

    Raises ``StorageUnavailable``; at once if a retry cannot help.
    """
    try:
        return await attempt()
    except StorageUnavailable as failure:
        return await retried_after(failure, attempt)


async def retried_after(failure: StorageUnavailable, attempt: Callable[[], Awaitable[T]]) -> T:
    """As ``retried``, after a first attempt that ended with ``failure``."""
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
    """Records work on a part's bytes that may kill the process (``ports.Quarantine.watched``)."""

    def __call__(self, part: PartId, work: Generator[None, None, T], /) -> Generator[None, None, T]: ...


async def build_replica(loaded: LoadedPart, part: PartId, watch: Watch) -> Replica:
    """The replica of a part that was read from the log. Raises ``Incoherent`` if it is incomplete.

    Every part has content since the transaction that created it: an empty one was not read completely, and a
    member admitted to it would write beside the real content.
    """
    seq = loaded.snapshot_seq
    if any(row.seq != seq + place for place, row in enumerate(loaded.rows, 1)):
        raise Incoherent("a part with rows missing")
    return await in_slices(watch(part, Replica.loading(loaded)))


class _LogUnreadable(Exception):
    """The log cannot be read now; nothing has changed."""


class Rebuilt(Exception):
    """The replica was rebuilt: edits that the current turn had applied are not in it."""


class LogFollower:
    """``replica`` equals the log up to ``replica.seq``, plus the edits of the current turn applied so far.

    To a ``missed`` argument are appended rows of other processes that no member here was sent.
    """

    def __init__(self, part: PartId, replica: Replica, log: UpdateLog, watch: Watch) -> None:
        self.part, self.replica = part, replica
        self._log, self._watch = log, watch
        self._unsent = False
        """Whether the replica holds committed edits that were not sent, as rows before them are not known."""

    async def build(self) -> None:
        """Build the document, for everything but sending it as stored in the log. Raises ``Incoherent``."""
        if not self.replica.built:
            await in_slices(self._watch(self.part, self.replica.building()))

    async def follow(self, rows: Sequence[Stored], *, read_log: bool) -> bytes:
        """Apply ``rows`` of other processes, between two turns; returns what to broadcast (``b""``: nothing).

        Rows missing before or among them are read from the log; with ``read_log`` all are. If it cannot be
        read now, the replica stays behind, which the watcher will find.
        Raises ``StorageUnavailable`` if the replica is lost.
        """
        missed: list[bytes] = []
        continuing, gap = _continuing(rows, self.replica.seq)
        await self._absorb(continuing, missed)
        if gap or read_log:
            with contextlib.suppress(_LogUnreadable):
                sent = HAS_NOTHING if self._unsent else self.replica.state_vector()
                await self._absorb(await self._since(), missed, sent)
        return merged(missed) if missed else b""

    async def _since(self) -> Sequence[Stored]:
        try:
            return await self._log.since(self.part, self.replica.seq)
        except StorageUnavailable as error:
            raise _LogUnreadable from error

    async def _absorb(self, rows: Sequence[Stored], missed: list[bytes], sent: bytes = HAS_NOTHING) -> bool:
        """Apply rows that continue the replica; ``False``: it was rebuilt, with ``sent``, instead."""
        if rows and rows[0].seq > self.replica.seq + 1:  # those before have moved to the history
            await self.rebuild(missed, sent)
            return False
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
        """During a turn: apply what other processes have written since; returns whether there was anything.

        Raises ``Rebuilt``, and ``StorageUnavailable`` if the log cannot be read.
        """
        rows = await retried(lambda: self._log.since(self.part, self.replica.seq))
        if rows and not await self._absorb(rows, missed):
            raise Rebuilt
        return bool(rows)

    async def committed_after(self, before: int, last: int, missed: list[bytes]) -> None:
        """The rows after ``before`` up to ``last`` are those just applied; earlier ones may be of others.

        Those are sent together with them: no edit is sent without the rows acknowledged before it. If they
        cannot be read for seconds, the replica stays behind.
        """
        if self.replica.seq < before:
            between: Sequence[Stored] = ()
            with contextlib.suppress(StorageUnavailable):
                between = await retried(lambda: self._log.since(self.part, self.replica.seq))
            if between and between[0].seq > self.replica.seq + 1:
                await self.rebuild(missed)
            else:
                await self._absorb([row for row in between if row.seq <= before], missed)
        if self.replica.seq >= before:
            self.replica.seq = max(self.replica.seq, last)
        else:
            self._unsent = True

    async def rebuild(self, missed: list[bytes], sent_state: bytes = HAS_NOTHING) -> None:
        """Replace the replica by one built from the log.

        ``sent_state``: a state vector of nothing but what all members have. Where rows that they were not
        sent have moved to the history, they are sent what the new replica has beyond it.
        """
        sent = self.replica.seq
        loaded = await retried(lambda: self._log.load(self.part))
        if loaded is None:
            raise StorageUnavailable("the part is gone")
        replica = await build_replica(loaded, self.part, self._watch)
        if replica.seq > sent:
            since = await retried(lambda: self._log.since(self.part, sent))
            if since and since[0].seq == sent + 1:
                missed += [row.payload for row in since if row.seq <= replica.seq]
            else:
                await in_slices(self._watch(self.part, replica.building()))
                missed += await in_slices(replica.missing(sent_state))
        self.replica, self._unsent = replica, False  # last: the old one is kept if the log could not be read

    def discard_replica(self) -> None:
        """Free the document; the part may not be used from now on.

        Closed sockets refer to their rooms in reference cycles that only the garbage collector frees. It
        counts objects and not the memory behind a document: left to it, ten times as many documents were kept
        as were open, and memory went up with them (measured).
        """
        del self.replica


def _continuing(stored: Sequence[Stored], seq: int) -> tuple[list[Stored], bool]:
    """The rows that follow ``seq`` without a gap, and whether there are others after a gap."""
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
