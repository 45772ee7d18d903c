"""As what somebody acts in a complaint, and the numbers of the catalogue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from server.catalogue import standard
from server.domain.cases.vocabulary import Actor
from server.domain.complaints.vocabulary import Basis
from server.domain.errors import NotFound
from server.domain.plan import PersonId
from server.domain.unit.rights import UnitRight
from server.features.complaints.rules import YEARS, Door, capacity, is_holiday, rules_on

OWNER, MOTHER, HELPER, OTHER = map(PersonId, ("owner", "mother", "helper", "other"))
UNSENT = Door(OWNER, MOTHER, represents=True, helpers={HELPER}, at_unit=False)
SENT = replace(UNSENT, at_unit=True)
HANDLER = {UnitRight.CASE_HANDLER}


@pytest.mark.parametrize("right", [set(), {UnitRight.STATISTICS}, HANDLER])
def test_before_it_is_sent_nobody_else_sees_it_whatever_they_hold(right: set[UnitRight]) -> None:
    assert capacity(UNSENT, OWNER, right) is Actor.OWNER
    assert capacity(UNSENT, MOTHER, right) is Actor.REPRESENTATIVE
    with pytest.raises(NotFound):
        capacity(UNSENT, OTHER, right)
    with pytest.raises(NotFound):
        capacity(None, OWNER, right)


@pytest.mark.rule(15)
def test_whoever_was_named_to_help_reads_it_until_they_would_be_the_one_to_answer_it() -> None:
    for right in (set[UnitRight](), {UnitRight.STATISTICS}):
        assert capacity(UNSENT, HELPER, right) is Actor.HELPER
    with pytest.raises(NotFound):
        capacity(UNSENT, HELPER, HANDLER)


def test_once_it_is_sent_the_units_case_handlers_see_it_and_nobody_handles_their_own() -> None:
    assert capacity(SENT, OTHER, HANDLER) is Actor.CASE_HANDLER
    assert capacity(SENT, OWNER, HANDLER) is Actor.OWNER
    for right in (set[UnitRight](), {UnitRight.STATISTICS}):
        with pytest.raises(NotFound):
            capacity(SENT, OTHER, right)


def test_whose_representation_is_over_sees_it_no_more() -> None:
    over = replace(SENT, represents=False)
    with pytest.raises(NotFound):
        capacity(over, MOTHER, ())


def test_the_numbers_are_those_of_the_catalogue() -> None:
    rules = rules_on(standard(), date(2026, 3, 2))
    assert rules.weeks == {Basis.HEALTH: 4, Basis.SOCIAL: 3, Basis.NAV: 3, Basis.CHILD_WELFARE: 3}
    assert rules.party_age == {Basis.HEALTH: 12, Basis.SOCIAL: 12, Basis.NAV: 12, Basis.CHILD_WELFARE: 15}
    assert (rules.late_years, rules.delay_months, rules.rejection_weeks) == (1, 1, 3)


def test_holidays_of_2026() -> None:
    """https://lovdata.no/lov/1995-02-24-12 § 2, and 1 and 17 May."""
    days = [date(2026, 1, 1) + timedelta(days=each) for each in range(365)]
    found = [f"{day.day}.{day.month}" for day in days if is_holiday(day)]
    assert found == [
        "1.1",
        "2.4",
        "3.4",
        "5.4",
        "6.4",
        "1.5",
        "14.5",
        "17.5",
        "24.5",
        "25.5",
        "25.12",
        "26.12",
    ]
    assert all(is_holiday(date(year, 12, 25)) for year in YEARS)
