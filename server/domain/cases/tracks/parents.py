"""Where one parent has consented to a plan: whether the other is asked, and has said something against it.

One can begin (rule 12); that the other opposes stops nothing by itself, and is the unit's to settle.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from server.domain.cases.care_transitions import OppositionSettled, ParentAgreed, ParentOpposed
from server.domain.cases.records import Record
from server.domain.cases.rules import CaseRules
from server.domain.cases.state import Case, PlanFacts, Representation

from .machine import Guard
from .representation import PARENTS


def parents_asked(case: Case, rules: CaseRules, day: date) -> Iterator[Representation]:
    """Who act for the child as its parents, besides the one who consented, and have said nothing of it."""
    consent = case.plan.consent
    if consent is None or not _one_of_two(case, rules):
        return
    for each in case.representation.on(day):
        another = each.person != consent.command.by.person
        if each.basis == PARENTS and another and each.person not in case.plan.parents:
            yield each


def opposed(facts: PlanFacts) -> tuple[Record, ...]:
    """The records of it that nobody has settled, and whose parent has not agreed since."""
    return tuple(each for each in facts.parents.values() if isinstance(each.transition, ParentOpposed))


def noted(facts: PlanFacts, record: Record) -> dict[Any, Record]:
    """``PlanFacts.parents`` after it."""
    said = record.transition
    whose = said.parent if isinstance(said, OppositionSettled) else record.command.by.person
    return {**facts.parents, whose: record}


def _one_of_two(case: Case, rules: CaseRules) -> bool:
    consent = case.plan.consent
    return rules.asks_both_parents and consent is not None and consent.command.basis == PARENTS


def _could_be_asked(situation: Any) -> bool:
    return _one_of_two(situation.case, situation.rules)


def _is_asked(situation: Any) -> bool:
    consent, command = situation.case.plan.consent, situation.command
    another = consent is not None and command.by.person != consent.command.by.person
    return _could_be_asked(situation) and command.basis == PARENTS and another


def _says_something_else(situation: Any) -> bool:
    before = situation.case.plan.parents.get(situation.command.by.person)
    return before is None or type(before.transition) is not type(situation.transition)


def _opposes(situation: Any) -> bool:
    whose = {each.command.by.person for each in opposed(situation.case.plan)}
    return situation.transition.parent in whose


IS_ASKED = Guard("parent-not-asked", _is_asked, _could_be_asked)
NOT_SAID_YET = Guard("already-told", _says_something_else)
IS_OPPOSED = Guard("nobody-opposes", _opposes, lambda s: bool(opposed(s.case.plan)))
ANSWERS = (ParentAgreed, ParentOpposed, OppositionSettled)
