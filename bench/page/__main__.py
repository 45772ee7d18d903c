"""``python -m bench.page [--only ROW …] [--rounds N] [--against COMMIT]``: what the page costs, in Chromium.

Both commits are built, filled and served at once, and measured in turns: in each round every row once on this
checkout and once on the other; which one is first alternates. The other commit, built and filled, is kept in
``var/bench-page``; of this checkout ``frontend/dist`` is taken as it is (``make bench-page`` builds it anew).
What each row measures and its goals stand in ``bench/page/rows.py``. The table is printed, and kept in
``bench/page-results`` by date and commit after each round. The exit code is 0 if all goals hold.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterable, Sequence

from playwright.async_api import Browser

from bench.checkout import command
from bench.report import machine, measured_commit

from .report import Measured, Rounds, table, write
from .rows import ROWS, Row
from .screen import chromium
from .site import Site, other_site, this_site

BASELINE = "083c9a8"
TURN_SECONDS = 300.0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.page", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [row.name for row in ROWS]
    parser.add_argument(
        "--only", nargs="+", choices=names, default=names, metavar="ROW", help=", ".join(names)
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--against", default=BASELINE, metavar="COMMIT")
    return parser.parse_args()


async def main() -> int:
    asked = arguments()
    commit = (await command("git", "rev-parse", "--short", f"{asked.against}^{{commit}}")).strip()
    rows = [row for row in ROWS if row.name in asked.only]
    only = [row.name for row in rows] if len(rows) < len(ROWS) else []
    here = measured_commit()  # before anything is built or measured
    rounds = [Rounds(row.name, row.goals) for row in rows]
    async with other_site(commit) as other, this_site() as this, chromium() as browser:
        measured = Measured(here, commit, f"Chromium {browser.version}", machine(), only)
        for number in range(asked.rounds):
            await one_round(browser, (this, other), zip(rows, rounds, strict=True), number)
            kept = write(measured, rounds)  # after each: a run takes long, and may be interrupted
            print(f"kept in {kept}", flush=True)
    print("\n".join(table(rounds)), flush=True)
    return int(not all(each.goals_hold for each in rounds))


async def one_round(
    browser: Browser, sites: tuple[Site, Site], rows: Iterable[tuple[Row, Rounds]], number: int
) -> None:
    for row, rounds in rows:
        figures = {}
        for site in _in_turn(sites[:1] if row.alone else sites, number):
            async with asyncio.timeout(TURN_SECONDS):
                figures[site.name] = await row.run(browser, site)
            shown = ", ".join(f"{name} {value:,.1f}" for name, value in figures[site.name].items())
            print(f"{number + 1} {row.name} {site.name}: {shown}", flush=True)
        rounds.add(figures["this"], figures.get("other"))


def _in_turn(sites: Sequence[Site], number: int) -> Sequence[Site]:
    """The other one first in every second round."""
    return sites if number % 2 == 0 else sites[::-1]


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
