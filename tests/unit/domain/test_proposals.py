"""The default matrix, read here a second time from the table of docs/domain.md."""

from __future__ import annotations

from itertools import product

import pytest

from server.domain.access import Level
from server.domain.plan import Area, Kind, Role
from server.domain.proposals import kind_proposal, proposal
from tests.unit.domain.people import a_part, taking_part

DOMAIN_MD = """
| part | owner | parent <16 | relative | coordinator | GP | municipal health | hospital | school | NAV | child welfare |
|---|---|---|---|---|---|---|---|---|---|---|
| about me (om meg) | e | e | c | c | r | r | r | r | r | r |
| goals (mål), one part each | e | e | c | c | c | c | c | c | c | c |
| resources (ressurser) | e | e | c | c | r | c | r | c | c | r |
| needs (behov) | e | e | c | e | c | c | c | – | – | – |
| contributions (hvem bidrar med hva) | e | e | own | e | own | own | own | own | own | own |
| measures (tiltak): the responsible | – | – | – | – | e | e | e | e | e | e |
| measures somebody else is responsible for | e | e | r | by area | by area | by area | by area | by area | by area | by area |
| health (helse) | e | e | – | r | e | e | e | – | – | – |
| education (opplæring) | e | e | – | r | – | – | – | e | – | – |
| work and economy (arbeid og økonomi) | e | e | – | r | – | – | – | – | e | – |
| home and leisure (bolig, fritid, avlastning) | e | e | c | e | – | c | – | – | – | – |
| family (familie og søsken) | e | e | – | c | – | – | – | – | – | – |
| child welfare (barnevern) | e | e | – | – | – | – | – | – | – | e |
| if something happens (kriseplan) | e | e | r | e | c | e | c | – | – | – |
| meetings and minutes (invited only) | e | e | c | e | c | c | c | c | c | c |
| period, revision, cooperation | e | e | r | e | r | r | r | r | r | r |
| my own notes (mine notater) | e | – | – | – | – | – | – | – | – | – |
"""  # noqa: E501 - the table as it stands there

COLUMN = {
    "owner": Role.OWNER,
    "parent <16": Role.REPRESENTATIVE,
    "relative": Role.RELATIVE,
    "coordinator": Role.COORDINATOR,
    "GP": Role.GP,
    "municipal health": Role.MUNICIPAL_HEALTH,
    "hospital": Role.HOSPITAL,
    "school": Role.SCHOOL,
    "NAV": Role.NAV,
    "child welfare": Role.CHILD_WELFARE,
}

ROW = {
    "about me (om meg)": Kind.ABOUT_ME,
    "goals (mål), one part each": Kind.GOAL,
    "resources (ressurser)": Kind.RESOURCES,
    "needs (behov)": Kind.NEEDS,
    "health (helse)": Kind.HEALTH,
    "education (opplæring)": Kind.EDUCATION,
    "work and economy (arbeid og økonomi)": Kind.WORK,
    "home and leisure (bolig, fritid, avlastning)": Kind.HOME,
    "family (familie og søsken)": Kind.FAMILY,
    "child welfare (barnevern)": Kind.CHILD_WELFARE,
    "if something happens (kriseplan)": Kind.CRISIS,
    "period, revision, cooperation": Kind.PERIOD,
    "my own notes (mine notater)": Kind.OWN_NOTES,
}

HAS_THE_COLUMN_OF = {
    Role.SUBSTITUTE: Role.COORDINATOR,
    Role.HOSPITAL_COORDINATOR: Role.HOSPITAL,
    Role.CONTACT_DOCTOR: Role.HOSPITAL,
}

LETTER = {"–": Level.NONE, "r": Level.READ, "c": Level.COMMENT, "e": Level.EDIT}


def cells() -> dict[str, dict[Role, str]]:
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in DOMAIN_MD.strip().splitlines()]
    roles = [COLUMN[heading] for heading in lines[0][1:]]
    return {row[0]: dict(zip(roles, row[1:], strict=True)) for row in lines[2:]}


TABLE = cells()
PLAIN = [(kind, role, TABLE[name][role]) for name, kind in ROW.items() for role in COLUMN.values()]


@pytest.mark.rule(7)
@pytest.mark.parametrize(("kind", "role", "letter"), PLAIN)
def test_a_kind_is_proposed_as_the_table_says(kind: Kind, role: Role, letter: str) -> None:
    assert kind_proposal(role, kind) is LETTER[letter]
    assert proposal(taking_part(role), a_part(kind)) is LETTER[letter]


def test_no_row_of_the_table_is_left_out() -> None:
    elsewhere = {name for name in TABLE if name not in ROW}
    assert {name.split(" ")[0] for name in elsewhere} == {"contributions", "measures", "meetings"}
    assert set(ROW.values()) | {Kind.CONTRIBUTION, Kind.MEASURE} == set(Kind)


@pytest.mark.parametrize("role", list(COLUMN.values()))
def test_a_contribution_is_edited_by_its_own_and_read_by_the_others(role: Role) -> None:
    me, letter = taking_part(role), TABLE["contributions (hvem bidrar med hva)"][role]
    mine, theirs = a_part(Kind.CONTRIBUTION, responsible=me.id), a_part(Kind.CONTRIBUTION)
    if letter == "own":
        assert (proposal(me, mine), proposal(me, theirs)) == (Level.EDIT, Level.READ)
    else:
        assert proposal(me, mine) is proposal(me, theirs) is LETTER[letter]


AREA_ROW = {
    Area.HEALTH: "health (helse)",
    Area.EDUCATION: "education (opplæring)",
    Area.WORK: "work and economy (arbeid og økonomi)",
    Area.HOME: "home and leisure (bolig, fritid, avlastning)",
    Area.GENERAL: "goals (mål), one part each",
}


COORDINATORS = {
    Area.HEALTH: Level.READ,
    Area.EDUCATION: Level.COMMENT,
    Area.WORK: Level.COMMENT,
    Area.HOME: Level.EDIT,
    Area.GENERAL: Level.EDIT,
}
"""As the sentence below the table says."""


@pytest.mark.parametrize(("role", "area"), list(product(COLUMN.values(), Area)))
def test_a_measure_of_somebody_else_is_proposed_by_its_area(role: Role, area: Area) -> None:
    letter = TABLE["measures somebody else is responsible for"][role]
    somebody = taking_part(Role.OTHER)
    asked = proposal(taking_part(role), a_part(Kind.MEASURE, area=area, responsible=somebody.id))
    if letter != "by area":
        assert asked is LETTER[letter]
    elif role is Role.COORDINATOR:
        assert asked is COORDINATORS[area]
    else:
        assert asked is min(LETTER[TABLE[AREA_ROW[area]][role]], Level.COMMENT)


@pytest.mark.parametrize(("role", "area"), list(product(COLUMN.values(), Area)))
def test_whoever_is_responsible_for_a_measure_is_proposed_to_edit_it(role: Role, area: Area) -> None:
    me = taking_part(role)
    mine, theirs = a_part(Kind.MEASURE, area=area, responsible=me.id), a_part(Kind.MEASURE, area=area)
    letter = TABLE["measures (tiltak): the responsible"][role]
    # A dash in the row of the responsible: for these roles being responsible adds nothing.
    assert proposal(me, mine) is (proposal(me, theirs) if letter == "–" else LETTER[letter])


def test_a_measure_without_an_area_counts_as_general() -> None:
    for role in COLUMN.values():
        bare, general = a_part(Kind.MEASURE), a_part(Kind.MEASURE, area=Area.GENERAL)
        assert proposal(taking_part(role), bare) is proposal(taking_part(role), general)


@pytest.mark.parametrize("kind", Kind)
def test_nothing_is_proposed_for_a_role_the_table_does_not_name(kind: Kind) -> None:
    me = taking_part(Role.OTHER)
    assert proposal(me, a_part(kind, responsible=me.id)) is Level.NONE


@pytest.mark.rule(4)
@pytest.mark.parametrize(("role", "column"), HAS_THE_COLUMN_OF.items())
def test_roles_without_a_column_are_proposed_what_theirs_is(role: Role, column: Role) -> None:
    theirs, its = taking_part(role, name="p"), taking_part(column, name="p")
    for kind, area, responsible in product(Kind, Area, (None, its.id)):
        part = a_part(kind, area=area if kind is Kind.MEASURE else None, responsible=responsible)
        assert proposal(theirs, part) is proposal(its, part)
