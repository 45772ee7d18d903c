from __future__ import annotations

from collections.abc import Sequence

import pytest

from server.domain.plan import PartId, PersonId, PlanId
from server.ports.log import (
    AccessChanged,
    Committed,
    Outcome,
    Row,
    StorageReadOnly,
    StorageUnavailable,
    Submission,
)
from server.telemetry.counts import Counts
from server.telemetry.measured_log import MeasuredLog
from tests.unit.sync.fakes import NOW, MemoryLog

PERSON = PersonId("p")


class Answering(MemoryLog):
    """Answers an append as it was told to."""

    def __init__(self, answer: Sequence[Outcome] | Exception) -> None:
        super().__init__()
        self.answer = answer

    async def append(self, submissions: Sequence[Submission]) -> Sequence[Outcome]:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def submission(rows: int) -> Submission:
    return Submission(PlanId("a"), PartId("b"), 0, 1, "batch", [Row(PERSON, None, b"")] * rows)


async def test_a_commit_is_measured_with_what_became_of_its_submissions() -> None:
    counts = Counts()
    log = MeasuredLog(Answering([Committed(3, NOW), AccessChanged()]), counts)
    await log.append([submission(3), submission(2)])
    assert counts.outcomes == {"committed": 1, "access-changed": 1}
    assert counts.rows_committed == counts.rows.total == 3
    assert counts.submissions.total == 2
    assert sum(counts.commits.counts) == 1


@pytest.mark.parametrize(
    ("error", "trouble"),
    [(StorageUnavailable("away"), "unavailable"), (StorageReadOnly("full"), "read-only")],
)
async def test_trouble_is_named_until_it_is_over(
    error: Exception, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    counts = Counts()
    answering = Answering(error)
    log = MeasuredLog(answering, counts)
    for _ in range(2):
        with pytest.raises(type(error)):
            await log.append([submission(1)])
    assert log.trouble == trouble
    assert counts.log_failures == {"append": 2}
    assert counts.rows_committed == sum(counts.commits.counts) == 0
    answering.answer = [Committed(1, NOW)]
    await log.append([submission(1)])
    assert log.trouble == ""
    assert caplog.messages == ["the database is in trouble", "the database is well again"]


@pytest.mark.parametrize(
    ("error", "trouble"), [(StorageUnavailable("away"), ""), (StorageReadOnly("full"), "read-only")]
)
async def test_what_can_be_read_again_may_still_not_be_written(error: Exception, trouble: str) -> None:
    log = MeasuredLog(Answering(error), Counts())
    with pytest.raises(type(error)):
        await log.append([submission(1)])
    await log.heads([PartId("part")])
    assert log.trouble == trouble
    await log.save_snapshot(PartId("part"), 0, b"")
    assert log.trouble == ""


async def test_reads_and_snapshots_are_counted_and_their_failures_apart() -> None:
    counts = Counts()
    log = MeasuredLog(MemoryLog(), counts)
    await log.load(PartId("part"))
    await log.since(PartId("part"), 0)
    assert (sum(counts.loads.counts), counts.rereads) == (1, 1)
    await log.save_snapshot(PartId("part"), 0, b"")
    assert counts.snapshots == 1
    assert not counts.log_failures


class Asked:
    """A database that answers, and takes writes unless ``full``."""

    def __init__(self, *, full: bool) -> None:
        self.full, self.writes, self.now = full, 0, 1000.0
        self.log = MeasuredLog(Answering([]), Counts(), lambda: self.now)

    async def ping(self) -> None: ...

    async def write(self) -> None:
        self.writes += 1
        if self.full:
            raise StorageReadOnly("full")

    async def ready(self) -> bool:
        return await self.log.answers(self.ping, self.write)


async def test_a_full_disk_is_found_although_nobody_edits() -> None:
    asked = Asked(full=True)
    assert (await asked.ready(), asked.log.trouble) == (False, "read-only")
    asked.full = False
    asked.now += 2
    assert (await asked.ready(), asked.log.trouble) == (True, "")


async def test_it_is_not_written_more_often_than_every_two_seconds() -> None:
    asked = Asked(full=False)
    for _ in range(100):
        assert await asked.ready()
        asked.now += 0.1
    assert asked.writes == 5


async def test_while_edits_fail_a_small_write_that_fits_proves_nothing() -> None:
    asked = Asked(full=False)
    asked.log.failed("append", StorageReadOnly("full"))
    asked.now += 9
    assert (await asked.ready(), asked.log.trouble) == (False, "read-only")
    asked.now += 2
    assert await asked.ready()
