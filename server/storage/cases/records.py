"""Cases for what needs them inside its own transaction: read by folding, and added to under a number."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from server.domain.cases.flow import folded, followed
from server.domain.cases.leaders import asked_for
from server.domain.cases.messages import messages_of, service_told
from server.domain.cases.records import Record
from server.domain.cases.state import Case
from server.domain.cases.vocabulary import CaseId
from server.domain.cases.waiting import unanswered_from
from server.domain.errors import Outdated
from server.domain.plan import PersonId
from server.domain.unit.names import folded_name
from server.domain.unit.rights import MunicipalityId
from server.storage import ledger
from server.storage.database.statements import Among, Prepared
from server.storage.database.told import may_be_an_id
from server.storage.messages import outbox
from server.storage.rights import raise_version

from . import ahead
from .counts import count_again, wrongly_counted
from .leaders import absence_days, tell_leaders, to_who_may_see
from .rows import as_record, as_row, event_of
from .tables import case_records, case_representatives, cases


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case as its records make it. ``records``: oldest first."""

    case: Case
    municipality: MunicipalityId
    created_at: datetime
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What of a case stands beside its records."""

    number: int
    status: str
    received: date | None
    owner_id: PersonId | None
    handler_id: PersonId | None
    name: str
    born: date | None
    protected: bool
    means: str
    asked: str
    consent_checked: bool
    coordinator_id: PersonId | None
    coordinator_until: date | None
    outgoing_id: PersonId | None
    outgoing_until: date | None
    substitute_id: PersonId | None
    asks_leader_of: str | None
    unanswered_from: int | None

    @classmethod
    def of(cls, case: Case) -> Summary:
        facts, subject, appointed = case.case, case.case.subject, case.coordinator.appointed
        outgoing, asked, absence = case.coordinator.outgoing, asked_for(case), case.coordinator.absence
        return cls(
            number=case.number,
            status=facts.status.value,
            received=facts.received,
            owner_id=subject.person,
            handler_id=facts.handler,
            name=folded_name(subject.name),
            born=subject.born,
            protected=subject.protected,
            means=facts.reports[0].transition.means.value if facts.reports else "",
            asked="".join(barred(thing) for thing in sorted(facts.asked)),
            consent_checked=facts.consent_checked,
            coordinator_id=appointed.person if appointed else None,
            coordinator_until=case.coordinator.goes,
            outgoing_id=outgoing.person if outgoing else None,
            outgoing_until=outgoing.end if outgoing else None,
            substitute_id=absence.substitute_person if absence else None,
            asks_leader_of=folded_name(asked.workplace) if asked else None,
            unanswered_from=unanswered_from(facts),
        )

    @classmethod
    def read(cls, row: Any) -> Summary:
        return cls(**{name: getattr(row, name) for name in cls.__slots__})

    def columns(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


def barred(thing: str) -> str:
    """As one of several stands in ``cases.asked``."""
    return f"|{thing}|"


def stored_case(connection: Connection, which: CaseId) -> StoredCase | None:
    if not may_be_an_id(which):
        return None
    row = CASE.row(connection, {"case": which})
    if row is None:
        return None
    return _stored(row, [as_record(each) for each in RECORDS.rows(connection, {"case": which})])


def hold_cases(connection: Connection, which: Collection[CaseId]) -> None:
    """Nobody else adds a record to any of them before this transaction ends. By id, so that two who hold
    several do not wait for each other."""
    held = select(cases.c.id).where(cases.c.id.in_(which)).order_by(cases.c.id)
    connection.execute(held.with_for_update(key_share=True)).all()


def held_case(connection: Connection, which: CaseId) -> StoredCase | None:
    """As it is now: nobody else adds a record to it until this transaction ends. Its plan is locked before it
    (``locks``)."""
    _number_held(connection, which)
    return stored_case(connection, which)


def require_newest(connection: Connection, stored: StoredCase) -> None:
    """For who goes by a case that was read before its plan was waited for, and adds no record that would be
    refused. Raises ``Outdated`` if somebody added one meanwhile; from now on nobody does."""
    if _number_held(connection, stored.case.id) != stored.case.number:
        raise Outdated


def _number_held(connection: Connection, which: CaseId) -> int | None:
    held = select(cases.c.number).where(cases.c.id == which).with_for_update()
    return connection.scalar(held)


def surviving(connection: Connection, case: CaseId) -> CaseId:
    """The case in which it goes on: it, or the one that it was merged into."""
    while (stored := stored_case(connection, case)) is not None and stored.case.case.into is not None:
        case = stored.case.case.into
    return case


def number_of_cases(connection: Connection) -> int:
    """In all municipalities."""
    return connection.scalar(select(func.count()).select_from(cases)) or 0


def stored_cases(connection: Connection, which: Sequence[CaseId]) -> list[StoredCase]:
    """Those of ``which`` that exist, in their order; a few statements for all."""
    found = {row.id: row for row in CASES.rows(connection, which)}
    records: dict[CaseId, list[Record]] = {case: [] for case in found}
    rows = sorted(RECORDS_OF.rows(connection, list(found)), key=lambda row: (row.case_id, row.number))
    for row in rows:
        records[row.case_id].append(as_record(row))
    return [_stored(found[case], records[case]) for case in which if case in found]


def _stored(row: Any, records: Sequence[Record]) -> StoredCase:
    return StoredCase(folded(row.id, records), row.municipality_id, row.created_at, tuple(records))


def begin_case(
    connection: Connection, case: CaseId, municipality: MunicipalityId, first: Record
) -> StoredCase:
    """A new case, with its first record, the entry of it, and the messages of it."""
    nothing = Case(case)
    begun = followed(nothing, first)
    connection.execute(
        insert(cases).values(
            id=case,
            municipality_id=municipality,
            created_at=first.command.at,
            counted=begun.number,
            **Summary.of(begun).columns(),
        )
    )
    _insert(connection, nothing, begun, municipality, first)
    count_again(connection, case, municipality, (first,))
    return StoredCase(begun, municipality, first.command.at, (first,))


def add_record(
    connection: Connection, before: StoredCase, record: Record, of: Record | None = None
) -> StoredCase:
    """The record after those of ``before``, with its entry and its messages. ``of``: as ``messages_of``.

    Raises ``Outdated`` if another one was added meanwhile: of two at once one wins, on both databases.
    """
    ahead.look_at(before.case.at, record.command)
    after = followed(before.case, record)
    protects = before.case.case.subject.protected is not after.case.subject.protected
    if protects and after.plan.plan is not None:
        raise_version(connection, after.plan.plan)  # who is where is shown no more, or again (rule 16)
    expected = cases.c.id == after.id, cases.c.number == before.case.number
    summary = {"counted": after.number, **Summary.of(after).columns()}
    changed = connection.execute(update(cases).where(*expected).values(summary))
    if changed.rowcount != 1:
        raise Outdated
    _insert(connection, before.case, after, before.municipality, record, of)
    records = (*before.records, record)
    count_again(connection, after.id, before.municipality, records)
    return StoredCase(after, before.municipality, before.created_at, records)


def _insert(
    connection: Connection,
    before: Case,
    after: Case,
    municipality: MunicipalityId,
    record: Record,
    of: Record | None = None,
) -> None:
    row = as_row(after.id, record)
    INSERT.run_many(connection, [row])
    if before.representation.people != after.representation.people:
        _store_representatives(connection, after)
    days = absence_days(connection, after, municipality, record.day)
    last = None if of is None else of.transition
    told = messages_of(before, after, record, municipality, days, last)
    outbox.add(
        connection, to_who_may_see(connection, after, told, municipality, record.day), record.command.at
    )
    if (service := service_told(before, record)) is not None:
        tell_leaders(connection, after, municipality, record, service)
    ledger.append(connection, [event_of(after.id, municipality, row)])


def _store_representatives(connection: Connection, case: Case) -> None:
    theirs = case_representatives.c.case_id == case.id
    connection.execute(delete(case_representatives).where(theirs))
    rows = [{"case_id": case.id, "person_id": each.person} for each in case.representation.people]
    if rows:
        connection.execute(insert(case_representatives), rows)


def wrongly_summed_up(connection: Connection, case: str) -> Iterator[str]:
    """What stands beside the records of a case and does not follow from them."""
    try:
        stored = stored_case(connection, CaseId(case))
    except (ValueError, LookupError):
        yield "its records cannot be read"
        return
    row = CASE.row(connection, {"case": case})
    if stored is not None and row is not None and Summary.read(row) != Summary.of(stored.case):
        yield "what lists say of it does not follow from its records"
    if stored is not None and _represented_by(connection, stored.case.id) != {
        each.person for each in stored.case.representation.people
    }:
        yield "who acts for its owner does not follow from its records"
    if stored is not None and wrongly_counted(
        connection, stored.case.id, stored.municipality, stored.records
    ):
        yield "what is counted of it does not follow from its records"


def _represented_by(connection: Connection, case: CaseId) -> set[PersonId]:
    theirs = case_representatives.c.case_id == case
    return set(connection.scalars(select(case_representatives.c.person_id).where(theirs)))


CASE = Prepared(select(cases).where(cases.c.id == bindparam("case")))
CASES = Among(select(cases), cases.c.id)
RECORDS = Prepared(
    select(case_records).where(case_records.c.case_id == bindparam("case")).order_by(case_records.c.number)
)
RECORDS_OF = Among(select(case_records), case_records.c.case_id)
INSERT = Prepared(insert(case_records))
