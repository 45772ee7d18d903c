import asyncio

import pytest

from server.concurrency import Shared, Wake, carried_through


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


async def test_an_answer_is_shared_by_all_who_asked_before_it_was_asked_for() -> None:
    asked, answers = list[int](), asyncio.Semaphore(0)

    async def ask() -> int:
        asked.append(len(asked))
        await answers.acquire()
        return len(asked)

    shared = Shared(ask)
    first = [asyncio.create_task(shared.now()) for _ in range(3)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert asked == [0]
    later = [asyncio.create_task(shared.now()) for _ in range(3)]
    await asyncio.sleep(0)
    later[0].cancel()
    answers.release()
    assert await asyncio.gather(*first) == [1, 1, 1]
    answers.release()
    assert await asyncio.gather(*later[1:]) == [2, 2]


async def test_what_a_shared_answer_raises_everybody_is_told_and_the_next_asks_anew() -> None:
    answers = iter([ValueError("no"), None])

    async def ask() -> str:
        error = next(answers)
        if error:
            raise error
        return "yes"

    shared = Shared(ask)
    found = await asyncio.gather(shared.now(), shared.now(), return_exceptions=True)
    assert [type(each) for each in found] == [ValueError, ValueError]
    assert await shared.now() == "yes"
