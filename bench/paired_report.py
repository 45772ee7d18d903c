"""The report of paired turns: ratios with their intervals and verdicts, as a table."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from .ratios import CONFIDENCE, Interval, interval_of_median
from .scene import Figures

WORSE = 1.03
"""A figure without a goal is called worse if even the better end of its interval is worse by this factor."""
MORE_IS_BETTER = frozenset({"updates per second"})
LEFT_OUT = frozenset({
    "updates per second of its processor",
    "database's CPU per delivered update, µs",
    "database's CPU per update, µs",
    "server's processor busy, %",
    "generator's processor busy, %",
    "storing went on for, s",
    "updates on the way",
})  # fmt: skip
"""Figures that follow from others, are fixed in advance, or are often zero, so that there is no ratio."""


@dataclass
class Pairs:
    """Figures of both commits, pair by pair; those in ``judged`` have a ``goal``."""

    name: str
    goal: float
    judged: Sequence[str]
    turns: list[tuple[Figures, Figures]] = field(default_factory=list)

    def add(self, this: Figures, other: Figures) -> None:
        self.turns.append((this, other))

    @property
    def figures(self) -> list[str]:
        """The judged ones first."""
        measured = [name for turn in self.turns for name in turn[0] if name not in LEFT_OUT]
        return list(dict.fromkeys([*self.judged, *measured]))

    def values(self, figure: str) -> list[tuple[float, float]]:
        return [
            (this[figure], other[figure])
            for this, other in self.turns
            if this.get(figure) and other.get(figure)
        ]

    def ratio(self, figure: str) -> Interval | None:
        """This commit's figure / the other's; ``None`` if nothing was measured."""
        ratios = [this / other for this, other in self.values(figure)]
        return interval_of_median(ratios) if ratios else None

    def verdict(self, figure: str) -> str:
        interval = self.ratio(figure)
        if interval is None:
            return "not measured"
        if figure not in self.judged:
            least = 1 / interval.high if figure in MORE_IS_BETTER else interval.low
            return "worse" if least > WORSE and interval.coverage >= CONFIDENCE else ""
        if interval.coverage < CONFIDENCE:
            return f"≤ {self.goal:g}: too few pairs"
        if interval.high <= self.goal:
            return f"≤ {self.goal:g}: holds"
        return f"≤ {self.goal:g}: {'does not hold' if interval.low > self.goal else 'not shown'}"

    @property
    def goals_hold(self) -> bool:
        return all(self.verdict(figure).endswith(": holds") for figure in self.judged)


def table(scenarios: Sequence[Pairs]) -> list[str]:
    lines = [
        "",
        "Ratio: this / other, median over pairs. Interval: of that median, by order statistics.",
        "",
        "| | pairs | this | other | ratio | interval | | goal |",
        "|---|--:|--:|--:|--:|:-:|--:|---|",
    ]
    for pairs in scenarios:
        lines += [_row(pairs, figure) for figure in pairs.figures]
    return [*lines, ""]


def _row(pairs: Pairs, figure: str) -> str:
    called, values, interval = f"{pairs.name}: {figure}", pairs.values(figure), pairs.ratio(figure)
    if interval is None:
        return f"| {called} | 0 | | | | | | {pairs.verdict(figure)} |"
    this, other = (statistics.median(side) for side in zip(*values, strict=True))
    return (
        f"| {called} | {len(values)} | {_shown(this)} | {_shown(other)} | {interval.median:.3f} "
        f"| {interval.low:.3f}–{interval.high:.3f} | {interval.coverage:.1%} | {pairs.verdict(figure)} |"
    )


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 1_000 else f"{value:,.1f}"
