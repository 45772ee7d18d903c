from datetime import UTC, datetime

import pytest

from server.features.consent.http import moment


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2027-06-01", datetime(2027, 6, 1, 22, tzinfo=UTC)),
        ("2027-01-31", datetime(2027, 1, 31, 23, tzinfo=UTC)),
        ("2027-06-01T12:00:00Z", datetime(2027, 6, 1, 12, tzinfo=UTC)),
        ("2027-06-01T12:00:00+02:00", datetime(2027, 6, 1, 10, tzinfo=UTC)),
    ],
)
def test_a_date_counts_to_the_end_of_that_day_in_norway(text: str, meant: datetime) -> None:
    assert moment(text) == meant


@pytest.mark.parametrize(
    "text", ["", "i morgen", "2027-02-30", "2027-06-01T12:00:00", "2027-W01-1", "20270601", "9999-12-31"]
)
def test_what_names_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - every kind of it
        moment(text)
