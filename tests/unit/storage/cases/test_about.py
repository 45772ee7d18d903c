"""Whom a case is about, by login or by name and birthday."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from server.domain.cases.case_transitions import RepresentativeRegistered
from server.domain.plan import PersonId
from server.storage.cases.about import Known, is_about
from tests.unit.domain.cases.situations import ADULT, clarifying

BORN = date(1980, 5, 1)
GRO = PersonId("gro")


@pytest.mark.rule(15)
@pytest.mark.parametrize(
    ("name", "born", "expected"),
    [
        ("Kari Mo", BORN, True),
        ("KARI  MO", BORN, True),
        ("Kari Anne Mo", BORN, True),
        ("Kari Mo", date(1980, 5, 2), False),
        ("Kari Mo", None, False),
        ("Kari Vik", BORN, False),
        ("", BORN, False),
    ],
)
def test_a_name_and_a_birthday_are_whom_it_is_about(name: str, born: date | None, expected: bool) -> None:
    case = clarifying(subject=replace(ADULT, name="Kari Lise Mo", person=None)).case
    assert is_about(case, Known(GRO, name, born)) is expected


@pytest.mark.rule(15)
def test_so_are_a_login_and_whoever_acts_for_them() -> None:
    history = clarifying()
    assert is_about(history.case, Known(PersonId("kari")))
    assert not is_about(history.case, Known(GRO))
    history.does(RepresentativeRegistered(GRO, "Gro", "guardian", date(2027, 3, 1), "Vedtak"))
    assert is_about(history.case, Known(GRO))
