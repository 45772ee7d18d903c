"""Summarises the recordings of several runs, and compares two checkouts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from .traced import Recording

LIMITS = {"letter": 0.85, "join": 0.75, "withdrawal": 0.65, "comment": 0.9}
"""The largest ratio of modules and of calls to those of the other commit."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way over all runs; ``run`` is the one with the median number of calls.

    ``modules``: distinct ones. ``spread``: the fewest and the most calls of any run.
    """

    name: str
    run: Recording
    modules: int
    calls: int
    spread: tuple[int, int]
    runs: int

    @property
    def reads(self) -> str:
        """Reads of ``PlanAccess``: outside the signing transaction, and inside it."""
        inside = self.run["reads_inside"]
        return f"{self.run['reads'] - inside} + {inside}"

    def by_module(self) -> dict[str, int]:
        """Calls of each module, by first call."""
        found: dict[str, int] = {}
        for module, _, calls in self.run["calls"]:
            found[module] = found.get(module, 0) + calls
        return found


def summed_up(runs: Sequence[Mapping[str, Recording]]) -> list[Way]:
    return [_way(name, [run[name] for run in runs]) for name in runs[0]]


def _way(name: str, runs: Sequence[Recording]) -> Way:
    totals = [_calls(run) for run in runs]
    calls = median_low(totals)
    modules = median_low([len({module for module, _, _ in run["calls"]}) for run in runs])
    return Way(name, runs[totals.index(calls)], modules, calls, (min(totals), max(totals)), len(runs))


def _calls(run: Recording) -> int:
    return sum(calls for _, _, calls in run["calls"])


def table(ways: Sequence[Way]) -> Iterator[str]:
    """``reads`` counts ``PlanAccess`` outside the signing transaction and inside it."""
    yield f"{'way':<16}{'modules':>8}{'calls':>8}{'fewest-most':>16}{'PlanAccess reads':>18}"
    for way in ways:
        spread = f"{way.spread[0]}-{way.spread[1]}"
        yield f"{way.name:<16}{way.modules:>8}{way.calls:>8}{spread:>16}{way.reads:>18}"


def listed(way: Way, *, functions: bool) -> Iterator[str]:
    """The modules passed, or the functions called, by first call, with their calls."""
    yield f"\n{way.name}: {way.modules} modules, {way.calls} calls"
    if functions:
        yield from (f"{calls:>7}  {module}: {name}" for module, name, calls in way.run["calls"])
    else:
        yield from (f"{calls:>7}  {module}" for module, calls in way.by_module().items())


def compared(before: Sequence[Way], after: Sequence[Way]) -> Iterator[str]:
    yield f"{'way':<16}{'modules':>16}{'ratio':>8}{'calls':>18}{'ratio':>8}{'limit':>8}   PlanAccess reads"
    for old, new in zip(before, after, strict=True):
        limit = LIMITS.get(new.name)
        yield (
            f"{new.name:<16}{f'{old.modules} > {new.modules}':>16}{new.modules / old.modules:>8.2f}"
            f"{f'{old.calls} > {new.calls}':>18}{new.calls / old.calls:>8.2f}"
            f"{f'{limit:.2f}' if limit else '':>8}   {old.reads} > {new.reads}"
        )


def misses(before: Sequence[Way], after: Sequence[Way]) -> list[str]:
    """Each excess over ``LIMITS``, in words; and a withdrawal that reads rights too often."""
    found = []
    for old, new in zip(before, after, strict=True):
        limit = LIMITS.get(new.name, float("inf"))
        for what, one, other in (("modules", old.modules, new.modules), ("calls", old.calls, new.calls)):
            if other > limit * one:
                found.append(f"{new.name}: {other} {what} of {one}, at most {int(limit * one)} wanted")
        if new.name == "withdrawal" and (new.run["reads"], new.run["reads_inside"]) != (2, 1):
            found.append(f"{new.name}: PlanAccess read {new.reads} times, 1 + 1 wanted")
    return found
