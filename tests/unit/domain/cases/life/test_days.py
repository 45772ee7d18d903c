"""Which days in a life are known beforehand, from when they are told, and by when it is gone through."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.cases.case_transitions import Subject
from server.domain.cases.life.days import dated, review_due
from server.domain.cases.life.transitions import ReviewOpened
from server.domain.cases.rules import years_after
from server.domain.cases.vocabulary import Actor, LifeEvent
from tests.unit.domain.cases.situations import ADULT, EXPECTED, LIFE, RULES, SAMPLES, TODAY, History, opened

LEAP = Subject("Leo", born=date(2012, 2, 29))


def told(history: History, day: date) -> list[tuple[str, date]]:
    return [(each.event.value, each.day) for each in dated(history.case, RULES, day)]


@pytest.mark.parametrize(
    ("day", "found"), [(date(2028, 1, 28), []), (date(2028, 1, 30), [date(2028, 2, 29)])]
)
def test_a_birthday_is_told_thirty_days_before(day: date, found: list[date]) -> None:
    """Leo is sixteen on a day that there is, and eighteen on one that there is not."""
    assert [on for event, on in told(opened(subject=LEAP), day) if event == "health-consent"] == found


def test_a_birthday_in_a_year_without_that_day_is_on_the_last_of_february() -> None:
    assert ("majority", date(2030, 2, 28)) in told(opened(subject=LEAP), date(2030, 1, 29))
    assert ("majority", date(2030, 2, 28)) not in told(opened(subject=LEAP), date(2030, 1, 28))


def test_a_new_school_is_told_half_a_year_before_it_begins() -> None:
    school = ("upper-secondary", date(2028, 8, 1))
    assert school not in told(opened(subject=LEAP), date(2028, 1, 31))
    assert school in told(opened(subject=LEAP), date(2028, 2, 1))


@pytest.mark.parametrize("subject", [ADULT, EXPECTED, Subject("Kari")])
def test_of_a_life_without_such_days_nothing_is_told(subject: Subject) -> None:
    assert told(opened(subject=subject), date(2030, 1, 1)) == []


def test_of_what_was_before_the_report_nothing_is_told_and_of_a_case_at_rest_neither() -> None:
    twelve_yesterday = Subject("Per", born=years_after(TODAY, -12) - timedelta(days=1))
    twelve_today = Subject("Per", born=years_after(TODAY, -12))
    assert told(opened(subject=twelve_yesterday), TODAY) == []
    history = opened(subject=twelve_today)
    assert told(history, TODAY) == [("own-view-weighs", TODAY)]
    assert told(history.does(SAMPLES["declined"]), TODAY) == []


@given(st.lists(st.integers(0, 4000), min_size=1, max_size=8))
def test_each_day_is_told_once_however_often_and_late_it_is_looked(days: list[int]) -> None:
    history, seen = opened(subject=LEAP), []
    for later in sorted(days):
        for each in list(dated(history.case, RULES, TODAY + timedelta(days=later))):
            seen.append(each.name)
            history.does(each, Actor.CLOCK, day=later)
    assert len(seen) == len(set(seen))
    at_the_end = TODAY + timedelta(days=max(days))
    assert told(history, at_the_end) == []
    assert {name for _, name in told(opened(subject=LEAP), at_the_end)} == {
        date.fromisoformat(name.partition("/")[2]) for name in seen
    }


@pytest.mark.parametrize(
    ("event", "due"),
    [
        (LifeEvent.HEALTH_CONSENT, TODAY),
        (LifeEvent.AFTER_SCHOOL, TODAY),
        (LifeEvent.CONSENT_ENDS, TODAY),
        (LifeEvent.CARE_ORDER, TODAY),
        (LifeEvent.PROTECTED_ADDRESS, TODAY),
        (LifeEvent.COMPULSORY_CARE, date(2026, 6, 2)),
        (LifeEvent.DISCHARGE, date(2026, 3, 16)),
        (LifeEvent.CHANGED, date(2026, 3, 16)),
    ],
)
def test_by_when_it_is_gone_through(event: LifeEvent, due: date) -> None:
    assert review_due(ReviewOpened(event, TODAY), LIFE) == due
