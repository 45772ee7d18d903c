"""Months and years that are counted, as they are asked for. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from server.domain.cases.rules import months_after
from server.domain.errors import Invalid

MONTH = re.compile(r"(2[0-9]{3})-(0[1-9]|1[0-2])")
YEAR = re.compile(r"2[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Period:
    """``as_of``: its last day, or today while it lasts. ``finished``: before today."""

    first: date
    as_of: date
    finished: bool

    @property
    def month(self) -> str:
        return f"{self.first:%Y-%m}"


def month_of(text: str | None, today: date, *, finished: bool) -> Period:
    """``text``: as "2026-11"; without one, this month, or the last one that is ``finished``.

    Raises ``Invalid`` for one that is to come, or is not ``finished`` where it must be.
    """
    if text is None:
        start = today.replace(day=1)
        return _month(months_after(start, -1) if finished else start, today)
    found = MONTH.fullmatch(text)
    if found is None:
        raise Invalid("month: as 2026-11")
    period = _month(date(int(found[1]), int(found[2]), 1), today)
    if period.first > today or (finished and not period.finished):
        raise Invalid("month: it is not over")
    return period


def _month(first: date, today: date) -> Period:
    return _until(first, months_after(first, 1) - timedelta(days=1), today)


def _until(first: date, last: date, today: date) -> Period:
    return Period(first, min(last, today), last < today)


def year_of(text: str, today: date) -> Period:
    """Raises ``Invalid`` for what is no year, or is to come."""
    if YEAR.fullmatch(text) is None or int(text) > today.year:
        raise Invalid("year: as 2026")
    return _until(date(int(text), 1, 1), date(int(text), 12, 31), today)
