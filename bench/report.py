"""The report of a bench run: medians, ratios and verdicts, as tables."""

from __future__ import annotations

import platform
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.support.servers.server import ROOT

from .process import PROCESSORS
from .scenarios import Goal, Scenario
from .scene import Figures

OURS = "samplan-sqlite"
RESULTS = ROOT / "bench" / "RESULTS.md"
NOTES = """\
How to read it:

- The server has one processor, the generator another (PostgreSQL and Redis work on the generator's). All
  targets take turns, so what else the machine does hits all of them; compare figures of one run only. A
  ratio is the median of the ratios within each turn, so it is not exactly the quotient of two medians.
- samplan validates, commits (`synchronous=FULL`, or PostgreSQL's `synchronous_commit=on`) and only then
  acknowledges and broadcasts. Hocuspocus acknowledges and broadcasts first and stores two to ten seconds
  later; the other two do not acknowledge. All run with the settings their documentation shows, and with a
  store.
- The generator sends frames made before and reads what comes back without a CRDT. Merged frames count as
  many updates as they hold (each update is one letter, that is one clock of its client; the clocks are read
  from the frame). Afterwards a newcomer with a real replica, and `@hocuspocus/provider` where it speaks the
  protocol, must hold every letter.
- Under saturation a bounded number of updates is on the way. The number is chosen per server and run, as
  the largest that costs it hardly more CPU per update than any other: Yjs merges n updates in n² steps, a
  group commit gains by many. One part gets 20,000 letters and then another is written in, because Yjs takes
  longer for each letter the longer a text is (five times as long at 100,000 letters, measured).
- *Updates per second of its processor* does not count waiting (for the disk, for a processor that another
  process has).
- @y/websocket-server runs with Yjs 13.6.33 like Hocuspocus, and with y-leveldb bound as y-websocket's own
  server did. Its queue of writes is not bounded, so *storing* may go on long after everybody has seen
  everything.
- *stalls*: no update arrived for 10 seconds.
"""


@dataclass
class Results:
    """Figures by target, one per turn; ``None``: the turn failed."""

    scenario: Scenario
    turns: dict[str, list[Figures | None]] = field(default_factory=dict)

    def add(self, target: str, figures: Figures | None) -> None:
        self.turns.setdefault(target, []).append(figures)

    def median(self, target: str, figure: str) -> float | None:
        found = [run[figure] for run in self.turns[target] if run is not None and figure in run]
        return statistics.median(found) if found else None

    @property
    def figures(self) -> list[str]:
        runs = [run for turns in self.turns.values() for run in turns if run is not None]
        return list(dict.fromkeys(name for run in runs for name in run))

    def ratio(self, goal: Goal) -> tuple[float, str] | None:
        """The median over turns of our figure / the goal's peer's; and the peer compared most often."""
        found: list[tuple[float, str]] = []
        for turn, ours in enumerate(self.turns.get(OURS, [])):
            peers = {
                name: run[goal.figure]
                for name, turns in self.turns.items()
                if not name.startswith("samplan") and (run := turns[turn]) and run.get(goal.figure)
            }
            if ours is None or goal.figure not in ours or not peers:
                continue
            if goal.against in peers:
                peer = goal.against
            else:
                low = (goal.most is not None) == (goal.against == "best")
                peer = min(peers, key=lambda name: peers[name] if low else -peers[name])
            found.append((ours[goal.figure] / peers[peer], peer))
        if not found:
            return None
        return statistics.median(ratio for ratio, _ in found), statistics.mode(peer for _, peer in found)


def verdict(results: Results, goal: Goal) -> str:
    """One line: the goal, the measured value, and whether the goal holds."""
    bound = f"≤ {goal.most:g}" if goal.most is not None else f"≥ {goal.least:g}"
    if goal.against is None:
        target = OURS if OURS in results.turns else next(iter(results.turns))
        measured, asked = results.median(target, goal.figure), f"{goal.figure}: {bound}"
        shown = "" if measured is None else f"{measured:,.2f}"
    else:
        ratio = results.ratio(goal)
        measured = ratio[0] if ratio else None
        asked = f"{goal.figure}: {bound} × the {goal.against} peer"
        asked = asked.replace("the hocuspocus peer", "Hocuspocus")
        shown = f"{ratio[0]:.2f} × {ratio[1]}" if ratio else ""
    if measured is None:
        return f"- {asked}. Not measured."
    holds = measured <= goal.most if goal.most is not None else measured >= (goal.least or 0)
    return f"- {asked}. **{shown}: {'holds' if holds else 'does not hold'}.**"


def table(results: Results) -> list[str]:
    targets = list(results.turns)
    lines = [f"| | {' | '.join(targets)} |", f"|---|{'--:|' * len(targets)}"]
    for figure in results.figures:
        cells = [_cell(results, target, figure) for target in targets]
        lines.append(f"| {figure} | {' | '.join(cells)} |")
    return lines


def _cell(results: Results, target: str, figure: str) -> str:
    if all(run is None for run in results.turns[target]):
        return "failed"
    value = results.median(target, figure)
    if value is None:
        return ""
    if figure == "updates per second" and value == 0:
        return "stalls"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.1f}"


def section(results: Results) -> list[str]:
    description = " ".join((results.scenario.run.__doc__ or "").split())
    title = results.scenario.name.replace("_", " ").capitalize()
    verdicts = [verdict(results, goal) for goal in results.scenario.goals]
    return [f"## {title}", "", description, "", *table(results), "", *verdicts, ""]


def write(all_results: Sequence[Results], runs: int) -> None:
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    head = [
        "# Results of `make bench`",
        "",
        f"Commit {measured_commit()}, {datetime.now(UTC):%Y-%m-%d}, {machine()}, Node {node}. "
        f"Medians of {runs} turns.",
        "",
        *NOTES.splitlines(),
        "",
    ]
    RESULTS.write_text("\n".join([*head, *(line for each in all_results for line in section(each))]))


def machine() -> str:
    """On what was measured: system, processor, Python."""
    cpu = next(
        (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?"
    )
    system = f"{platform.system()} {platform.release()}"
    return f"{system}, {cpu}, {len(PROCESSORS)} cores, Python {platform.python_version()}"


def measured_commit() -> str:
    """The commit, ``-dirty`` with uncommitted changes other than to the results themselves."""
    output = [
        subprocess.run(["git", *asked], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
        for asked in (
            ["rev-parse", "--short", "HEAD"],
            ["status", "--porcelain", "--", ".", ":!bench/RESULTS.md", ":!bench/page-results"],
        )
    ]
    return f"{output[0]}-dirty" if output[1] else output[0]


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()
