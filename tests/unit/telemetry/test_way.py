from __future__ import annotations

import pytest

from server.telemetry.counts import SECONDS, Spread, counts
from server.telemetry.way import BROADCAST, COMMIT, PUBLISH, RECEIVE, Way, Ways, now


@pytest.fixture(autouse=True)
def spread(monkeypatch: pytest.MonkeyPatch) -> Spread:
    fresh = Spread(SECONDS)
    monkeypatch.setattr(counts, "propagation", fresh)
    return fresh


def gone(began: int, *stretches: str) -> Way:
    way = Way(began)
    for stretch in stretches:
        way.mark(stretch)
    return way


def test_propagation_ends_with_the_broadcast(spread: Spread) -> None:
    way = gone(now() - 10**9, COMMIT, BROADCAST, PUBLISH)
    broadcast = dict(way.marks)[BROADCAST]
    Ways().over(way, edits=3, rows=1)
    assert spread.total == (broadcast - way.began) / 1e9 >= 1.0


def test_a_turn_that_stored_nothing_propagated_nothing(spread: Spread) -> None:
    Ways().over(gone(now(), COMMIT), edits=1, rows=0)
    assert sum(spread.counts) == 0


def test_whoever_listens_is_told_of_the_whole_way() -> None:
    told: list[Way] = []
    ways = Ways()
    ways.tell = told.append
    ways.over(gone(now(), COMMIT, BROADCAST), edits=2, rows=1)
    assert [stretch for stretch, _ in told[0].marks] == [RECEIVE, COMMIT, BROADCAST]
    assert (told[0].edits, told[0].rows) == (2, 1)
