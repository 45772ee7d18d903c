"""A ``ports.UpdateLog`` that measures another one, so that neither the log nor the engine has to count."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import monotonic, perf_counter

from server.domain.plan import PartId
from server.ports.log import (
    AccessChanged,
    Behind,
    BesideRefused,
    ClientTaken,
    Committed,
    LoadedPart,
    Outcome,
    StorageReadOnly,
    StorageUnavailable,
    Stored,
    Submission,
    UpdateLog,
)

from .counts import Counts

logger = logging.getLogger(__name__)

Ask = Callable[[], Awaitable[None]]

WRITE_SECONDS = 2.0
SETTLED_SECONDS = 10.0
"""How long after an edit could not be stored a small write does not yet prove that the next one can."""

UNAVAILABLE, READ_ONLY = "unavailable", "read-only"
OUTCOMES: Mapping[type[Outcome], str] = {
    Committed: "committed",
    AccessChanged: "access-changed",
    Behind: "behind",
    ClientTaken: "client-taken",
    BesideRefused: "beside-refused",
}


class MeasuredLog:
    """``trouble``: what the last call found wrong with the database (empty: nothing)."""

    def __init__(self, log: UpdateLog, counts: Counts, now: Callable[[], float] = monotonic) -> None:
        self._log, self._counts, self._now = log, counts, now
        self.trouble = ""
        self._write_at = self._write_failed_at = float("-inf")

    async def append(self, submissions: Sequence[Submission]) -> Sequence[Outcome]:
        began = perf_counter()
        try:
            outcomes = await self._log.append(submissions)
        except StorageUnavailable as error:
            self.failed("append", error)
            raise
        self.answered(writes=True)
        counts, committed = self._counts, 0
        for submission, outcome in zip(submissions, outcomes, strict=True):
            counts.outcomes[OUTCOMES[type(outcome)]] += 1
            committed += len(submission.rows) if isinstance(outcome, Committed) else 0
        counts.commits.observe(perf_counter() - began)
        counts.submissions.observe(len(submissions))
        counts.rows.observe(committed)
        counts.rows_committed += committed
        return outcomes

    async def load(self, part: PartId) -> LoadedPart | None:
        began = perf_counter()
        with self._calling("load"):
            loaded = await self._log.load(part)
        self._counts.loads.observe(perf_counter() - began)
        return loaded

    async def since(self, part: PartId, seq: int) -> Sequence[Stored]:
        self._counts.rereads += 1
        with self._calling("since"):
            return await self._log.since(part, seq)

    async def heads(self, parts: Collection[PartId]) -> Mapping[PartId, int]:
        with self._calling("heads"):
            return await self._log.heads(parts)

    async def save_snapshot(self, part: PartId, seq: int, payload: bytes) -> None:
        with self._calling("snapshot", writes=True):
            await self._log.save_snapshot(part, seq, payload)
        self._counts.snapshots += 1

    @contextmanager
    def _calling(self, operation: str, *, writes: bool = False) -> Iterator[None]:
        try:
            yield
        except StorageUnavailable as error:
            self.failed(operation, error)
            raise
        self.answered(writes=writes)

    async def answers(self, ping: Ask, write: Ask) -> bool:
        """Whether the database answers ``ping`` and takes ``write``, which is tried every ``WRITE_SECONDS``.

        Nobody else may be writing: reading works on a full disk, and nobody could log in.
        """
        if not await self._answered_ping(ping):
            return False
        now = self._now()
        if now >= self._write_at:
            self._write_at = now + WRITE_SECONDS
            await self._try_write(write)
        return not self.trouble

    async def _try_write(self, write: Ask) -> None:
        """A small write may fit where edits do not: those failed lately count for more."""
        try:
            await write()
        except StorageUnavailable as error:
            self._note_failure("write", error)
        else:
            self.answered(writes=self._now() > self._write_failed_at + SETTLED_SECONDS)

    async def _answered_ping(self, ping: Ask) -> bool:
        """A cancelled ping counts as no answer."""
        answered = False
        try:
            await ping()
            answered = True
        except StorageUnavailable:
            pass
        finally:
            if answered:
                self.answered(writes=False)
            else:
                self.failed("ping", StorageUnavailable("no answer"))
        return answered

    def failed(self, operation: str, error: StorageUnavailable) -> None:
        if isinstance(error, StorageReadOnly):
            self._write_failed_at = self._now()
        self._note_failure(operation, error)

    def _note_failure(self, operation: str, error: StorageUnavailable) -> None:
        trouble = READ_ONLY if isinstance(error, StorageReadOnly) else UNAVAILABLE
        self._counts.log_failures[operation] += 1
        if trouble != self.trouble:
            logger.error("the database is in trouble", extra={"reason": trouble})
        self.trouble = trouble

    def answered(self, *, writes: bool) -> None:
        """A successful read does not end ``READ_ONLY``: the disk may still be full."""
        if self.trouble and (writes or self.trouble != READ_ONLY):
            self.trouble = ""
            logger.warning("the database is well again")
