"""A case as its unit sees it (docs/contract.md): case material, and nothing of any plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from server.domain.cases.case_transitions import CaseMerged
from server.domain.cases.flow import TRACK_OF, TRANSITIONS, open_to, required
from server.domain.cases.leaders import OF_LEADERS
from server.domain.cases.records import Record
from server.domain.cases.rules import CaseRules
from server.domain.cases.state import Case, CoordinatorFacts, ResponsibilityFacts
from server.domain.cases.tracks.parents import opposed
from server.domain.cases.vocabulary import (
    Actor,
    Assessed,
    Outcome,
    Thing,
)
from server.domain.cases.waiting import answer_due, waiting, without_coordinator_since
from server.domain.messages.message import code_of
from server.domain.plan import PersonId
from server.features.cases.rules import not_merged
from server.storage.cases.rows import as_row
from server.storage.municipality.settings import SERVICES

from .inbox.answers import CaseRow, ReviewAnswer, WaitAnswer, reviews_of
from .store import SeenCase


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One record. ``by``: "" where nobody had logged in. ``track``: which of the four it moved."""

    number: int
    at: datetime
    track: str
    action: str
    status: str
    actor: Actor
    by: str
    organisation: str
    on_behalf_of: str
    basis: str
    shown: str
    said: Mapping[str, Any]

    @classmethod
    def of(cls, case: Case, record: Record, names: Mapping[PersonId, str]) -> TimelineEntry:
        command, by = record.command, record.command.by
        said = as_row(case.id, record)["said"]
        assert isinstance(said, dict)
        return cls(
            number=record.number,
            at=command.at,
            track=TRACK_OF[type(record.transition)].facts,
            action=record.transition.action,
            status=record.status,
            actor=by.actor,
            by=names.get(by.person, "") if by.person else "",
            organisation=by.organisation,
            on_behalf_of=by.on_behalf_of,
            basis=command.basis,
            shown=command.shown,
            said=said,
        )


@dataclass(frozen=True, slots=True)
class CriterionAnswer:
    """``assessed``: null until it is."""

    criterion: str
    text: str
    assessed: Assessed | None
    reason: str


@dataclass(frozen=True, slots=True)
class DecidedThing:
    """The newest about the thing. ``text``: as the owner was given it."""

    thing: Thing
    outcome: Outcome
    reason: str
    basis: str
    text: str
    known_on: date

    @classmethod
    def of(cls, record: Record) -> DecidedThing:
        transition, command = record.transition, record.command
        return cls(
            transition.thing,
            transition.outcome,
            transition.reason,
            command.basis,
            command.shown,
            transition.known_on,
        )


@dataclass(frozen=True, slots=True)
class ResponsibilityAnswer:
    """``service``: "" while none is agreed or decided; ``services``: those that disagree. ``days``: for how
    many it has been so."""

    status: str
    service: str
    services: tuple[str, ...]
    days: int

    @classmethod
    def of(cls, facts: ResponsibilityFacts, today: date) -> ResponsibilityAnswer:
        days = 0 if facts.since is None else (today - facts.since).days
        return cls(facts.status, facts.service, facts.services, days)


@dataclass(frozen=True, slots=True)
class RepresentativeAnswer:
    """``basis``: a token. ``until``: the last day."""

    person: PersonId
    name: str
    basis: str
    until: date

    @classmethod
    def all(cls, case: Case, today: date) -> tuple[RepresentativeAnswer, ...]:
        return tuple(
            cls(each.person, each.name, each.basis, each.until) for each in case.representation.on(today)
        )


@dataclass(frozen=True, slots=True)
class AwayAnswer:
    """``until``: the last day, null where nobody knows. ``substitute``: "" without one."""

    until: date | None
    substitute: str

    @classmethod
    def of(cls, facts: CoordinatorFacts, today: date) -> AwayAnswer | None:
        away = facts.away_on(today)
        return None if away is None else cls(away.until, away.substitute)


@dataclass(frozen=True, slots=True)
class ComingAnswer:
    name: str
    workplace: str
    start: date


@dataclass(frozen=True, slots=True)
class CoordinatorAnswer:
    """``name``: who coordinates today, "" if nobody. ``days_without``: null while somebody does.

    ``goes``: from when that person does no more, where that is said, and ``why``, also once they are gone.
    ``away``: null while they are there. ``coming``: who is appointed and begins later.
    """

    status: str
    name: str
    workplace: str
    candidate: str
    days_without: int | None
    goes: date | None
    why: str
    away: AwayAnswer | None
    coming: ComingAnswer | None

    @classmethod
    def of(cls, case: Case, rules: CaseRules, today: date) -> CoordinatorAnswer:
        facts, now = case.coordinator, case.coordinator.on(today)
        since, coming = without_coordinator_since(case, rules, today), facts.coming(today)
        goes = (now.end or facts.goes) if now else None
        return cls(
            status=facts.status,
            name=now.name if now else "",
            workplace=now.workplace if now else "",
            candidate=facts.candidate.name if facts.candidate else "",
            days_without=None if since is None else (today - since).days,
            goes=goes,
            why=facts.why if goes or now is None or facts.handover else "",
            away=AwayAnswer.of(facts, today),
            coming=ComingAnswer(coming.name, coming.workplace, coming.start) if coming else None,
        )


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """``number``: of the last record, which a command names. ``code``: as messages name the case. ``may``:
    what may be tried now.

    ``appointed``: as its coordinator, also while they are away: nobody stands in for themselves.
    ``services``: from which a coordinator may come. ``opposing``: parents who oppose the plan's consent.
    ``requires``: of each that may be tried, the fields that must say something. ``child``: under age
    today, or expected.
    """

    number: int
    code: str
    row: CaseRow
    contact: str
    born: date | None
    expected: date | None
    child: bool
    language: str
    interpreter: bool
    answer_due: date | None
    undecided: tuple[Thing, ...]
    criteria: tuple[CriterionAnswer, ...]
    decisions: tuple[DecidedThing, ...]
    responsibility: ResponsibilityAnswer
    coordinator: CoordinatorAnswer
    appointed: PersonId | None
    services: tuple[str, ...]
    opposing: tuple[PersonId, ...]
    representatives: tuple[RepresentativeAnswer, ...]
    waiting: tuple[WaitAnswer, ...]
    reviews: tuple[ReviewAnswer, ...]
    may: tuple[str, ...]
    requires: Mapping[str, tuple[str, ...]]
    timeline: tuple[TimelineEntry, ...]


def case_answer(
    seen: SeenCase, rules: CaseRules, criteria: Sequence[tuple[str, str]], today: date
) -> CaseAnswer:
    """``criteria``: each with its words."""
    case = seen.stored.case
    facts, subject, appointed = case.case, case.case.subject, case.coordinator.appointed
    may = _may(seen, rules, today)
    return CaseAnswer(
        number=case.number,
        code=code_of(case.id),
        row=CaseRow.of(case, seen.names, rules, today),
        contact=subject.contact,
        born=subject.born,
        expected=subject.expected,
        child=rules.is_child(subject, today),
        language=subject.language,
        interpreter=subject.interpreter,
        answer_due=answer_due(case, rules),
        undecided=tuple(sorted(facts.undecided)),
        criteria=tuple(_criterion(case, name, text) for name, text in criteria),
        decisions=tuple(DecidedThing.of(each) for each in facts.decisions.values()),
        responsibility=ResponsibilityAnswer.of(case.responsibility, today),
        coordinator=CoordinatorAnswer.of(case, rules, today),
        appointed=appointed.person if appointed else None,
        services=_services(rules),
        opposing=_opposing(case),
        representatives=RepresentativeAnswer.all(case, today),
        waiting=tuple(WaitAnswer.of(each, today) for each in waiting(case, rules, today)),
        reviews=reviews_of(case, rules, today),
        may=tuple(sorted(may)),
        requires={action: required(TRANSITIONS[action]) for action in may},
        timeline=tuple(TimelineEntry.of(case, each, seen.names) for each in seen.stored.records),
    )


def _may(seen: SeenCase, rules: CaseRules, today: date) -> frozenset[str]:
    may = open_to(seen.stored.case, seen.actor, rules, today)
    if seen.led:
        may -= OF_LEADERS
    return may - {CaseMerged.action} if not_merged(seen.stored.case, today) else may


def _services(rules: CaseRules) -> tuple[str, ...]:
    return tuple(each for each in SERVICES if rules.appointable is None or each in rules.appointable)


def _opposing(case: Case) -> tuple[PersonId, ...]:
    people = (each.command.by.person for each in opposed(case.plan))
    return tuple(each for each in people if each is not None)


def _criterion(case: Case, name: str, text: str) -> CriterionAnswer:
    record = case.case.assessment.get(name)
    if record is None:
        return CriterionAnswer(name, text, None, "")
    return CriterionAnswer(name, text, record.transition.assessed, record.transition.reason)
