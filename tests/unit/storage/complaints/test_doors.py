"""As what somebody sees a complaint."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.cases.vocabulary import Actor
from server.domain.errors import NotFound
from server.domain.plan import PersonId
from server.domain.unit.rights import UnitRight
from server.storage.complaints.doors import Door, capacity

OWNER, MOTHER, HELPER, OTHER = map(PersonId, ("owner", "mother", "helper", "other"))
UNSENT = Door(OWNER, MOTHER, represents=True, helpers={HELPER}, at_unit=False, theirs=False)
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


@pytest.mark.rule(13)
def test_whose_it_is_or_of_whom_they_act_for_nobody_answers_for_the_unit() -> None:
    theirs = replace(SENT, theirs=True)
    assert capacity(theirs, OWNER, HANDLER) is Actor.OWNER
    assert capacity(theirs, MOTHER, HANDLER) is Actor.REPRESENTATIVE
    for door, who in ((theirs, OTHER), (replace(theirs, represents=False), MOTHER)):
        with pytest.raises(NotFound):
            capacity(door, who, HANDLER)
