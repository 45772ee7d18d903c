"""A case as whoever it is about sees it: where it is, who does what next and by when, what they can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from server.domain.cases.care_transitions import OppositionSettled, ParentAgreed, ParentOpposed, PlanRevised
from server.domain.cases.flow import open_to, stages
from server.domain.cases.life.transitions import ReviewDone, ReviewNotDone, ReviewOpened
from server.domain.cases.records import Record
from server.domain.cases.rules import CaseRules
from server.domain.cases.state import PlanFacts, Representation
from server.domain.cases.tracks.machine import OWNERS
from server.domain.cases.tracks.parents import parents_asked
from server.domain.cases.vocabulary import Actor, CaseStatus, Consent, LifeEvent, PlanStatus, Thing
from server.domain.cases.waiting import waiting
from server.domain.messages.message import code_of
from server.domain.plan import PersonId

from .answers import CoordinatorAnswer, DecidedThing, RepresentativeAnswer, ResponsibilityAnswer
from .inbox.answers import ReviewAnswer, WaitAnswer, reviews_of
from .store import SeenCase

MOST_GONE_THROUGH = 20
STAGE_NAMES = ("reported", "clarifying", "decided", "coordinator", "plan")


@dataclass(frozen=True, slots=True)
class StageAnswer:
    """``on``: the day it was reached; null: not yet."""

    stage: str
    on: date | None


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """``record``: what an answer names."""

    record: int
    question: str
    at: datetime

    @classmethod
    def of(cls, asked: Record) -> QuestionAnswer:
        return cls(asked.number, asked.transition.question, asked.command.at)


@dataclass(frozen=True, slots=True)
class DoorAnswer:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """``plan``: where it is read; "" before it began. ``gaps``: what it lacked when it was declared valid.

    ``proposed``: the day on which it would be gone through, as the coordinator proposes that it is valid.
    """

    status: PlanStatus
    plan: str
    next_revision: date | None
    gaps: tuple[str, ...]
    proposed: date | None

    @classmethod
    def of(cls, facts: PlanFacts) -> OwnPlan:
        proposed = facts.proposed.transition.next_revision if facts.proposed else None
        return cls(facts.status, facts.plan or "", facts.next_revision, facts.gaps, proposed)


@dataclass(frozen=True, slots=True)
class GoneThrough:
    """As it was written down, and by whom. ``event``, ``day``: what had changed; null: the plan, of which
    ``done`` says that its owner approved. ``by``: "" where no name is known. ``reason``: why not."""

    number: int
    event: LifeEvent | None
    day: date | None
    done: bool
    reason: str
    on: date
    actor: Actor
    by: str

    @classmethod
    def all(cls, records: Sequence[Record], names: Mapping[PersonId, str]) -> tuple[GoneThrough, ...]:
        """Newest first."""
        opened, found = {}, []
        for each in records:
            match each.transition:
                case ReviewOpened():
                    opened[each.number] = each.transition
                case ReviewDone(review=of):
                    found.append(cls._of(each, names, opened[of], done=True))
                case ReviewNotDone(review=of, reason=reason):
                    found.append(cls._of(each, names, opened[of], done=False, reason=reason))
                case PlanRevised(approved=approved, could_not=reason):
                    found.append(cls._of(each, names, None, done=approved, reason=reason))
        return tuple(reversed(found[-MOST_GONE_THROUGH:]))

    @classmethod
    def _of(
        cls,
        record: Record,
        names: Mapping[PersonId, str],
        of: ReviewOpened | None,
        *,
        done: bool,
        reason: str = "",
    ) -> GoneThrough:
        by = record.command.by
        return cls(
            number=record.number,
            event=of.event if of else None,
            day=of.day if of else None,
            done=done,
            reason=reason,
            on=record.day,
            actor=by.actor,
            by=names.get(by.person, "") if by.person else "",
        )


@dataclass(frozen=True, slots=True)
class ActingFor:
    """Whom the reader acts for. ``until``: the last day."""

    owner: str
    basis: str
    until: date


ParentSaid = Literal["", "asked", "agreed", "opposed", "settled"]
SAID_AS_PARENT: Mapping[type, ParentSaid] = {
    ParentAgreed: "agreed",
    ParentOpposed: "opposed",
    OppositionSettled: "settled",
}


@dataclass(frozen=True, slots=True)
class CaseWords:
    """What of a case is said in words of the catalogue. ``doors``: each with its title."""

    stage: str
    doors: Sequence[tuple[str, str]]
    asked_both: str


@dataclass(frozen=True, slots=True)
class OwnCase:
    """``code``: as messages name it. ``name``: whom it is about. ``expected``: the child, by that day.
    ``stage``: in words. ``doors``: what one may do if nothing happens.

    ``parent``: what the reader has said as the other parent than consented to the plan: "asked" (nothing),
    "agreed", "opposed" or "settled"; "" to everybody else. ``asked_both``: what is said of both being asked.

    ``representatives``: who acts for them today, told to whoever it is about alone; ``acting``: null to them.
    """

    id: str
    number: int
    code: str
    name: str
    expected: date | None
    municipality: str
    municipality_number: str
    status: CaseStatus
    stage: str
    stages: tuple[StageAnswer, ...]
    asked: tuple[Thing, ...]
    consent: Consent
    waiting: tuple[WaitAnswer, ...]
    reviews: tuple[ReviewAnswer, ...]
    gone_through: tuple[GoneThrough, ...]
    questions: tuple[QuestionAnswer, ...]
    decisions: tuple[DecidedThing, ...]
    responsibility: ResponsibilityAnswer
    coordinator: CoordinatorAnswer
    plan: OwnPlan
    departure: str
    contact_point: str
    may: tuple[str, ...]
    doors: tuple[DoorAnswer, ...]
    representatives: tuple[RepresentativeAnswer, ...]
    acting: ActingFor | None
    parent: ParentSaid
    asked_both: str


def own_case_answer(
    seen: SeenCase,
    acting: Representation | None,
    rules: CaseRules,
    said: CaseWords,
    today: date,
) -> OwnCase:
    """Nothing of who reported it, and nothing that the unit writes for itself."""
    case, facts = seen.stored.case, seen.stored.case.case
    candidate, told = case.coordinator.candidate, RepresentativeAnswer.all(case, today)
    return OwnCase(
        id=case.id,
        number=case.number,
        code=code_of(case.id),
        name=facts.subject.name,
        expected=facts.subject.expected,
        municipality=seen.municipality,
        municipality_number=seen.municipality_number,
        status=facts.status,
        stage=said.stage,
        stages=_stages(seen),
        asked=tuple(sorted(facts.asked)),
        consent=facts.consent,
        waiting=tuple(WaitAnswer.of(each, today) for each in waiting(case, rules, today)),
        reviews=reviews_of(case, rules, today),
        gone_through=GoneThrough.all(seen.stored.records, seen.names),
        questions=tuple(QuestionAnswer.of(each) for each in facts.questions if each.transition.of in OWNERS),
        decisions=tuple(DecidedThing.of(each) for each in facts.decisions.values()),
        responsibility=ResponsibilityAnswer.of(case.responsibility, today),
        coordinator=CoordinatorAnswer.of(case, rules, today),
        plan=OwnPlan.of(case.plan),
        departure=candidate.departure if candidate else "",
        contact_point=facts.contact_point,
        may=tuple(sorted(open_to(case, seen.actor, rules, today))),
        doors=tuple(DoorAnswer(title, text) for title, text in said.doors),
        representatives=told if acting is None else (),
        acting=None if acting is None else ActingFor(facts.subject.name, acting.basis, acting.until),
        parent=(parent := _said_as_parent(seen, acting, rules, today)),
        asked_both=said.asked_both if parent else "",
    )


def _stages(seen: SeenCase) -> tuple[StageAnswer, ...]:
    reached = stages(seen.stored.case, seen.stored.records)
    return tuple(StageAnswer(name, getattr(reached, name)) for name in STAGE_NAMES)


def _said_as_parent(
    seen: SeenCase, acting: Representation | None, rules: CaseRules, today: date
) -> ParentSaid:
    case = seen.stored.case
    if acting is None:
        return ""
    if any(each.person == acting.person for each in parents_asked(case, rules, today)):
        return "asked"
    record = case.plan.parents.get(acting.person)
    return "" if record is None else SAID_AS_PARENT[type(record.transition)]
