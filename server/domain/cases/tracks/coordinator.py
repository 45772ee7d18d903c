"""The coordinator: the owner's wish, a proposal, the leader's release, appointment, and who comes after.

Whoever the owner or a leader says no to is proposed no more: the wish stands, and another is proposed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from server.domain.cases import care_transitions as d
from server.domain.cases.records import Record
from server.domain.cases.state import (
    IN_PLACE,
    Absence,
    Appointment,
    Candidate,
    CoordinatorFacts,
    Declined,
    Handover,
)
from server.domain.cases.vocabulary import Actor
from server.domain.cases.vocabulary import CoordinatorStatus as S

from .machine import CASE_ALIVE, OWNERS, OWNERS_WORD, UNIT, Moves, Terms, Track
from .placing import (
    AGE_SETTLED,
    IN_OFFICE,
    MAY_BE_APPOINTED,
    MAY_BE_AWAY,
    MAY_BE_CONSENTED_TO,
    MAY_BE_HANDED_OVER,
    MAY_BE_PROPOSED,
    NAMED,
    OF_AGE,
    PROPOSED,
)

LEAVES = {
    d.CoordinatorLeft: S.VACANT,
    d.CameOfAge: S.VACANT,
    d.CoordinatorNotWanted: S.NOT_WANTED,
    d.CoordinatorEnded: S.ENDED,
}
NO_MORE = {d.CoordinatorNotWanted: S.NOT_WANTED, d.CoordinatorEnded: S.ENDED}
NOBODY_WANTED = frozenset(NO_MORE.values())
SAYS_NO = {d.ReleaseRefused: S.WISH_RECORDED, d.ProposalRefused: S.WISH_RECORDED}
MOVES: Moves = {
    S.NONE: {d.WishRecorded: S.WISH_RECORDED, d.CoordinatorNotWanted: S.NOT_WANTED},
    S.WISH_RECORDED: {
        d.WishRecorded: S.WISH_RECORDED,
        d.CoordinationConsented: S.WISH_RECORDED,
        d.CoordinatorProposed: S.PROPOSED,
        **NO_MORE,
    },
    S.PROPOSED: {
        d.WishRecorded: S.WISH_RECORDED,
        d.CoordinationConsented: S.PROPOSED,
        d.CoordinatorProposed: S.PROPOSED,
        d.CoordinatorReleased: S.ACCEPTED,
        **SAYS_NO,
        **NO_MORE,
    },
    S.ACCEPTED: {
        d.WishRecorded: S.WISH_RECORDED,
        d.CoordinationConsented: S.ACCEPTED,
        d.CoordinatorProposed: S.PROPOSED,
        d.CoordinatorAppointed: S.APPOINTED,
        **SAYS_NO,
        **NO_MORE,
    },
    S.APPOINTED: {
        d.WishRecorded: S.APPOINTED,
        d.CoordinationConsented: S.APPOINTED,
        d.CoordinatorAbsent: S.ABSENT,
        d.HandoverBegun: S.HANDING_OVER,
        **LEAVES,
    },
    S.ABSENT: {
        d.WishRecorded: S.ABSENT,
        d.CoordinationConsented: S.ABSENT,
        d.CoordinatorAbsent: S.ABSENT,
        d.CoordinatorReturned: S.APPOINTED,
        d.HandoverBegun: S.HANDING_OVER,
        **LEAVES,
    },
    S.HANDING_OVER: {
        d.HandoverBegun: S.HANDING_OVER,
        d.WishRecorded: S.HANDING_OVER,
        d.CoordinationConsented: S.HANDING_OVER,
        d.CoordinatorProposed: S.HANDING_OVER,
        d.CoordinatorReleased: S.HANDING_OVER,
        d.ReleaseRefused: S.HANDING_OVER,
        d.ProposalRefused: S.HANDING_OVER,
        d.CoordinatorAppointed: S.APPOINTED,
        **LEAVES,
    },
    S.VACANT: {
        d.WishRecorded: S.WISH_RECORDED,
        d.CoordinationConsented: S.VACANT,
        d.CoordinatorProposed: S.PROPOSED,
        **NO_MORE,
    },
    S.NOT_WANTED: {d.WishRecorded: S.WISH_RECORDED},
    S.ENDED: {d.WishRecorded: S.WISH_RECORDED},
}


THEIRS = UNIT | {Actor.COORDINATOR, Actor.LEADER}
LEADERS = UNIT | {Actor.LEADER}
TERMS = {
    d.WishRecorded: Terms(OWNERS | UNIT, ("said_by",), (CASE_ALIVE, OWNERS_WORD, NAMED)),
    d.CoordinationConsented: Terms(OWNERS | UNIT, ("shown",), MAY_BE_CONSENTED_TO),
    d.CoordinatorProposed: Terms(UNIT, ("name", "workplace"), MAY_BE_PROPOSED),
    d.CoordinatorReleased: Terms(LEADERS, ("leader",), (PROPOSED,)),
    d.ReleaseRefused: Terms(LEADERS, ("leader", "reason"), (PROPOSED,)),
    d.ProposalRefused: Terms(OWNERS | UNIT, (), (OWNERS_WORD, PROPOSED)),
    d.CoordinatorAppointed: Terms(UNIT, ("start",), MAY_BE_APPOINTED),
    d.CoordinatorAbsent: Terms(THEIRS, (), MAY_BE_AWAY),
    d.CoordinatorReturned: Terms(THEIRS, (), (IN_OFFICE,)),
    d.HandoverBegun: Terms(OWNERS | UNIT | {Actor.COORDINATOR}, ("reason",), MAY_BE_HANDED_OVER),
    d.CoordinatorLeft: Terms(THEIRS, ("reason",), (IN_OFFICE,)),
    d.CameOfAge: Terms(frozenset({Actor.CLOCK}), (), (OF_AGE,)),
    d.CoordinatorNotWanted: Terms(OWNERS | UNIT, (), (OWNERS_WORD,)),
    d.CoordinatorEnded: Terms(UNIT, ("reason",), (AGE_SETTLED,)),
}


def after(facts: CoordinatorFacts, record: Record) -> CoordinatorFacts:
    status = S(record.status)
    noted = _noted(facts, record)
    if status is not S.ABSENT:
        noted = replace(noted, absence=None)
    if status not in IN_PLACE:
        # Nor is whoever would have been in place until the next one began.
        ended = _ended(noted, record.day)
        noted = replace(ended, appointments=tuple(each.cut(record.day) for each in ended.appointments))
    if status is not S.HANDING_OVER:
        noted = replace(noted, handover=None)
    if status is S.VACANT and status is not facts.status:
        noted = replace(noted, said_empty=record.day)
    if isinstance(record.transition, d.WishRecorded) and facts.status in NOBODY_WANTED:
        noted = replace(noted, wished_anew=record.day)
    return noted if status is facts.status else replace(noted, status=status, since=record.day)


def _noted(facts: CoordinatorFacts, record: Record) -> CoordinatorFacts:
    match record.transition:
        case d.WishRecorded():
            return replace(facts, wish=record, candidate=None, declined=None)
        case d.CoordinatorProposed() as said:
            where = said.workplace, said.departure
            candidate = Candidate(said.person, said.name, *where, service=said.service)
            return replace(facts, candidate=candidate, declined=None)
        case d.CoordinatorReleased(leader=leader) if facts.candidate is not None:
            return replace(facts, candidate=replace(facts.candidate, released_by=leader))
        case d.ReleaseRefused() | d.ProposalRefused() if facts.candidate is not None:
            return replace(facts, candidate=None, declined=_declined(facts.candidate, record.transition))
        case d.CoordinatorAppointed() if facts.candidate is not None:
            return _appointed(facts, facts.candidate, record)
        case d.CoordinatorAbsent():
            return replace(facts, absence=_absence(facts.absence, record))
        case d.HandoverBegun() as transition:
            handover = Handover(record.day, transition.together_days, transition.last_day)
            return replace(facts, handover=handover, why=transition.reason)
        case d.CoordinatorLeft(reason=reason):
            return replace(facts, candidate=None, why=reason)
        case d.CoordinationConsented():
            return replace(facts, coordination=record)
        case d.CoordinatorReturned():
            return facts
        case _:
            return _nobody_more(facts, record)


def _nobody_more(facts: CoordinatorFacts, record: Record) -> CoordinatorFacts:
    """Whoever wants none has taken back that somebody may coordinate; it is asked for anew."""
    stays = S(record.status) not in NOBODY_WANTED
    return replace(facts, candidate=None, why="", coordination=facts.coordination if stays else None)


def _declined(who: Candidate, said: d.ReleaseRefused | d.ProposalRefused) -> Declined:
    leader = said.leader if isinstance(said, d.ReleaseRefused) else ""
    return Declined(who.person, who.name, leader, said.reason)


def _absence(before: Absence | None, record: Record) -> Absence:
    """Whom the unit lets stand in does so until the unit says otherwise, or the absence is over."""
    said = record.transition
    new = Absence(record.day, said.until, said.substitute, said.substitute_person)
    if before is None or not before.lasts(record.day):
        return new
    if before.substitute_person is not None and record.command.by.actor not in UNIT:
        return replace(before, until=new.until)
    return replace(new, since=before.since)


def _appointed(facts: CoordinatorFacts, who: Candidate, record: Record) -> CoordinatorFacts:
    said = record.transition
    new = Appointment(who.person, who.name, who.workplace, said.kind, said.training, said.start)
    before = _ended(facts, said.start)
    return replace(before, candidate=None, appointments=(*before.appointments, new))


def _ended(facts: CoordinatorFacts, day: date) -> CoordinatorFacts:
    """One that had not begun is over before it began, and one whose last day was said is over after it."""
    appointed = facts.appointed
    if appointed is None:
        return facts
    return replace(facts, appointments=(*facts.appointments[:-1], appointed.cut(min(day, facts.goes or day))))


COORDINATOR = Track("coordinator", MOVES, TERMS, after)
