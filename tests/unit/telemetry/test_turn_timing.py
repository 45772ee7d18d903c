from __future__ import annotations

from collections.abc import Sequence

import pytest

from server.telemetry.counts import SECONDS, Spread, counts
from server.telemetry.turn_timing import BROADCAST, COMMIT, RECEIVE, Mark, Ways, now


@pytest.fixture(autouse=True)
def spread(monkeypatch: pytest.MonkeyPatch) -> Spread:
    fresh = Spread(SECONDS)
    monkeypatch.setattr(counts, "propagation", fresh)
    return fresh


def test_propagation_is_counted_from_the_arrival(spread: Spread) -> None:
    Ways().begin(now() - 10**9).over(edits=3, rows=1)
    assert spread.total >= 1.0
    assert sum(spread.counts) == 1


def test_a_turn_that_stored_nothing_propagated_nothing(spread: Spread) -> None:
    Ways().begin(now()).over(edits=1, rows=0)
    assert sum(spread.counts) == 0


def test_whoever_listens_is_told_of_the_whole_way(spread: Spread) -> None:
    told: list[tuple[int, Sequence[Mark], int, int]] = []
    ways = Ways()
    ways.tell = lambda *way: told.append(way)
    arrived = now()
    way = ways.begin(arrived)
    way.mark(COMMIT)
    way.mark(BROADCAST)
    way.over(edits=2, rows=1)
    ((began, marks, edits, rows),) = told
    assert (began, edits, rows) == (arrived, 2, 1)
    assert [stretch for stretch, _ in marks] == [RECEIVE, COMMIT, BROADCAST]
    assert [at for _, at in marks] == sorted(at for _, at in marks)
    assert sum(spread.counts) == 1
