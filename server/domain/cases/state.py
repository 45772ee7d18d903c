"""Where a case is: values only, which share no status; what becomes of them is in ``tracks``.

A coordinator without a plan, a plan whose coordinator left, and services that disagree are all real.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from server.domain.plan import PersonId, PlanId

from .case_transitions import DelayNotified, Subject
from .life.transitions import ReviewFacts
from .records import Record
from .rules import days_after
from .vocabulary import (
    CaseId,
    CaseStatus,
    Consent,
    CoordinatorKind,
    CoordinatorStatus,
    Outcome,
    PlanStatus,
    RepresentationStatus,
    ResponsibilityStatus,
    Thing,
    Training,
)

NOBODY = Subject("")
NOTHING_OPENED = ReviewFacts()
ALIVE = frozenset({CaseStatus.REPORTED, CaseStatus.CLARIFYING, CaseStatus.DECIDED, CaseStatus.OPEN})
IN_PLACE = frozenset({CoordinatorStatus.APPOINTED, CoordinatorStatus.ABSENT, CoordinatorStatus.HANDING_OVER})
PLAN_RUNNING = frozenset(
    {PlanStatus.CONSENTED, PlanStatus.DRAFTING, PlanStatus.ACTIVE, PlanStatus.REVISION_DUE}
)
GRANTING = frozenset({Outcome.GRANTED, Outcome.IN_PART})


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """``received``, ``asked_from``: of the first report since all was decided, from which clocks run.

    ``questions``: those that wait for an answer. ``letters``: decisions to be posted. ``decisions``: the
    newest of each thing. ``again``: not granted and asked for anew, as when NAV gives another right to it.
    """

    status: CaseStatus = CaseStatus.NONE
    since: date | None = None
    received: date | None = None
    asked_from: int | None = None
    subject: Subject = NOBODY
    asked: frozenset[Thing] = frozenset()
    again: frozenset[Thing] = frozenset()
    reports: tuple[Record, ...] = ()
    consent: Consent = Consent.MISSING
    consent_checked: bool = False
    handler: PersonId | None = None
    meeting: date | None = None
    questions: tuple[Record, ...] = ()
    assessment: Mapping[str, Record] = field(default_factory=dict)
    delay: DelayNotified | None = None
    decisions: Mapping[Thing, Record] = field(default_factory=dict)
    letters: tuple[Record, ...] = ()
    contact_point: str = ""
    review: bool = False
    into: CaseId | None = None

    @property
    def may_be_dealt_with(self) -> bool:
        """Nothing is found out about somebody before their consent, or the ground without it, is known."""
        return self.consent_checked and self.consent in (Consent.GIVEN, Consent.STATUTORY)

    @property
    def granted(self) -> frozenset[Thing]:
        return frozenset(
            thing for thing, each in self.decisions.items() if each.transition.outcome in GRANTING
        )

    @property
    def undecided(self) -> frozenset[Thing]:
        return (self.asked - self.decisions.keys()) | self.again


@dataclass(frozen=True, slots=True)
class ResponsibilityFacts:
    """``service``: "" while none is agreed or decided; ``services``: those that disagree."""

    status: ResponsibilityStatus = ResponsibilityStatus.UNSET
    since: date | None = None
    service: str = ""
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Representation:
    """``until``: the last day."""

    person: PersonId
    name: str
    basis: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class RepresentationFacts:
    """``people``: of each at most one, the newest last; also those whose last day is over. ``ever``:
    everybody who was registered."""

    status: RepresentationStatus = RepresentationStatus.NONE
    since: date | None = None
    people: tuple[Representation, ...] = ()
    ever: frozenset[PersonId] = frozenset()

    def on(self, day: date) -> tuple[Representation, ...]:
        return tuple(each for each in self.people if day <= each.until)

    def of(self, person: PersonId, day: date) -> Representation | None:
        return next((each for each in self.on(day) if each.person == person), None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who is proposed, and whether their leader has released them."""

    person: PersonId
    name: str
    workplace: str
    departure: str
    released_by: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class Appointment:
    """From ``start`` to before ``end``."""

    person: PersonId
    name: str
    workplace: str
    kind: CoordinatorKind
    training: Training
    start: date
    end: date | None = None

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def cut(self, day: date) -> Appointment:
        """Over by that day; one that had not begun, before it began."""
        end = max(day, self.start)
        return replace(self, end=end if self.end is None else min(self.end, end))


@dataclass(frozen=True, slots=True)
class Declined:
    """Whom somebody said no to. ``leader``: whose no it was; "" for the owner's. ``reason``: may be ""."""

    person: PersonId
    name: str
    leader: str
    reason: str


@dataclass(frozen=True, slots=True)
class Absence:
    since: date
    until: date | None
    substitute: str
    substitute_person: PersonId | None

    def lasts(self, day: date) -> bool:
        """No longer than was said."""
        return self.until is None or day <= self.until


@dataclass(frozen=True, slots=True)
class Handover:
    """What was last said of it: ``HandoverBegun``."""

    since: date
    together_days: int
    last_day: date | None


@dataclass(frozen=True, slots=True)
class CoordinatorFacts:
    """``appointments``: all there have been, oldest first; of each day at most one.

    ``declined``: until somebody is proposed or wished for again. ``why``: as the owner is told it,
    why whoever goes does, or went last. ``wished_anew``: the day on which one was wished for again after none
    was to be. ``said_empty``: the day of the newest record that told that nobody coordinates.
    ``coordination``: the record of the consent to it, while it lasts.
    """

    status: CoordinatorStatus = CoordinatorStatus.NONE
    since: date | None = None
    wish: Record | None = None
    candidate: Candidate | None = None
    declined: Declined | None = None
    appointments: tuple[Appointment, ...] = ()
    absence: Absence | None = None
    handover: Handover | None = None
    why: str = ""
    wished_anew: date | None = None
    said_empty: date | None = None
    coordination: Record | None = None

    @property
    def appointed(self) -> Appointment | None:
        """The newest, while it has no end."""
        newest = self.appointments[-1] if self.appointments else None
        return newest if newest is not None and newest.end is None else None

    @property
    def outgoing(self) -> Appointment | None:
        """Whose end is set, the last of them; they may be in place until then."""
        been = [each for each in self.appointments if each.end is not None and each.start < each.end]
        return been[-1] if been else None

    @property
    def goes(self) -> date | None:
        """The day from which whoever is appointed coordinates no more, though nobody may come after them."""
        last = self.handover.last_day if self.handover is not None else None
        return None if last is None else days_after(last, 1)

    def on(self, day: date) -> Appointment | None:
        now = next((each for each in self.appointments if each.covers(day)), None)
        gone = self.goes is not None and self.goes <= day
        return None if gone and now is not None and now.end is None else now

    def coming(self, day: date) -> Appointment | None:
        """Who is appointed and has not begun."""
        newest = self.appointed
        return newest if newest is not None and newest.start > day else None

    def away_on(self, day: date) -> Absence | None:
        away = self.absence
        return away if away is not None and self.on(day) is not None and away.lasts(day) else None

    def substitute_on(self, day: date) -> PersonId | None:
        """Who stands in: while the coordinator is in place and away, and no longer than was said."""
        away, now = self.away_on(day), self.on(day)
        if away is None or now is None:
            return None
        return None if away.substitute_person == now.person else away.substitute_person


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """``consent``: the record of it, while it lasts. ``unarchived``: a plan has ended and is not archived.

    ``proposed``: the record that proposes to declare it valid, until the owner does. ``parents``: what was
    last said of the consent by, or of, the other parent.
    """

    status: PlanStatus = PlanStatus.NONE
    since: date | None = None
    consent: Record | None = None
    plan: PlanId | None = None
    next_revision: date | None = None
    gaps: tuple[str, ...] = ()
    why: str = ""
    unarchived: bool = False
    proposed: Record | None = None
    parents: Mapping[PersonId, Record] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """``number``, ``at``: of its last record; 0 and ``None``: there is none."""

    id: CaseId
    number: int = 0
    at: datetime | None = None
    case: CaseFacts = CaseFacts()
    responsibility: ResponsibilityFacts = ResponsibilityFacts()
    coordinator: CoordinatorFacts = CoordinatorFacts()
    plan: PlanFacts = PlanFacts()
    representation: RepresentationFacts = RepresentationFacts()
    reviews: ReviewFacts = NOTHING_OPENED

    @property
    def birth_from(self) -> date | None:
        """From when a birth may be said; also one that left the case its parent's (decision 0060)."""
        subject, rests = self.case.subject, self.plan.status not in PLAN_RUNNING
        return subject.expected or (subject.born if subject.family and subject.person and rests else None)

    @property
    def whose(self) -> frozenset[PersonId | None]:
        """Whom it is about, and who act for them, also once that is over: they are of no unit in it."""
        return frozenset({self.case.subject.person, *(each.person for each in self.representation.people)})
