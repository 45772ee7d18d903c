"""Which numbers are blanked so that no small one can be reckoned from the others (secondary suppression).

A table is cells and sums. Each cell is a part of at most one sum, so the sums make trees, and a number can be
reckoned only from those beside it, above it and below it.

Kept for each sum whose whole is shown and in which a small number is blanked: at least two are blanked, and
together they are not small. So for each of them there are at least ``least`` numbers that it might be. Which
one is blanked beside a small one follows from its place and never from its size: whoever knows this rule
learns nothing more by it. Below what is blanked all is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """``people``: how many persons ``number`` is about. ``shown``: whether anybody is shown it at all; one
    that is not can be reckoned as what is left of its sum."""

    number: int
    people: int
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Sum:
    """``whole`` is the sum of ``parts``: the names of cells."""

    whole: str
    parts: tuple[str, ...]


def blanked(cells: Mapping[str, Cell], sums: Sequence[Sum], least: int) -> frozenset[str]:
    """The cells that must not be shown. ``sums``: each after the one that its whole is a part of."""
    _require_trees(sums)
    gone = {name for name, cell in cells.items() if cell.people < least or not cell.shown}
    unknown = {name for name, cell in cells.items() if cell.people < least}
    for each in sums:
        hidden = set(each.parts) if each.whole in unknown else set(_company(cells, each, least))
        gone |= hidden
        unknown |= hidden
    return frozenset(gone)


def _company(cells: Mapping[str, Cell], each: Sum, least: int) -> Iterator[str]:
    """The small ones, and as many more as they need: first those that nobody is shown, then from the last."""
    small = [name for name in each.parts if cells[name].people < least]
    if not small:
        return
    yield from small
    taken, together = len(small), sum(cells[name].number for name in small)
    others = [name for name in reversed(each.parts) if name not in small]
    for name in sorted(others, key=lambda name: cells[name].shown):
        if taken >= 2 and together >= least:
            return
        yield name
        taken, together = taken + 1, together + cells[name].number


def _require_trees(sums: Sequence[Sum]) -> None:
    """Raises ``ValueError`` where a cell would be reckoned in two ways."""
    below: set[str] = set()
    for each in sums:
        if below & set(each.parts) or each.whole in each.parts:
            raise ValueError(f"{each.whole}: a part of two sums")
        below |= set(each.parts)
    wholes: set[str] = set()
    for each in sums:
        if wholes & set(each.parts):
            raise ValueError(f"{each.whole}: a sum above one that was before it")
        wholes.add(each.whole)
