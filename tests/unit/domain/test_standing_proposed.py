"""Which parts wait for the owner as a proposal: a table, every expectation written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.access import Decision, Level
from server.domain.plan import Apart, Kind, Part, Role
from server.domain.standing import proposed_parts, standing
from tests.unit.domain.people import a_part, a_plan, decided, taking_part

COORDINATOR, MOTHER = taking_part(Role.COORDINATOR), taking_part(Role.RELATIVE)
PROPOSED = a_part(Kind.GOAL, "goal", created_by=COORDINATOR.id, created_after=5, apart=Apart.PROPOSED)
OTHER = a_part(Kind.GOAL, "other")
LET = replace(decided(5, COORDINATOR, Kind.GOAL, Level.NONE), proposing=True)


@pytest.mark.rule(9)
@pytest.mark.parametrize(
    ("waits", "signed"),
    [
        (True, []),
        (True, [decided(4, MOTHER, Kind.GOAL, Level.READ)]),
        (False, [decided(6, MOTHER, Kind.GOAL, Level.READ)]),
        (False, [decided(6, MOTHER, PROPOSED, Level.COMMENT)]),
        (False, [decided(6, COORDINATOR, PROPOSED, Level.EDIT)]),
        (False, [decided(6, MOTHER, PROPOSED, Level.NONE)]),
        (False, [decided(6, MOTHER, Kind.GOAL, Level.READ), decided(7, MOTHER, Kind.GOAL, Level.NONE)]),
        (False, [decided(7, MOTHER, PROPOSED, Level.READ), decided(6, COORDINATOR, PROPOSED, Level.READ)]),
        (True, [decided(6, MOTHER, OTHER, Level.READ), decided(7, MOTHER, Kind.MEASURE, Level.READ)]),
        (True, [replace(LET, number=6), replace(LET, number=7, proposing=False)]),
        (True, [replace(decided(6, MOTHER, Kind.GOAL, Level.READ), beyond=frozenset({PROPOSED.id}))]),
        (False, [replace(decided(6, MOTHER, Kind.GOAL, Level.READ), beyond=frozenset({OTHER.id}))]),
    ],
)
def test_a_part_is_a_proposal_until_something_is_signed_of_it_or_its_kind(
    waits: bool, signed: list[Decision]
) -> None:
    parts = [PROPOSED, OTHER]
    expected = {PROPOSED.id} if waits else set()
    for decisions in ([LET, *signed], standing([LET, *signed], {part.id: part.kind for part in parts})):
        assert proposed_parts(a_plan([COORDINATOR, MOTHER], parts, decisions)) == expected


@pytest.mark.parametrize("apart", [None, Apart.KEPT])
def test_what_is_added_by_who_may_edit_is_no_proposal(apart: Apart | None) -> None:
    part: Part = replace(PROPOSED, apart=apart)
    assert proposed_parts(a_plan([COORDINATOR], [part], [LET])) == frozenset()
