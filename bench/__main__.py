"""``make bench``: run every scenario on a fresh server and write bench/RESULTS.md."""

from __future__ import annotations

import asyncio
import platform
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.harness.server import ROOT, Server

from .scenarios import SCENARIOS, Figures

RUNS = 3


async def measure(scenario_name: str) -> Figures:
    """Medians over ``RUNS`` fresh servers."""
    scenario = next(scenario for scenario in SCENARIOS if scenario.__name__ == scenario_name)
    runs: list[Figures] = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as directory:
            server = Server(Path(directory))
            await server.prepare()
            await server.start()
            runs.append(await scenario(server))
            await server.stop()
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def report(results: dict[str, Figures]) -> str:
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    cpu = next((line.split(":")[1].strip() for line in _cpu_info() if line.startswith("model name")), "?")
    lines = [
        "# Results of `make bench`",
        "",
        f"Commit {commit}, {datetime.now(UTC):%Y-%m-%d}, {platform.system()} {platform.release()}, {cpu}, "
        f"{len(_processors())} cores, Python {platform.python_version()}. Medians of {RUNS} runs; the "
        "generator runs beside the server. Compare figures of one run only: machines are noisy.",
        "",
    ]
    for scenario in SCENARIOS:
        if scenario.__name__ in results:
            lines += [
                f"## {scenario.__name__.replace('_', ' ').capitalize()}",
                "",
                scenario.__doc__ or "",
                "",
            ]
            lines += ["| figure | value |", "|---|--:|"]
            lines += [f"| {name} | {value:,.1f} |" for name, value in results[scenario.__name__].items()]
            lines += [""]
    return "\n".join(lines)


def _cpu_info() -> list[str]:
    return Path("/proc/cpuinfo").read_text().splitlines()


def _processors() -> list[str]:
    return [line for line in _cpu_info() if line.startswith("processor")]


async def main() -> None:
    chosen = sys.argv[1:] or [scenario.__name__ for scenario in SCENARIOS]
    results = {}
    for name in chosen:
        results[name] = await measure(name)
        print(name, {figure: round(value, 1) for figure, value in results[name].items()}, flush=True)
    if not sys.argv[1:]:
        (ROOT / "bench" / "RESULTS.md").write_text(report(results))


asyncio.run(main())
