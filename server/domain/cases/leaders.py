"""Whose leaders are asked for whom, and who of them may answer. Pure.

A service is called by its name alone, as the unit writes it in the list of coordinators and in a proposal.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from server.domain.plan import PersonId
from server.domain.unit.names import folded_name
from server.domain.unit.rights import HeldRight, UnitRight

from .care_transitions import CoordinatorReleased, ReleaseRefused
from .records import Record
from .state import Candidate, Case
from .vocabulary import Actor, CaseStatus

ASKED_IN = frozenset({CaseStatus.CLARIFYING, CaseStatus.OPEN})
ANSWERS = (CoordinatorReleased, ReleaseRefused)


def asked_for(case: Case) -> Candidate | None:
    """Whom a leader is asked for, until they or the owner have answered."""
    who = case.coordinator.candidate
    waits = who is not None and not who.released_by and case.case.status in ASKED_IN
    return who if waits else None


def leading(case: Case, workplace: str, held: Collection[HeldRight]) -> list[PersonId]:
    """Who of ``held`` leads there; never whom the case is about, who acts for them, or who is proposed."""
    asked = asked_for(case)
    others = case.whose if asked is None else case.whose | {asked.person}
    found = (each.person for each in held if leads(each, workplace))
    return [each for each in dict.fromkeys(found) if each not in others]


def leads(held: HeldRight, workplace: str) -> bool:
    return held.right is UnitRight.LEADER and folded_name(held.workplace) == folded_name(workplace)


def speaks_for_leader(record: Record) -> bool:
    """The unit writes down what a leader said."""
    return isinstance(record.transition, ANSWERS) and record.command.by.actor is not Actor.LEADER


OF_LEADERS = frozenset(each.action for each in ANSWERS)


@dataclass(frozen=True, slots=True)
class ServiceTold:
    """``text``: as in ``Message``, to whoever leads the service."""

    workplace: str
    text: str
