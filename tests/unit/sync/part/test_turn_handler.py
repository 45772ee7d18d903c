"""What a turn leaves behind for those who measure; what it answers is in ``test_room``."""

from __future__ import annotations

import asyncio

import pytest

from server.sync.protocol import frames
from server.telemetry.counts import SECONDS, Histogram, counts
from server.telemetry.turn_timing import ADMIT, BROADCAST, COMMIT, PUBLISH, RECEIVE, Mark, timings
from tests.support.clients.listener import states
from tests.unit.sync.fakes import Heard, Page
from tests.unit.sync.open_room import Open


@pytest.fixture(autouse=True)
def spread(monkeypatch: pytest.MonkeyPatch) -> Histogram:
    fresh = Histogram(SECONDS)
    monkeypatch.setattr(counts, "propagation", fresh)
    return fresh


async def test_propagation_is_counted_once_for_a_turn_with_news(opened: Open, spread: Histogram) -> None:
    heard = Heard("a")
    await opened.enter(heard)
    opened.send(heard, Page(opened.log, 11).type("1"))
    await opened.settled()
    assert sum(spread.counts) == 1
    assert 0 < spread.total < 10.0


async def test_a_turn_that_stored_nothing_propagated_nothing(opened: Open, spread: Histogram) -> None:
    heard = Heard("a")
    await opened.enter(heard)
    opened.send(heard, b"\x00\x00")
    await opened.settled()
    assert sum(spread.counts) == 0


async def test_whoever_listens_is_told_of_every_stretch_of_a_turn(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, told = Heard("a"), list[tuple[list[str], int, int]]()
    await opened.enter(heard)

    def tell(_arrived: int, marks: list[Mark], edits: int, rows: int) -> None:
        told.append(([stretch for stretch, _ in marks], edits, rows))

    monkeypatch.setattr(timings, "report", tell)
    opened.send(heard, Page(opened.log, 11).type("1"))
    await opened.settled()
    assert told == [([RECEIVE, ADMIT, COMMIT, BROADCAST, PUBLISH], 1, 1)]


@pytest.mark.rule("P7")
async def test_who_asks_a_thousand_times_who_is_here_keeps_nobody_waiting(opened: Open) -> None:
    everybody, answered = [Heard(f"{name}") for name in range(40)], list[int]()
    await opened.enter(*everybody)
    for number, heard in enumerate(everybody):
        here = states({number * 10 + client: (1, {}) for client in range(4)})
        opened.room.submit(heard.member, frames.AwarenessUpdate(heard.member.address, here))
    await opened.settled()
    asking, times = everybody[0], 1000
    asking.frames()
    for _ in range(times):
        opened.room.submit(asking.member, frames.QueryAwareness(asking.member.address))
    loop = asyncio.get_running_loop()

    def look() -> None:
        """In every turn of the loop, as others have theirs."""
        answered.append(len(asking.frames()))
        if sum(answered) < times:
            loop.call_soon(look)

    loop.call_soon(look)
    await opened.settled()
    assert sum(answered) == times
    assert max(answered) < times
