"""Both parents are asked about a plan: one can begin, the other is told and may oppose (rule 12)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from server.domain.cases import care_transitions as d
from server.domain.cases.case_transitions import RepresentativeRegistered, Subject
from server.domain.cases.records import By
from server.domain.cases.rules import years_after
from server.domain.cases.tracks.parents import opposed, parents_asked
from server.domain.cases.tracks.representation import parents_until
from server.domain.cases.vocabulary import Actor, Wish
from server.domain.cases.waiting import Step, waiting
from server.domain.errors import NotNow
from server.domain.plan import PersonId
from tests.unit.domain.cases.situations import RULES, SAMPLES, TODAY, YOUNG, History, opened

MOTHER, FATHER, AUNT = (PersonId(each) for each in ("mor", "far", "tante"))


def as_of(person: PersonId) -> By:
    return By(person, Actor.REPRESENTATIVE, on_behalf_of=YOUNG.name)


def acting(person: PersonId, basis: str = "parents") -> RepresentativeRegistered:
    assert YOUNG.born is not None
    until = parents_until(YOUNG.born, RULES) if basis == "parents" else years_after(TODAY, 1)
    return RepresentativeRegistered(person, person.title(), basis, until, "Folkeregisteret")


def consented(*others: RepresentativeRegistered, subject: Subject = YOUNG) -> History:
    """By the mother."""
    case = opened(subject=subject, wish=Wish.BOTH).all([acting(MOTHER), *others, SAMPLES["plan-offered"]])
    return case.does(d.PlanConsented(), as_of(MOTHER), 0, "parents").does(SAMPLES["plan-begun"])


def steps(case: History, rules: Any = RULES) -> list[tuple[Step, Actor]]:
    found = waiting(case.case, rules, TODAY)
    asked = (Step.ANSWER_AS_PARENT, Step.SETTLE_OPPOSITION)
    return [(each.step, each.who) for each in found if each.step in asked]


def says(case: History, said: Any, who: PersonId = FATHER, basis: str = "parents") -> History:
    return case.does(said, as_of(who), 0, basis)


@pytest.mark.rule(12)
def test_the_other_parent_is_asked_while_the_plan_has_begun() -> None:
    case = consented(acting(FATHER))
    assert [each.person for each in parents_asked(case.case, RULES, TODAY)] == [FATHER]
    assert steps(case) == [(Step.ANSWER_AS_PARENT, Actor.REPRESENTATIVE)]
    assert case.case.plan.status == "drafting"
    assert steps(says(case, d.ParentAgreed())) == []
    with pytest.raises(NotNow, match="already-told"):
        says(case, d.ParentAgreed())


@pytest.mark.rule(12)
def test_what_the_other_parent_opposes_stands_until_it_is_settled_and_the_plan_goes_on() -> None:
    case = says(consented(acting(FATHER)), d.ParentOpposed("Vi er ikke enige."))
    assert steps(case) == [(Step.SETTLE_OPPOSITION, Actor.CASE_HANDLER)]
    assert (len(opposed(case.case.plan)), case.case.plan.status) == (1, "drafting")
    with pytest.raises(NotNow, match="nobody-opposes"):
        case.does(d.OppositionSettled(MOTHER, "Snakket med begge."))
    assert steps(case.does(d.OppositionSettled(FATHER, "Snakket med begge."))) == []
    says(case, d.ParentOpposed("Fortsatt ikke."))
    assert steps(says(case, d.ParentAgreed())) == []


@pytest.mark.parametrize(
    ("who", "basis"), [(MOTHER, "parents"), (AUNT, "guardian")], ids=["who consented", "who is no parent"]
)
def test_nobody_else_is_asked(who: PersonId, basis: str) -> None:
    case = consented(acting(AUNT, "guardian"))
    assert steps(case) == []
    with pytest.raises(NotNow, match="parent-not-asked"):
        says(case, d.ParentOpposed("Nei."), who, basis)


def test_where_the_municipality_asks_one_the_other_is_not_asked() -> None:
    one = replace(RULES, asks_both_parents=False)
    case = consented(acting(FATHER))
    assert steps(case, one) == []
    case.rules = one
    with pytest.raises(NotNow, match="parent-not-asked"):
        says(case, d.ParentAgreed())


def test_whoever_is_registered_later_is_asked_then_and_a_new_consent_asks_anew() -> None:
    case = consented()
    assert steps(case) == []
    case.does(acting(FATHER))
    assert [step for step, _ in steps(case)] == [Step.ANSWER_AS_PARENT]
    says(case, d.ParentAgreed()).all([SAMPLES["plan-ended"], SAMPLES["plan-offered"]])
    case.does(d.PlanConsented(), as_of(MOTHER), 0, "parents")
    assert [step for step, _ in steps(case)] == [Step.ANSWER_AS_PARENT]
