"""``python -m bench [scenario …] [--targets …] [--runs N] [--quick]``: measure in turns, and report.

A run of all scenarios and targets, without ``--quick``, is written to bench/RESULTS.md.

``python -m bench --against COMMIT [--pairs N] [--only SCENARIO …] [--goal SCENARIO=RATIO …]`` compares this
checkout with another commit of samplan, on SQLite. The other commit is checked out in a git worktree; it runs
in this environment if both commits lock the same packages, otherwise in one of its own; its own code creates
its stores. In each pair both servers run at once and are measured in alternate slices of about a second, so
that both meet the same state of the machine; which one is first alternates by pair. The scenarios are
meeting, saturation, fifty parts, cold join (on a store written once) and opening. Printed are the median of
the ratios within the pairs (this / other) and the distribution-free 95 % interval of that median. A goal
holds if the upper end of the interval is within it; the exit code is 0 if all do. Goals are set on the
server's CPU; other figures are only shown. 12 pairs of the first four take about 20 minutes on two cores.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import signal
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack

import uvloop

from . import report
from .against import COMPARED, compare
from .process import pin_generator
from .samplan import SamplanPostgresql, SamplanSqlite, Services
from .scenarios import ALL, SCENARIOS, Scenario
from .scene import FULL, QUICK, Extent
from .targets import Hocuspocus, PycrdtWebsocket, Target, YWebsocket
from .turns import measure

TARGETS: dict[str, type[Target]] = {
    target.name: target
    for target in (SamplanSqlite, SamplanPostgresql, Hocuspocus, YWebsocket, PycrdtWebsocket)
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [scenario.name for scenario in SCENARIOS]
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=", ".join(names))
    parser.add_argument("--targets", nargs="+", choices=ALL, default=ALL)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="shorter, for development")
    compared = [each.name for each in COMPARED]
    parser.add_argument("--against", metavar="COMMIT")
    parser.add_argument("--pairs", type=int, default=12)
    parser.add_argument("--only", nargs="+", choices=compared, default=[])
    parser.add_argument("--goal", nargs="+", type=_goal, default=[], metavar="SCENARIO=RATIO")
    asked = parser.parse_args()
    if unknown := {name for name, _ in asked.goal} - set(compared):
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}")
    if unknown := set(asked.scenarios) - set(names):
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}")
    return asked


def _goal(text: str) -> tuple[str, float]:
    name, _, ratio = text.partition("=")
    return name, float(ratio)


async def in_turns(scenario: Scenario, targets: Sequence[str], runs: int, extent: Extent) -> report.Results:
    results = report.Results(scenario)
    chosen = [target for target in scenario.targets if target in targets]
    for _ in range(runs):
        for target in chosen:
            figures = await measure(f"{scenario.name} {target}", scenario.run, TARGETS[target], extent)
            results.add(target, figures)
    if chosen:
        print("\n".join(["", *report.section(results)]), flush=True)
    return results


async def main() -> int:
    asked = arguments()
    pin_generator()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    _cancel_on_sigterm()
    if asked.against:
        return int(not await compare(asked.against, asked.pairs, asked.only, dict(asked.goal)))
    scenarios = [each for each in SCENARIOS if not asked.scenarios or each.name in asked.scenarios]
    extent = QUICK if asked.quick else FULL
    recorded = not asked.scenarios and not asked.quick and list(asked.targets) == list(ALL)
    results: list[report.Results] = []
    async with AsyncExitStack() as stack:
        if SamplanPostgresql.name in asked.targets:
            SamplanPostgresql.services = await stack.enter_async_context(Services.opened())
        for scenario in scenarios:
            results.append(await in_turns(scenario, asked.targets, asked.runs, extent))
            if recorded:
                report.write(results, asked.runs)  # after each: a run takes long, and may be interrupted
    return int(any(figures is None for each in results for turns in each.turns.values() for figures in turns))


def _cancel_on_sigterm() -> None:
    """SIGTERM cancels the run as Ctrl-C does, which removes servers, worktrees and directories."""
    this = asyncio.current_task()
    assert this is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))
