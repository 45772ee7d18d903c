"""A case as whoever coordinates it sees it: whom it is about, the plan, and what waits for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from server.domain.cases.care_transitions import PlanSaidValid
from server.domain.cases.flow import TRANSITIONS, open_to, required
from server.domain.cases.rules import CaseRules
from server.domain.cases.state import PLAN_RUNNING, PlanFacts
from server.domain.cases.tracks.coordinator import COORDINATOR
from server.domain.cases.vocabulary import Actor, CoordinatorStatus, PlanStatus
from server.domain.cases.waiting import Step, waiting
from server.domain.messages.message import code_of

from .answers import AwayAnswer
from .inbox.answers import ReviewAnswer, WaitAnswer, reviews_of
from .store import SeenCase

AWAITED = frozenset(
    {
        *(Step.ANSWER_PLAN, Step.DECLARE_VALID, Step.PROPOSE, Step.RELEASE, Step.APPOINT),
        *(Step.ANSWER_AS_PARENT, Step.SETTLE_OPPOSITION),
    }
)
"""Of others, what whoever coordinates is told: the answers about the plan, and who comes after them."""


@dataclass(frozen=True, slots=True)
class CoordinatedPlan:
    """``plan``: where it is read; "" before it began, and after its end, when it is its owner's alone.

    ``proposed``: the day that they proposed, while the owner has not declared it valid.
    """

    status: PlanStatus
    plan: str
    next_revision: date | None
    proposed: date | None

    @classmethod
    def of(cls, facts: PlanFacts) -> CoordinatedPlan:
        running = facts.status in PLAN_RUNNING
        proposed = facts.proposed.transition.next_revision if facts.proposed else None
        return cls(facts.status, facts.plan or "" if running else "", facts.next_revision, proposed)


@dataclass(frozen=True, slots=True)
class CoordinatedCase:
    """``start``: their first day; ``goes``: from when they coordinate no more. ``waiting``: for them.

    ``code``: as messages name the case. ``away``: as they said, null while they are there.
    ``others``: what they wait for. ``may``: what may be tried now; ``requires``: of each, what must be said.
    """

    id: str
    number: int
    code: str
    name: str
    municipality: str
    status: CoordinatorStatus
    start: date
    goes: date | None
    away: AwayAnswer | None
    plan: CoordinatedPlan
    waiting: tuple[WaitAnswer, ...]
    reviews: tuple[ReviewAnswer, ...]
    others: tuple[WaitAnswer, ...]
    may: tuple[str, ...]
    requires: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class StoodInCase:
    """``coordinator``: for whom they stand in; ``until``: their last day, null where nobody knows. ``plan``:
    as in ``CoordinatedPlan``."""

    id: str
    code: str
    name: str
    municipality: str
    coordinator: str
    until: date | None
    plan: str


@dataclass(frozen=True, slots=True)
class CoordinatedCases:
    """``after``: for the next page; null at the end. ``standing_in``: on the first page, where they stand in
    for whoever coordinates."""

    cases: tuple[CoordinatedCase, ...]
    after: str | None
    standing_in: tuple[StoodInCase, ...] = ()


def stood_in_case(seen: SeenCase, today: date) -> StoodInCase:
    """Nothing of what is done in the case but for whom, for how long, and where the plan is."""
    case, facts = seen.stored.case, seen.stored.case.coordinator
    now, away = facts.on(today), facts.absence
    # The store gives those alone in which they stand in today.
    assert now is not None
    assert away is not None
    return StoodInCase(
        id=case.id,
        code=code_of(case.id),
        name=case.case.subject.name,
        municipality=seen.municipality,
        coordinator=now.name,
        until=away.until,
        plan=CoordinatedPlan.of(case.plan).plan,
    )


def coordinated_case(seen: SeenCase, rules: CaseRules, today: date) -> CoordinatedCase:
    """Nothing of who reported it and why, of the assessment, or of the decisions and their reasons."""
    case, now = seen.stored.case, seen.stored.case.coordinator.on(today)
    assert now is not None  # the store gives those alone whom they coordinate today
    waits, may = waiting(case, rules, today), _may(seen, rules, today)
    return CoordinatedCase(
        id=case.id,
        number=case.number,
        code=code_of(case.id),
        name=case.case.subject.name,
        municipality=seen.municipality,
        status=case.coordinator.status,
        start=now.start,
        goes=now.end or case.coordinator.goes,
        away=AwayAnswer.of(case.coordinator, today),
        plan=CoordinatedPlan.of(case.plan),
        reviews=reviews_of(case, rules, today),
        waiting=tuple(WaitAnswer.of(each, today) for each in waits if each.who is Actor.COORDINATOR),
        others=tuple(WaitAnswer.of(each, today) for each in waits if each.step in AWAITED),
        may=may,
        requires={action: required(TRANSITIONS[action]) for action in may},
    )


def _may(seen: SeenCase, rules: CaseRules, today: date) -> tuple[str, ...]:
    """Nothing about the place itself once the next one is appointed."""
    case = seen.stored.case
    appointed, own = case.coordinator.appointed, COORDINATOR.terms.keys()
    handed_over = appointed is None or appointed.start > today
    said = open_to(case, Actor.COORDINATOR, rules, today) - {
        PlanSaidValid.action
    }  # has an address of its own
    return tuple(sorted(each for each in said if not (handed_over and TRANSITIONS[each] in own)))
