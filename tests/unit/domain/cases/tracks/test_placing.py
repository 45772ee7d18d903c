"""What a municipality's switches ask before somebody coordinates: a signature, and from where they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from server.domain.cases import care_transitions as d
from server.domain.cases.records import By
from server.domain.cases.vocabulary import Actor, CoordinatorKind, Thing, Wish
from server.domain.cases.waiting import Step, waiting
from server.domain.errors import NotNow
from server.domain.plan import PersonId
from tests.unit.domain.cases.situations import (
    EXPECTED,
    FOR_THE_OWNER,
    RULES,
    SAMPLES,
    TODAY,
    WHO,
    YOUNG,
    History,
    appointed,
    opened,
    proposed,
    wished,
)

ASKS = replace(RULES, asks_coordination=True)
SIGNED = d.CoordinationConsented()
ON_PAPER = d.CoordinationConsented("Kari, 2. mars")
IN_PLACING = {
    *(("coordination-consented", each) for each in ("case-at-rest", "on-whose-behalf", "not-asked")),
    *(("coordination-consented", each) for each in ("said-by-missing", "may-not-consent")),
    *(("coordinator-proposed", each) for each in ("service-unsaid", "service-not-appointable")),
    *(("coordinator-appointed", each) for each in ("coordination-not-signed", "service-not-appointable")),
}
"""Guards that stand in this file."""


def released(**report: Any) -> History:
    found = opened(**report).all([wished(), proposed(), SAMPLES["coordinator-released"]])
    found.rules = ASKS
    return found


def refused(history: History, *said: Any) -> str:
    with pytest.raises(NotNow) as refusal:
        history.does(*said)
    return refusal.value.detail


@pytest.mark.rule(1)
def test_where_it_is_asked_nobody_is_appointed_before_it_is_signed() -> None:
    case = released()
    assert Step.SIGN_COORDINATION in {each.step for each in waiting(case.case, ASKS, TODAY)}
    assert refused(case, appointed()) == "coordination-not-signed"
    case.does(SIGNED, Actor.OWNER)
    assert Step.SIGN_COORDINATION not in {each.step for each in waiting(case.case, ASKS, TODAY)}
    assert case.does(appointed()).case.coordinator.appointed is not None
    assert refused(case, SIGNED) == "not-asked"


def test_where_it_is_not_asked_nobody_signs() -> None:
    case = opened().all([wished(), proposed(), SAMPLES["coordinator-released"]])
    assert refused(case, SIGNED) == "not-asked"
    assert not {Step.SIGN_COORDINATION} & {each.step for each in waiting(case.case, RULES, TODAY)}
    assert case.does(appointed()).case.coordinator.appointed is not None


@pytest.mark.rule(1)
@pytest.mark.parametrize("ends", [d.CoordinatorNotWanted(), d.CoordinatorEnded("ønske")])
def test_who_wants_none_has_taken_it_back_and_it_is_asked_anew(ends: Any) -> None:
    case = released().does(SIGNED).does(appointed()).does(ends)
    assert case.case.coordinator.coordination is None
    case.all([wished(), proposed(), SAMPLES["coordinator-released"]])
    assert refused(case, appointed()) == "coordination-not-signed"


def test_it_stays_when_another_comes_after_whoever_left() -> None:
    case = released().does(SIGNED).does(appointed()).does(SAMPLES["coordinator-left"])
    case.all([proposed(who="nora"), SAMPLES["coordinator-released"]])
    assert case.does(appointed()).case.coordinator.appointed is not None


def test_the_unit_writes_down_what_is_on_paper_and_says_whose_it_is() -> None:
    assert refused(released(), SIGNED, FOR_THE_OWNER) == "said-by-missing"
    assert refused(released(), ON_PAPER, Actor.CASE_HANDLER) == "on-whose-behalf"
    assert released().does(ON_PAPER, FOR_THE_OWNER).case.coordinator.coordination is not None
    assert refused(released().does(SAMPLES["declined"]), SIGNED) == "case-at-rest"


@pytest.mark.rule(12)
def test_a_child_does_not_sign_itself_and_who_acts_for_it_does() -> None:
    child = {"subject": YOUNG, "wish": Wish.BOTH}
    assert refused(released(**child), SIGNED) == "may-not-consent"
    mother = By(PersonId("mor"), Actor.REPRESENTATIVE)
    assert released(**child).does(SIGNED, mother, 0, "parents").case.coordinator.coordination is not None
    assert refused(released(**child), SIGNED, mother, 0, "money") == "may-not-consent"


def test_of_an_expected_child_its_family_signs() -> None:
    family = replace(EXPECTED, family=True, person=PersonId("mor"))
    case = opened(Thing.CHILD_COORDINATOR, subject=family, wish=Wish.CHILD_COORDINATOR)
    case.all([wished(), proposed(), SAMPLES["coordinator-released"]]).rules = ASKS
    case.does(SIGNED, WHO[Actor.OWNER])
    assert case.does(appointed(CoordinatorKind.CHILD)).case.coordinator.appointed is not None


FEW = replace(RULES, appointable=frozenset({"municipal-health", "nav"}))
TOLD = replace(FEW, says_service=True)


def wishing(rules: Any) -> History:
    found = opened().does(wished())
    found.rules = rules
    return found


def of(service: str) -> Any:
    return replace(proposed(), service=service)


REFUSED: list[tuple[Any, Any, str]] = [
    (FEW, "school", "service-not-appointable"),
    (TOLD, "school", "service-not-appointable"),
    (TOLD, "", "service-unsaid"),
]


@pytest.mark.rule(4)
@pytest.mark.parametrize(("rules", "service", "token"), REFUSED)
def test_nobody_is_proposed_from_where_the_municipality_appoints_nobody(
    rules: Any, service: str, token: str
) -> None:
    assert refused(wishing(rules), of(service)) == token


@pytest.mark.parametrize(("rules", "service"), [(FEW, "nav"), (FEW, ""), (TOLD, "nav"), (RULES, "school")])
def test_from_anywhere_else_they_are(rules: Any, service: str) -> None:
    assert wishing(rules).does(of(service)).case.coordinator.candidate is not None


def test_what_is_decided_meanwhile_counts_before_they_are_appointed() -> None:
    case = opened().all([wished(), of("school"), SAMPLES["coordinator-released"]])
    case.rules = FEW
    assert refused(case, appointed()) == "service-not-appointable"
    unsaid = opened().all([wished(), proposed(), SAMPLES["coordinator-released"]])
    unsaid.rules = TOLD
    assert unsaid.does(appointed(start=date(2026, 3, 2))).case.coordinator.appointed is not None
