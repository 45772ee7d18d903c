"""What a leader's answer adds to a case. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from server.domain.cases.care_transitions import CoordinatorProposed, CoordinatorReleased, ReleaseRefused
from server.domain.cases.flow import judged
from server.domain.cases.leaders import asked_for
from server.domain.cases.records import By, Command, Record
from server.domain.cases.rules import CaseRules
from server.domain.cases.state import Case
from server.domain.cases.vocabulary import Actor
from server.domain.errors import NotFound, Outdated
from server.domain.plan import PersonId


@dataclass(frozen=True, slots=True)
class LeaderAnswers:
    """``proposal``: the number of the record they were shown. ``reason``: of a no."""

    proposal: int
    released: bool
    reason: str


@dataclass(frozen=True, slots=True)
class AnsweringLeader:
    """``name``: what the record says that they are called."""

    person: PersonId
    name: str
    at: datetime


def proposal(records: Sequence[Record]) -> Record:
    """The newest. Raises ``NotFound`` where nobody has ever been proposed."""
    for record in reversed(records):
        if isinstance(record.transition, CoordinatorProposed):
            return record
    raise NotFound


def answered(
    case: Case, records: Sequence[Record], said: LeaderAnswers, who: AnsweringLeader, rules: CaseRules
) -> Record:
    """Whatever else has happened in the case meanwhile is nothing to a leader.

    Raises ``NotFound`` where nobody is asked for, ``Outdated`` for another proposal than they were shown,
    ``Invalid`` for a no without a reason.
    """
    asked = asked_for(case)
    if asked is None:
        raise NotFound
    if proposal(records).number != said.proposal:
        raise Outdated
    by = By(who.person, Actor.LEADER, asked.workplace)
    yes, no = CoordinatorReleased(who.name), ReleaseRefused(who.name, said.reason.strip())
    return judged(case, Command(by, who.at, yes if said.released else no), rules)
