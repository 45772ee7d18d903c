"""How long something took, as much of it as may be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

PERCENT = 90


@dataclass(frozen=True, slots=True)
class Days:
    """How long it took, or has lasted, in days; ``None``: not shown."""

    median: int | None
    most_of_them: int | None
    longest: int | None


def shown_days(days: Counter[int], people: int, enough: int, *, longest: bool) -> Days:
    """``days``: how many cases took so many. A number that fewer than ``enough`` persons reach is theirs, and
    not shown."""
    ordered = sorted(days.elements())
    beyond = people * (100 - PERCENT) // 100
    return Days(
        at_percent(ordered, 50) if people >= enough else None,
        at_percent(ordered, PERCENT) if ordered and (longest or beyond >= enough) else None,
        ordered[-1] if ordered and longest else None,
    )


def at_percent(ordered: Sequence[int], percent: int) -> int | None:
    """The least that is not exceeded by so many of a hundred (nearest rank)."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)] if ordered else None
