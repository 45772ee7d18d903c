"""How much somebody may do in complaints, and the catalogue's numbers. Pure."""

from __future__ import annotations

from datetime import date
from functools import cache

import holidays

from server.catalogue.catalogue import Catalogue
from server.domain.complaints.rules import ComplaintRules
from server.domain.complaints.vocabulary import Basis

MOST_A_DAY = 500
"""Of what one person does with complaints; the page stores what is written as it is written."""
MOST_RECORDS = 5_000
MOST_BYTES = 1024 * 1024
"""Of a complaint, what whoever complains does, or says, and what the unit does, each by itself: nobody fills
it for the other. Of bytes what is read with it counts, of drafts the newest."""
KEPT_FOR = frozenset({"made-ready", "sent", "withdrawn", "helper-removed"})
KEPT = 100
"""Of both that whoever complains has left for these, and for reading what would be sent: however much was
written, by helpers too, no deadline is missed for it."""
MOST_OPEN = 20
"""Complaints of one person that are not over."""
MOST_HELPERS = 5
PAGE = 50
LONGEST_WORDS = 20_000
"""Characters of what a complaint says in its own words."""
PARTY_AGE = {
    Basis.HEALTH: "age.own-view-weighs",
    Basis.SOCIAL: "age.own-view-weighs",
    Basis.NAV: "age.own-view-weighs",
    Basis.CHILD_WELFARE: "age.child-welfare-party",
}


def rules_on(catalogue: Catalogue, day: date) -> ComplaintRules:
    """Every length and age as the catalogue has it on that day."""

    def amount(key: str) -> int:
        return catalogue.rule(key, on=day).amount

    return ComplaintRules(
        weeks={basis: amount(f"complaint.deadline.{basis}") for basis in Basis},
        party_age={basis: amount(key) for basis, key in PARTY_AGE.items()},
        late_years=amount("complaint.late"),
        delay_months=amount("complaint.delay-notice"),
        rejection_weeks=amount("complaint.deadline-of-rejection"),
        closing_days=amount("complaint.closing"),
        near_months=amount("case.near-days"),
        is_holiday=is_holiday,
    )


YEARS = range(2000, 2100)
"""The library reckons with none later."""


@cache
def _holidays() -> frozenset[date]:
    """All at once: its own set grows as it is asked, and threads would see it half grown."""
    return frozenset(holidays.country_holidays("NO", years=YEARS))


def is_holiday(day: date) -> bool:
    """In Norway, besides Sundays."""
    return day in _holidays()
