"""What is to be gone through since a life changes: told by somebody or by the clock, and done or not."""

from __future__ import annotations

from dataclasses import replace

from server.domain.cases.life.transitions import ReviewDone, ReviewFacts, ReviewNotDone, ReviewOpened
from server.domain.cases.records import Record
from server.domain.cases.vocabulary import Actor, LifeEvent
from server.domain.cases.vocabulary import ReviewStatus as S

from .machine import CASE_ALIVE, OWNERS, UNIT, Guard, Moves, Situation, Terms, Track, of_state

MOST_OPEN = 50
TOLD = frozenset(
    {
        *(LifeEvent.QUALIFICATION_BEGINS, LifeEvent.QUALIFICATION_ENDS, LifeEvent.COMPULSORY_CARE),
        *(LifeEvent.DISCHARGE, LifeEvent.CARE_ORDER, LifeEvent.COMPETENCE_LACKING),
        *(LifeEvent.COMPETENCE_REGAINED, LifeEvent.MOVE, LifeEvent.PROTECTED_ADDRESS, LifeEvent.CHANGED),
    }
)
"""No calendar knows of these."""
KEEPERS = OWNERS | UNIT | {Actor.COORDINATOR}
OTHERS = frozenset({Actor.RELATIVE, Actor.PROFESSIONAL})
"""Say that something has changed, and not what: the unit and the coordinator are not to learn it by this."""


def _left(situation: Situation) -> S:
    return S.WAITING if len(situation.case.reviews.open) > 1 else S.SETTLED


def _may_tell(situation: Situation) -> bool:
    event, actor = situation.transition.event, situation.actor
    if actor is Actor.CLOCK:
        return event not in TOLD
    return event is LifeEvent.CHANGED or (event in TOLD and actor in KEEPERS)


def _is_near(situation: Situation) -> bool:
    clock = situation.actor is Actor.CLOCK
    return clock or situation.rules.is_near(situation.transition.day, situation.command.day)


def _is_open(situation: Situation) -> bool:
    return any(each.number == situation.transition.review for each in situation.case.reviews.open)


SETTLES = {ReviewDone: _left, ReviewNotDone: _left}
MOVES: Moves = {
    S.NONE: {ReviewOpened: S.WAITING},
    S.WAITING: {ReviewOpened: S.WAITING, **SETTLES},
    S.SETTLED: {ReviewOpened: S.WAITING},
}
MAY_TELL = Guard("not-yours-to-tell", _may_tell)
ONCE = Guard("already-told", lambda s: s.transition.name not in s.case.reviews.names)
ROOM = of_state("too-many-reviews", lambda s: s.actor is Actor.CLOCK or len(s.case.reviews.open) < MOST_OPEN)
"""However much is told, a birthday and the end of a consent are not passed over (rule 12)."""
NEAR = Guard("day-too-far", _is_near)
IS_OPEN = Guard("no-such-review", _is_open, lambda s: bool(s.case.reviews.open))
TERMS = {
    ReviewOpened: Terms(KEEPERS | OTHERS | {Actor.CLOCK}, (), (CASE_ALIVE, MAY_TELL, NEAR, ONCE, ROOM)),
    ReviewDone: Terms(KEEPERS, (), (IS_OPEN,)),
    ReviewNotDone: Terms(KEEPERS, ("reason",), (IS_OPEN,)),
}


def after(facts: ReviewFacts, record: Record) -> ReviewFacts:
    status = S(record.status)
    if status is not facts.status:
        facts = replace(facts, status=status, since=record.day)
    said = record.transition
    if isinstance(said, ReviewOpened):
        return replace(facts, open=(*facts.open, record), names=facts.names | {said.name})
    return replace(facts, open=tuple(each for each in facts.open if each.number != said.review))


REVIEWS = Track("reviews", MOVES, TERMS, after)
