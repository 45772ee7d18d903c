"""``python -m bench.page [--only ROW …] [--rounds N] [--against COMMIT]``: what the page costs, in Chromium.

Both commits are built, filled and served at once, and measured in turns: in each round every row once on this
checkout and once on the other; which one is first alternates. The other commit, built and filled, is kept in
``var/bench-page``; of this checkout ``frontend/dist`` is taken as it is (``make bench-page`` builds it anew).
What each row measures and its goals stand in ``bench/page/rows.py``. The exit code is 0 if all goals hold.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence

from playwright.async_api import Browser

from bench.checkout import command

from .report import Rounds, table
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
    async with other_site(commit) as other, this_site() as this, chromium() as browser:
        rounds = await in_turns(browser, (this, other), rows, asked.rounds)
    print("\n".join(table(rounds)), flush=True)
    return int(not all(each.goals_hold for each in rounds))


async def in_turns(
    browser: Browser, sites: tuple[Site, Site], rows: Sequence[Row], count: int
) -> list[Rounds]:
    measured = [Rounds(row.name, row.goals) for row in rows]
    for number in range(count):
        for row, rounds in zip(rows, measured, strict=True):
            figures = {}
            for site in _in_turn(sites[:1] if row.alone else sites, number):
                async with asyncio.timeout(TURN_SECONDS):
                    figures[site.name] = await row.run(browser, site)
                shown = ", ".join(f"{name} {value:,.1f}" for name, value in figures[site.name].items())
                print(f"{number + 1} {row.name} {site.name}: {shown}", flush=True)
            rounds.add(figures["this"], figures.get("other"))
    return measured


def _in_turn(sites: Sequence[Site], number: int) -> Sequence[Site]:
    """The other one first in every second round."""
    return sites if number % 2 == 0 else sites[::-1]


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
