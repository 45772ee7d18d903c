"""A coordinator leaves, and each of their cases goes to somebody or to nobody: what that adds to one. Pure.

It is reckoned from where the case is, so doing it again adds nothing, and what could not be done the first
time is done once what it lacked is there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
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
from server.domain.cases.leaders import leading
from server.domain.cases.records import By, Command, Record, day_of
from server.domain.cases.rules import CaseRules, days_after
from server.domain.cases.state import Candidate, Case
from server.domain.cases.vocabulary import CoordinatorKind, CoordinatorWish, Training
from server.domain.errors import NotNow
from server.domain.plan import PersonId
from server.domain.unit.names import folded_name
from server.domain.unit.rights import HeldRight


@dataclass(frozen=True, slots=True)
class Successor:
    """Of the directory."""

    person: PersonId
    name: str
    workplace: str
    trained: bool
    service: str = ""


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

    ``leader``: who has released them; "" before anybody has, and of no account where a leader of
    their service answers for themselves. ``departure``: why it is another one than the owner wished for.
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
    """``leaders``: who holds that right in the municipality."""

    by: By
    at: datetime
    rules: CaseRules
    leaders: Collection[HeldRight] = ()


def moved(case: Case, leaving: Departure, to: Destination, doer: Doer) -> Moved:
    """Raises ``NotNow``: "not-theirs" where they do not coordinate it, and what the tables do not allow."""
    successor, appointed = to.successor, case.coordinator.appointed
    if successor is not None and appointed is not None and appointed.person == successor.person:
        return Moved((), "")
    if appointed is None or appointed.person != leaving.leaver or appointed.start > day_of(doer.at):
        raise NotNow("not-theirs")
    course = _Course(case, doer)
    for transition in _handover(case, leaving):
        course.adds(transition)
    lacks = "" if successor is None else _taken_over(course, leaving, successor, to)
    return Moved(tuple(course.records), lacks)


class _Course:
    """A case while records are added to it."""

    def __init__(self, case: Case, doer: Doer) -> None:
        self.case, self.doer = case, doer
        self.records: list[Record] = []

    def adds(self, transition: Any) -> None:
        record = judged(self.case, Command(self.doer.by, self.doer.at, transition), self.doer.rules)
        self.case = followed(self.case, record)
        self.records.append(record)

    def asked(self, successor: Successor) -> Candidate | None:
        """Them, if they are proposed."""
        candidate = self.case.coordinator.candidate
        return candidate if candidate is not None and candidate.person == successor.person else None


def _handover(case: Case, leaving: Departure) -> Iterator[Any]:
    handover = case.coordinator.handover
    if handover is None or handover.last_day != leaving.last_day:
        together = handover.together_days if handover is not None else 0
        yield HandoverBegun(leaving.reason, together_days=together, last_day=leaving.last_day)


def _taken_over(course: _Course, leaving: Departure, successor: Successor, to: Destination) -> str:
    """Goes as far as it can; what it lacks then."""
    if course.asked(successor) is None:
        if lacks := _why_not_proposed(course.case, successor, to):
            return lacks
        course.adds(_proposal(course.case, successor, to))
    released = course.asked(successor)
    if released is not None and not released.released_by:
        if leading(course.case, released.workplace, course.doer.leaders):
            return "leader-asked"
        if not to.leader.strip():
            return "not-released"
        course.adds(CoordinatorReleased(to.leader))
    if not leaving.appoint:
        return "not-appointed"
    course.adds(_appointment(course.case, leaving, successor, course.doer))
    return ""


def _proposal(case: Case, who: Successor, to: Destination) -> CoordinatorProposed:
    wish = case.coordinator.wish
    named = wish is not None and wish.transition.wish is CoordinatorWish.SOMEBODY
    as_wished = not (named and to.departure.strip())
    return CoordinatorProposed(who.person, who.name, who.workplace, as_wished, to.departure, who.service)


def _why_not_proposed(case: Case, successor: Successor, to: Destination) -> str:
    """Whoever somebody has said no to is not asked for again: another is, or it is done in the case."""
    wish, declined = case.coordinator.wish, case.coordinator.declined
    if wish is None:
        return "wish-missing"
    if declined is not None and declined.person == successor.person:
        return "leader-declined" if declined.leader else "owner-declined"
    named = wish.transition.wish is CoordinatorWish.SOMEBODY
    same = folded_name(wish.transition.somebody) == folded_name(successor.name)
    return "departure-unexplained" if named and not same and not to.departure.strip() else ""


def _appointment(case: Case, leaving: Departure, successor: Successor, doer: Doer) -> CoordinatorAppointed:
    """The day after the last one, or today where that has passed."""
    now = case.coordinator.appointed
    start = max(days_after(leaving.last_day, 1), day_of(doer.at))
    of_child = now is not None and now.kind is CoordinatorKind.CHILD
    child = of_child and doer.rules.is_child(case.case.subject, start)
    kind = CoordinatorKind.CHILD if child else CoordinatorKind.ORDINARY
    return CoordinatorAppointed(kind, start, Training.DONE if successor.trained else Training.NONE)
