"""What the clock tells, and whom: reckoned from where a case is, the rules and the day. Pure.

A reminder is called by the day it is about. So it is told once however often it is reckoned, and by a worker
that was away for a while as well: of several that have come meanwhile, only the newest is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from server.domain.plan import PersonId

from .life.days import review_due
from .rules import CaseRules, days_after
from .state import Case
from .vocabulary import CaseStatus, CoordinatorStatus, LifeEvent, PlanStatus
from .waiting import Step, answer_due, is_too_long, waiting, without_coordinator_since


class Reminded(StrEnum):
    """``HANDLER``, ``COORDINATOR``: the unit, where there is none. ``UNIT``: all its case handlers.

    ``LEADER``: who leads the service of the last coordinator.
    """

    OWNER = "owner"
    HANDLER = "handler"
    COORDINATOR = "coordinator"
    UNIT = "unit"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class Reminder:
    """``name``: unlike that of any other of the case. ``person``: who else is told."""

    name: str
    text: str
    to: tuple[Reminded, ...]
    person: PersonId | None = None


def reminders(case: Case, rules: CaseRules, of_revision: Sequence[int], today: date) -> Iterator[Reminder]:
    """Those that have come by ``today``. ``of_revision``: days after one is due, those before it negative."""
    yield from _of_the_answer(case, rules, today)
    yield from _of_the_coordinator(case, rules, today)
    yield from _of_the_revision(case, of_revision, today)
    yield from _of_representatives(case, rules, today)
    yield from _of_the_reviews(case, rules, today)
    for wait in waiting(case, rules, today):
        if wait.step is Step.CHOOSE_AT_AGE:
            yield Reminder(f"of-age/{wait.due}", "reminder", (Reminded.OWNER, Reminded.HANDLER))
        elif wait.step is Step.REVIEW and wait.due is not None and wait.due <= today:
            yield Reminder(f"review/{wait.due}", "reminder", (Reminded.HANDLER,))


def _of_the_answer(case: Case, rules: CaseRules, today: date) -> Iterator[Reminder]:
    """First a warning to whoever handles it; once it is too late all in the unit know."""
    facts, due = case.case, answer_due(case, rules)
    if facts.status not in (CaseStatus.REPORTED, CaseStatus.CLARIFYING, CaseStatus.OPEN):
        return
    if due is None or facts.received is None or not facts.undecided:
        return
    if today >= due:
        yield Reminder(f"answer-late/{due}", "answer-late", (Reminded.HANDLER, Reminded.UNIT))
    elif facts.delay is None and today >= days_after(facts.received, rules.warn_days):
        yield Reminder(f"answer-soon/{due}", "answer-soon", (Reminded.HANDLER,))


WITHOUT = (Reminded.OWNER, Reminded.HANDLER, Reminded.LEADER)


def _of_the_coordinator(case: Case, rules: CaseRules, today: date) -> Iterator[Reminder]:
    """Where nobody has left, and yet nobody coordinates: whoever left was told of with the record of it."""
    if case.case.status is not CaseStatus.OPEN or case.coordinator.status is CoordinatorStatus.VACANT:
        return
    since = without_coordinator_since(case, rules, today)
    if since is not None:
        yield Reminder(f"without-coordinator/{since}", "vacant", WITHOUT)
        if (away := case.coordinator.absence) is not None and is_too_long(away, rules, today):
            yield Reminder(f"access-ended/{since}", "access-ended", (Reminded.COORDINATOR,))


LOOKED_BACK = 30
"""Days after which nobody is told any more that somebody's time to act for the owner is over."""
EVERYBODY = (Reminded.COORDINATOR, Reminded.OWNER, Reminded.UNIT)


def _of_the_revision(case: Case, days: Sequence[int], today: date) -> Iterator[Reminder]:
    """First to whoever coordinates; once it is late the owner and the unit see it too."""
    facts = case.plan
    if facts.status not in (PlanStatus.ACTIVE, PlanStatus.REVISION_DUE) or facts.next_revision is None:
        return
    newest = newest_come(facts.next_revision, days, today)
    if newest is not None:
        text = "revision-soon" if newest < 0 else "revision-late" if newest else "revision-due"
        to = EVERYBODY if newest > 0 else (Reminded.COORDINATOR,)
        yield Reminder(f"revision/{facts.next_revision}/{newest}", text, to)


def _of_representatives(case: Case, rules: CaseRules, today: date) -> Iterator[Reminder]:
    """Of those who act for the owner before there is a plan: where there is one, they are reminded of as who
    takes part in it."""
    if case.plan.plan is not None:
        return
    for each in case.representation.people:
        newest = newest_come(each.until, rules.representation_days, today)
        if newest is not None and today < days_after(each.until, LOOKED_BACK):
            text = "representation-ends" if newest < 0 else "representation-ended"
            name = f"representation/{each.person}/{each.until}/{newest}"
            yield Reminder(name, text, (Reminded.OWNER, Reminded.HANDLER), each.person)


def _of_the_reviews(case: Case, rules: CaseRules, today: date) -> Iterator[Reminder]:
    """To whoever is to do it, and on the day to the owner too; what was opened late is not reminded of at
    once. Of a representation its own reminders tell."""
    if case.case.status is not CaseStatus.OPEN:
        return
    for each in case.reviews.open:
        due = review_due(each.transition, rules.life)
        newest = newest_come(due, rules.life.reminder_days, today)
        by_itself = each.transition.event is LifeEvent.REPRESENTATION_ENDS
        if newest is not None and not by_itself and days_after(due, newest) > each.day:
            to = (Reminded.COORDINATOR,) if newest < 0 else (Reminded.COORDINATOR, Reminded.OWNER)
            yield Reminder(f"go-through/{each.number}/{newest}", "review-waits", to)


def newest_come(due: date, days: Sequence[int], today: date) -> int | None:
    """Of some numbers of days after ``due`` the one that came last; ``None``: none has come."""
    return max((each for each in days if today >= days_after(due, each)), default=None)
