"""Each of those who may see a complaint sees of it what is theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from server.domain.cases.records import Record
from server.domain.cases.tracks.machine import OWNERS
from server.domain.cases.vocabulary import Actor
from server.domain.complaints.flow import NAMING, open_to
from server.domain.complaints.rules import ComplaintRules
from server.domain.complaints.state import Complaint
from server.domain.complaints.waiting import needs_next_steps, waiting
from server.domain.messages.message import code_of_complaint
from server.storage.complaints.rows import as_row

from .answers import (
    ComplaintAnswer,
    ComplaintEvent,
    ComplaintRow,
    ComplaintWait,
    DeadlineAnswer,
    HelperAnswer,
    OrderAnswer,
    QuestionOfGovernor,
)
from .lists.store import ListedComplaint
from .store import SeenComplaint


def row_answer(listed: ListedComplaint, rules: ComplaintRules, today: date) -> ComplaintRow:
    complaint, records = listed.stored.complaint, listed.stored.records
    deadline = None if complaint.was_sent else complaint.deadline(rules)
    return ComplaintRow(
        id=complaint.id,
        name=listed.name,
        municipality=listed.municipality,
        status=complaint.status,
        grounds=complaint.written.grounds,
        begun_on=records[0].day if listed.actor is not Actor.CASE_HANDLER else _sent_on(complaint),
        sent_on=complaint.sent.transition.day if complaint.sent else None,
        days_left=deadline.days_left(today) if deadline else None,
        addressee=listed.municipality if complaint.to_unit else complaint.addressee,
        waiting=_waits(complaint, rules, today),
    )


def _sent_on(complaint: Complaint) -> date:
    """When the addressee's part of it begins: since when it was being written is not for them."""
    assert complaint.sent is not None
    day: date = complaint.sent.transition.day
    return day


DAYS = ("known_on", "reasons_asked", "reasons_came", "extended_on", "extended_to")


def complaint_answer(seen: SeenComplaint, rules: ComplaintRules, today: date) -> ComplaintAnswer:
    complaint, standing = seen.stored.complaint, seen.stored.standing
    written, reads = complaint.written, seen.actor is Actor.CASE_HANDLER
    deadline, rejection = complaint.deadline(rules), complaint.rejection_deadline(rules)
    return ComplaintAnswer(
        id=complaint.id,
        code=code_of_complaint(complaint.id),
        number=complaint.number - seen.unseen,
        capacity=seen.actor,
        status=complaint.status,
        name=seen.name,
        representative=seen.names.get(standing.representative, "") if standing.representative else "",
        mandate=complaint.mandate,
        municipality=seen.municipality,
        today=today,
        **_dated(complaint),
        deadline=DeadlineAnswer.of(deadline, today) if deadline else None,
        rejection=DeadlineAnswer.of(rejection, today) if rejection else None,
        grounds=written.grounds,
        words=written.words,
        wished=written.wished,
        late_reason=written.late_reason,
        talk_first=None if reads else written.talk_first,
        to_unit=complaint.to_unit,
        addressee=complaint.addressee,
        helpers=tuple(HelperAnswer(each, seen.names.get(each, "")) for each in complaint.helpers),
        chosen=complaint.chosen if seen.actor in OWNERS else (),
        identity=complaint.identity,
        sent_on=complaint.sent.transition.day if complaint.sent else None,
        taken_down=complaint.taken_down,
        digest=complaint.sent.transition.digest if complaint.sent else "",
        waiting=_waits(complaint, rules, today),
        questions=_questions(seen),
        orders=_orders(seen, today),
        next_steps=not reads and needs_next_steps(complaint, today),
        closes_on=complaint.closes_on(rules),
        may=tuple(sorted(open_to(complaint, seen.actor, rules, today, seen.born))),
        events=tuple(_event(seen, each) for each in _since_sent(seen)),
    )


def _dated(complaint: Complaint) -> dict[str, Any]:
    """What is said of the decision and its days, or nothing yet."""
    said = complaint.dated
    days = {name: getattr(said, name, None) for name in DAYS}
    return days | {"basis": said.basis if said else None, "uncertain": said.uncertain if said else False}


def _waits(complaint: Complaint, rules: ComplaintRules, today: date) -> tuple[ComplaintWait, ...]:
    return tuple(
        ComplaintWait(each.step, each.who, each.due, each.days_late(today), each.what)
        for each in waiting(complaint, rules)
    )


def _questions(seen: SeenComplaint) -> tuple[QuestionOfGovernor, ...]:
    return tuple(
        QuestionOfGovernor(
            number - seen.unseen, each.transition.of, each.transition.question, each.transition.due
        )
        for number, each in seen.stored.complaint.questions.items()
    )


def _orders(seen: SeenComplaint, today: date) -> tuple[OrderAnswer, ...]:
    return tuple(
        OrderAnswer.of(replace(each, number=each.number - seen.unseen), today)
        for each in seen.stored.complaint.orders.values()
    )


def _since_sent(seen: SeenComplaint) -> tuple[Record, ...]:
    """Nothing of how it was written: that is nobody's but theirs who wrote it."""
    sent = seen.stored.complaint.sent
    return () if sent is None else seen.stored.records[sent.number - 1 :]


def _event(seen: SeenComplaint, record: Record) -> ComplaintEvent:
    said = as_row(seen.stored.complaint.id, record)["said"]
    assert isinstance(said, dict)
    naming = NAMING.get(type(record.transition))
    if naming is not None:
        said = {**said, naming: said[naming] - seen.unseen}
    by = record.command.by
    name = seen.names.get(by.person, "") if by.person else ""
    told = record.number - seen.unseen, record.command.at, record.transition.action, record.status
    return ComplaintEvent(*told, by.actor, name, by.on_behalf_of, said)
