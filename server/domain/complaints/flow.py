"""A complaint from its records, and the record that a command makes of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import Any

from server.domain.cases.records import Command, Record, Transition
from server.domain.cases.tracks import machine
from server.domain.cases.vocabulary import Actor

from . import transitions as t
from .rules import ComplaintRules
from .state import Complaint, Order, own_key
from .taken_down import SignatureCame, TakenDown
from .track.guards import ComplaintSituation, ComplaintStanding
from .track.table import MOVES, TERMS
from .vocabulary import Basis, ComplaintId, ComplaintStatus, Identity

TRANSITIONS: dict[str, type[Transition]] = {each.action: each for each in TERMS}
"""By the tokens under which they are stored."""
NAMING: Mapping[type[Transition], str] = {
    t.GovernorAnswered: "question",
    t.OrderReported: "order",
    t.OrderConfirmed: "order",
}
"""What names an earlier record by its number, and in which field."""


def folded(complaint: ComplaintId, records: Iterable[Record]) -> Complaint:
    return reduce(followed, records, Complaint(complaint))


def followed(complaint: Complaint, record: Record) -> Complaint:
    """The complaint after ``record``, which is its next. Raises ``ValueError`` for any other."""
    if record.number != complaint.number + 1:
        raise ValueError(f"record {record.number} after {complaint.number}")
    status = ComplaintStatus(record.status)
    since = complaint.since if status is complaint.status else record.day
    at = record.command.not_before(complaint.at).at
    noted = _noted(complaint, record)
    return replace(complaint, number=record.number, at=at, status=status, since=since, **noted)


def judged(complaint: Complaint, command: Command, rules: ComplaintRules, born: date | None = None) -> Record:
    """The record that ``command`` adds.

    Raises ``Forbidden`` for who may not do it in their capacity, ``NotNow`` (its ``detail`` says which guard)
    where the complaint is not there, and ``Invalid`` where something is not said.
    """
    given = command.not_before(complaint.at)
    situation = ComplaintSituation(complaint, given, rules, born)
    status = machine.judged(MOVES, TERMS, complaint.status, situation)
    return Record(complaint.number + 1, given, status)


def open_to(
    complaint: Complaint, actor: Actor, rules: ComplaintRules, day: date, born: date | None = None
) -> frozenset[str]:
    """The actions that ``actor`` may try now: those that would be refused whatever they say are not among
    them. Guards that look at what is said are asked when they do."""
    standing = ComplaintStanding(complaint, actor, rules, machine.Unsaid(day), born)
    return frozenset(each.action for each in machine.open_in(MOVES, TERMS, complaint.status, standing))


def _noted(complaint: Complaint, record: Record) -> dict[str, Any]:
    """What ``record`` changes besides the status."""
    match record.transition:
        case t.Considered(mandate=mandate):
            return {"mandate": mandate}
        case t.DaysSaid() as said:
            return {"dated": said}
        case t.Written() as said:
            return {"written": said}
        case t.HelperNamed(person=person):
            return {"helpers": (*complaint.helpers, person)}
        case t.HelperRemoved(person=person):
            return {"helpers": tuple(each for each in complaint.helpers if each != person)}
        case t.Addressed(to_unit=to_unit, addressee=addressee):
            return {"to_unit": to_unit, "addressee": addressee}
        case t.EvidenceChosen(items=items):
            return {"chosen": items}
        case t.NoteAdded() | t.PaperAdded() as said:
            chosen = *complaint.chosen, own_key(record.number, said)
            return {"own": {**complaint.own, record.number: said}, "chosen": chosen}
        case t.OwnRemoved(own=number):
            own, key = dict(complaint.own), own_key(number, complaint.own[number])
            del own[number]
            return {"own": own, "chosen": tuple(each for each in complaint.chosen if each != key)}
        case _:
            return _brought(record) or _noted_since_sent(complaint, record)


def _brought(record: Record) -> dict[str, Any]:
    """How it is signed, and how it comes to whom it is for."""
    match record.transition:
        case t.MadeReady(identity=identity):
            return {"identity": identity}
        case t.Sent():
            return {"sent": record, "helpers": ()}
        case TakenDown() as said:
            return {"sent": record, **_taken_down(said)}
        case t.Received(day=day):
            return {"received_on": day}
        case SignatureCame():
            return {"identity": Identity.SIGNATURE, "mending": None}
        case _:
            return {}


def _taken_down(said: TakenDown) -> dict[str, Any]:
    return {
        "dated": t.DaysSaid(Basis.HEALTH, said.known_on, said.uncertain),
        "written": t.Written(said.grounds, said.words, said.wished, said.late_reason),
        "to_unit": True,
        "identity": Identity.SIGNATURE if said.signed else None,
        "received_on": said.day,
    }


def _noted_since_sent(complaint: Complaint, record: Record) -> dict[str, Any]:
    match record.transition:
        case t.DelayTold() | t.GovernorDelayed():
            return {"delay": record}
        case t.LateAsked():
            return {"late_asked": True}
        case t.MendingAsked():
            return {"mending": record}
        case t.Commented():
            return {"comments": (*complaint.comments, record), "mending": None}
        case t.Contested():
            return {"comments": (*complaint.comments, record), "contested_on": record.day}
        case t.Reversed() | t.Forwarded() | t.Rejected():
            return {"answered": record, "delay": None, "mending": None}
        case t.GovernorAsked():
            return {"questions": {**complaint.questions, record.number: record}}
        case t.GovernorAnswered(question=number):
            left = {each: asked for each, asked in complaint.questions.items() if each != number}
            return {"questions": left}
        case t.OutcomeCame():
            return {"outcome": record, "questions": {}, "delay": None}
        case t.Withdrawn():
            return {"helpers": ()}
        case _:
            return _orders(complaint, record)


def _orders(complaint: Complaint, record: Record) -> dict[str, Any]:
    orders = complaint.orders
    match record.transition:
        case t.Ordered(text=text, responsible=responsible, due=due):
            return {"orders": {**orders, record.number: Order(record.number, text, responsible, due)}}
        case t.OrderReported(order=number):
            return {"orders": {**orders, number: orders[number].reported(record.day)}}
        case t.OrderConfirmed(order=number):
            return {"orders": {**orders, number: orders[number].confirmed(record.day)}}
        case _:
            return {}
