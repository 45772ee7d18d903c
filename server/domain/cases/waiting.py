"""What happens now, who does it and by when: reckoned from where a case is, the rules and the day.

Nothing here is stored, so nothing can be late in being told: a day that has passed shows by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from server.domain.plan import PersonId

from .life.days import review_due
from .rules import CaseRules, days_after, months_after, years_after
from .state import ALIVE, Absence, Appointment, Case, CaseFacts
from .tracks.parents import opposed, parents_asked
from .tracks.vacancy import empty_since
from .vocabulary import (
    Actor,
    CaseStatus,
    Consent,
    CoordinatorKind,
    CoordinatorStatus,
    PlanStatus,
    ResponsibilityStatus,
    Thing,
)


def unanswered_from(facts: CaseFacts) -> int | None:
    """The number of the first report that waits for its end: those after it wait too. Those before it were
    handled, and nobody learns by them what is asked of somebody later."""
    goes_on = facts.status in (CaseStatus.REPORTED, CaseStatus.CLARIFYING)
    goes_on = goes_on or (facts.status is CaseStatus.OPEN and bool(facts.undecided))
    return facts.asked_from if goes_on else None


class Step(StrEnum):
    """What is to be done next. Tokens are sent, and never stored."""

    TAKE = "take"
    CHECK_CONSENT = "check-consent"
    REST = "rest"
    ANSWER = "answer"
    ASSESS = "assess"
    DECIDE = "decide"
    NOTIFY_DELAY = "notify-delay"
    LINK_CHILD = "link-child"
    REVIEW = "review"
    SETTLE_RESPONSIBILITY = "settle-responsibility"
    SAY_WISH = "say-wish"
    SIGN_COORDINATION = "sign-coordination"
    PROPOSE = "propose"
    RELEASE = "release"
    APPOINT = "appoint"
    COVER = "cover"
    CHOOSE_AT_AGE = "choose-at-age"
    OFFER_PLAN = "offer-plan"
    ANSWER_PLAN = "answer-plan"
    ANSWER_AS_PARENT = "answer-as-parent"
    SETTLE_OPPOSITION = "settle-opposition"
    BEGIN_PLAN = "begin-plan"
    DECLARE_VALID = "declare-valid"
    REVISE = "revise"
    GO_THROUGH = "go-through"


@dataclass(frozen=True, slots=True)
class Wait:
    """``due``: ``None`` where no rule says by when. ``since``: the day from which it has waited."""

    step: Step
    who: Actor
    since: date
    due: date | None = None

    def days_late(self, today: date) -> int:
        return 0 if self.due is None else max(0, (today - self.due).days)


def waiting(case: Case, rules: CaseRules, today: date) -> tuple[Wait, ...]:
    """What is due first, first; what has no day, last."""
    found = [
        *_for_the_case(case, rules, today),
        *_for_the_child(case, today),
        *_for_the_responsibility(case),
        *_for_a_coordinator(case, rules, today),
        *_for_the_plan(case, rules, today),
        *_for_the_parents(case, rules, today),
        *_for_reviews(case, rules, today),
    ]
    return tuple(sorted(found, key=lambda each: (each.due or date.max, each.since)))


def answer_due(case: Case, rules: CaseRules) -> date | None:
    """By when the unit decides or says that it will take longer, or by when it said it would."""
    facts = case.case
    if facts.received is None:
        return None
    return facts.delay.expected if facts.delay else days_after(facts.received, rules.answer_days)


def _for_the_case(case: Case, rules: CaseRules, today: date) -> Iterator[Wait]:
    facts = case.case
    if facts.status is CaseStatus.DECLINED and facts.review and facts.since is not None:
        yield Wait(
            Step.REVIEW, Actor.CASE_HANDLER, facts.since, months_after(facts.since, rules.review_months)
        )
    if facts.status not in ALIVE or facts.received is None or not facts.undecided:
        return
    since, due = facts.received, answer_due(case, rules)
    if facts.status is CaseStatus.REPORTED:
        yield Wait(Step.TAKE, Actor.CASE_HANDLER, since, days_after(since, rules.take_days))
    for each in facts.questions:
        yield Wait(Step.ANSWER, each.transition.of, each.day)
    if facts.consent_checked and facts.consent is Consent.REFUSED:
        yield Wait(Step.REST, Actor.CASE_HANDLER, since, due)
        return
    if not facts.may_be_dealt_with:
        yield Wait(Step.CHECK_CONSENT, Actor.CASE_HANDLER, since)
    elif facts.status is not CaseStatus.REPORTED:
        assessed = facts.assessment.keys() >= set(rules.criteria)
        yield Wait(Step.DECIDE if assessed else Step.ASSESS, Actor.CASE_HANDLER, since, due)
    if facts.delay is None and today >= days_after(since, rules.warn_days):
        yield Wait(Step.NOTIFY_DELAY, Actor.CASE_HANDLER, since, due)


def _for_the_child(case: Case, today: date) -> Iterator[Wait]:
    """Once the day has come on which it was expected, or it was born and the case stayed its parent's."""
    day = case.birth_from
    if case.case.status in ALIVE and day is not None and day <= today:
        yield Wait(Step.LINK_CHILD, Actor.CASE_HANDLER, day)


def _for_the_responsibility(case: Case) -> Iterator[Wait]:
    facts = case.responsibility
    disputed = facts.status is ResponsibilityStatus.DISPUTED and case.case.status in ALIVE
    if disputed and facts.since is not None:
        yield Wait(Step.SETTLE_RESPONSIBILITY, Actor.CASE_HANDLER, facts.since)


NEXT = {
    CoordinatorStatus.WISH_RECORDED: (Step.PROPOSE, Actor.CASE_HANDLER),
    CoordinatorStatus.PROPOSED: (Step.RELEASE, Actor.LEADER),
    CoordinatorStatus.ACCEPTED: (Step.APPOINT, Actor.CASE_HANDLER),
    CoordinatorStatus.VACANT: (Step.PROPOSE, Actor.CASE_HANDLER),
}

COMING = frozenset({*NEXT, CoordinatorStatus.HANDING_OVER})
"""Somebody is to be appointed."""


def _for_a_coordinator(case: Case, rules: CaseRules, today: date) -> Iterator[Wait]:
    facts, status = case.coordinator, case.coordinator.status
    if case.case.status is not CaseStatus.OPEN:
        return
    if facts.since is None:
        granted = case.case.decisions.get(Thing.COORDINATOR) or case.case.decisions.get(
            Thing.CHILD_COORDINATOR
        )
        if granted is not None and case.case.granted - {Thing.PLAN}:
            yield Wait(Step.SAY_WISH, Actor.OWNER, granted.day)
        return
    if rules.asks_coordination and facts.coordination is None and status in COMING:
        yield Wait(Step.SIGN_COORDINATION, Actor.OWNER, facts.since)
    if status in NEXT:
        yield Wait(*NEXT[status], facts.since)
    elif status is CoordinatorStatus.HANDING_OVER:
        who = facts.candidate
        step = Step.PROPOSE if who is None else Step.APPOINT if who.released_by else Step.RELEASE
        yield Wait(step, Actor.LEADER if step is Step.RELEASE else Actor.CASE_HANDLER, facts.since)
    elif (without := without_coordinator_since(case, rules, today)) is not None:
        yield Wait(Step.COVER, Actor.CASE_HANDLER, without)
    yield from _before_coming_of_age(case, rules, today)


def _before_coming_of_age(case: Case, rules: CaseRules, today: date) -> Iterator[Wait]:
    appointed, born = case.coordinator.appointed, case.case.subject.born
    if appointed is None or appointed.kind is not CoordinatorKind.CHILD or born is None:
        return
    day = years_after(born, rules.of_age)
    told = months_after(day, -rules.of_age_notice_months)
    if today >= told:
        yield Wait(Step.CHOOSE_AT_AGE, Actor.OWNER, told, day)


def without_coordinator_since(case: Case, rules: CaseRules, today: date) -> date | None:
    """The day since which nobody has coordinated, though somebody should; ``None`` while somebody does.

    Who is away for longer than the rules let them be without a substitute does not, until the absence is over
    as was said; and nor does a child's coordinator for somebody of age.
    """
    facts, now = case.coordinator, case.coordinator.on(today)
    if facts.status in (CoordinatorStatus.NOT_WANTED, CoordinatorStatus.ENDED):
        return None
    if now is None:
        return empty_since(facts, today)
    away, subject = facts.absence, case.case.subject
    if away is not None and is_too_long(away, rules.absence_days, today):
        return away.since
    if now.kind is CoordinatorKind.CHILD and subject.born is not None and not rules.is_child(subject, today):
        return years_after(subject.born, rules.of_age)
    return None


def is_too_long(away: Absence, absence_days: int, today: date) -> bool:
    """``absence_days``: as in ``CaseRules``."""
    return away.lasts(today) and not away.substitute and (today - away.since).days > absence_days


def in_place(case: Case, rules: CaseRules, today: date) -> Appointment | None:
    """Who coordinates today; ``None`` also where the place counts as empty."""
    now = case.coordinator.on(today)
    return now if without_coordinator_since(case, rules, today) is None else None


def coordinating(case: Case, rules: CaseRules, today: date) -> PersonId | None:
    """As ``in_place``; ``None`` also once the case is not open."""
    now = in_place(case, rules, today)
    return now.person if now is not None and case.case.status is CaseStatus.OPEN else None


PLANS_NEXT = {
    PlanStatus.OFFERED: (Step.ANSWER_PLAN, Actor.OWNER),
    PlanStatus.CONSENTED: (Step.BEGIN_PLAN, Actor.CASE_HANDLER),
    PlanStatus.DRAFTING: (Step.DECLARE_VALID, Actor.OWNER),
    PlanStatus.REVISION_DUE: (Step.REVISE, Actor.COORDINATOR),
}


def _for_the_plan(case: Case, rules: CaseRules, today: date) -> Iterator[Wait]:
    """A revision is the unit's while nobody coordinates."""
    facts = case.plan
    if case.case.status is not CaseStatus.OPEN:
        return
    if facts.since is None:
        if Thing.PLAN in case.case.granted:
            yield Wait(Step.OFFER_PLAN, Actor.CASE_HANDLER, case.case.decisions[Thing.PLAN].day)
    elif facts.status is PlanStatus.OFFERED and Thing.PLAN not in case.case.granted:
        return  # it was offered in an earlier round, and is not decided in this one
    elif facts.status in PLANS_NEXT:
        since = facts.proposed.day if facts.proposed is not None else facts.since
        step, who = PLANS_NEXT[facts.status]
        yield Wait(step, _there(who, case, rules, today), since, facts.next_revision)
    elif facts.status is PlanStatus.ACTIVE and facts.next_revision is not None:
        who = _there(Actor.COORDINATOR, case, rules, today)
        yield Wait(Step.REVISE, who, facts.since, facts.next_revision)


def _for_the_parents(case: Case, rules: CaseRules, today: date) -> Iterator[Wait]:
    if case.case.status is not CaseStatus.OPEN or case.plan.consent is None:
        return
    for each in parents_asked(case, rules, today):
        yield Wait(Step.ANSWER_AS_PARENT, Actor.REPRESENTATIVE, max(each.since, case.plan.consent.day))
    for against in opposed(case.plan):
        yield Wait(Step.SETTLE_OPPOSITION, Actor.CASE_HANDLER, against.day)


def _there(who: Actor, case: Case, rules: CaseRules, today: date) -> Actor:
    vacant = without_coordinator_since(case, rules, today) is not None
    return Actor.CASE_HANDLER if who is Actor.COORDINATOR and vacant else who


def _for_reviews(case: Case, rules: CaseRules, today: date) -> Iterator[Wait]:
    if case.case.status is not CaseStatus.OPEN:
        return
    who = Actor.COORDINATOR if coordinating(case, rules, today) else Actor.CASE_HANDLER
    for each in case.reviews.open:
        yield Wait(Step.GO_THROUGH, who, each.day, review_due(each.transition, rules.life))
