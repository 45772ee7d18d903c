"""The outbox: messages are added in the transaction of what they tell of, and settled by workers.

A worker claims a message by putting off when it is due: whoever claimed it and died lets it come due again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update

from server.domain.audit import Details, Event
from server.domain.cases.vocabulary import CaseId
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.messages.message import Mail, Message
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import MunicipalityId
from server.storage import ledger
from server.storage.database.statements import upsert

from .tables import messages

LEASE = timedelta(minutes=5)
"""How long a claim holds. Sending takes a minute and a half at most."""


@dataclass(frozen=True, slots=True)
class MailSettled(Details):
    """``mail``: what became of the message as an e-mail. Of its address and its words nothing is here."""

    action = "mail-settled"
    message: str
    text: str
    mail: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that nobody else sends before ``until``. ``attempts``: with this one."""

    message: Message
    created_at: datetime
    attempts: int
    token: str
    until: datetime
    checked: bool = False
    """Somebody in the unit saw that it may be sent to a protected address."""


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """``oldest_seconds``: the age of the oldest that waits, however often it was tried."""

    waiting: int
    held: int
    given_up: int
    oldest_seconds: float


def add(connection: Connection, new: Iterable[Message], at: datetime) -> None:
    """What was added before is left as it is: of one event nobody is told twice.

    Call it inside the transaction that stores what the messages tell of, which vouches for them in the log.
    """
    rows = [_as_row(each, at) for each in new]
    if rows:
        connection.execute(upsert(connection, messages).on_conflict_do_nothing(), rows)


def claim_next(connection: Connection, token: str, now: datetime) -> Claim | None:
    """The one that has been due longest, unless another worker is claiming it."""
    due = (
        select(messages.c.id)
        .where(messages.c.due_at <= now)
        .order_by(messages.c.due_at, messages.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    until = now + LEASE
    claimed = (
        update(messages)
        .where(messages.c.id == due.scalar_subquery())
        .values(due_at=until, claimed_by=token, attempts=messages.c.attempts + 1)
        .returning(messages)
    )
    row = connection.execute(claimed).one_or_none()
    if row is None:
        return None
    checked = row.checked_by is not None
    return Claim(as_message(row), row.created_at, row.attempts, token, until, checked)


def is_any_due(connection: Connection, now: datetime) -> bool:
    """Asked before a claim, which would wait for the one writer of SQLite."""
    return (
        connection.execute(select(messages.c.id).where(messages.c.due_at <= now).limit(1)).first() is not None
    )


def settle(connection: Connection, claim: Claim, mail: Mail, now: datetime) -> bool:
    """Nothing is tried any more; ``False`` if the claim had run out and another worker has it."""
    settled = {"mail": mail, "due_at": None, "claimed_by": None, "settled_at": now}
    if not _change(connection, claim, settled):
        return False
    if mail is not Mail.NONE:
        message = claim.message
        about = MailSettled(message.id, message.text, mail)
        event = Event.of(about, now, SERVER, case=message.case, complaint=message.complaint)
        ledger.append(connection, [event])
    return True


def put_off(connection: Connection, claim: Claim, until: datetime) -> bool:
    """Tried again then, by whoever comes first."""
    return _change(connection, claim, {"due_at": until, "claimed_by": None})


def counts(connection: Connection, now: datetime) -> OutboxCounts:
    due = select(func.count(), func.min(messages.c.created_at)).where(messages.c.due_at.is_not(None))
    waiting, oldest = connection.execute(due).one()
    stuck = select(messages.c.mail, func.count()).where(messages.c.mail.in_((Mail.HELD, Mail.GIVEN_UP)))
    found = {row[0]: row[1] for row in connection.execute(stuck.group_by(messages.c.mail))}
    age = 0.0 if oldest is None else max(0.0, (now - oldest).total_seconds())
    return OutboxCounts(waiting, found.get(Mail.HELD, 0), found.get(Mail.GIVEN_UP, 0), age)


def _change(connection: Connection, claim: Claim, values: dict[str, Any]) -> bool:
    mine = messages.c.id == claim.message.id, messages.c.claimed_by == claim.token
    return connection.execute(update(messages).where(*mine).values(values)).rowcount == 1


def _as_row(message: Message, at: datetime) -> dict[str, Any]:
    return {
        "id": message.id,
        "event": message.event,
        "person_id": message.person,
        "municipality_id": message.municipality,
        "case_id": message.case,
        "complaint_id": message.complaint,
        "text": message.text,
        "created_at": at,
        "mail": Mail.WAITING,
        "due_at": at,
        "attempts": 0,
    }


def as_message(row: Any) -> Message:
    """Of a row of ``messages``."""
    return Message(
        row.event,
        row.text,
        None if row.municipality_id is None else MunicipalityId(row.municipality_id),
        PersonId(row.person_id),
        None if row.case_id is None else CaseId(row.case_id),
        None if row.complaint_id is None else ComplaintId(row.complaint_id),
    )
