"""What a complaint waits for, whose turn it is and by when: reckoned, never stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from server.domain.cases.records import Record
from server.domain.cases.rules import months_after
from server.domain.cases.vocabulary import Actor

from .rules import ComplaintRules
from .state import Complaint
from .vocabulary import ComplaintStatus as S
from .vocabulary import Questioned


class AwaitedStep(StrEnum):
    RECEIVE = "receive"
    ANSWER = "answer"
    MEND = "mend"
    REACH_GOVERNOR = "reach-county-governor"
    DECIDE = "decide"
    ANSWER_GOVERNOR = "answer-county-governor"
    DO = "do"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Awaited:
    """``due``: ``None`` where no rule says. Of an order or a question: ``what``, its words, and ``record``,
    the number of the record that gave it, counted from the sending; else "" and 0."""

    step: AwaitedStep
    who: Actor
    due: date | None
    what: str = ""
    record: int = 0

    def days_late(self, today: date) -> int:
        return max(0, (today - self.due).days) if self.due is not None else 0


def waiting(complaint: Complaint, rules: ComplaintRules) -> tuple[Awaited, ...]:
    """In the order in which it is due; what has no day comes last."""
    return tuple(sorted(_waits(complaint, rules), key=lambda wait: (wait.due is None, wait.due or date.min)))


def needs_next_steps(complaint: Complaint, today: date) -> bool:
    """Something that was to be done by now is not: the owner is shown where to go with that."""
    return complaint.status is S.FOLLOW_UP and any(
        order.overdue(today) for order in complaint.orders.values()
    )


def _waits(complaint: Complaint, rules: ComplaintRules) -> Iterator[Awaited]:
    unit = Actor.CASE_HANDLER
    match complaint.status:
        case S.SENT:
            yield Awaited(AwaitedStep.RECEIVE, unit, _answer_due(complaint, rules))
        case S.RECEIVED:
            yield Awaited(AwaitedStep.ANSWER, unit, _answer_due(complaint, rules))
            if complaint.mending is not None:
                asked, record = complaint.mending.transition, complaint.mending.number - complaint.unseen
                yield Awaited(AwaitedStep.MEND, Actor.OWNER, asked.due, asked.question, record)
        case S.FORWARDED:
            yield Awaited(AwaitedStep.REACH_GOVERNOR, unit, None)
        case S.AT_GOVERNOR:
            yield Awaited(AwaitedStep.DECIDE, Actor.CLOCK, _expected(complaint))
            for asked in complaint.questions.values():
                yield _of_question(asked, asked.number - complaint.unseen)
        case S.FOLLOW_UP:
            for order in complaint.orders.values():
                if order.confirmed_on is None:
                    step = AwaitedStep.CONFIRM if order.reported_on else AwaitedStep.DO
                    who = Actor.OWNER if order.reported_on else unit
                    yield Awaited(step, who, order.due, order.text, order.number - complaint.unseen)


def _of_question(question: Record, record: int) -> Awaited:
    asked: Any = question.transition
    who = Actor.OWNER if asked.of is Questioned.OWNER else Actor.CASE_HANDLER
    return Awaited(AwaitedStep.ANSWER_GOVERNOR, who, asked.due, asked.question, record)


def _answer_due(complaint: Complaint, rules: ComplaintRules) -> date | None:
    """When an answer, or word of a delay, is due; after that word the day it names.

    From the day it was sent where nobody has said that it came: keeping silent about that wins no time.
    """
    expected, sent = _expected(complaint), complaint.sent
    if expected is not None or sent is None:
        return expected
    since = complaint.contested_on or complaint.received_on or sent.transition.day
    return months_after(since, rules.delay_months)


def _expected(complaint: Complaint) -> date | None:
    """The day that the newest word of a delay names."""
    return None if complaint.delay is None else complaint.delay.transition.expected
