"""A coordinator leaves, and each of their cases goes to somebody or to nobody: what that adds to one. Pure.

It is reckoned from where the case is, so doing it again adds nothing, and what could not be done the first
time is done once what it lacked is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from server.domain.cases.care_transitions import (
    CoordinatorAppointed,
    CoordinatorProposed,
    CoordinatorReleased,
    HandoverBegun,
)
from server.domain.cases.flow import followed, judged
from server.domain.cases.records import By, Command, Record, day_of
from server.domain.cases.rules import CaseRules, days_after
from server.domain.cases.state import Case
from server.domain.cases.vocabulary import CoordinatorKind, CoordinatorWish, Training
from server.domain.errors import NotNow
from server.domain.plan import PersonId
from server.domain.unit.names import folded_name


@dataclass(frozen=True, slots=True)
class Successor:
    """Of the directory."""

    person: PersonId
    name: str
    workplace: str
    trained: bool


@dataclass(frozen=True, slots=True)
class Departure:
    """``last_day``: of ``leaver``, in all their cases. ``appoint``: whoever is released, at once."""

    leaver: PersonId
    last_day: date
    reason: str
    appoint: bool


@dataclass(frozen=True, slots=True)
class Destination:
    """Where one case goes; ``successor``: ``None`` where the place will be empty.

    ``leader``: who has released them; "" before anybody has. ``departure``: why it is another one than the
    owner wished for.
    """

    successor: Successor | None
    leader: str = ""
    departure: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """``lacks``: a token for what is needed before the case has its next coordinator; "" for nothing."""

    records: tuple[Record, ...]
    lacks: str


@dataclass(frozen=True, slots=True)
class Doer:
    by: By
    at: datetime
    rules: CaseRules


def moved(case: Case, leaving: Departure, to: Destination, doer: Doer) -> Moved:
    """Raises ``NotNow``: "not-theirs" where they do not coordinate it, and what the tables do not allow."""
    successor, appointed = to.successor, case.coordinator.appointed
    if successor is not None and appointed is not None and appointed.person == successor.person:
        return Moved((), "")
    if appointed is None or appointed.person != leaving.leaver or appointed.start > day_of(doer.at):
        raise NotNow("not-theirs")
    records: list[Record] = []
    for transition in _steps(case, leaving, to):
        record = judged(case, Command(doer.by, doer.at, transition), doer.rules)
        case, records = followed(case, record), [*records, record]
    if successor is None:
        return Moved(tuple(records), "")
    lacks = _lacks(case, successor, to)
    if lacks == "not-appointed" and leaving.appoint:
        record = judged(
            case, Command(doer.by, doer.at, _appointment(case, leaving, successor, doer)), doer.rules
        )
        return Moved((*records, record), "")
    return Moved(tuple(records), lacks)


def _steps(case: Case, leaving: Departure, to: Destination) -> Iterator[Any]:
    facts, successor = case.coordinator, to.successor
    handover = facts.handover
    if handover is None or handover.last_day != leaving.last_day:
        together = handover.together_days if handover is not None else 0
        yield HandoverBegun(leaving.reason, together_days=together, last_day=leaving.last_day)
    if successor is None:
        return
    candidate, wish = facts.candidate, facts.wish
    if candidate is None or candidate.person != successor.person:
        if _why_not_proposed(case, successor, to):
            return
        named = wish is not None and wish.transition.wish is CoordinatorWish.SOMEBODY
        as_wished, who = not (named and to.departure.strip()), successor
        yield CoordinatorProposed(who.person, who.name, who.workplace, as_wished, to.departure)
        candidate = None
    if to.leader.strip() and (candidate is None or not candidate.released_by):
        yield CoordinatorReleased(to.leader)


def _why_not_proposed(case: Case, successor: Successor, to: Destination) -> str:
    wish = case.coordinator.wish
    if wish is None:
        return "wish-missing"
    named = wish.transition.wish is CoordinatorWish.SOMEBODY
    same = folded_name(wish.transition.somebody) == folded_name(successor.name)
    return "departure-unexplained" if named and not same and not to.departure.strip() else ""


def _lacks(case: Case, successor: Successor, to: Destination) -> str:
    candidate = case.coordinator.candidate
    if candidate is None or candidate.person != successor.person:
        return _why_not_proposed(case, successor, to)
    return "not-appointed" if candidate.released_by else "not-released"


def _appointment(case: Case, leaving: Departure, successor: Successor, doer: Doer) -> CoordinatorAppointed:
    """The day after the last one, or today where that has passed."""
    now = case.coordinator.appointed
    start = max(days_after(leaving.last_day, 1), day_of(doer.at))
    of_child = now is not None and now.kind is CoordinatorKind.CHILD
    child = of_child and doer.rules.is_child(case.case.subject, start)
    kind = CoordinatorKind.CHILD if child else CoordinatorKind.ORDINARY
    return CoordinatorAppointed(kind, start, Training.DONE if successor.trained else Training.NONE)
