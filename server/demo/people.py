"""The demo persons. All are invented, and so are the municipality, the school and the hospital."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.plan import Role
from server.features.login.demo import DemoChoice

from .cases.people import CASE_PEOPLE, LoginGroup


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """``role`` is the role in the demo plan; ``None``: takes part in no plan."""

    key: str
    name: str
    role: Role | None
    organisation: str = ""


DEMO_PEOPLE = (
    DemoPerson("owner", "Runa Elvestad", Role.OWNER),
    DemoPerson("mother", "Marit Elvestad", Role.RELATIVE, "Mamma"),
    DemoPerson("coordinator", "Hilde Brekke", Role.COORDINATOR, "Helse og mestring, Sundvåg kommune"),
    DemoPerson("gp", "Anders Myhre", Role.GP, "Sundvåg legesenter"),
    DemoPerson("school", "Silje Tangen", Role.SCHOOL, "Sundvåg videregående skole"),
    DemoPerson("nav", "Omar Haddad", Role.NAV, "NAV Sundvåg"),
    DemoPerson("hospital", "Ragnhild Moe", Role.HOSPITAL, "Voksenhabiliteringen, Nordfjella sykehus"),
    DemoPerson("unit", "Torunn Hauge", None, "Koordinerende enhet, Sundvåg kommune"),
    DemoPerson("stranger", "Jonas Vik", None),
)

DEMO_KEYS = tuple(person.key for person in DEMO_PEOPLE)
OWNER_KEY = "owner"
UNIT_KEY = "unit"


def _group(person: DemoPerson) -> LoginGroup:
    if person.role is not None:
        return LoginGroup.PLAN
    return LoginGroup.UNIT if person.key == UNIT_KEY else LoginGroup.NONE


def _choice(person: DemoPerson) -> DemoChoice:
    role = person.role or Role.OTHER
    return DemoChoice(person.key, person.name, role, person.organisation, _group(person))


*_OF_THE_PLAN, _STRANGER = map(_choice, DEMO_PEOPLE)
LOGIN_CHOICES = (
    *_OF_THE_PLAN,
    *(DemoChoice(each.key, each.name, Role.OTHER, each.organisation, each.group) for each in CASE_PEOPLE),
    _STRANGER,
)
