"""Many cases and plans at once, stored as the program stores them, but for their entries in the access log
and the texts of the plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Table, insert

from server.domain.cases.records import Record, day_of, end_of
from server.domain.cases.state import PLAN_RUNNING
from server.domain.cases.vocabulary import CaseId
from server.domain.plan import SERVER, Kind, PersonId, Role
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.features.municipalities.store import Municipalities
from server.ports.clock import utc_now
from server.ports.randomness import SystemChance
from server.storage.cases.counts import counted_rows
from server.storage.cases.records import Summary
from server.storage.cases.rows import as_row
from server.storage.cases.tables import case_counts, case_records, cases
from server.storage.database.database import Database
from server.storage.metadata import decisions, participants, parts, persons, plans
from server.storage.persons import Person, enrol
from tests.unit.domain.cases.situations import (
    CHILD,
    WHO,
    History,
    clarifying,
    coordinated,
    opened,
    plan_begun,
    reported,
    with_childs_coordinator,
)
from tests.unit.domain.counts.histories import with_a_valid_plan

NUMBER = "9901"
HANDLER = PersonId("person-0-0")
KINDS = (
    *(lambda: History().does(reported()), clarifying, opened, coordinated),
    *(with_childs_coordinator, plan_begun),
    *(lambda: clarifying(subject=CHILD), lambda: coordinated(subject=CHILD), *[with_a_valid_plan] * 5),
)
SPREAD, SERVICES = 250, 12
"""Over so many days cases began, and so many services are responsible."""
AT_ONCE = 1_000
"""Cases in one transaction."""


async def found_cases(url: str, many: int) -> None:
    """In a municipality whose cases the first person of the ground handles."""
    database = await Database.open(url)
    try:
        where = await _municipality(database)
        histories = [kind() for kind in KINDS]
        for first in range(0, many, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, many))
            await database.write(partial(_store, where=where, histories=histories, numbers=numbers))
    finally:
        await database.close()


async def _municipality(database: Database) -> MunicipalityId:
    names = {by.person for by in WHO.values() if by.person} | {PersonId("kari"), PersonId("hilde")}
    await database.write(lambda c: enrol(c, [Person(name, "Kari Nordmann") for name in sorted(names)]))
    store = Municipalities(database, utc_now, SystemChance())
    added = await store.add(SERVER, NUMBER, "Lia kommune")
    assert added is not None
    await store.give(SERVER, added.id, HANDLER, UnitRight.CASE_HANDLER)
    return added.id


def _store(
    connection: Connection, where: MunicipalityId, histories: Sequence[History], numbers: range
) -> None:
    rows: dict[Table, list[dict[str, Any]]] = {table: [] for table in STORED}
    for number in numbers:
        history = histories[number % len(histories)]
        for table, row in _rows(CaseId(f"case-{number:06}"), where, history, history.records):
            rows[table].append(row)
        if history.case.plan.status in PLAN_RUNNING:
            for table, row in _plan(number, where, history.records[0].command.at):
                rows[table].append(row)
    for table, found in rows.items():
        if found:
            connection.execute(insert(table), found)


STORED = (cases, case_records, case_counts, persons, plans, participants, parts, decisions)
MEASURES, SCHOOLS = 6, 40
"""Measures of each plan, and organisations that are to do them."""


def _plan(number: int, where: MunicipalityId, at: datetime) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Of an owner of its own, with a school that has consents and measures: half are done, some late."""
    plan, owner, school = (f"{what}-{number:06}" for what in ("plan", "owner", "school"))
    today = day_of(utc_now())
    until = end_of(today + timedelta(days=number % SPREAD))
    person = {"locale": "nb", "organisation": "", "coordinating_unit": False}
    yield persons, {"id": owner, "name": "Kari Nordmann"} | person
    yield (
        plans,
        {"id": plan, "owner_id": owner, "access_version": 1, "created_at": at, "municipality_id": where},
    )
    place = {"plan_id": plan, "person_id": owner, "until": None}
    yield participants, place | {"id": owner, "role": Role.OWNER, "organisation": ""}
    yield (
        participants,
        place | {"id": school, "role": Role.SCHOOL, "organisation": f"skole {number % SCHOOLS}"},
    )
    for position in range(MEASURES):
        due = today + timedelta(days=number % SPREAD - 50) if position % 2 else None
        part = {"id": f"{plan}-{position}", "plan_id": plan, "kind": Kind.MEASURE, "title": "Tiltak"}
        more = {
            "position": position,
            "created_after": 0,
            "responsible_id": school,
            "due": due.isoformat() if due else "",
        }
        yield parts, part | more
        consent = {"plan_id": plan, "number": position + 1, "participant_id": school, "level": "read"}
        signed = {"signed_by": owner, "signed_at": at, "part_id": part["id"], "until": until}
        yield decisions, consent | signed | {"purpose": "", "text": "", "overridden": False}


def _rows(
    case: CaseId, where: MunicipalityId, history: History, records: Sequence[Record]
) -> Iterator[tuple[Table, dict[str, Any]]]:
    began = {"id": case, "municipality_id": where, "created_at": records[0].command.at}
    yield cases, {**began, "counted": len(records), **Summary.of(history.case).columns()}
    yield from ((case_records, as_row(case, record)) for record in records)
    yield from ((case_counts, _spread(row)) for row in counted_rows(case, where, records))


def _spread(row: dict[str, Any]) -> dict[str, Any]:
    """As of a case that began some days later and is some service's: there are more numbers to tell apart."""
    number = int(row["case_id"].rpartition("-")[2])
    later = timedelta(days=number % SPREAD)
    days = {name: row[name] and row[name] + later for name in ("origin", "since", "until")}
    return row | days | {"service": f"tjeneste {number % SERVICES}"}
