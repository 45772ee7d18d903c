from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from collections.abc import AsyncIterator
from functools import partial

import pytest

from server.storage.database.threads import Threads


@pytest.fixture
async def one() -> AsyncIterator[Threads]:
    threads = Threads("test", 1)
    yield threads
    assert await threads.close(10)


async def test_work_runs_elsewhere_in_the_order_it_came(one: Threads) -> None:
    done: list[int] = []

    def work(number: int) -> int:
        done.append(number)
        return threading.get_ident()

    idents = await asyncio.gather(*(one.run(partial(work, number)) for number in range(50)))
    assert done == list(range(50))
    assert len({*idents}) == 1
    assert threading.get_ident() not in idents


async def test_what_the_work_raises_is_raised_in_whoever_waits(one: Threads) -> None:
    def work() -> None:
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        await one.run(work)
    assert await one.run(lambda: "alive") == "alive"


async def test_a_stopped_iteration_does_not_leave_its_waiter_waiting(one: Threads) -> None:
    with pytest.raises(RuntimeError, match="iteration"):
        await one.run(lambda: next(iter(())))


async def test_several_threads_work_at_the_same_time() -> None:
    both = Threads("test", 2)
    meeting = threading.Barrier(2, timeout=10)
    await asyncio.gather(both.run(meeting.wait), both.run(meeting.wait))
    assert await both.close(10)


async def test_finished_work_is_not_kept_alive(one: Threads) -> None:
    class Heavy:
        def __call__(self) -> None: ...

    heavy = Heavy()
    gone = weakref.ref(heavy)
    await one.run(heavy)
    del heavy
    await one.run(lambda: None)
    gc.collect()
    assert gone() is None


async def test_nothing_is_accepted_after_closing() -> None:
    threads = Threads("test", 1)
    assert await threads.close(10)
    assert await threads.close(10)
    with pytest.raises(RuntimeError, match="closed"):
        await threads.run(lambda: None)


async def test_what_hangs_is_not_waited_for_for_ever() -> None:
    threads, go_on = Threads("test", 1), threading.Event()
    hanging = threads.run(go_on.wait)
    assert not await threads.close(0.01)
    go_on.set()
    assert await hanging
    assert await threads.close(10)


def test_a_loop_that_is_gone_does_not_stop_the_thread() -> None:
    threads = Threads("test", 1)
    begun, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        assert go_on.wait(10)

    async def leave() -> None:
        task = asyncio.ensure_future(threads.run(wait))
        await asyncio.to_thread(begun.wait)
        task.cancel()

    asyncio.run(leave())
    go_on.set()

    async def come_back() -> str:
        answer = await threads.run(lambda: "alive")
        assert await threads.close(10)
        return answer

    assert asyncio.run(come_back()) == "alive"
