"""Records of a case as rows, and what vouches for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Row

from server.domain.audit import Details, Event, fingerprint
from server.domain.cases.flow import TRANSITIONS
from server.domain.cases.records import By, Command, Record, Transition
from server.domain.cases.vocabulary import Actor, CaseId
from server.domain.errors import Invalid
from server.domain.plan import SERVER
from server.domain.sentences.quoting import plain
from server.domain.unit.rights import MunicipalityId

Forms = Mapping[str, TypeAdapter[Any]]
"""How each transition is stored, by its action."""
MOST_FAULTS = 5
"""That one answer names."""
LINES = frozenset(
    {
        *("name", "contact", "language", "by", "said_by", "somebody", "leader"),
        *("workplace", "substitute", "service", "services", "municipality", "contact_point"),
        *("archive_receipt", "receipt", "permit"),
        *("reporter_name", "reporter_contact", "organisation", "consent_by"),
        # Of complaints.
        *("addressee", "title", "responsible"),
    }
)
"""Names, and how somebody is reached."""
FORMS: Forms = {action: TypeAdapter(transition) for action, transition in TRANSITIONS.items()}


def as_row(case: CaseId, record: Record) -> dict[str, object]:
    return {"case_id": case, **columns_of(record, FORMS)}


def as_record(row: Row[Any]) -> Record:
    """Raises ``ValueError`` or ``LookupError`` for what no release has written."""
    return record_of(row, FORMS)


def columns_of(record: Record, forms: Forms) -> dict[str, object]:
    """Of the record of anything that is a fold over records; ``forms`` of its transitions."""
    command = record.command
    return {
        "number": record.number,
        "at": command.at,
        "person_id": command.by.person,
        "actor": command.by.actor.value,
        "organisation": command.by.organisation,
        "on_behalf_of": command.by.on_behalf_of,
        "action": command.transition.action,
        "said": forms[command.transition.action].dump_python(command.transition, mode="json"),
        "basis": command.basis,
        "shown": command.shown,
        "status": record.status,
    }


def record_of(row: Row[Any], forms: Forms) -> Record:
    """Raises ``ValueError`` or ``LookupError`` for what no release has written."""
    by = By(row.person_id, Actor(row.actor), row.organisation, row.on_behalf_of)
    transition = forms[row.action].validate_python(row.said)
    return Record(row.number, Command(by, row.at, transition, row.basis, row.shown), row.status)


def said_as(kind: type[Transition], said: Mapping[str, object], forms: Forms) -> Transition:
    """The transition that says this. Raises ``Invalid`` for what is not of it, or what it does not say."""
    unknown = said.keys() - {each.name for each in fields(kind)}
    if unknown:
        raise Invalid(f"said: {min(unknown)} is not of it")
    try:
        transition: Transition = forms[kind.action].validate_python(_in_lines(said))
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False, include_context=False)[:MOST_FAULTS]
        named = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in faults)
        raise Invalid("; ".join(named)) from None
    return transition


def _in_lines(said: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in one line beside others' words turns, breaks and hides none of it."""
    found = dict(said)
    for name, each in said.items():
        if isinstance(each, Mapping):
            found[name] = _in_lines(each)
        elif name in LINES and isinstance(each, str):
            found[name] = plain(each)
        elif name in LINES and isinstance(each, list | tuple):
            found[name] = [plain(one) if isinstance(one, str) else one for one in each]
    return found


@dataclass(frozen=True, slots=True)
class CaseRecordAdded(Details):
    """Its event's action is "case-" and that of the transition; ``digest`` is of the stored row."""

    action = "case-record-added"
    record: int
    digest: str


def event_of(case: CaseId, municipality: MunicipalityId, row: Mapping[str, Any]) -> Event:
    """Who did what, and when; never what was said. Of somebody who had not logged in, the server's."""
    details = CaseRecordAdded(row["number"], digest(case, municipality, row))
    return Event(
        at=row["at"],
        person=row["person_id"] or SERVER,
        action=f"case-{row['action']}",
        organisation=row["organisation"],
        details=details.stored(),
        case=case,
    )


def digest(case: CaseId, municipality: MunicipalityId, row: Mapping[str, Any]) -> str:
    """Of all that is stored; with the municipality, so that a case is not moved to another beside the log."""
    written = (case, municipality, row["number"], row["at"], row["person_id"], row["actor"])
    who = (row["organisation"], row["on_behalf_of"])
    return fingerprint(
        "case record", *written, *who, row["action"], row["said"], row["basis"], row["shown"], row["status"]
    )


@dataclass(frozen=True, slots=True)
class WitnessedRecord:
    """Is ``seals.rows.HasFingerprint``."""

    fingerprint: str


def as_witnessed(row: Row[Any]) -> WitnessedRecord:
    """Of a record joined with its case."""
    return WitnessedRecord(digest(row.case_id, row.municipality_id, row._asdict()))
