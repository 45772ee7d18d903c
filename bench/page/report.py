"""Goals, whether they hold, and the table."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.ratios import Interval, interval_of_median
from bench.scene import Figures
from tests.support.servers.server import ROOT

RESULTS = ROOT / "bench" / "page-results"


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
    figures: list[tuple[Figures, Figures | None]] = field(default_factory=list)

    def add(self, this: Figures, other: Figures | None) -> None:
        """``None``: the other page was not measured."""
        self.figures.append((this, other))

    def this(self, figure: str) -> list[float]:
        return [this[figure] for this, _ in self.figures]

    def others(self, figure: str) -> list[float]:
        return [other[figure] for _, other in self.figures if other is not None]

    def ratios(self, figure: str) -> Interval | None:
        """``None`` where there is nothing to divide by."""
        mine, theirs = self.this(figure), self.others(figure)
        if len(mine) != len(theirs) or 0 in theirs:
            return None
        return interval_of_median([one / other for one, other in zip(mine, theirs, strict=True)])

    def judged(self, figure: str) -> Interval | None:
        """What the goal is about; without one the ratios."""
        alone = isinstance(self.goals.get(figure), AtMost)
        return interval_of_median(self.this(figure)) if alone else self.ratios(figure)

    def holds(self, figure: str) -> bool:
        """By the median: a few rounds on a busy machine do not narrow an interval down."""
        goal = self.goals.get(figure)
        if goal is None:
            return True
        judged = self.judged(figure)
        return judged is not None and judged.median <= goal.most

    @property
    def goals_hold(self) -> bool:
        return bool(self.figures) and all(map(self.holds, self.goals))


@dataclass(frozen=True)
class Measured:
    """Of what and on what a report is: commits as short hashes, ``browser`` as it names itself."""

    commit: str
    against: str
    browser: str
    machine: str
    rows: Sequence[str] = ()
    """Those that were asked for; empty: all."""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def name(self) -> str:
        """Of the file: a run of some rows never takes the place of a whole one."""
        return "-".join([f"{self.at:%Y-%m-%d}", self.commit, *self.rows]) + ".md"


def write(measured: Measured, rows: Sequence[Rounds], folder: Path = RESULTS) -> Path:
    """The report as a file; where it is."""
    folder.mkdir(exist_ok=True)
    path = folder / measured.name
    about = (
        f"Commit {measured.commit} against {measured.against}, {measured.at:%Y-%m-%d %H:%M} UTC, "
        f"{measured.browser}, {measured.machine}. Rows: {', '.join(measured.rows) or 'all'}."
    )
    path.write_text("\n".join(["# Results of `make bench-page`", "", about, *table(rows)]))
    return path


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
    goal, theirs, ratios = rounds.goals.get(figure), rounds.others(figure), rounds.ratios(figure)
    verdict = "" if goal is None else f"{goal}: **{'holds' if rounds.holds(figure) else 'does not hold'}**"
    other = f"{statistics.median(theirs):,.1f}" if theirs else "–"
    ratio = "– | –" if ratios is None else f"{ratios.median:.3f} | {ratios.low:.3f}–{ratios.high:.3f}"
    measured = f"{len(rounds.figures)} | {statistics.median(rounds.this(figure)):,.1f} | {other} | {ratio}"
    return f"| {rounds.name}: {figure} | {measured} | {verdict} |"
