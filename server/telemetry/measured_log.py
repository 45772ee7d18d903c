"""The log, measured: a ``ports.UpdateLog`` around another one, so that neither it nor the engine counts."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from time import perf_counter

from server.domain.plan import PartId
from server.ports import (
    AccessChanged,
    Behind,
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

OUTCOMES: Mapping[type[Outcome], str] = {
    Committed: "committed",
    AccessChanged: "access-changed",
    Behind: "behind",
    ClientTaken: "client-taken",
}


class MeasuredLog:
    """``trouble`` names what is wrong with the database as the last commit found it; empty: nothing."""

    def __init__(self, log: UpdateLog, counts: Counts) -> None:
        self._log, self._counts = log, counts
        self.trouble = ""

    async def append(self, submissions: Sequence[Submission]) -> Sequence[Outcome]:
        began = perf_counter()
        try:
            outcomes = await self._log.append(submissions)
        except StorageUnavailable as error:
            self._failed("append", "read-only" if isinstance(error, StorageReadOnly) else "unavailable")
            raise
        self._recovered()
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
        try:
            loaded = await self._log.load(part)
        except StorageUnavailable:
            self._counts.log_failures["load"] += 1
            raise
        self._counts.loads.observe(perf_counter() - began)
        return loaded

    async def since(self, part: PartId, seq: int) -> Sequence[Stored]:
        self._counts.rereads += 1
        try:
            return await self._log.since(part, seq)
        except StorageUnavailable:
            self._counts.log_failures["since"] += 1
            raise

    async def heads(self, parts: Collection[PartId]) -> Mapping[PartId, int]:
        try:
            return await self._log.heads(parts)
        except StorageUnavailable:
            self._counts.log_failures["heads"] += 1
            raise

    async def save_snapshot(self, part: PartId, seq: int, payload: bytes) -> None:
        try:
            await self._log.save_snapshot(part, seq, payload)
        except StorageUnavailable:
            self._counts.log_failures["snapshot"] += 1
            raise
        self._counts.snapshots += 1

    def _failed(self, asked: str, trouble: str) -> None:
        self._counts.log_failures[asked] += 1
        if trouble != self.trouble:
            logger.error("the database takes no commits", extra={"reason": trouble})
        self.trouble = trouble

    def _recovered(self) -> None:
        if self.trouble:
            self.trouble = ""
            logger.warning("the database takes commits again")
