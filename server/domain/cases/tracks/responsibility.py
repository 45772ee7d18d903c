"""Which service answers for the plan (hovedansvar): agreed, disputed, or decided by the municipality."""

from __future__ import annotations

from dataclasses import replace

from server.domain.cases.case_transitions import (
    ResponsibilityAgreed,
    ResponsibilityDecided,
    ResponsibilityDisputed,
)
from server.domain.cases.records import Record
from server.domain.cases.state import ResponsibilityFacts
from server.domain.cases.vocabulary import ResponsibilityStatus as S

from .machine import CASE_ALIVE, UNIT, Guard, Moves, Terms, Track

MOVES: Moves = {
    S.UNSET: {ResponsibilityAgreed: S.AGREED, ResponsibilityDisputed: S.DISPUTED},
    S.AGREED: {ResponsibilityAgreed: S.AGREED, ResponsibilityDisputed: S.DISPUTED},
    S.DISPUTED: {
        ResponsibilityAgreed: S.AGREED,
        ResponsibilityDisputed: S.DISPUTED,
        ResponsibilityDecided: S.DECIDED,
    },
    S.DECIDED: {ResponsibilityAgreed: S.AGREED, ResponsibilityDisputed: S.DISPUTED},
}
TWO = Guard("who-disagrees", lambda s: len(set(s.transition.services)) > 1)
TERMS = {
    ResponsibilityAgreed: Terms(UNIT, ("service",), (CASE_ALIVE,)),
    ResponsibilityDisputed: Terms(UNIT, ("services",), (CASE_ALIVE, TWO)),
    ResponsibilityDecided: Terms(UNIT, ("service", "reason", "basis"), (CASE_ALIVE,)),
}


def after(facts: ResponsibilityFacts, record: Record) -> ResponsibilityFacts:
    status = S(record.status)
    if status is not facts.status:
        facts = replace(facts, status=status, since=record.day)
    if isinstance(record.transition, ResponsibilityDisputed):
        return replace(facts, service="", services=record.transition.services)
    return replace(facts, service=record.transition.service, services=())


RESPONSIBILITY = Track("responsibility", MOVES, TERMS, after)
