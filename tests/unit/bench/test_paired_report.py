from __future__ import annotations

import pytest

from bench.paired_report import Pairs, table

CPU, LATENCY, THROUGHPUT = "CPU per update, µs", "latency p50, ms", "updates per second"


def pairs(ratios: list[float], figure: str = CPU, goal: float = 1.03) -> Pairs:
    found = Pairs("saturation", goal, [CPU])
    for number, ratio in enumerate(ratios):
        base = 10.0 * (1 + number)  # the machine's speed differs from pair to pair
        found.add({figure: base * ratio}, {figure: base})
    return found


@pytest.mark.parametrize(
    ("ratios", "says"),
    [
        ([1.0] * 10 + [1.02] * 2, "≤ 1.03: holds"),
        ([1.0] * 8 + [1.04] * 4, "≤ 1.03: not shown"),
        ([1.04] * 12, "≤ 1.03: does not hold"),
        ([1.0] * 5, "≤ 1.03: too few pairs"),
        ([], "not measured"),
    ],
)
def test_a_goal_holds_only_if_the_upper_end_is_within_it(ratios: list[float], says: str) -> None:
    found = pairs(ratios)
    assert found.verdict(CPU) == says
    assert found.goals_hold == says.endswith("holds")


def test_ratios_are_taken_within_pairs_and_this_is_divided_by_the_other() -> None:
    ratio = pairs([0.9] * 12).ratio(CPU)
    assert ratio is not None
    assert [ratio.low, ratio.median, ratio.high] == pytest.approx([0.9] * 3)


@pytest.mark.parametrize(
    ("figure", "ratio", "says"),
    [(LATENCY, 1.1, "worse"), (LATENCY, 0.9, ""), (THROUGHPUT, 0.9, "worse"), (THROUGHPUT, 1.1, "")],
)
def test_what_has_no_goal_is_called_worse_when_it_is_so_for_certain(
    figure: str, ratio: float, says: str
) -> None:
    assert pairs([ratio] * 12, figure).verdict(figure) == says


def test_a_pair_without_a_figure_is_left_out_of_it() -> None:
    found = pairs([1.0] * 6)
    found.add({THROUGHPUT: 0.0}, {CPU: 10.0, THROUGHPUT: 100.0})
    assert len(found.values(CPU)) == 6
    assert found.values(THROUGHPUT) == []


def test_the_table_shows_medians_the_ratio_its_interval_and_the_verdict() -> None:
    row = table([pairs([1.0] * 12)])[-2]
    assert [cell.strip() for cell in row.strip("|").split("|")] == [
        "saturation: CPU per update, µs",
        "12",
        "65.0",
        "65.0",
        "1.000",
        "1.000–1.000",
        "96.1%",
        "≤ 1.03: holds",
    ]
