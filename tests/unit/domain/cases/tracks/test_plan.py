"""The plan's track: every cell, every guard, and that consent to the plan comes before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from server.domain.cases import care_transitions as d
from server.domain.cases.case_transitions import CaseDeclined, CriterionAssessed, MovedAway, Subject
from server.domain.cases.flow import judged, open_to
from server.domain.cases.records import Transition
from server.domain.cases.tracks.plan import PLAN
from server.domain.cases.vocabulary import Actor, Assessed, PlanStatus, Thing, Wish
from server.domain.cases.waiting import Step, waiting
from server.domain.errors import Forbidden, Invalid, NotNow
from tests.unit.domain.cases.grids import cells, cells_of, guards, permitted, required
from tests.unit.domain.cases.situations import (
    EXPECTED,
    RULES,
    SAMPLES,
    TODAY,
    WHO,
    YOUNG,
    History,
    commanded,
    decided,
    opened,
    reported,
)

PARENTS_SAY = "parent-agreed parent-opposed opposition-settled"
GRID = f"""
none:         plan-offered > offered
offered:      plan-offered > offered; plan-consented > consented; plan-not-wanted > not-wanted
not-wanted:   plan-offered > offered
consented:    plan-begun > drafting; plan-ended > ended; {PARENTS_SAY} > consented
drafting:     validity-proposed > drafting; \
plan-declared-valid plan-said-valid > active; plan-ended > ended; {PARENTS_SAY} > drafting
active:       revision-came > revision-due; plan-revised > active; plan-ended > ended; {PARENTS_SAY} > active
revision-due: revision-came > revision-due; plan-revised > active; plan-ended > ended; \
{PARENTS_SAY} > revision-due
ended:        plan-archived > archived; plan-erased > erased; plan-offered > offered
archived:     plan-erased > erased; plan-offered > offered
erased:       plan-offered > offered
"""
SAID = ("agreed", "opposed")
UNIT, OWN = {"case-handler"}, {"owner", "representative"}
BY = {
    "plan-offered": UNIT | {"coordinator"},
    "plan-not-wanted": OWN,
    "plan-consented": OWN,
    "parent-agreed": {"representative"},
    "parent-opposed": {"representative"},
    "plan-begun": OWN | UNIT,
    "validity-proposed": {"coordinator"},
    "plan-declared-valid": OWN,
    "plan-said-valid": {"coordinator"},
    "revision-came": {actor.value for actor in Actor},
    "plan-revised": OWN | {"coordinator"},
    "plan-ended": OWN | UNIT,
}
WAY = {
    PlanStatus.NONE: (),
    PlanStatus.OFFERED: ("plan-offered",),
    PlanStatus.NOT_WANTED: ("plan-offered", "plan-not-wanted"),
    PlanStatus.CONSENTED: ("plan-offered", "plan-consented"),
}
WAY[PlanStatus.DRAFTING] = (*WAY[PlanStatus.CONSENTED], "plan-begun")
WAY[PlanStatus.ACTIVE] = (*WAY[PlanStatus.DRAFTING], "plan-declared-valid")
WAY[PlanStatus.REVISION_DUE] = (*WAY[PlanStatus.ACTIVE], "revision-came")
WAY[PlanStatus.ENDED] = (*WAY[PlanStatus.DRAFTING], "plan-ended")
WAY[PlanStatus.ARCHIVED] = (*WAY[PlanStatus.ENDED], "plan-archived")
WAY[PlanStatus.ERASED] = (*WAY[PlanStatus.ARCHIVED], "plan-erased")


def at(status: PlanStatus, **report: object) -> History:
    return opened(**report).all(SAMPLES[action] for action in WAY[status])


def test_the_table() -> None:
    assert cells_of(PLAN) == cells(GRID)
    assert set(PLAN.moves) == set(PlanStatus)


def test_who_may_do_what() -> None:
    assert permitted(PLAN) == {
        transition.action: BY.get(transition.action, UNIT) for transition in PLAN.terms
    }


@pytest.mark.parametrize("status", PlanStatus)
def test_each_status_is_come_to(status: PlanStatus) -> None:
    assert at(status).case.plan.status is status


def asked_anew() -> History:
    """Offered a plan, declined all, and granted the coordinator that they asked for later."""
    history = at(PlanStatus.OFFERED).does(CaseDeclined("koordinerende enhet"))
    again = (reported(wish=Wish.COORDINATOR), *(SAMPLES[each] for each in ("taken", "consent-checked")))
    history.all(again).all(CriterionAssessed(each, Assessed.MET, "Ja.") for each in RULES.criteria)
    history.does(decided(Thing.COORDINATOR))
    return history


REFUSED: list[tuple[History, Transition, str]] = [
    (opened(Thing.COORDINATOR), SAMPLES["plan-offered"], "not-granted"),
    (opened(subject=YOUNG), d.PlanOffered(), "childs-view-missing"),
    (at(PlanStatus.OFFERED).does(MovedAway("Berg", hand_over=False)), d.PlanConsented(), "case-at-rest"),
    (asked_anew(), d.PlanConsented(), "not-granted"),
    (at(PlanStatus.OFFERED, subject=YOUNG), d.PlanConsented(), "may-not-consent"),
    (at(PlanStatus.DRAFTING), d.PlanDeclaredValid(TODAY), "day-has-passed"),
    (at(PlanStatus.DRAFTING), d.PlanDeclaredValid(date(2027, 3, 3)), "day-too-far"),
    (at(PlanStatus.DRAFTING), d.ValidityProposed(TODAY), "day-has-passed"),
    (at(PlanStatus.DRAFTING), d.ValidityProposed(date(2027, 3, 3)), "day-too-far"),
    (at(PlanStatus.DRAFTING), d.PlanSaidValid(TODAY, (), "s"), "day-has-passed"),
    (at(PlanStatus.DRAFTING), d.PlanSaidValid(date(2027, 3, 3), (), "s"), "day-too-far"),
    (at(PlanStatus.ACTIVE), d.PlanRevised(TODAY, approved=True), "day-has-passed"),
    (at(PlanStatus.ACTIVE), d.PlanRevised(date(2027, 3, 3), approved=True), "day-too-far"),
    (at(PlanStatus.ACTIVE), d.PlanRevised(date(2027, 1, 1), approved=False, could_not=" "), "not-approved"),
    (at(PlanStatus.ENDED), d.PlanErased(), "not-archived"),
]


@pytest.mark.parametrize(("history", "transition", "token"), REFUSED)
def test_a_guard_that_does_not_hold_is_named(history: History, transition: Transition, token: str) -> None:
    with pytest.raises(NotNow) as refused:
        history.does(transition)
    assert refused.value.detail == token


def test_each_guard_stands_in_a_test() -> None:
    gaps = {("plan-declared-valid", "gaps-not-shown"), ("plan-said-valid", "on-whose-behalf")}
    asked = {(f"parent-{said}", token) for said in SAID for token in ("parent-not-asked", "already-told")}
    of_parents = asked | {("opposition-settled", "nobody-opposes")}
    named = {(transition.action, token) for _, transition, token in REFUSED}
    assert guards(PLAN) == named | gaps | of_parents


@pytest.mark.rule(1)
def test_no_plan_without_the_owners_consent_or_that_of_a_listed_basis() -> None:
    with pytest.raises(NotNow, match="status"):
        at(PlanStatus.OFFERED).does(SAMPLES["plan-begun"])
    for actor in (Actor.CASE_HANDLER, Actor.COORDINATOR, Actor.RELATIVE):
        with pytest.raises(Forbidden):
            at(PlanStatus.OFFERED).does(d.PlanConsented(), actor)
    child = at(PlanStatus.OFFERED, subject=YOUNG)
    with pytest.raises(NotNow, match="may-not-consent"):
        child.does(d.PlanConsented(), Actor.REPRESENTATIVE, basis="money-mandate")
    assert child.does(d.PlanConsented(), Actor.REPRESENTATIVE, basis="parents").case.plan.consent


@pytest.mark.rule(12)
def test_nobody_consents_for_a_child_before_it_is_born() -> None:
    with pytest.raises(NotNow, match="may-not-consent"):
        at(PlanStatus.OFFERED, subject=EXPECTED).does(
            d.PlanConsented(), Actor.REPRESENTATIVE, basis="parents"
        )


def test_whose_day_of_birth_is_not_known_does_not_consent_yet() -> None:
    with pytest.raises(NotNow, match="may-not-consent"):
        at(PlanStatus.OFFERED, subject=Subject("Kari")).does(d.PlanConsented())


def test_a_plan_with_gaps_is_valid_once_the_owner_was_shown_them() -> None:
    history = at(PlanStatus.DRAFTING)
    transition = d.PlanDeclaredValid(date(2026, 9, 1), ("e", "g"))
    with pytest.raises(NotNow, match="gaps-not-shown"):
        judged(history.case, commanded(transition, shown=""), history.rules)
    with pytest.raises(Forbidden):
        history.does(transition, Actor.COORDINATOR)
    found = history.does(transition).case.plan
    assert (found.status, found.gaps, found.next_revision) == ("active", ("e", "g"), date(2026, 9, 1))


@pytest.mark.rule(7, 9)
def test_nobody_but_the_owner_says_that_a_plan_is_valid_and_whoever_writes_it_says_in_which_session() -> None:
    history, day = at(PlanStatus.DRAFTING), date(2026, 9, 1)
    written = replace(WHO[Actor.COORDINATOR], on_behalf_of="Kari")
    with pytest.raises(Invalid, match="assisted"):
        history.does(d.PlanSaidValid(day), written)
    for actor in (Actor.OWNER, Actor.REPRESENTATIVE, Actor.CASE_HANDLER):
        with pytest.raises(Forbidden):
            history.does(d.PlanSaidValid(day, (), "s"), replace(WHO[actor], on_behalf_of="Kari"))
    with pytest.raises(NotNow, match="on-whose-behalf"):
        history.does(d.PlanSaidValid(day, (), "s"), Actor.COORDINATOR)
    found = history.does(d.PlanSaidValid(day, ("e",), "s"), written).case.plan
    assert (found.status, found.gaps, found.next_revision) == ("active", ("e",), day)


def test_a_plan_that_was_not_archived_is_erased_with_a_permit_alone() -> None:
    assert at(PlanStatus.ENDED).does(d.PlanErased("pliktfritak")).case.plan.status is PlanStatus.ERASED


@pytest.mark.rule(1)
def test_a_consent_that_is_withdrawn_ends_the_plan_and_is_asked_anew() -> None:
    ended = at(PlanStatus.ACTIVE).does(d.PlanEnded("samtykke trukket"))
    assert (ended.case.plan.consent, ended.case.plan.unarchived) == (None, True)
    again = ended.does(SAMPLES["plan-offered"])
    assert (again.case.plan.status, again.case.plan.plan) == (PlanStatus.OFFERED, None)
    with pytest.raises(NotNow, match="status"):
        again.does(SAMPLES["plan-begun"])


SAYS = [
    (PlanStatus.ACTIVE, d.RevisionCame(" "), "why"),
    (PlanStatus.DRAFTING, d.PlanSaidValid(date(2026, 9, 1)), "assisted"),
    (PlanStatus.ACTIVE, d.PlanEnded(" "), "reason"),
    (PlanStatus.ENDED, d.PlanArchived(" "), "receipt"),
]


@pytest.mark.parametrize(("status", "transition", "name"), SAYS)
def test_what_must_be_said_is_asked_for(status: PlanStatus, transition: Transition, name: str) -> None:
    with pytest.raises(Invalid, match=name):
        at(status).does(transition)


@pytest.mark.parametrize(
    ("status", "action"),
    [
        (PlanStatus.NONE, "plan-offered"),
        (PlanStatus.OFFERED, "plan-consented"),
        (PlanStatus.DRAFTING, "plan-said-valid"),
    ],
)
def test_the_text_is_shown_before_a_plan_is_offered_consented_to_or_said_to_be_valid(
    status: PlanStatus, action: str
) -> None:
    history = at(status)
    with pytest.raises(Invalid, match="shown"):
        judged(history.case, replace(commanded(SAMPLES[action]), shown=" "), history.rules)


def test_all_that_must_be_said_was_left_out_once() -> None:
    parents = {("parent-opposed", "reason"), ("opposition-settled", "reason")}
    shown = {("plan-offered", "shown"), ("plan-consented", "shown"), ("plan-said-valid", "shown")}
    assert required(PLAN) == {(transition.action, name) for _, transition, name in SAYS} | shown | parents


def test_a_revision_is_approved_or_it_is_said_why_not() -> None:
    due = at(PlanStatus.REVISION_DUE)
    assert due.case.plan.why == "date"
    revised = due.does(
        d.PlanRevised(date(2027, 1, 1), approved=False, could_not="Syk."), WHO[Actor.COORDINATOR]
    )
    assert (revised.case.plan.status, revised.case.plan.why) == (PlanStatus.ACTIVE, "")
    assert revised.case.plan.next_revision == date(2027, 1, 1)


@pytest.mark.rule(1)
def test_an_offer_of_an_earlier_round_is_not_consented_to_before_a_plan_is_granted_anew() -> None:
    """What was decided then is past, and a plan that nobody decided on would keep the case from closing."""
    history = asked_anew()
    assert history.case.plan.status is PlanStatus.OFFERED
    with pytest.raises(NotNow) as refused:
        history.does(d.PlanConsented())
    assert refused.value.detail == "not-granted"
    assert "plan-consented" not in open_to(history.case, Actor.OWNER, RULES, TODAY)
    assert Step.ANSWER_PLAN not in {each.step for each in waiting(history.case, RULES, TODAY)}
    history.does(reported(wish=Wish.PLAN)).does(decided(Thing.PLAN))
    assert "plan-consented" in open_to(history.case, Actor.OWNER, RULES, TODAY)
    assert Step.ANSWER_PLAN in {each.step for each in waiting(history.case, RULES, TODAY)}
    assert history.does(d.PlanConsented()).case.plan.status is PlanStatus.CONSENTED
