import asyncio

import pytest

from server.concurrency import carried_through


async def test_the_answer_of_the_work_is_passed_on() -> None:
    async def work() -> int:
        return 7

    assert await carried_through(work()) == 7


async def test_a_refusal_of_the_work_is_passed_on() -> None:
    async def work() -> None:
        raise KeyError("no")

    with pytest.raises(KeyError):
        await carried_through(work())


async def test_work_goes_on_to_its_end_when_whoever_asked_is_gone() -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await may_end.wait()
        ended.set()

    asking = asyncio.create_task(carried_through(work()))
    await begun.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    may_end.set()
    async with asyncio.timeout(5):
        await ended.wait()
