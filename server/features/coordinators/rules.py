"""What the unit keeps of somebody who coordinates. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.domain.errors import Invalid

MOST_LISTED = 1_000
"""In one municipality."""
MOST_CHANGES_A_DAY = 300
"""Of one case handler."""
MOST_SAID_A_DAY = 50
"""Of a coordinator, about their own time off."""


@dataclass(frozen=True, slots=True)
class Listing:
    """``service``: a token, "" where it is not known. ``most_cases``: as agreed with ``leader``; 0: nothing
    is agreed. ``away_until``: the last day of it."""

    workplace: str
    leader: str = ""
    trained_on: date | None = None
    refresh_due: date | None = None
    most_cases: int = 0
    languages: str = ""
    area: str = ""
    experience: str = ""
    leaves_on: date | None = None
    away_from: date | None = None
    away_until: date | None = None
    substitute: str = ""
    service: str = ""


def require_sensible(listing: Listing) -> None:
    """Raises ``Invalid`` for days that are in no order."""
    if _before(listing.refresh_due, listing.trained_on):
        raise Invalid("refresh_due: before they were trained")
    require_days_in_order(listing.away_from, listing.away_until)


def require_days_in_order(since: date | None, until: date | None) -> None:
    """Raises ``Invalid`` for time off that ends before it begins."""
    if _before(until, since):
        raise Invalid("away_until: before away_from")


def _before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other
