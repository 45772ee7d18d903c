"""Many cases at once, stored as the program stores them, but for their entries in the access log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Table, insert

from server.domain.cases.records import Record
from server.domain.cases.vocabulary import CaseId
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.features.municipalities.store import Municipalities
from server.ports.clock import utc_now
from server.ports.randomness import SystemChance
from server.storage.cases.counts import counted_rows
from server.storage.cases.records import Summary
from server.storage.cases.rows import as_row
from server.storage.cases.tables import case_counts, case_records, cases
from server.storage.database.database import Database
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
    rows: dict[Table, list[dict[str, Any]]] = {cases: [], case_records: [], case_counts: []}
    for number in numbers:
        history = histories[number % len(histories)]
        for table, row in _rows(CaseId(f"case-{number:06}"), where, history, history.records):
            rows[table].append(row)
    for table, found in rows.items():
        connection.execute(insert(table), found)


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
