from __future__ import annotations

from collections.abc import Sequence

from server.telemetry.turn_timing import BROADCAST, COMMIT, RECEIVE, Mark, Timings, now


def test_where_nobody_listens_nothing_is_noted() -> None:
    assert Timings().begin(now()) is None


def test_whoever_listens_is_told_of_the_whole_turn() -> None:
    told: list[tuple[int, Sequence[Mark], int, int]] = []
    timings = Timings()
    timings.report = lambda *turn: told.append(turn)
    arrived = now()
    timing = timings.begin(arrived)
    assert timing is not None
    timing.mark(COMMIT)
    timing.mark(BROADCAST)
    timing.over(edits=2, rows=1)
    ((began, marks, edits, rows),) = told
    assert (began, edits, rows) == (arrived, 2, 1)
    assert [stretch for stretch, _ in marks] == [RECEIVE, COMMIT, BROADCAST]
    assert [at for _, at in marks] == sorted(at for _, at in marks)
