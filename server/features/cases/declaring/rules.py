"""That a plan is valid, said by its owner and written by the coordinator beside them. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from server.domain.cases.care_transitions import PlanSaidValid
from server.domain.cases.flow import judged
from server.domain.cases.records import By, Command, Record
from server.domain.cases.rules import CaseRules
from server.domain.cases.state import Case
from server.domain.cases.vocabulary import Actor, PlanStatus
from server.domain.cases.waiting import coordinating
from server.domain.errors import Forbidden, NotNow
from server.domain.on_behalf.assisting import AssistedSession
from server.domain.on_behalf.warrant import DecisionBasis
from server.domain.sight import Sight
from server.features.cases.desk.wording import ShownTo, content_text


@dataclass(frozen=True, slots=True)
class Declared:
    """As it was read. ``expected``: the number of the record that it is said after."""

    expected: int
    next_revision: date
    shown: str


NOTHING_TO_SAY = frozenset({"no-case", "not-in-place", "status"})
"""Why it is not there to be said: no fault of who looks whether it is."""


def session_of(sight: Sight) -> AssistedSession:
    """In which the owner says it. Raises ``Forbidden`` outside of one: the owner has a button of their own,
    and nobody declares it for themselves."""
    if sight.assisting is None:
        raise Forbidden
    return sight.assisting


def require_in_place(case: Case, sight: Sight, rules: CaseRules, today: date) -> None:
    """What cannot be taken back is written by who coordinates, and by nobody who stands in for a while.

    Raises ``NotNow``: ``not-in-place``, or ``status`` where there is nothing to declare.
    """
    if coordinating(case, rules, today) != sight.me.person:
        raise NotNow("not-in-place")
    if case.plan.status is not PlanStatus.DRAFTING:
        raise NotNow("status")


def next_revision(case: Case, rules: CaseRules, today: date) -> date:
    """The day that was proposed to the owner, else the usual one."""
    proposed = case.plan.proposed
    day: date | None = proposed.transition.next_revision if proposed else None
    return day if day and day > today else rules.usual_revision(today)


def said_text(sight: Sight, day: date, gaps: Collection[str], reader: ShownTo) -> str:
    """What is read out and kept. It names what is missing of what the writer sees, and says that this is not
    all of the plan, whether anything is hidden from them or not."""
    people = {"owner": sight.access.plan.owner_name, "writer": sight.me.name}

    def said(key: str, **values: str) -> str:
        return reader.catalogue.text(key, reader.language, on=reader.day, **values)

    first = said("plan.said-valid", **people, day=f"{day:%d.%m.%Y}")
    lacks = [said("plan.said-valid-whole", writer=people["writer"])]
    if gaps:
        listed = "\n".join(f"- {content_text(each, reader)}" for each in gaps)
        lacks = [said("plan.said-valid-gaps", writer=people["writer"]), listed]
    return "\n\n".join([first, *lacks, said("plan.said-valid-own-list", **people)])


def said_valid(
    sight: Sight, case: Case, declared: Declared, gaps: tuple[str, ...], rules: CaseRules
) -> Record:
    """Of the case (decision 0065). Raises as ``judged``."""
    by = By(sight.me.person, Actor.COORDINATOR, on_behalf_of=sight.access.plan.owner_name)
    said = PlanSaidValid(declared.next_revision, gaps, session_of(sight).id)
    return judged(case, Command(by, sight.now, said, DecisionBasis.ASSISTED.value, declared.shown), rules)
