"""Days from today, in Norway. Asked for when they are used: a run that passes midnight outlives a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from server.domain.cases.records import OSLO


def day(ahead: int = 0) -> str:
    return f"{datetime.now(OSLO).date() + timedelta(days=ahead)}"


def year(ago: int = 0) -> str:
    """May be held: one that has begun has begun, and one that is over is over."""
    return str(int(day()[:4]) - ago)
