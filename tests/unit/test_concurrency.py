import asyncio
import time

import pytest

from server.concurrency import SingleFlight, carried_through, until_next
from tests.support.at_rest import at_rest


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
    async with asyncio.timeout(60):
        await ended.wait()


class Slow:
    """Work that ends when the test says so."""

    def __init__(self) -> None:
        self.times, self.may_end = 0, asyncio.Event()
        self.ended = asyncio.Event()

    async def work(self) -> int:
        self.times += 1
        await self.may_end.wait()
        self.ended.set()
        return self.times


async def test_work_is_done_once_for_all_who_ask_meanwhile_and_again_for_who_asks_later() -> None:
    slow, flight = Slow(), SingleFlight[str, int]()
    asking = [asyncio.create_task(flight.result("key", slow.work)) for _ in range(3)]
    await at_rest()
    assert "key" in flight
    slow.may_end.set()
    assert await asyncio.gather(*asking) == [1, 1, 1]
    assert "key" not in flight
    assert await flight.result("key", slow.work) == 2


async def test_what_has_ended_is_given_to_nobody_who_asks_afterwards() -> None:
    """Also where that is in the same turn of the loop."""
    slow, flight = Slow(), SingleFlight[str, int]()

    async def ask_when_it_has_ended() -> int:
        await slow.may_end.wait()
        return await flight.result("key", slow.work)

    first = flight.begin("key", slow.work)
    await at_rest()
    second = asyncio.create_task(ask_when_it_has_ended())
    await at_rest()
    slow.may_end.set()
    assert (await first, await second) == (1, 2)


async def test_one_who_stops_waiting_stops_nobody_else_and_failing_is_told_to_all() -> None:
    slow, flight = Slow(), SingleFlight[str, int]()
    leaving, staying = [asyncio.create_task(flight.result("key", slow.work)) for _ in range(2)]
    await at_rest()
    leaving.cancel()
    await asyncio.wait([leaving])
    slow.may_end.set()
    assert await staying == 1

    async def fail() -> int:
        raise KeyError

    for answer in await asyncio.gather(
        *(flight.result("key", fail) for _ in range(2)), return_exceptions=True
    ):
        assert isinstance(answer, KeyError)


@pytest.mark.parametrize("passed", [0.0, 0.004, 0.017])
async def test_what_took_a_little_more_or_less_ends_at_a_multiple(passed: float) -> None:
    began = time.monotonic() - passed
    await until_next(0.01, began)
    took = time.monotonic() - began
    assert took >= 0.02 if passed > 0.01 else took >= 0.01
