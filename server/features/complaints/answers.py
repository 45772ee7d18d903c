"""A complaint as each of those who may see it does (docs/contract.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from server.domain.cases.vocabulary import Actor
from server.domain.complaints.deadline import Deadline, StepKind
from server.domain.complaints.evidence import Evidence, Item, Value
from server.domain.complaints.state import Order
from server.domain.complaints.vocabulary import Basis, ComplaintStatus, Ground, Identity, Mandate
from server.domain.complaints.waiting import AwaitedStep

from .pack import Pack
from .wording import Guidance


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """One step of the reckoning. ``weeks``: how many were added by it, else 0."""

    kind: StepKind
    day: date
    weeks: int


@dataclass(frozen=True, slots=True)
class DeadlineAnswer:
    """``end``, ``days_left``: null while the reasons are waited for. ``latest``: until when it may be taken
    up although it is late."""

    end: date | None
    days_left: int | None
    late: bool
    latest: date
    uncertain: bool
    steps: tuple[StepAnswer, ...]

    @classmethod
    def of(cls, deadline: Deadline, today: date) -> DeadlineAnswer:
        return cls(
            end=deadline.end,
            days_left=deadline.days_left(today),
            late=deadline.is_late(today),
            latest=deadline.latest,
            uncertain=deadline.uncertain,
            steps=tuple(StepAnswer(each.kind, each.day, each.weeks) for each in deadline.steps),
        )


@dataclass(frozen=True, slots=True)
class ComplaintWait:
    """``who`` is "clock" for the county governor. ``what``: the words of an order or a question."""

    step: AwaitedStep
    who: Actor
    due: date | None
    days_late: int
    what: str


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """``name``: whose it is. ``addressee``: whom it is to, "" while that is not chosen. ``waiting``: whose
    turn it is, once it is sent."""

    id: str
    name: str
    municipality: str
    status: ComplaintStatus
    grounds: tuple[Ground, ...]
    begun_on: date
    sent_on: date | None
    days_left: int | None
    addressee: str
    waiting: tuple[ComplaintWait, ...]


@dataclass(frozen=True, slots=True)
class Represented:
    """``case``: of whom nobody has entered; else ``person``."""

    person: str | None
    name: str
    case: str | None = None


@dataclass(frozen=True, slots=True)
class MyComplaints:
    """``may_represent``: whom one may complain for. ``home``: the municipality in which one has a case, ""
    if nowhere."""

    complaints: tuple[ComplaintRow, ...]
    may_represent: tuple[Represented, ...]
    home: str
    guidance: Guidance


@dataclass(frozen=True, slots=True)
class UnitComplaints:
    """Those sent to the unit, oldest first. ``after``: for the next page; null at the end."""

    complaints: tuple[ComplaintRow, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class HelperAnswer:
    person: str
    name: str


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """``number``: what a command names. ``overdue``: its day is past, and nobody confirmed it."""

    number: int
    text: str
    responsible: str
    due: date
    reported_on: date | None
    confirmed_on: date | None
    overdue: bool

    @classmethod
    def of(cls, order: Order, today: date) -> OrderAnswer:
        days = order.reported_on, order.confirmed_on, order.overdue(today)
        return cls(order.number, order.text, order.responsible, order.due, *days)


@dataclass(frozen=True, slots=True)
class QuestionOfGovernor:
    """``record``: what an answer names."""

    record: int
    of: str
    question: str
    due: date


@dataclass(frozen=True, slots=True)
class ComplaintEvent:
    """One record since it was sent. ``on_behalf_of``: what the unit wrote down as they said it, or ""."""

    number: int
    at: datetime
    action: str
    status: str
    actor: Actor
    by: str
    on_behalf_of: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ComplaintMoved:
    """``number``: of the new record."""

    number: int
    status: str


@dataclass(frozen=True, slots=True)
class ComplaintAnswer:
    """``number``: of the last record, which a command names; whoever it was sent to counts from the sending
    on. ``code``: what its messages call it.

    ``capacity``: as what one sees it; ``may``: what may be tried now. ``chosen``: the keys of what is
    attached; always empty for whoever does not complain. ``rejection``: by when to complain that it was
    rejected.
    ``taken_down``: by the unit, from paper or as it was said.
    ``closes_on``: when the clock closes it, as nobody has anything to do in it.
    """

    id: str
    code: str
    number: int
    capacity: Actor
    status: ComplaintStatus
    name: str
    representative: str
    mandate: Mandate | None
    municipality: str
    today: date
    basis: Basis | None
    known_on: date | None
    uncertain: bool
    reasons_asked: date | None
    reasons_came: date | None
    extended_on: date | None
    extended_to: date | None
    deadline: DeadlineAnswer | None
    rejection: DeadlineAnswer | None
    grounds: tuple[Ground, ...]
    words: str
    wished: str
    late_reason: str
    talk_first: bool | None
    to_unit: bool
    addressee: str
    helpers: tuple[HelperAnswer, ...]
    chosen: tuple[str, ...]
    identity: Identity | None
    sent_on: date | None
    taken_down: bool
    digest: str
    waiting: tuple[ComplaintWait, ...]
    questions: tuple[QuestionOfGovernor, ...]
    orders: tuple[OrderAnswer, ...]
    next_steps: bool
    closes_on: date | None
    may: tuple[str, ...]
    events: tuple[ComplaintEvent, ...]


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """``values``: what the page puts into words."""

    key: str
    kind: Evidence
    day: date | None
    values: Mapping[str, Value]
    names_others: bool

    @classmethod
    def of(cls, item: Item) -> EvidenceItem:
        return cls(item.key, item.kind, item.day, item.values, item.names_others)


@dataclass(frozen=True, slots=True)
class EvidenceAnswer:
    """``may_help``: whom one may name as a helper."""

    items: tuple[EvidenceItem, ...]
    may_help: tuple[HelperAnswer, ...]


@dataclass(frozen=True, slots=True)
class PackAnswer:
    """``file``: what is downloaded, character by character; ``digest`` of it (SHA-256 of its UTF-8)."""

    sent: bool
    digest: str
    file: str
    content: Pack
