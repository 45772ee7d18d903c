from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bench.page.report import AtMost, Goal, Measured, Ratio, Rounds, table, write


def rounds(goals: dict[str, Goal], *figures: tuple[float, float]) -> Rounds:
    found = Rounds("row", goals)
    for this, other in figures:
        found.add({"ms": this}, {"ms": other})
    return found


def test_a_ratio_is_judged_by_the_median_of_the_rounds() -> None:
    figures = [(30.0, 100.0), (33.0, 100.0), (90.0, 100.0)]
    assert rounds({"ms": Ratio(0.33)}, *figures).goals_hold
    assert not rounds({"ms": Ratio(0.32)}, *figures).goals_hold


def test_a_bound_is_judged_by_this_commit_alone() -> None:
    assert rounds({"ms": AtMost(50)}, (50.0, 1.0)).goals_hold
    assert not rounds({"ms": AtMost(50)}, (51.0, 9_000.0)).goals_hold


def test_a_goal_of_which_nothing_was_measured_does_not_hold() -> None:
    assert not rounds({"ms": AtMost(50)}).goals_hold


def test_the_table_says_what_holds() -> None:
    lines = table([rounds({"ms": Ratio(0.5)}, (1.0, 4.0)), rounds({"ms": AtMost(2)}, (4.0, 4.0))])
    assert "| row: ms | 1 | 1.0 | 4.0 | 0.250 | 0.250–0.250 | ≤ 0.5 ×: **holds** |" in lines
    assert "| row: ms | 1 | 4.0 | 4.0 | 1.000 | 1.000–1.000 | ≤ 2: **does not hold** |" in lines


def test_a_page_that_was_not_measured_and_what_did_not_move_have_no_ratio() -> None:
    alone, still = Rounds("people", {"taps": AtMost(12)}), Rounds("place", {"px": AtMost(2)})
    alone.add({"taps": 12.0}, None)
    still.add({"px": 0.0}, {"px": 0.0})
    lines = table([alone, still])
    assert "| people: taps | 1 | 12.0 | – | – | – | ≤ 12: **holds** |" in lines
    assert "| place: px | 1 | 0.0 | 0.0 | – | – | ≤ 2: **holds** |" in lines
    assert not Rounds("place", {"px": Ratio(0.5)}, [({"px": 0.0}, {"px": 0.0})]).goals_hold


def test_a_report_is_kept_by_date_and_commit_and_one_of_some_rows_beside_the_whole(tmp_path: Path) -> None:
    at = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
    found = [rounds({"ms": Ratio(0.5)}, (1.0, 4.0))]
    whole = write(Measured("abc1234", "083c9a8", "Chromium 147", "two cores", at=at), found, tmp_path)
    some = write(Measured("abc1234", "083c9a8", "Chromium 147", "two cores", ["row"], at), found, tmp_path)
    assert [whole.name, some.name] == ["2026-12-01-abc1234.md", "2026-12-01-abc1234-row.md"]
    kept = whole.read_text()
    for said in ("abc1234", "083c9a8", "2026-12-01 15:00", "Chromium 147", "two cores", "0.250–0.250"):
        assert said in kept
