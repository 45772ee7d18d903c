"""What the clock tells, and whom: reckoned from where a case is, the rules and the day. Pure.

A reminder is called by the day it is about. So it is told once however often it is reckoned, and by a worker
that was away for a while as well: of several that have come meanwhile, only the newest is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from server.domain.plan import PersonId

from .life.days import review_due
from .rules import CaseRules, days_after
from .state import PLAN_RUNNING, Case
from .vocabulary import CaseStatus, LifeEvent, PlanStatus
from .waiting import Step, answer_due, in_place, is_too_long, waiting, without_coordinator_since


class Reminded(StrEnum):
    """``HANDLER``, ``COORDINATOR``: the unit, where there is none. ``UNIT``: all its case handlers.
    ``SUBSTITUTE``: who stands in for the coordinator, if somebody does.

    ``LEADER``: who leads the service of the last coordinator.
    """

    OWNER = "owner"
    HANDLER = "handler"
    COORDINATOR = "coordinator"
    SUBSTITUTE = "substitute"
    UNIT = "unit"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class Reminder:
    """``name``: unlike that of any other of the case. ``person``: who else is told. ``coordinator``: who
    coordinates; ``None``: nobody does, and the unit is told."""

    name: str
    text: str
    to: tuple[Reminded, ...]
    person: PersonId | None = None
    coordinator: PersonId | None = None


def reminders(case: Case, rules: CaseRules, of_revision: Sequence[int], today: date) -> Iterator[Reminder]:
    """Those that have come by ``today``. ``of_revision``: days after one is due, those before it negative."""
    now = in_place(case, rules, today)
    for each in _reckoned(case, rules, of_revision, today):
        yield each if now is None else replace(each, coordinator=now.person)


def _reckoned(case: Case, rules: CaseRules, of_revision: Sequence[int], today: date) -> Iterator[Reminder]:
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
    """Where no record has told that nobody coordinates: whoever left was told of with the record of it, and
    who wishes for somebody knows that nobody is there yet."""
    if case.case.status is not CaseStatus.OPEN:
        return
    facts, since = case.coordinator, without_coordinator_since(case, rules, today)
    now, told = facts.on(today), max(facts.said_empty or date.min, facts.wished_anew or date.min)
    if since is not None and (now is not None or told < since):
        yield Reminder(f"without-coordinator/{since}", "vacant", WITHOUT)
        away = facts.absence
        if away is not None and now is not None and is_too_long(away, rules.absence_days, today):
            yield Reminder(f"access-ended/{since}", "access-ended", (), now.person)


LOOKED_BACK = 30
"""Days after which nobody is told any more that somebody's time to act for the owner is over."""
EVERYBODY = (Reminded.COORDINATOR, Reminded.OWNER, Reminded.UNIT)
COORDINATING = (Reminded.COORDINATOR, Reminded.SUBSTITUTE)


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
    """Of those who act for the owner: the last day is theirs, and it is over after it. Where there is a plan,
    who coordinates it is told too, and who stands in for them."""
    with_plan = case.plan.status in PLAN_RUNNING and in_place(case, rules, today) is not None
    to = (Reminded.OWNER, Reminded.HANDLER, *(COORDINATING if with_plan else ()))
    for each in case.representation.people:
        over = today > each.until
        days = [day for day in rules.representation_days if (day >= 0) is over]
        newest = newest_come(days_after(each.until, int(over)), days, today)
        if newest is not None and today < days_after(each.until, LOOKED_BACK):
            text = "representation-ends" if newest < 0 else "representation-ended"
            name = f"representation/{each.person}/{each.until}/{newest}"
            yield Reminder(name, text, to, each.person)


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
