"""By when one has to complain: each day reckoned by hand from a calendar of 2026 and 2027."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.complaints.deadline import (
    DeadlineStep,
    Started,
    StepKind,
    reckoned,
    reckoned_of_rejection,
    rolled_forward,
)
from server.domain.complaints.vocabulary import Basis
from server.features.complaints.rules import is_holiday
from tests.unit.domain.complaints.situations import RULES

NORWAY = replace(RULES, is_holiday=is_holiday)
D = date
BY_HAND = [
    # what was known when, by which law, and the last day
    (Basis.HEALTH, D(2026, 3, 2), D(2026, 3, 30)),  # a Monday, four weeks later
    (Basis.HEALTH, D(2026, 3, 6), D(2026, 4, 7)),  # Good Friday: over Easter Monday to Tuesday
    (Basis.HEALTH, D(2026, 3, 5), D(2026, 4, 7)),  # Maundy Thursday
    (Basis.HEALTH, D(2026, 4, 3), D(2026, 5, 4)),  # 1 May, a Friday: to Monday
    (Basis.HEALTH, D(2026, 4, 16), D(2026, 5, 15)),  # Ascension Day, a Thursday: to Friday
    (Basis.HEALTH, D(2026, 11, 27), D(2026, 12, 28)),  # Christmas Day, Friday, and the weekend after it
    (Basis.HEALTH, D(2026, 12, 4), D(2027, 1, 4)),  # New Year's Day, a Friday
    (Basis.HEALTH, D(2026, 3, 7), D(2026, 4, 7)),  # a Saturday: over Easter
    (Basis.SOCIAL, D(2026, 3, 2), D(2026, 3, 23)),
    (Basis.NAV, D(2026, 4, 26), D(2026, 5, 18)),  # 17 May, a Sunday
    (Basis.CHILD_WELFARE, D(2026, 5, 4), D(2026, 5, 26)),  # Whit Monday
    (Basis.CHILD_WELFARE, D(2028, 2, 8), D(2028, 2, 29)),  # a leap day
]


@pytest.mark.parametrize(("basis", "known", "end"), BY_HAND)
def test_the_last_day(basis: Basis, known: date, end: date) -> None:
    deadline = reckoned(Started(basis, known), NORWAY)
    assert deadline.end == end
    assert (deadline.is_late(end), deadline.days_left(end)) == (False, 0)
    assert deadline.is_late(end.replace(day=end.day + 1) if end.day < 28 else D(end.year + 1, 1, 1))


@pytest.mark.parametrize(
    ("told", "end"),
    [
        (D(2026, 3, 2), D(2026, 3, 23)),  # a Monday, three weeks later
        (D(2026, 3, 12), D(2026, 4, 7)),  # Maundy Thursday: over Easter to Tuesday
        (D(2026, 12, 4), D(2026, 12, 28)),  # Christmas Day, Friday, and the weekend after it
        (D(2028, 2, 8), D(2028, 2, 29)),  # a leap day
    ],
)
def test_the_last_day_of_complaining_that_it_was_rejected(told: date, end: date) -> None:
    deadline = reckoned_of_rejection(told, NORWAY)
    assert (deadline.start, deadline.end, deadline.latest) == (told, end, told.replace(year=told.year + 1))
    assert [step.kind for step in deadline.steps][:2] == ["known-on", "weeks"]
    assert (deadline.steps[1].weeks, deadline.is_late(end), deadline.days_left(end)) == (3, False, 0)


def test_each_step_is_shown() -> None:
    deadline = reckoned(Started(Basis.HEALTH, D(2026, 3, 6)), NORWAY)
    assert deadline.steps == (
        DeadlineStep(StepKind.KNOWN, D(2026, 3, 6)),
        DeadlineStep(StepKind.WEEKS, D(2026, 4, 3), 4),
        DeadlineStep(StepKind.ROLLED, D(2026, 4, 7)),
    )
    assert deadline.latest == D(2027, 3, 6)


def test_asking_for_the_reasons_stops_it_and_it_begins_anew_when_they_come() -> None:
    asked = Started(Basis.HEALTH, D(2026, 3, 2), reasons_asked=D(2026, 3, 20))
    waiting = reckoned(asked, NORWAY)
    assert (waiting.end, waiting.days_left(D(2026, 9, 1)), waiting.is_late(D(2026, 9, 1))) == (
        None,
        None,
        False,
    )
    came = Started(Basis.HEALTH, D(2026, 3, 2), reasons_asked=D(2026, 3, 20), reasons_came=D(2026, 4, 8))
    again = reckoned(came, NORWAY)
    assert (again.start, again.end) == (D(2026, 4, 8), D(2026, 5, 6))
    assert [step.kind for step in again.steps] == ["known-on", "reasons-asked", "reasons-came", "weeks"]


def test_reasons_that_were_asked_for_too_late_change_nothing() -> None:
    too_late = Started(Basis.HEALTH, D(2026, 3, 2), reasons_asked=D(2026, 3, 31), reasons_came=D(2026, 4, 8))
    deadline = reckoned(too_late, NORWAY)
    assert deadline.end == D(2026, 3, 30)
    assert deadline.steps[-1].kind is StepKind.REASONS_TOO_LATE
    in_time = reckoned(Started(Basis.HEALTH, D(2026, 3, 2), reasons_asked=D(2026, 3, 30)), NORWAY)
    assert in_time.end is None


def test_whoever_decided_may_give_longer_before_the_end() -> None:
    def given(on: date, to: date, asked: date | None = None) -> tuple[date | None, list[str]]:
        extended = Started(Basis.HEALTH, D(2026, 3, 2), reasons_asked=asked, extended_on=on, extended_to=to)
        found = reckoned(extended, NORWAY)
        return found.end, [step.kind for step in found.steps]

    usual = ["known-on", "weeks"]
    assert given(D(2026, 3, 30), D(2026, 4, 15)) == (D(2026, 4, 15), [*usual, "extended"])
    assert given(D(2026, 3, 20), D(2026, 4, 4)) == (D(2026, 4, 7), [*usual, "extended", "rolled-forward"])
    assert given(D(2026, 3, 31), D(2026, 4, 15)) == (D(2026, 3, 30), [*usual, "extended-too-late"])
    assert given(D(2026, 3, 20), D(2026, 3, 25)) == (D(2026, 3, 30), usual)
    assert given(D(2026, 3, 20), D(2026, 4, 15), D(2026, 3, 10))[0] is None


def test_where_nothing_was_decided_the_day_is_the_one_the_owner_says() -> None:
    deadline = reckoned(Started(Basis.HEALTH, D(2026, 3, 2), uncertain=True), NORWAY)
    assert (deadline.uncertain, deadline.steps[0].kind) == (True, StepKind.SAID)


@given(st.dates(D(2020, 1, 1), D(2060, 1, 1)), st.sampled_from(Basis))
def test_it_is_never_shorter_than_its_weeks_and_ends_on_a_working_day(known: date, basis: Basis) -> None:
    deadline = reckoned(Started(basis, known), NORWAY)
    assert deadline.end is not None
    assert 0 <= (deadline.end - known).days - 7 * RULES.weeks[basis] <= 6
    assert rolled_forward(deadline.end, NORWAY) == deadline.end
    assert all(first.day <= second.day for first, second in pairwise(deadline.steps))
