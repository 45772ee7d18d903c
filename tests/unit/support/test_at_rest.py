from __future__ import annotations

import asyncio

from tests.support.at_rest import at_rest


async def test_what_goes_on_by_itself_has_come_to_its_end() -> None:
    turns = list[int]()

    async def many_turns() -> None:
        for number in range(100):
            await asyncio.sleep(0)
            turns.append(number)

    working = asyncio.create_task(many_turns())
    await at_rest()
    assert working.done()
    assert len(turns) == 100


async def test_what_waits_for_the_test_or_for_a_timer_is_not_waited_for() -> None:
    go_on, due = asyncio.Event(), asyncio.Event()
    waiting = asyncio.create_task(go_on.wait())
    asyncio.get_running_loop().call_later(3_600, due.set)
    await at_rest()
    assert not waiting.done()
    assert not due.is_set()
    go_on.set()
    await at_rest()
    assert waiting.done()


async def test_several_may_wait_for_it() -> None:
    await asyncio.gather(at_rest(), at_rest())
