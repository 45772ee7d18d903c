"""Records of a complaint as rows, and what vouches for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row

from server.domain.audit import Details, Event, fingerprint
from server.domain.cases.records import Record
from server.domain.complaints.flow import TRANSITIONS
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId
from server.storage.cases.rows import Forms, WitnessedRecord, columns_of, record_of

FORMS: Forms = {action: TypeAdapter(transition) for action, transition in TRANSITIONS.items()}


def as_row(complaint: ComplaintId, record: Record) -> dict[str, object]:
    return {"complaint_id": complaint, **columns_of(record, FORMS)}


def as_record(row: Row[Any]) -> Record:
    """Raises ``ValueError`` or ``LookupError`` for what no release has written."""
    return record_of(row, FORMS)


@dataclass(frozen=True, slots=True)
class ComplaintRecordAdded(Details):
    """Its event's action is "complaint-" and that of the transition; ``digest`` is of the stored row."""

    action = "complaint-record-added"
    record: int
    digest: str


def event_of(
    complaint: ComplaintId, owner: PersonId | None, municipality: MunicipalityId, row: Mapping[str, Any]
) -> Event:
    """Who did what, and when; never what was said, nor whose complaint it is."""
    details = ComplaintRecordAdded(row["number"], digest(complaint, owner, municipality, row))
    return Event(
        at=row["at"],
        person=row["person_id"],
        action=f"complaint-{row['action']}",
        details=details.stored(),
        complaint=complaint,
    )


def digest(
    complaint: ComplaintId, owner: PersonId | None, municipality: MunicipalityId, row: Mapping[str, Any]
) -> str:
    """Of all that is stored; with whose it is and where, so that neither is changed beside the log.
    ``owner``: ``None`` where the first record says of which case it is."""
    written = (complaint, owner, municipality, row["number"], row["at"], row["person_id"], row["actor"])
    who = (row["organisation"], row["on_behalf_of"])
    said = (row["action"], row["said"], row["basis"], row["shown"], row["status"])
    return fingerprint("complaint record", *written, *who, *said)


def as_witnessed(row: Row[Any]) -> WitnessedRecord:
    """Of a record joined with its complaint."""
    return WitnessedRecord(digest(row.complaint_id, row.owner_id, row.municipality_id, row._asdict()))
