"""Whoever reckons with all that is published: between which numbers a blanked one must lie.

The sums make trees, so narrowing each number by the sums it is in until nothing changes finds all that can be
found (and is never too narrow in any table).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf

Bounds = dict[str, tuple[float, float]]


def bounds(published: Mapping[str, int | None], sums: Iterable[tuple[str, tuple[str, ...]]]) -> Bounds:
    """``None``, or not there: blanked. Numbers are whole and not negative."""
    equations = list(sums)
    names = {each for whole, parts in equations for each in (whole, *parts)} | published.keys()
    known = {name: published.get(name) for name in names}
    found: Bounds = {name: (0, inf) if n is None else (n, n) for name, n in known.items()}
    while True:
        before = dict(found)
        for whole, parts in equations:
            _narrow(found, whole, parts)
        if found == before:
            return found


def _narrow(found: Bounds, whole: str, parts: tuple[str, ...]) -> None:
    low, high = sum(found[each][0] for each in parts), sum(found[each][1] for each in parts)
    found[whole] = max(found[whole][0], low), min(found[whole][1], high)
    for each in parts:
        others = [found[other] for other in parts if other != each]
        least = found[whole][0] - sum(high for _, high in others)
        most = found[whole][1] - sum(low for low, _ in others)
        found[each] = max(found[each][0], least), min(found[each][1], most)


def possible(found: Bounds, name: str) -> float:
    """How many numbers it may be."""
    low, high = found[name]
    assert low <= high, f"{name}: nothing is possible, so the tables do not fit together"
    return high - low + 1
