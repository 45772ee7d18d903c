"""The coordinator: the owner's wish, a proposal, the leader's release, appointment, and who comes after.

Whoever the owner or a leader says no to is proposed no more: the wish stands, and another is proposed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from server.domain.cases import care_transitions as d
from server.domain.cases.records import Record
from server.domain.cases.rules import days_after, months_after
from server.domain.cases.state import (
    IN_PLACE,
    Absence,
    Appointment,
    Candidate,
    CoordinatorFacts,
    Declined,
    Handover,
)
from server.domain.cases.vocabulary import Actor, CaseStatus, CoordinatorKind, CoordinatorWish, Thing
from server.domain.cases.vocabulary import CoordinatorStatus as S

from .machine import CASE_ALIVE, OWNERS, OWNERS_WORD, UNIT, Guard, Moves, Situation, Terms, Track, of_state

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
    S.WISH_RECORDED: {d.WishRecorded: S.WISH_RECORDED, d.CoordinatorProposed: S.PROPOSED, **NO_MORE},
    S.PROPOSED: {
        d.WishRecorded: S.WISH_RECORDED,
        d.CoordinatorProposed: S.PROPOSED,
        d.CoordinatorReleased: S.ACCEPTED,
        **SAYS_NO,
        **NO_MORE,
    },
    S.ACCEPTED: {
        d.WishRecorded: S.WISH_RECORDED,
        d.CoordinatorProposed: S.PROPOSED,
        d.CoordinatorAppointed: S.APPOINTED,
        **SAYS_NO,
        **NO_MORE,
    },
    S.APPOINTED: {
        d.WishRecorded: S.APPOINTED,
        d.CoordinatorAbsent: S.ABSENT,
        d.HandoverBegun: S.HANDING_OVER,
        **LEAVES,
    },
    S.ABSENT: {
        d.WishRecorded: S.ABSENT,
        d.CoordinatorAbsent: S.ABSENT,
        d.CoordinatorReturned: S.APPOINTED,
        d.HandoverBegun: S.HANDING_OVER,
        **LEAVES,
    },
    S.HANDING_OVER: {
        d.HandoverBegun: S.HANDING_OVER,
        d.WishRecorded: S.HANDING_OVER,
        d.CoordinatorProposed: S.HANDING_OVER,
        d.CoordinatorReleased: S.HANDING_OVER,
        d.ReleaseRefused: S.HANDING_OVER,
        d.ProposalRefused: S.HANDING_OVER,
        d.CoordinatorAppointed: S.APPOINTED,
        **LEAVES,
    },
    S.VACANT: {d.WishRecorded: S.WISH_RECORDED, d.CoordinatorProposed: S.PROPOSED, **NO_MORE},
    S.NOT_WANTED: {d.WishRecorded: S.WISH_RECORDED},
    S.ENDED: {d.WishRecorded: S.WISH_RECORDED},
}


def _wished_for(situation: Situation) -> bool:
    wish, transition = situation.case.coordinator.wish, situation.transition
    named = wish is not None and wish.transition.wish is CoordinatorWish.SOMEBODY
    return not named or transition.as_wished or bool(transition.departure.strip())


def _granted(situation: Situation) -> bool:
    case, child = situation.case.case, situation.transition.kind is CoordinatorKind.CHILD
    granted = Thing.CHILD_COORDINATOR in case.granted if child else _ordinary_granted(situation)
    return case.status is CaseStatus.OPEN and granted


def _ordinary_granted(situation: Any) -> bool:
    """Also instead of the child's: what was granted then still stands."""
    granted = situation.case.case.granted
    takes_over = Thing.CHILD_COORDINATOR in granted and bool(situation.case.coordinator.appointments)
    return Thing.COORDINATOR in granted or takes_over


def _something_granted(situation: Any) -> bool:
    """Of some kind: of the child's as early as anybody may be said to begin."""
    case, day = situation.case.case, months_after(situation.command.day, -situation.rules.near_months)
    child = Thing.CHILD_COORDINATOR in case.granted and situation.rules.is_child(case.subject, day)
    return case.status is CaseStatus.OPEN and (child or _ordinary_granted(situation))


def _alone(situation: Situation) -> bool:
    """Nobody before them coordinates on a day from their first."""
    facts, start = situation.case.coordinator, situation.transition.start
    outgoing = facts.appointed
    others = [each for each in facts.appointments if each is not outgoing]
    begins_after = outgoing is None or outgoing.start <= start
    return begins_after and all(each.end is not None and each.end <= start for each in others)


def _of_a_child(situation: Situation) -> bool:
    transition, subject = situation.transition, situation.case.case.subject
    return transition.kind is CoordinatorKind.ORDINARY or situation.rules.is_child(subject, transition.start)


def _child_came_of_age(situation: Situation) -> bool:
    """Also once the place is empty: it is so until there is another, or none is wanted."""
    subject, day = situation.case.case.subject, situation.command.day
    last = situation.case.coordinator.appointments[-1:]
    child = any(each.kind is CoordinatorKind.CHILD for each in last)
    return child and subject.born is not None and not situation.rules.is_child(subject, day)


def _in_office(situation: Situation) -> bool:
    """Once the next one is appointed, whoever is there until then settles nothing for them."""
    appointed = situation.case.coordinator.appointed
    begun = appointed is None or appointed.start <= situation.command.day
    return begun or situation.actor is not Actor.COORDINATOR


def _fits_both(situation: Situation) -> bool:
    transition = situation.transition
    first = days_after(situation.command.day, transition.together_days)
    return transition.last_day is None or days_after(transition.last_day, 1) >= first


def _after_both(situation: Situation) -> bool:
    handover = situation.case.coordinator.handover
    first = situation.command.day if handover is None else days_after(handover.since, handover.together_days)
    return handover is None or not handover.together_days or situation.transition.start >= first


def _stands_in_for_themselves(situation: Situation) -> bool:
    who, now = situation.transition.substitute_person, situation.case.coordinator.appointed
    return who is not None and now is not None and who == now.person


WISHED = of_state("wish-missing", lambda s: s.case.coordinator.wish is not None)
NAMED = Guard(
    "whom-do-you-wish", lambda s: s.transition.wish is not CoordinatorWish.SOMEBODY or s.transition.somebody
)
AS_WISHED = Guard("departure-unexplained", _wished_for)
TAKEN = CaseStatus.CLARIFYING, CaseStatus.OPEN
ASSESSING = of_state("case-not-taken", lambda s: s.case.case.status in TAKEN)
PROPOSED = of_state("nobody-proposed", lambda s: s.case.coordinator.candidate is not None)
RELEASED = of_state(
    "not-released", lambda s: (who := s.case.coordinator.candidate) is not None and bool(who.released_by)
)
GRANTED = Guard("not-granted", _granted, _something_granted)
ALONE = Guard("another-coordinates", _alone)
OF_A_CHILD = Guard("not-a-child", _of_a_child)
OF_AGE = of_state("not-of-age", _child_came_of_age)
AGE_SETTLED = of_state("of-age-needs-a-choice", lambda s: not _child_came_of_age(s))
COMES_BACK = Guard(
    "day-has-passed", lambda s: s.transition.until is None or s.transition.until >= s.command.day
)
BACK_SOON = Guard(
    "day-too-far", lambda s: s.transition.until is None or s.rules.is_near(s.transition.until, s.command.day)
)
IN_OFFICE = of_state("handed-over", _in_office)
CLEARED = Guard(
    "not-cleared", lambda s: s.actor is not Actor.COORDINATOR or bool(s.transition.cleared.strip())
)
"""Whoever hands over clears it with the owner first; the unit may have to begin without."""
LAST_DAY = Guard("day-has-passed", lambda s: (day := s.transition.last_day) is None or day >= s.command.day)
LEAVES_NEAR = Guard(
    "day-too-far", lambda s: (day := s.transition.last_day) is None or s.rules.is_near(day, s.command.day)
)
TOGETHER_NEAR = Guard("too-long-together", lambda s: 0 <= s.transition.together_days <= s.rules.together_days)
FITS_BOTH = Guard("too-soon-for-both", _fits_both)
TOGETHER = Guard("too-soon-for-both", _after_both)
STANDS_IN = Guard("unit-appoints-substitute", lambda s: not s.transition.substitute_person or s.actor in UNIT)
SUBSTITUTE_NAMED = Guard(
    "substitute-unnamed", lambda s: not s.transition.substitute_person or s.transition.substitute.strip()
)
ANOTHER = Guard("substitute-is-coordinator", lambda s: not _stands_in_for_themselves(s))
"""Who stands in takes part in the plan (rule 4): whoever is away says at most whom they would like."""
BEGINS_NEAR = Guard("day-too-far", lambda s: s.rules.is_near(s.transition.start, s.command.day))

THEIRS = UNIT | {Actor.COORDINATOR, Actor.LEADER}
LEADERS = UNIT | {Actor.LEADER}
TERMS = {
    d.WishRecorded: Terms(OWNERS | UNIT, ("said_by",), (CASE_ALIVE, OWNERS_WORD, NAMED)),
    d.CoordinatorProposed: Terms(UNIT, ("name", "workplace"), (ASSESSING, WISHED, AS_WISHED)),
    d.CoordinatorReleased: Terms(LEADERS, ("leader",), (PROPOSED,)),
    d.ReleaseRefused: Terms(LEADERS, ("leader", "reason"), (PROPOSED,)),
    d.ProposalRefused: Terms(OWNERS | UNIT, (), (OWNERS_WORD, PROPOSED)),
    d.CoordinatorAppointed: Terms(
        UNIT, ("start",), (RELEASED, GRANTED, ALONE, OF_A_CHILD, BEGINS_NEAR, TOGETHER)
    ),
    d.CoordinatorAbsent: Terms(
        THEIRS, (), (IN_OFFICE, COMES_BACK, BACK_SOON, STANDS_IN, SUBSTITUTE_NAMED, ANOTHER)
    ),
    d.CoordinatorReturned: Terms(THEIRS, (), (IN_OFFICE,)),
    d.HandoverBegun: Terms(
        OWNERS | UNIT | {Actor.COORDINATOR},
        ("reason",),
        (IN_OFFICE, CLEARED, LAST_DAY, LEAVES_NEAR, TOGETHER_NEAR, FITS_BOTH),
    ),
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
            candidate = Candidate(said.person, said.name, said.workplace, said.departure)
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
        case d.CoordinatorReturned():
            return facts
        case _:
            return replace(facts, candidate=None, why="")


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
