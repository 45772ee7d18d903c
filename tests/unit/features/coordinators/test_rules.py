"""What the unit keeps of somebody who coordinates: days in their order."""

from __future__ import annotations

from datetime import date

import pytest

from server.domain.errors import Invalid
from server.features.coordinators.rules import Listing, require_sensible

EARLY, LATE = date(2026, 1, 1), date(2026, 2, 1)


def test_days_that_are_in_order_or_missing_are_sensible() -> None:
    require_sensible(Listing("Skolen"))
    require_sensible(Listing("Skolen", trained_on=EARLY, refresh_due=LATE, away_from=EARLY, away_until=EARLY))
    require_sensible(Listing("Skolen", refresh_due=EARLY, away_until=EARLY))


@pytest.mark.parametrize(
    "listing",
    [
        Listing("Skolen", trained_on=LATE, refresh_due=EARLY),
        Listing("Skolen", away_from=LATE, away_until=EARLY),
    ],
)
def test_what_ends_before_it_begins_is_refused(listing: Listing) -> None:
    with pytest.raises(Invalid):
        require_sensible(listing)
