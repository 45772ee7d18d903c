"""Who is told of a record of a complaint, and in which words. Pure.

Before it is sent there is nobody to tell but whom its owner names to help, and in words that say nothing of a
complaint. From then on each side is told of each stage, and never who did it themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from server.domain.cases.records import Record, Transition
from server.domain.messages.message import Message
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId

from . import transitions as t
from .state import Complaint
from .taken_down import SignatureCame, TakenDown

NEUTRAL = "waits-for-you"
CAME = "complaint-came"
OF_RECORDS: Mapping[type[Transition], str] = {
    t.Sent: "complaint-sent",
    TakenDown: "complaint-received",
    SignatureCame: "complaint-received",
    t.Received: "complaint-received",
    t.DelayTold: "complaint-delayed",
    t.LateAsked: "complaint-asked",
    t.MendingAsked: "complaint-asked",
    t.Commented: "complaint-commented",
    t.Reversed: "complaint-answered",
    t.Forwarded: "complaint-forwarded",
    t.Rejected: "complaint-answered",
    t.Contested: "complaint-contested",
    t.GovernorAsked: "complaint-asked",
    t.GovernorAnswered: "complaint-question-answered",
    t.GovernorDelayed: "complaint-delayed",
    t.OutcomeCame: "complaint-outcome",
    t.Ordered: "complaint-ordered",
    t.OrderReported: "complaint-order-reported",
    t.OrderConfirmed: "complaint-order-confirmed",
    t.ComplaintClosed: "complaint-ended",
    t.Withdrawn: "complaint-ended",
}


@dataclass(frozen=True, slots=True)
class Sides:
    """``complainants``: the owner, and who represents them in it. ``unit``: all who answer for the addressee
    here; nobody where it is not sent to the unit."""

    complainants: Sequence[PersonId]
    unit: Sequence[PersonId] = ()

    @property
    def others(self) -> list[PersonId]:
        """Of the unit; whose complaint it is answers it no more than they handle their own case."""
        return [each for each in self.unit if each not in self.complainants]


def is_at_unit(complaint: Complaint) -> bool:
    return complaint.was_sent and complaint.to_unit


def messages_of(after: Complaint, record: Record, sides: Sides, where: MunicipalityId) -> Iterator[Message]:
    """``after``: the complaint with ``record``. Each person once at most."""
    told: set[PersonId | None] = {record.command.by.person}
    for person, text in _told(after, record.transition, sides):
        if person not in told:
            told.add(person)
            place = f"sent/{record.number - after.unseen}" if after.was_sent else record.number
            event = f"complaint/{after.id}/{place}"
            yield Message(event, text, where, person=person, complaint=after.id)


def _told(after: Complaint, transition: Transition, sides: Sides) -> Iterator[tuple[PersonId, str]]:
    if isinstance(transition, t.HelperNamed):
        yield transition.person, NEUTRAL
    text = OF_RECORDS.get(type(transition))
    if text is None or not after.was_sent:
        return
    for person in sides.complainants:
        yield person, text
    if is_at_unit(after):
        for person in sides.others:
            yield person, CAME if isinstance(transition, t.Sent | TakenDown) else text
