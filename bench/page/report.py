"""Goals, whether they hold, and the table."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.ratios import Interval, interval_of_median
from bench.scene import Figures


@dataclass(frozen=True)
class Ratio:
    """This commit's figure by the other's, in the same round."""

    most: float

    def __str__(self) -> str:
        return f"≤ {self.most:g} ×"


@dataclass(frozen=True)
class AtMost:
    """This commit's figure."""

    most: float

    def __str__(self) -> str:
        return f"≤ {self.most:,g}"


Goal = Ratio | AtMost


@dataclass
class Rounds:
    """Figures of both commits of one row, round by round."""

    name: str
    goals: Mapping[str, Goal]
    figures: list[tuple[Figures, Figures]] = field(default_factory=list)

    def add(self, this: Figures, other: Figures) -> None:
        self.figures.append((this, other))

    def values(self, figure: str) -> list[tuple[float, float]]:
        return [(this[figure], other[figure]) for this, other in self.figures]

    def judged(self, figure: str) -> Interval:
        """What the goal is about; without one the ratios."""
        alone = isinstance(self.goals.get(figure), AtMost)
        return interval_of_median([this if alone else this / other for this, other in self.values(figure)])

    def holds(self, figure: str) -> bool:
        """By the median: a few rounds on a busy machine do not narrow an interval down."""
        goal = self.goals.get(figure)
        return goal is None or self.judged(figure).median <= goal.most

    @property
    def goals_hold(self) -> bool:
        return bool(self.figures) and all(map(self.holds, self.goals))


def table(rows: Sequence[Rounds]) -> list[str]:
    lines = [
        "",
        "Medians. Ratio: this / other within a round; interval: of the median, by order statistics.",
        "",
        "| | rounds | this | other | ratio | interval | goal |",
        "|---|--:|--:|--:|--:|:-:|---|",
    ]
    for rounds in rows:
        for figure in rounds.figures[0][0] if rounds.figures else ():
            lines.append(_line(rounds, figure))
    return [*lines, ""]


def _line(rounds: Rounds, figure: str) -> str:
    values, goal = rounds.values(figure), rounds.goals.get(figure)
    this, other = (statistics.median(side) for side in zip(*values, strict=True))
    ratios = interval_of_median([mine / theirs for mine, theirs in values])
    verdict = "" if goal is None else f"{goal}: **{'holds' if rounds.holds(figure) else 'does not hold'}**"
    return (
        f"| {rounds.name}: {figure} | {len(values)} | {this:,.1f} | {other:,.1f} | {ratios.median:.3f} "
        f"| {ratios.low:.3f}–{ratios.high:.3f} | {verdict} |"
    )
