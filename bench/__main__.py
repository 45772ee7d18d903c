"""``python -m bench [scenario …] [--targets …] [--runs N] [--quick]``: run, interleaved, and report."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import uvloop

from .process import pin_generator
from .samplan import SamplanSqlite
from .scenarios import FULL, QUICK, SCENARIOS, Extent, Figures
from .targets import Hocuspocus, PycrdtWebsocket, Target, YWebsocket

TARGETS: tuple[type[Target], ...] = (SamplanSqlite, Hocuspocus, YWebsocket, PycrdtWebsocket)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    scenarios = [scenario.__name__ for scenario in SCENARIOS]
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=", ".join(scenarios))
    names = [target.name for target in TARGETS]
    parser.add_argument("--targets", nargs="+", choices=names, default=names)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="shorter, for development")
    return parser.parse_args()


async def measure(scenario: str, target: type[Target], extent: Extent) -> Figures:
    """One run on a fresh server."""
    chosen = next(each for each in SCENARIOS if each.__name__ == scenario)
    with tempfile.TemporaryDirectory(prefix="samplan-bench-") as directory:
        return await chosen(target(Path(directory)), extent)


async def main() -> None:
    asked = arguments()
    pin_generator()
    scenarios = asked.scenarios or [scenario.__name__ for scenario in SCENARIOS]
    targets = [target for target in TARGETS if target.name in asked.targets]
    for scenario in scenarios:
        runs: dict[str, list[Figures]] = {target.name: [] for target in targets}
        for number in range(asked.runs):
            for target in targets:
                began = time.perf_counter()
                figures = await measure(scenario, target, QUICK if asked.quick else FULL)
                runs[target.name].append(figures)
                shown = ", ".join(f"{name} {value:,.1f}" for name, value in figures.items())
                took = time.perf_counter() - began
                print(f"{scenario} {number + 1} {target.name}: {shown} ({took:.0f} s)", flush=True)
        for name, figures_of in runs.items():
            medians = {f: statistics.median(run[f] for run in figures_of) for f in figures_of[0]}
            print(
                f"= {scenario} {name}: " + ", ".join(f"{f} {v:,.1f}" for f, v in medians.items()), flush=True
            )


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))
