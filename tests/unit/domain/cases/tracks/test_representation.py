"""Who acts for the owner: every cell, every guard, and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from server.domain.cases import case_transitions as d
from server.domain.cases.tracks.representation import MOST, REPRESENTATION, at_birth, no_longer_than
from server.domain.cases.vocabulary import Actor, RepresentationStatus
from server.domain.errors import Forbidden, Invalid, NotNow
from server.domain.plan import PersonId
from tests.unit.domain.cases.grids import cells, cells_of, guards, permitted, required
from tests.unit.domain.cases.situations import (
    CHILD,
    EXPECTED,
    RULES,
    SAMPLES,
    TODAY,
    WHO,
    History,
    clarifying,
)

GRID = """
none:        representative-registered > represented
represented: representative-registered > represented; representative-ended > ?
"""
REGISTERED = d.RepresentativeRegistered(
    PersonId("anne"), "Anne", "guardian", TODAY + timedelta(days=90), "Statsforvalterens vedtak"
)
ENDED = d.RepresentativeEnded(PersonId("anne"), "Ønsker det ikke.")
CHILDS = date(2026, 3, 20)
"""Mia consents herself from then."""


def registered(**other: Any) -> d.RepresentativeRegistered:
    return replace(REGISTERED, **other)


def test_the_table() -> None:
    assert cells_of(REPRESENTATION) == cells(GRID)
    assert set(REPRESENTATION.moves) == set(RepresentationStatus)


@pytest.mark.rule(13)
def test_the_unit_registers_it_and_the_owner_may_end_it() -> None:
    assert permitted(REPRESENTATION) == {
        "representative-registered": {"case-handler", "clock"},
        "representative-ended": {"case-handler", "owner", "clock"},
    }
    for actor in (Actor.OWNER, Actor.RELATIVE, Actor.REPRESENTATIVE):
        with pytest.raises(Forbidden):
            clarifying().does(REGISTERED, actor)


REFUSED: list[tuple[History, Any, str]] = [
    (clarifying().does(SAMPLES["declined"]), REGISTERED, "case-at-rest"),
    (clarifying(), registered(basis="money-mandate"), "mandate-does-not-cover"),
    (clarifying(), registered(basis="relative"), "mandate-does-not-cover"),
    (clarifying(), registered(until=TODAY - timedelta(days=1)), "day-has-passed"),
    (clarifying(), registered(until=date(2044, 3, 3)), "day-too-far"),
    (clarifying(subject=CHILD), registered(basis="parents", until=CHILDS), "parents-until-consent-age"),
    (clarifying(), registered(person=PersonId("kari")), "represents-themselves"),
    (clarifying(), registered(person=WHO[Actor.CASE_HANDLER].person), "registers-themselves"),
    (
        clarifying().all(registered(person=PersonId(f"p{each}")) for each in range(MOST)),
        REGISTERED,
        "too-many-represent",
    ),
    (clarifying().does(REGISTERED), replace(ENDED, person=PersonId("tor")), "represents-nobody"),
]


@pytest.mark.rule(13)
@pytest.mark.parametrize(("history", "transition", "token"), REFUSED, ids=[token for *_, token in REFUSED])
def test_its_guards(history: History, transition: Any, token: str) -> None:
    with pytest.raises(NotNow, match=token):
        history.does(transition)


def test_each_guard_stands_in_a_test() -> None:
    assert {token for _, token in guards(REPRESENTATION)} == {token for *_, token in REFUSED}


@pytest.mark.rule(12, 13)
def test_at_a_birth_parents_are_registered_until_the_child_consents_itself() -> None:
    mother, last = PersonId("mor"), date(2042, 3, 1)
    family = replace(EXPECTED, person=mother, family=True)
    father = registered(person=PersonId("far"), basis="parents", until=date(2044, 3, 2))
    history = clarifying(subject=family).all([father, REGISTERED])
    with pytest.raises(NotNow, match="represents-themselves"):
        history.does(registered(person=mother))
    child = d.ChildBorn("Liv", TODAY, mother)
    for each in at_birth(history.case, child, "Mor", "Født.", RULES, TODAY):
        history.does(each, Actor.CLOCK)
    born = history.does(child)
    acting = {each.person: (each.basis, each.until) for each in born.case.representation.people}
    assert acting == {
        mother: ("parents", last),
        "far": ("parents", last),
        "anne": ("guardian", REGISTERED.until),
    }
    # Of nobody's case, and for whom nothing changes, nothing is registered.
    assert list(at_birth(born.case, replace(child, parent=None), "", "Født.", RULES, TODAY)) == []


@pytest.mark.rule(12, 13)
def test_parents_act_no_longer_than_they_may_for_whoever_turns_out_to_be_older() -> None:
    far = registered(person=PersonId("far"), basis="parents", until=date(2044, 3, 2))
    history = clarifying(subject=replace(CHILD, born=None)).all([far, REGISTERED])

    def then(born: date) -> list[Any]:
        return list(no_longer_than(history.case, born, "Rettet.", RULES, TODAY))

    assert then(date(2028, 3, 3)) == []
    last = CHILDS - timedelta(days=1)
    shorter = d.RepresentativeRegistered(far.person, "Anne", "parents", last, "Rettet.")
    assert then(date(2010, 3, 20)) == [shorter]
    assert then(date(2010, 3, 2)) == [d.RepresentativeEnded(far.person, "Rettet.")]
    for each in then(date(2010, 3, 20)):
        history.does(each, Actor.CLOCK)
    assert then(date(2010, 3, 20)) == []


def test_what_must_be_said() -> None:
    for name in ("name", "basis", "proof"):
        with pytest.raises(Invalid, match=name):
            clarifying().does(registered(**{name: " "}))
    with pytest.raises(Invalid, match="reason"):
        clarifying().does(REGISTERED).does(replace(ENDED, reason=""))
    assert {name for _, name in required(REPRESENTATION)} == {"name", "basis", "until", "proof", "reason"}


@pytest.mark.rule(13)
def test_it_holds_through_its_last_day_and_no_longer() -> None:
    facts = clarifying(subject=CHILD).does(registered(basis="parents", until=CHILDS - timedelta(days=1)))
    found = facts.case.representation
    assert [bool(found.of(PersonId("anne"), CHILDS + timedelta(days=day))) for day in (-1, 0)] == [
        True,
        False,
    ]
    assert found.of(PersonId("tor"), TODAY) is None


@pytest.mark.rule(13)
def test_who_is_registered_anew_acts_on_the_new_basis_alone() -> None:
    later = TODAY + timedelta(days=300)
    history = clarifying().all([REGISTERED, registered(person=PersonId("tor")), registered(until=later)])
    people = [(each.person, each.until) for each in history.case.representation.people]
    assert people == [("tor", REGISTERED.until), ("anne", later)]


def test_once_nobody_acts_for_the_owner_the_track_is_where_it_began() -> None:
    history = clarifying().all([REGISTERED, ENDED])
    found = history.case.representation
    assert (found.status, found.people) == (RepresentationStatus.NONE, ())
    assert found.ever == {"anne"}
    assert history.does(REGISTERED).case.representation.status is RepresentationStatus.REPRESENTED
