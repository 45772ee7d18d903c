"""``python -m bench [scenario …] [--targets …] [--runs N] [--quick]``: measure in turns, and report.

All scenarios and targets together, not quick, are written to bench/RESULTS.md.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import uvloop

from . import report
from .process import pin_generator
from .samplan import SamplanPostgresql, SamplanSqlite, Services
from .scenarios import ALL, SCENARIOS, Scenario
from .scene import FULL, QUICK, Extent, Figures
from .targets import Hocuspocus, PycrdtWebsocket, Target, YWebsocket

TARGETS: dict[str, type[Target]] = {
    target.name: target
    for target in (SamplanSqlite, SamplanPostgresql, Hocuspocus, YWebsocket, PycrdtWebsocket)
}
RUN_SECONDS = 240.0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    names = [scenario.name for scenario in SCENARIOS]
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=", ".join(names))
    parser.add_argument("--targets", nargs="+", choices=ALL, default=ALL)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="shorter, for development")
    asked = parser.parse_args()
    if unknown := set(asked.scenarios) - set(names):
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}")
    return asked


async def measure(scenario: Scenario, target: str, extent: Extent) -> Figures | None:
    """One turn on a fresh server; ``None`` if it failed, which is shown."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="samplan-bench-", ignore_cleanup_errors=True) as directory:
        try:
            async with asyncio.timeout(RUN_SECONDS):
                figures = await scenario.run(TARGETS[target](Path(directory)), extent)
        except Exception:  # noqa: BLE001 - one failed turn is shown, and the others go on
            traceback.print_exc()
            print(_log_in(directory), file=sys.stderr)
            return None
    shown = ", ".join(f"{name} {value:,.1f}" for name, value in figures.items())
    print(f"{scenario.name} {target}: {shown} ({time.perf_counter() - began:.0f} s)", flush=True)
    return figures


def _log_in(directory: str) -> str:
    log = Path(directory, "log")
    return log.read_text()[-2_000:] if log.exists() else ""


async def in_turns(scenario: Scenario, targets: Sequence[str], runs: int, extent: Extent) -> report.Results:
    results = report.Results(scenario)
    chosen = [target for target in scenario.targets if target in targets]
    for _ in range(runs):
        for target in chosen:
            results.add(target, await measure(scenario, target, extent))
    if chosen:
        print("\n".join(["", *report.section(results)]), flush=True)
    return results


async def main() -> int:
    asked = arguments()
    pin_generator()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
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
                report.write(results, asked.runs)  # after each: a run takes long, and may be ended
    return int(any(figures is None for each in results for turns in each.turns.values() for figures in turns))


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))
