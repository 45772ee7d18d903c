"""Which participation opens to whom, and as whom they act who have several: whole tables, written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.errors import NotFound
from server.domain.identity.principal import Principal
from server.domain.plan import PROVIDERS, Participant, PersonId, Role
from server.domain.sight import PlanSight
from tests.unit.domain.people import NOW, a_plan, taking_part

KARI = PersonId("kari")
SCHOOL_NUMBER, OTHER_NUMBER = "987654325", "912345678"
PRIVATE = Principal(KARI)
AT_SCHOOL = Principal(KARI, SCHOOL_NUMBER)
ELSEWHERE = Principal(KARI, OTHER_NUMBER)
DEMO = Principal(KARI, demo=True)


def as_(role: Role, number: str | None = None) -> Participant:
    return replace(taking_part(role), person=KARI, organisation_number=number)


EVERYBODY, NOBODY = {"private", "at school", "elsewhere", "demo"}, set[str]()
PRINCIPALS = {"private": PRIVATE, "at school": AT_SCHOOL, "elsewhere": ELSEWHERE, "demo": DEMO}
OPENS: list[tuple[Role, str | None, set[str]]] = [
    (Role.OWNER, None, EVERYBODY),
    (Role.REPRESENTATIVE, None, EVERYBODY),
    (Role.RELATIVE, None, EVERYBODY),
    (Role.COORDINATOR, None, EVERYBODY),
    (Role.COORDINATOR, SCHOOL_NUMBER, {"at school", "demo"}),
    (Role.SUBSTITUTE, None, EVERYBODY),
    *[
        (role, number, opened)
        for role in (
            Role.GP,
            Role.MUNICIPAL_HEALTH,
            Role.HOSPITAL,
            Role.HOSPITAL_COORDINATOR,
            Role.CONTACT_DOCTOR,
            Role.SCHOOL,
            Role.NAV,
            Role.CHILD_WELFARE,
            Role.OTHER,
        )
        for number, opened in ((None, {"demo"}), (SCHOOL_NUMBER, {"at school", "demo"}))
    ],
]


def test_the_table_has_every_role() -> None:
    assert {role for role, _, _ in OPENS} == set(Role)


@pytest.mark.parametrize(("role", "number", "opened"), OPENS)
def test_a_participation_opens_to_whose_login_proved_its_organisation(
    role: Role, number: str | None, opened: set[str]
) -> None:
    who = as_(role, number)
    assert {name for name, each in PRINCIPALS.items() if each.opens(who)} == opened


@pytest.mark.parametrize("role", Role)
def test_whom_it_lets_in_finds_open_what_they_then_take_part_as(role: Role) -> None:
    for each in PRINCIPALS.values():
        number = each.organisation if role in PROVIDERS else None
        assert each.may_join(role) is each.opens(as_(role, number))


def test_nobody_elses_participation_opens() -> None:
    theirs = replace(as_(Role.SCHOOL, SCHOOL_NUMBER), person=PersonId("ola"))
    assert not any(each.opens(theirs) for each in PRINCIPALS.values())


MOTHER, TEACHER = as_(Role.RELATIVE), as_(Role.SCHOOL, SCHOOL_NUMBER)
NURSE = as_(Role.MUNICIPAL_HEALTH, SCHOOL_NUMBER)


@pytest.mark.parametrize(
    ("principal", "acting"),
    [
        (PRIVATE, MOTHER),
        (AT_SCHOOL, TEACHER),
        (ELSEWHERE, MOTHER),
        (DEMO, MOTHER),
        (replace(AT_SCHOOL, role=Role.RELATIVE), MOTHER),
        (replace(AT_SCHOOL, role=Role.MUNICIPAL_HEALTH), NURSE),
        (replace(AT_SCHOOL, role=Role.NAV), TEACHER),
        (replace(PRIVATE, role=Role.SCHOOL), MOTHER),
        (replace(DEMO, role=Role.SCHOOL), TEACHER),
    ],
)
def test_one_acts_in_the_role_one_chose_of_those_that_open(principal: Principal, acting: Participant) -> None:
    assert principal.acting([MOTHER, TEACHER, NURSE]) is acting


def test_without_any_that_opens_there_is_no_plan() -> None:
    access = a_plan([TEACHER, replace(MOTHER, ended_at=NOW)], [])
    assert PRIVATE.acting([TEACHER]) is None
    with pytest.raises(NotFound):
        PlanSight(access, NOW).of_principal(PRIVATE)
