"""What follows from the facts of a case."""

from __future__ import annotations

from datetime import date

from server.domain.cases.state import Appointment, CoordinatorFacts
from server.domain.cases.vocabulary import CoordinatorKind, Outcome, Thing, Training
from server.domain.plan import PersonId
from tests.unit.domain.cases.situations import assessed, clarifying, decided


def appointment(start: date, end: date | None) -> Appointment:
    return Appointment(PersonId("p"), "P", "Helse", CoordinatorKind.ORDINARY, Training.DONE, start, end)


def test_who_coordinates_on_a_day() -> None:
    first, second = appointment(date(2026, 1, 1), date(2026, 2, 1)), appointment(date(2026, 3, 1), None)
    facts = CoordinatorFacts(appointments=(first, second))
    days = {
        date(2025, 12, 31): None,
        date(2026, 1, 31): first,
        date(2026, 2, 1): None,
        date(2026, 3, 1): second,
    }
    assert {day: facts.on(day) for day in days} == days
    assert facts.appointed == second
    assert CoordinatorFacts(appointments=(first,)).appointed is None


def test_what_is_granted_and_what_is_not_decided() -> None:
    facts = assessed().does(decided(Thing.PLAN, Outcome.IN_PART)).case.case
    assert facts.granted == {Thing.PLAN}
    assert facts.undecided == {Thing.COORDINATOR}
    refused = assessed().does(decided(Thing.PLAN, Outcome.REFUSED)).case.case
    assert refused.granted == frozenset()
    assert refused.undecided == {Thing.COORDINATOR}


def test_a_case_is_dealt_with_once_consent_is_known() -> None:
    assert clarifying().case.case.may_be_dealt_with
