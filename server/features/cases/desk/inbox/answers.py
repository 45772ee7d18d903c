"""The unit's list of cases, and what of each stands in it (docs/contract.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from server.domain.cases.life.days import review_due
from server.domain.cases.rules import CaseRules
from server.domain.cases.state import Case
from server.domain.cases.vocabulary import (
    Actor,
    CaseStatus,
    Consent,
    CoordinatorKind,
    LifeEvent,
    Means,
    Thing,
)
from server.domain.cases.waiting import Step, Wait, waiting, without_coordinator_since
from server.domain.plan import PersonId


@dataclass(frozen=True, slots=True)
class WaitAnswer:
    """What is to be done, who does it, and by when; ``due``: null where no rule says."""

    step: Step
    who: Actor
    since: date
    due: date | None
    days_late: int

    @classmethod
    def of(cls, wait: Wait, today: date) -> WaitAnswer:
        return cls(wait.step, wait.who, wait.since, wait.due, wait.days_late(today))


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """What is to be gone through, by when. ``record``: what names it when it is done; ``day``: on which it
    happens, or happened."""

    record: int
    event: LifeEvent
    day: date
    due: date
    days_late: int


def reviews_of(case: Case, rules: CaseRules, today: date) -> tuple[ReviewAnswer, ...]:
    """Those that wait, by when."""
    found = [(review_due(each.transition, rules.life), each) for each in case.reviews.open]
    return tuple(
        ReviewAnswer(each.number, each.transition.event, each.transition.day, due, max(0, (today - due).days))
        for due, each in sorted(found, key=lambda one: (one[0], one[1].number))
    )


@dataclass(frozen=True, slots=True)
class DeskCoordinator:
    """``person``: who is appointed, also if they have not begun or are away; "" for nobody.

    ``wished``: whom the owner named. ``candidate``: who is proposed, and
    ``released_by`` whom. ``last_day``: of whoever hands over. ``days_without``: null while somebody is there.
    ``declined``: whom somebody said no to since anybody was proposed, ``declined_by``: the leader whose no it
    was, "" for the owner's.
    """

    status: str
    person: str
    name: str
    workplace: str
    kind: CoordinatorKind | None
    start: date | None
    wished: str
    candidate: str
    candidate_name: str
    released_by: str
    declined: str
    declined_name: str
    declined_by: str
    declined_reason: str
    last_day: date | None
    substitute: str
    until: date | None
    days_without: int | None

    @classmethod
    def of(cls, case: Case, rules: CaseRules, today: date) -> DeskCoordinator:
        facts = case.coordinator
        appointed, candidate, absence = facts.appointed, facts.candidate, facts.absence
        since, declined = without_coordinator_since(case, rules, today), facts.declined
        return cls(
            status=facts.status,
            person=appointed.person if appointed else "",
            name=appointed.name if appointed else "",
            workplace=appointed.workplace if appointed else "",
            kind=appointed.kind if appointed else None,
            start=appointed.start if appointed else None,
            wished=facts.wish.transition.somebody if facts.wish else "",
            candidate=candidate.person if candidate else "",
            candidate_name=candidate.name if candidate else "",
            released_by=candidate.released_by if candidate else "",
            declined=declined.person if declined else "",
            declined_name=declined.name if declined else "",
            declined_by=declined.leader if declined else "",
            declined_reason=declined.reason if declined else "",
            last_day=facts.handover.last_day if facts.handover else None,
            substitute=absence.substitute if absence else "",
            until=absence.until if absence else None,
            days_without=None if since is None else (today - since).days,
        )


@dataclass(frozen=True, slots=True)
class CaseRow:
    """``number``: of the last record. ``next``: what waits first; null at rest."""

    id: str
    number: int
    name: str
    protected: bool
    status: CaseStatus
    asked: tuple[Thing, ...]
    received: date | None
    age_days: int
    means: Means | None
    reporter: Actor | None
    organisation: str
    verified: bool
    consent: Consent
    consent_checked: bool
    handler: str
    coordinator: DeskCoordinator
    next: WaitAnswer | None

    @classmethod
    def of(cls, case: Case, names: Mapping[PersonId, str], rules: CaseRules, today: date) -> CaseRow:
        facts = case.case
        report = facts.reports[0].transition if facts.reports else None
        waits = waiting(case, rules, today)
        return cls(
            id=case.id,
            number=case.number,
            name=facts.subject.name,
            protected=facts.subject.protected,
            status=facts.status,
            asked=tuple(sorted(facts.asked)),
            received=facts.received,
            age_days=(today - facts.received).days if facts.received else 0,
            means=report.means if report else None,
            reporter=report.reporter if report else None,
            organisation=report.organisation if report else "",
            verified=bool(report and report.verified),
            consent=facts.consent,
            consent_checked=facts.consent_checked,
            handler=names.get(facts.handler, "") if facts.handler else "",
            coordinator=DeskCoordinator.of(case, rules, today),
            next=WaitAnswer.of(waits[0], today) if waits else None,
        )


@dataclass(frozen=True, slots=True)
class InboxAges:
    """How many wait: ``fresh`` for the unit's cycle at most, ``aging`` until an answer is due, ``late``."""

    fresh: int
    aging: int
    late: int


@dataclass(frozen=True, slots=True)
class CaseInbox:
    """Oldest first. ``after``: for the next page; null at the end."""

    ages: InboxAges
    cases: tuple[CaseRow, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class HandlerAnswer:
    """Who may be assigned a case."""

    person: str
    name: str
