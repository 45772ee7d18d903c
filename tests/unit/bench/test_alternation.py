from __future__ import annotations

import asyncio

import pytest

from bench.alternation import Alternation


async def test_two_sides_alternate_slice_by_slice_and_the_longer_one_goes_on_alone() -> None:
    lock, both, done = asyncio.Lock(), asyncio.Event(), []

    async def side(name: str, slices: int) -> None:
        if lock.locked():
            both.set()
        async with Alternation(lock) as alternation:
            await both.wait()
            for _ in range(slices):
                await alternation.yield_slice()
                done.append(name)

    await asyncio.gather(side("a", 2), side("b", 4))
    assert "".join(done) == "ababbb"


async def test_a_side_that_fails_leaves_the_machine_to_the_other() -> None:
    lock, done = asyncio.Lock(), []

    async def failing() -> None:
        async with Alternation(lock) as alternation:
            await alternation.yield_slice()
            raise RuntimeError

    async def other() -> None:
        async with Alternation(lock) as alternation:
            await alternation.yield_slice()
            done.append("other")

    results = await asyncio.gather(failing(), other(), return_exceptions=True)
    assert isinstance(results[0], RuntimeError)
    assert done == ["other"]


async def test_a_side_that_is_cancelled_while_it_waits_does_not_take_the_turn_of_the_other() -> None:
    lock, entered, asked = asyncio.Lock(), asyncio.Event(), asyncio.Event()

    async def waiting() -> None:
        async with Alternation(lock) as alternation:
            entered.set()
            await asked.wait()
            await alternation.yield_slice()

    task = asyncio.create_task(waiting())
    await entered.wait()
    asked.set()
    async with Alternation(lock):
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert lock.locked()
    assert not lock.locked()
