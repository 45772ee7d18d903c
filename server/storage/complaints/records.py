"""Complaints for what needs them inside its own transaction: read by folding, added to under a number."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    Text,
    and_,
    cast,
    delete,
    func,
    insert,
    literal,
    not_,
    select,
    type_coerce,
    update,
)
from sqlalchemy import (
    case as when,
)

from server.domain.cases.records import Record
from server.domain.cases.vocabulary import Actor, CaseId
from server.domain.complaints.flow import folded, followed
from server.domain.complaints.messages import messages_of
from server.domain.complaints.state import Complaint
from server.domain.complaints.transitions import Written
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.errors import Outdated
from server.storage import ledger
from server.storage.cases import ahead
from server.storage.cases.records import surviving
from server.storage.database.statements import Among, Prepared
from server.storage.database.told import may_be_an_id
from server.storage.messages import outbox

from .ownership import Ownership
from .rows import as_record, as_row, event_of
from .sides import sides
from .tables import complaint_helpers, complaint_packs, complaint_records, complaints, owner_by_now


@dataclass(frozen=True, slots=True)
class StoredComplaint:
    """A complaint as its records make it. ``records``: oldest first; of what was written over since, that it
    was written and not what."""

    complaint: Complaint
    standing: Ownership
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """What of a complaint stands beside its records."""

    number: int
    status: str
    to_unit: bool
    sent_on: date | None

    @classmethod
    def of(cls, complaint: Complaint) -> Derived:
        sent = complaint.sent
        return cls(
            complaint.number, complaint.status.value, complaint.to_unit, sent.transition.day if sent else None
        )

    @classmethod
    def read(cls, row: Any) -> Derived:
        return cls(row.number, row.status, row.to_unit, row.sent_on)

    def columns(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


def stored_complaint(connection: Connection, which: ComplaintId) -> StoredComplaint | None:
    found = stored_complaints(connection, [which] if may_be_an_id(which) else [])
    return found[0] if found else None


def stored_complaints(connection: Connection, which: Sequence[ComplaintId]) -> list[StoredComplaint]:
    """Those of ``which`` that exist, in their order; a few statements for all."""
    found = {row.id: row for row in COMPLAINTS.rows(connection, which)}
    records: dict[ComplaintId, list[Record]] = {each: [] for each in found}
    rows = RECORDS_OF.rows(connection, list(found))
    for row in sorted(rows, key=lambda row: (row.complaint_id, row.number)):
        records[row.complaint_id].append(as_record(row))
    return [_stored(found[each], records[each]) for each in which if each in found]


def _stored(row: Any, records: Sequence[Record]) -> StoredComplaint:
    standing = Ownership(
        row.owner,
        row.representative_id,
        row.municipality_id,
        row.case_id,
        row.created_at,
        row.owner_id,
    )
    return StoredComplaint(folded(row.id, records), standing, tuple(records))


def begin_complaint(
    connection: Connection,
    which: ComplaintId,
    standing: Ownership,
    first: Record,
    pack: str | None = None,
) -> StoredComplaint:
    """A new complaint, with its first record, the entry of it and its messages. ``pack``: what was sent."""
    begun = followed(Complaint(which), first)
    connection.execute(
        insert(complaints).values(
            id=which,
            owner_id=standing.begun_for,
            representative_id=standing.representative,
            municipality_id=standing.municipality,
            case_id=standing.case,
            created_at=standing.created_at,
            **Derived.of(begun).columns(),
        )
    )
    _insert(connection, begun, standing, first, pack)
    return StoredComplaint(begun, standing, (first,))


def follow_merged(connection: Connection, case: CaseId, into: CaseId) -> None:
    """Complaints of a case that went into another are of that from now on."""
    connection.execute(update(complaints).where(complaints.c.case_id == case).values(case_id=into))


def add_record(
    connection: Connection, before: StoredComplaint, record: Record, pack: str | None = None
) -> StoredComplaint:
    """The record after those of ``before``, with its entry and its messages. ``pack``: what is sent by it.

    Raises ``Outdated`` if another one was added meanwhile: of two at once one wins, on both databases.
    """
    ahead.look_at(before.complaint.at, record.command)
    after = followed(before.complaint, record)
    expected = complaints.c.id == after.id, complaints.c.number == before.complaint.number
    changed = connection.execute(update(complaints).where(*expected).values(Derived.of(after).columns()))
    if changed.rowcount != 1:
        raise Outdated
    _insert(connection, after, before.standing, record, pack)
    if after.helpers != before.complaint.helpers:
        _name_helpers(connection, after)
    return StoredComplaint(after, before.standing, (*before.records, record))


def weight_of(connection: Connection, which: ComplaintId, of: Collection[Actor]) -> int:
    """Bytes of JSON of all that these have said in it and that is read with it."""
    theirs = complaint_records.c.complaint_id == which, complaint_records.c.actor.in_(of)
    weighed = func.coalesce(func.sum(func.length(cast(SAID, Text))), 0)
    return int(connection.scalar(select(weighed).where(*theirs, not_(_overwritten))) or 0)


def pack_of(connection: Connection, which: ComplaintId) -> str | None:
    """What was sent, as it was."""
    wanted = select(complaint_packs.c.content).where(complaint_packs.c.complaint_id == which)
    found: str | None = connection.scalar(wanted)
    return found


def digest_of(pack: str) -> str:
    """64 hex digits (SHA-256), as the record says them and anybody can reckon them from the file."""
    return hashlib.sha256(pack.encode()).hexdigest()


def _insert(
    connection: Connection, after: Complaint, standing: Ownership, record: Record, pack: str | None
) -> None:
    row, where = as_row(after.id, record), standing.municipality
    INSERT.run_many(connection, [row])
    ledger.append(connection, [event_of(after.id, standing.begun_for, where, row)])
    at = record.command.at
    told = messages_of(after, record, sides(connection, after, standing, at), where)
    outbox.add(connection, told, at)
    if pack is not None:
        connection.execute(insert(complaint_packs).values(complaint_id=after.id, content=pack))


def _name_helpers(connection: Connection, complaint: Complaint) -> None:
    of_it = complaint_helpers.c.complaint_id == complaint.id
    connection.execute(delete(complaint_helpers).where(of_it))
    rows = [{"complaint_id": complaint.id, "person_id": each} for each in complaint.helpers]
    if rows:
        connection.execute(insert(complaint_helpers), rows)


def wrongly_derived(connection: Connection, which: str) -> Iterator[str]:
    """What stands beside the records of a complaint and does not follow from them."""
    try:
        stored = stored_complaint(connection, ComplaintId(which))
    except (ValueError, LookupError):
        yield "its records cannot be read"
        return
    if stored is None:
        return
    (row,) = COMPLAINTS.rows(connection, [which])
    if Derived.read(row) != Derived.of(stored.complaint) or not _helps_as_named(connection, stored):
        yield "what lists say of it does not follow from its records"
    of_case = getattr(stored.records[0].transition, "case", None) if stored.records else None
    if (of_case is None) != (row.owner_id is not None) or (
        of_case and surviving(connection, of_case) != row.case_id
    ):
        yield "it is not of the case that its first record names"
    sent, pack = stored.complaint.sent, pack_of(connection, ComplaintId(which))
    if (sent is None) != (pack is None) or (sent and pack and digest_of(pack) != sent.transition.digest):
        yield "what was sent with it was changed"


def _helps_as_named(connection: Connection, stored: StoredComplaint) -> bool:
    wanted = select(complaint_helpers.c.person_id).where(
        complaint_helpers.c.complaint_id == stored.complaint.id
    )
    return set(connection.execute(wanted).scalars()) == set(stored.complaint.helpers)


COMPLAINTS = Among(select(complaints, owner_by_now.label("owner")), complaints.c.id)
SAID = complaint_records.c.said
_later = complaint_records.alias()
_overwritten = and_(
    complaint_records.c.action == Written.action,
    select(_later.c.number)
    .where(
        _later.c.complaint_id == complaint_records.c.complaint_id,
        _later.c.number > complaint_records.c.number,
        _later.c.action == Written.action,
    )
    .correlate(complaint_records)
    .exists(),
)
"""Whole drafts are saved as they are written: the newest is all that counts, and all that is read."""
READ_SAID = type_coerce(when((_overwritten, literal({}, JSON)), else_=SAID), JSON).label("said")
RECORDS_OF = Among(
    select(*(READ_SAID if each is SAID else each for each in complaint_records.c)),
    complaint_records.c.complaint_id,
)
INSERT = Prepared(insert(complaint_records))
