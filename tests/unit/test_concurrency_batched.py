from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping

import pytest

from server.concurrency import BatchedLookups
from server.ports.log import StorageUnavailable


class Oracle:
    """Answers with the number of the question, once it is told to; ``being_asked`` while it was not yet."""

    def __init__(self) -> None:
        self.asked: list[set[str]] = []
        self.being_asked = asyncio.Event()
        self.failing = False
        self._answers = asyncio.Semaphore(0)

    def answer(self, questions: int) -> None:
        for _ in range(questions):
            self._answers.release()

    async def ask(self, keys: Collection[str]) -> Mapping[str, int]:
        self.asked.append(set(keys))
        self.being_asked.set()
        number = len(self.asked)
        await self._answers.acquire()
        if self.failing:
            raise StorageUnavailable("gone")
        return {key: number for key in keys if key != "unknown"}


def begin(gathered: BatchedLookups[str, int], *keys: str) -> list[asyncio.Task[int | None]]:
    return [asyncio.create_task(gathered.find(key)) for key in keys]


async def test_what_is_asked_meanwhile_is_asked_as_one() -> None:
    oracle = Oracle()
    gathered = BatchedLookups(oracle.ask)
    first = begin(gathered, "a")
    await oracle.being_asked.wait()
    rest = begin(gathered, "b", "c", "b", "unknown")
    oracle.answer(2)
    assert await asyncio.gather(*first, *rest) == [1, 2, 2, 2, None]
    assert oracle.asked == [{"a"}, {"b", "c", "unknown"}]


async def test_an_answer_was_looked_for_after_its_question() -> None:
    oracle = Oracle()
    gathered = BatchedLookups(oracle.ask)
    (early,) = begin(gathered, "a")
    await oracle.being_asked.wait()
    (late,) = begin(gathered, "a")
    oracle.answer(2)
    assert (await early, await late) == (1, 2)


async def test_a_failure_is_everybodys_who_asked_and_nobody_elses() -> None:
    oracle = Oracle()
    gathered = BatchedLookups(oracle.ask)
    oracle.failing = True
    failing = begin(gathered, "a", "b")
    await oracle.being_asked.wait()
    oracle.answer(1)
    for each in failing:
        with pytest.raises(StorageUnavailable):
            await each
    oracle.failing = False
    oracle.answer(1)
    assert await gathered.find("a") == 2


async def test_who_no_longer_waits_holds_nobody_up() -> None:
    oracle = Oracle()
    gathered = BatchedLookups(oracle.ask)
    gone, stays = begin(gathered, "a", "b")
    await oracle.being_asked.wait()
    gone.cancel()
    oracle.answer(1)
    assert await stays == 1
