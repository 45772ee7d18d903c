"""``python -m bench --against COMMIT``: this checkout and another commit of samplan, in pairs of turns."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from . import paired_report
from .alternation import Alternation
from .checkout import Checkout, SamplanCheckout, command, other_checkout, this_checkout
from .joining import cold_join_of_written, written_before
from .meeting import meeting
from .opening import opening
from .paired_report import Pairs
from .report import measured_commit
from .saturated import fifty_parts, saturation
from .scene import PAIRED, Extent, Figures, collector_at_rest
from .targets import Target
from .turns import RUN_SECONDS, measure

PAIR_SECONDS = 180.0
MOST_FAILED = 3
"""Failed pairs after which a scenario is abandoned."""


@dataclass(frozen=True)
class Compared:
    """The intervals of the ratios of ``judged`` figures must end within ``goal``; others are only shown."""

    name: str
    run: Callable[[Target, Extent], Awaitable[Figures]]
    goal: float
    judged: Sequence[str]
    on_written: bool = False
    """Each turn starts on a copy of a store written before by the same commit."""


COMPARED = (
    Compared("meeting", meeting, 0.9, ["CPU per delivered update, µs"]),
    Compared("saturation", saturation, 1.03, ["CPU per update, µs"]),
    Compared("fifty_parts", fifty_parts, 1.03, ["CPU per update, µs"]),
    Compared(
        "cold_join",
        cold_join_of_written,
        1.03,
        [f"{count} at once, CPU, ms" for count in sorted(set(PAIRED.joins))],
        on_written=True,
    ),
    Compared("opening", opening, 1.05, ["CPU per plan, µs"]),
)


@dataclass
class _Comparison:
    compared: Compared
    pairs: Pairs
    stores: dict[str, Path] = field(default_factory=dict)
    """By the checkout's name; empty if each turn starts on a new store."""
    failed: int = 0

    async def prepare(self, checkouts: Sequence[Checkout]) -> None:
        """Bounded in time. Raises what the scenario raises, ``TimeoutError`` and ``RuntimeError``."""
        if self.compared.on_written:
            for checkout in checkouts:
                async with asyncio.timeout(RUN_SECONDS):
                    self.stores[checkout.name] = await _written(checkout)

    async def pair(self, number: int, checkouts: Sequence[Checkout]) -> None:
        """Both at once, in alternate slices; which is first alternates. A failed pair does not count."""
        if self.failed >= MOST_FAILED:
            return
        lock = asyncio.Lock()
        ordered = checkouts if number % 2 == 0 else checkouts[::-1]
        with collector_at_rest():
            figures = await asyncio.gather(*(self._turn(number, each, lock) for each in ordered))
        this, other = figures if number % 2 == 0 else figures[::-1]
        if this is None or other is None:
            self.failed += 1
        else:
            self.pairs.add(this, other)

    async def _turn(self, number: int, checkout: Checkout, lock: asyncio.Lock) -> Figures | None:
        store = self.stores.get(checkout.name)
        async with Alternation(lock) as alternation:
            return await measure(
                f"{number + 1} {self.compared.name} {checkout.name}",
                self.compared.run,
                partial(SamplanCheckout, checkout=checkout, store=store, alternation=alternation),
                PAIRED,
                PAIR_SECONDS,
            )


async def _written(checkout: Checkout) -> Path:
    store = checkout.stores / "written"
    with tempfile.TemporaryDirectory(prefix="samplan-bench-", ignore_cleanup_errors=True) as directory:
        await written_before(SamplanCheckout(Path(directory), checkout), PAIRED)
        await asyncio.to_thread(shutil.copytree, directory, store)
    return store


async def compare(commit: str, count: int, only: Sequence[str], goals: Mapping[str, float]) -> bool:
    """Run ``count`` pairs of each scenario in ``only``, or of all, and print a table; whether all goals hold.

    Pairs of the scenarios alternate, so that other load on the machine affects all of them alike.
    """
    comparisons = [
        _Comparison(each, Pairs(each.name, goals.get(each.name, each.goal), each.judged))
        for each in COMPARED
        if not only or each.name in only
    ]
    began = time.perf_counter()
    found = (await command("git", "rev-parse", "--short", f"{commit}^{{commit}}")).strip()
    print(f"this: {measured_commit()}, other: {found}", flush=True)
    with tempfile.TemporaryDirectory(
        prefix="samplan-bench-against-", ignore_cleanup_errors=True
    ) as directory:
        async with other_checkout(found, Path(directory)) as other:
            checkouts = [this_checkout(Path(directory)), other]
            for comparison in comparisons:
                await comparison.prepare(checkouts)
            try:
                for number in range(count):
                    for comparison in comparisons:
                        await comparison.pair(number, checkouts)
            finally:  # also of the pairs measured so far when it is interrupted
                print("\n".join(paired_report.table([each.pairs for each in comparisons])), flush=True)
    print(f"{time.perf_counter() - began:.0f} s", flush=True)
    return all(each.pairs.goals_hold and not each.failed for each in comparisons)
