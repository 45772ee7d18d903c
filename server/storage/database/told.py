"""What clients give back of what they were told: ids, and where a page of a list ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

from server.domain.errors import Invalid

BETWEEN = "/"
At = TypeVar("At")


def may_be_an_id(text: str) -> bool:
    """Clients may send anything, and PostgreSQL cannot even compare a text with NUL in it."""
    return text.isascii() and "\x00" not in text


def list_place(at: date | None, last: str) -> str | None:
    """Of the last row of a page, in a list by day or moment, then by id; a row without is in none."""
    return f"{at.isoformat()}{BETWEEN}{last}" if at else None


def day_and_id(text: str | None) -> tuple[date, str] | None:
    """Raises ``Invalid`` for what no answer said."""
    return None if text is None else _read(text, date.fromisoformat)


def moment_and_id(text: str | None) -> tuple[datetime, str] | None:
    """Raises ``Invalid`` for what no answer said."""
    return None if text is None else _read(text, _moment)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)  # as databases are given it: raises where that is no year


def _read(text: str, at_of: Callable[[str], At]) -> tuple[At, str]:
    at, _, last = text.partition(BETWEEN)
    try:
        found = at_of(at), last
    except (ValueError, OverflowError):
        raise Invalid("a place in a list: as an answer said it") from None
    if not may_be_an_id(last):
        raise Invalid("a place in a list: as an answer said it")
    return found
