"""What a turn leaves behind for those who measure; what it answers is in ``test_room``."""

from __future__ import annotations

import pytest

from server.telemetry.counts import SECONDS, Histogram, counts
from server.telemetry.turn_timing import ADMIT, BROADCAST, COMMIT, PUBLISH, RECEIVE, Mark, timings
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
