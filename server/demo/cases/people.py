"""Whom the demo's cases are about, and who works with them. All are invented."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.domain.plan import PersonId
from server.storage.persons import Person


class LoginGroup(StrEnum):
    """Of whom the login page offers: those of the whole plan, of the unit, with a case of their own, and
    those who work with these. The page has the words."""

    PLAN = "plan"
    UNIT = "unit"
    CASES = "cases"
    WORKS = "works"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CasePerson:
    key: str
    name: str
    group: LoginGroup
    organisation: str = ""


CASE_PEOPLE = (
    CasePerson("statistics", "Ivar Sletten", LoginGroup.UNIT, "Virksomhetsstyring, Sundvåg kommune"),
    CasePerson("leader", "Sissel Aune", LoginGroup.UNIT, "Helse og mestring, Sundvåg kommune"),
    CasePerson("late", "Thea Lunde", LoginGroup.CASES),
    CasePerson("refused", "Kjell Nordgård", LoginGroup.CASES),
    CasePerson("vacant", "Samira Farah", LoginGroup.CASES),
    CasePerson("declined-plan", "Nils Bråten", LoginGroup.CASES),
    CasePerson("disputed", "Aisha Noor", LoginGroup.CASES),
    CasePerson("expecting", "Elin Sand", LoginGroup.CASES),
    CasePerson("seventeen", "Mikkel Strand", LoginGroup.CASES),
    CasePerson("coordinator-2", "Eirik Dale", LoginGroup.WORKS, "Psykisk helse, Sundvåg kommune"),
    CasePerson("child-coordinator", "Marte Lie", LoginGroup.WORKS, "Barn og familie, Sundvåg kommune"),
    CasePerson("nav-2", "Grete Holm", LoginGroup.WORKS, "NAV Sundvåg"),
    CasePerson("therapist", "Yusuf Ali", LoginGroup.WORKS, "Psykisk helse, Sundvåg kommune"),
)
NAMES = {each.key: each.name for each in CASE_PEOPLE}


def case_person(each: CasePerson, person: PersonId) -> Person:
    return Person(person, each.name, demo_key=each.key, organisation=each.organisation)
