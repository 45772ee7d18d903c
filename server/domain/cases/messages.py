"""Who is told of a record of a case, and in which words: a table. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from server.domain.messages.message import Message
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId

from . import care_transitions as care
from . import case_transitions as of_case
from .leaders import ServiceTold
from .life.transitions import ReviewOpened
from .records import Record, Transition
from .state import Case
from .vocabulary import Actor, LifeEvent
from .waiting import is_too_long


@dataclass(frozen=True, slots=True)
class Happened:
    """A case before and after a record of ``day``. ``absence_days``: for longer nobody who is away without a
    substitute coordinates (``CaseRules``)."""

    before: Case
    after: Case
    day: date
    absence_days: int


Who = Callable[[Happened], PersonId | None]
"""Whom it is to; ``None``: nobody who logs in."""


def owner(of: Happened) -> PersonId | None:
    return of.after.case.subject.person


def handler(of: Happened) -> PersonId | None:
    return of.after.case.handler


def appointed(of: Happened) -> PersonId | None:
    """Who is, also from a later day on."""
    return _newest(of.after)


def coordinator(of: Happened) -> PersonId | None:
    """Who is in place on the day: not who begins later, whose last day has passed, or whose place counts as
    empty."""
    facts = of.after.coordinator
    now, away = facts.on(of.day), facts.absence
    gone = away is not None and is_too_long(away, of.absence_days, of.day)
    return None if now is None or gone else now.person


def coordinator_or_handler(of: Happened) -> PersonId | None:
    """Whose it is to go through the plan."""
    return coordinator(of) or handler(of)


def former_coordinator(of: Happened) -> PersonId | None:
    """Whose appointment the record ended."""
    was = _newest(of.before)
    return None if was == _newest(of.after) else was


def former_outgoing(of: Happened) -> PersonId | None:
    """Who would have been there until the next one began, and does not stay so long after the record."""
    was = of.before.coordinator.outgoing
    return None if was is None or was in of.after.coordinator.appointments else was.person


def substitute(of: Happened) -> PersonId | None:
    return _stands_in(of.after)


def former_substitute(of: Happened) -> PersonId | None:
    """Who stood in, and does no more after the record."""
    was = _stands_in(of.before)
    return None if was == _stands_in(of.after) else was


def registered(of: Happened) -> PersonId | None:
    """Who acts for the owner since the record: the newest is last."""
    return of.after.representation.people[-1].person


def dismissed(of: Happened) -> PersonId | None:
    """Who acts for the owner no more since the record."""
    there = {each.person for each in of.after.representation.people}
    return next((each.person for each in of.before.representation.people if each.person not in there), None)


def _newest(case: Case) -> PersonId | None:
    now = case.coordinator.appointed
    return None if now is None else now.person


def _stands_in(case: Case) -> PersonId | None:
    away = case.coordinator.absence
    return None if away is None else away.substitute_person


Told = tuple[tuple[Who, str], ...]
SETTLED: Told = ((owner, "responsibility-settled"), (coordinator, "responsibility-settled"))
PLAN_ANSWERED: Told = ((handler, "plan-answered"), (coordinator, "plan-answered"))
ENDED: Told = ((owner, "ended"), (handler, "ended"), (coordinator, "ended"))
STOOD_IN = (former_substitute, "access-ended")
OUT: Told = ((former_coordinator, "access-ended"), (former_outgoing, "access-ended"), STOOD_IN)
OF_RECORDS: Mapping[type[Transition], Told] = {
    of_case.CaseReported: ((owner, "reported"), (handler, "reported")),
    of_case.ReportTakenIn: ((owner, "reported"),),
    of_case.CaseTaken: ((owner, "clarifying"),),
    of_case.CaseAssigned: ((handler, "assigned"),),
    of_case.ChildBorn: (
        (owner, "subject-changed"),
        (handler, "subject-changed"),
        (coordinator, "subject-changed"),
    ),
    of_case.QuestionAnswered: ((handler, "answered"),),
    of_case.MeetingSet: ((owner, "meeting-set"),),
    of_case.DelayNotified: ((owner, "delayed"),),
    of_case.ThingDecided: ((owner, "decision-ready"),),
    of_case.RepresentativeRegistered: (
        (registered, "representative-you"),
        (owner, "representative-registered"),
    ),
    of_case.RepresentativeEnded: (
        (dismissed, "access-ended"),
        (owner, "representative-ended"),
        (handler, "representative-ended"),
    ),
    of_case.CaseDeclined: ENDED,
    of_case.MovedAway: ((owner, "moved"), (handler, "ended"), (coordinator, "ended")),
    of_case.CaseClosed: ENDED,
    of_case.OwnerDied: ((handler, "ended"),),
    of_case.ResponsibilityAgreed: SETTLED,
    of_case.ResponsibilityDecided: SETTLED,
    care.WishRecorded: ((handler, "wish-recorded"),),
    care.CoordinationConsented: ((handler, "coordinator-answered"), (owner, "coordination-signed")),
    care.CoordinatorProposed: ((owner, "coordinator-proposed"),),
    care.CoordinatorReleased: ((handler, "coordinator-answered"),),
    care.ReleaseRefused: ((handler, "coordinator-answered"),),
    care.ProposalRefused: ((handler, "coordinator-answered"),),
    care.CoordinatorAppointed: (
        (owner, "coordinator-appointed"),
        (appointed, "appointed-you"),
        (former_coordinator, "succeeded"),
    ),
    care.CoordinatorAbsent: (
        (owner, "coordinator-absent"),
        (handler, "coordinator-absent"),
        (substitute, "substitute-you"),
        STOOD_IN,
    ),
    care.CoordinatorReturned: (
        (owner, "coordinator-returned"),
        (handler, "coordinator-returned"),
        STOOD_IN,
    ),
    care.HandoverBegun: ((owner, "handover-begun"), (handler, "handover-begun"), STOOD_IN),
    care.CoordinatorLeft: ((owner, "vacant"), (handler, "vacant"), *OUT),
    care.CameOfAge: ((owner, "vacant"), (handler, "vacant"), *OUT),
    care.CoordinatorNotWanted: ((handler, "coordinator-ended"), *OUT),
    care.CoordinatorEnded: ((owner, "coordinator-ended"), *OUT),
    care.PlanOffered: ((owner, "plan-offered"),),
    care.PlanNotWanted: ((handler, "plan-answered"),),
    care.PlanConsented: (*PLAN_ANSWERED, (owner, "plan-answered")),
    care.ParentAgreed: (*PLAN_ANSWERED, (owner, "plan-answered")),
    care.ParentOpposed: (*PLAN_ANSWERED, (owner, "plan-answered")),
    care.OppositionSettled: ((owner, "plan-answered"), (coordinator, "plan-answered")),
    care.PlanBegun: ((owner, "plan-begun"), (coordinator, "plan-begun")),
    care.ValidityProposed: ((owner, "validity-proposed"),),
    care.PlanDeclaredValid: ((handler, "plan-valid"), (coordinator, "plan-valid")),
    care.PlanSaidValid: ((owner, "plan-said-valid"), (handler, "plan-valid"), (coordinator, "plan-valid")),
    care.RevisionCame: ((owner, "revision-due"), (coordinator_or_handler, "revision-due")),
    care.PlanRevised: ((owner, "plan-revised"), (coordinator_or_handler, "plan-revised")),
    ReviewOpened: ((owner, "review-opened"), (handler, "review-opened"), (coordinator, "review-opened")),
    care.PlanEnded: ((owner, "plan-ended"), (handler, "plan-ended"), (coordinator, "plan-ended")),
}
"""What is about nobody but who did it, or would tell of work in progress, is not here."""


BY_DEATH: Mapping[type[Transition], Told] = {
    care.CoordinatorEnded: OUT,
    of_case.RepresentativeEnded: ((dismissed, "access-ended"),),
}
"""Nobody is told anything as if whom it is about could read it."""
BY_MOVING: Mapping[type[Transition], Told] = {care.CoordinatorEnded: OUT}
"""Of what ends because its owner moves: they, and the unit, are told of the move alone."""
PROPOSED = "release-asked"
EMPTY = (care.CoordinatorLeft, care.CameOfAge)


def service_told(before: Case, record: Record) -> ServiceTold | None:
    """Whose leaders are told: that they are asked for somebody, or that somebody of theirs has left."""
    said = record.transition
    if isinstance(said, care.CoordinatorProposed):
        return ServiceTold(said.workplace, PROPOSED)
    left = before.coordinator.on(record.day) or before.coordinator.appointed
    return ServiceTold(left.workplace, "vacant") if isinstance(said, EMPTY) and left is not None else None


def messages_of(
    before: Case,
    after: Case,
    record: Record,
    where: MunicipalityId,
    absence_days: int,
    last: Transition | None = None,
) -> Iterator[Message]:
    """Each person once at most, and never who did it themselves. ``absence_days``: as in ``Happened``.
    ``last``: of the act of which this record is one, where that is another."""
    told, of = {record.command.by.person}, Happened(before, after, record.day, absence_days)
    for who, text in _told(record.transition, record.transition if last is None else last):
        for person in (who(of), *_for_the_owner(who, after, record)):
            if person is not None and person not in told:
                told.add(person)
                yield Message(f"case/{after.id}/{record.number}", text, where, person=person, case=after.id)


def _for_the_owner(who: Who, after: Case, record: Record) -> Iterator[PersonId]:
    """Whoever acts for the owner is told what they are."""
    if who is owner:
        yield from (each.person for each in after.representation.on(record.day))


def _told(transition: Transition, of: Transition) -> Told:
    """A question is to whom it is asked of; of the end of a representation the others are told by itself."""
    if isinstance(of, of_case.MovedAway) and of is not transition:
        return BY_MOVING.get(type(transition), ())
    if isinstance(of, of_case.OwnerDied) and of is not transition:
        return BY_DEATH.get(type(transition), ())
    if isinstance(transition, of_case.QuestionAsked):
        return ((owner, "asked"),) if transition.of is Actor.OWNER else ()
    if isinstance(transition, ReviewOpened) and transition.event is LifeEvent.REPRESENTATION_ENDS:
        return ((handler, "review-opened"),)
    return OF_RECORDS.get(type(transition), ())
