import asyncio

import pytest

from server.concurrency import Wake, carried_through


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


async def test_who_waits_is_woken_and_what_was_set_before_is_not_missed() -> None:
    wake = Wake()
    waiting = asyncio.create_task(wake.wait())
    await asyncio.sleep(0)
    assert not waiting.done()
    wake.set()
    async with asyncio.timeout(1):
        await waiting
        await wake.wait()
    wake.clear()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await wake.wait()
    wake.set()
    async with asyncio.timeout(1):
        await wake.wait()
