from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence

import pytest

from server.domain.plan import PartId, PersonId, PlanId
from server.ports.log import Committed, LoadedPart, Outcome, Row, StorageUnavailable, Stored, Submission
from server.sync.part.committer import Committer
from tests.unit.sync.fakes import NOW


class SlowLog:
    """Is ``ports.UpdateLog`` as the committer uses it: an append ends when ``finish`` is called."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.refusing: dict[str, Exception] = {}
        self.begun = asyncio.Event()
        self._steps = asyncio.Semaphore(0)

    def finish(self, appends: int = 1) -> None:
        for _ in range(appends):
            self._steps.release()

    async def append(self, submissions: Sequence[Submission]) -> Sequence[Outcome]:
        self.batches.append([submission.batch for submission in submissions])
        self.begun.set()
        await self._steps.acquire()
        for submission in submissions:
            if submission.batch in self.refusing:
                raise self.refusing[submission.batch]
        return [Committed(int(submission.batch), NOW) for submission in submissions]

    async def load(self, part: PartId) -> LoadedPart | None:
        return None

    async def since(self, part: PartId, seq: int) -> Sequence[Stored]:
        return []

    async def heads(self, parts: Collection[PartId]) -> Mapping[PartId, int]:
        raise AssertionError

    async def save_snapshot(self, part: PartId, seq: int, payload: bytes) -> None:
        return None


def submission(batch: int) -> Submission:
    row = Row(PersonId("a"), None, b"")
    return Submission(PlanId("plan"), PartId(str(batch)), 0, 1, str(batch), [row])


class Commits:
    def __init__(self) -> None:
        self.log = SlowLog()
        self.committer = Committer(self.log)

    def commit(self, *batches: int) -> list[asyncio.Task[Outcome]]:
        return [asyncio.create_task(self.committer.commit(submission(batch))) for batch in batches]

    async def begin(self, batch: int) -> asyncio.Task[Outcome]:
        """Its transaction is open when this returns."""
        self.log.begun.clear()
        (committing,) = self.commit(batch)
        await self.log.begun.wait()
        return committing


@pytest.fixture
def commits() -> Commits:
    return Commits()


async def test_a_lone_commit_waits_for_nobody(commits: Commits) -> None:
    one = await commits.begin(1)
    commits.log.finish()
    assert await one == Committed(1, NOW)
    assert commits.log.batches == [["1"]]


async def test_what_comes_while_a_transaction_is_open_shares_the_next(commits: Commits) -> None:
    first = await commits.begin(1)
    rest = commits.commit(2, 3, 4)
    commits.log.finish(2)
    outcomes = await asyncio.gather(first, *rest)
    assert outcomes == [Committed(number, NOW) for number in (1, 2, 3, 4)]
    assert commits.log.batches == [["1"], ["2", "3", "4"]]


async def test_an_unreachable_database_is_told_to_all_of_a_batch_and_the_next_is_tried(
    commits: Commits,
) -> None:
    commits.log.refusing["2"] = StorageUnavailable("away")
    first = await commits.begin(1)
    both = commits.commit(2, 3)
    commits.log.finish(2)
    await first
    assert [type(error) for error in await asyncio.gather(*both, return_exceptions=True)] == [
        StorageUnavailable, StorageUnavailable,
    ]  # fmt: skip
    later = await commits.begin(4)
    commits.log.finish()
    assert await later == Committed(4, NOW)


async def test_a_submission_nobody_can_store_fails_alone(commits: Commits) -> None:
    commits.log.refusing["3"] = ValueError("never")
    first = await commits.begin(1)
    rest = commits.commit(2, 3, 4)
    (late,) = commits.commit(5)
    commits.log.finish(10)
    await first
    two, three, four = await asyncio.gather(*rest, return_exceptions=True)
    assert (two, four) == (Committed(2, NOW), Committed(4, NOW))
    assert isinstance(three, ValueError)
    assert await late == Committed(5, NOW)


async def test_draining_waits_for_everything_handed_in(commits: Commits) -> None:
    tasks = [await commits.begin(1), *commits.commit(2)]
    draining = asyncio.create_task(commits.committer.drain())
    commits.log.finish()
    await tasks[0]
    assert not draining.done()
    commits.log.finish()
    async with asyncio.timeout(60):
        await draining
    assert tasks[1].done()


async def test_whoever_stops_waiting_does_not_stop_the_others(commits: Commits) -> None:
    gone, stays = commits.commit(1, 2)
    await commits.log.begun.wait()
    gone.cancel()
    commits.log.finish()
    assert await stays == Committed(2, NOW)


async def test_a_crowd_shares_transactions_from_the_second_one_on(commits: Commits) -> None:
    first = [await commits.begin(1), *commits.commit(2, 3)]
    commits.log.finish(2)
    await asyncio.gather(*first)
    again = commits.commit(1, 2, 3)
    commits.log.finish()
    await asyncio.gather(*again)
    assert commits.log.batches == [["1"], ["2", "3"], ["1", "2", "3"]]
