"""What an answer tells of a page's end is what leads on, and nothing else does."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from server.domain.errors import Invalid
from server.storage.database.told import day_and_id, list_place, moment_and_id

DAY, MOMENT = date(2026, 11, 30), datetime(2026, 11, 30, 8, 15, 0, 250_000, tzinfo=UTC)


def test_the_first_page_has_no_place_before_it() -> None:
    assert day_and_id(None) is None
    assert moment_and_id(None) is None


@pytest.mark.parametrize("last", ["4f1c", "case/4f1c", ""])
def test_a_place_is_read_as_it_was_told(last: str) -> None:
    assert day_and_id(list_place(DAY, last)) == (DAY, last)
    assert moment_and_id(list_place(MOMENT, last)) == (MOMENT, last)


@pytest.mark.parametrize(
    "text", ["", "/", "4f1c", "2026-02-30/4f1c", "2026-11-30/bl\u00e5", "2026-11-30/\x00"]
)
def test_no_answer_says_such_a_place(text: str) -> None:
    with pytest.raises(Invalid):
        day_and_id(text)
    with pytest.raises(Invalid):
        moment_and_id(text)


@pytest.mark.parametrize("last", ["9999-12-31T23:59:59-14:00/x", "0001-01-01T00:00:00+14:00/x"])
def test_a_moment_before_or_after_all_years_is_no_place(last: str) -> None:
    with pytest.raises(Invalid):
        moment_and_id(last)


def test_a_moment_says_which_clock_it_is_of() -> None:
    with pytest.raises(Invalid):
        moment_and_id("2026-11-30T08:15:00/4f1c")
