"""What each case adds to the counts of its municipality, kept beside its records (decision 0045).

Whoever adds a record derives it anew in the same transaction. A case whose last record is of a process that
does not count is ``UNCOUNTED`` until it is counted before the counts are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from server.catalogue import standard
from server.domain.cases.records import Record
from server.domain.cases.vocabulary import CaseId
from server.domain.counts.intervals import Interval, intervals_of
from server.domain.unit.rights import MunicipalityId
from server.storage.database.statements import Prepared

from .rows import as_record
from .tables import UNCOUNTED, case_counts, case_records, cases


def count_again(
    connection: Connection, case: CaseId, municipality: MunicipalityId, records: Sequence[Record]
) -> None:
    """Nobody else counts it meanwhile: whoever does has changed its row first."""
    connection.execute(delete(case_counts).where(case_counts.c.case_id == case))
    rows = counted_rows(case, municipality, records)
    if rows:
        INSERT.run_many(connection, rows)


def counted_rows(
    case: CaseId, municipality: MunicipalityId, records: Sequence[Record]
) -> list[dict[str, object]]:
    intervals = intervals_of(case, records, _of_age(records[-1].day)) if records else ()
    return [_as_row(case, municipality, *each) for each in enumerate(intervals)]


def _of_age(day: date) -> int:
    """It is law, so no municipality has another."""
    return standard().rule("age.majority", on=day).amount


def _as_row(case: CaseId, municipality: MunicipalityId, number: int, each: Interval) -> dict[str, object]:
    counted = each.counted
    return {
        "municipality_id": municipality,
        "count": counted.count,
        "value": counted.value,
        "child": counted.child,
        "service": counted.service,
        "case_id": case,
        "number": number,
        "origin": counted.origin,
        "since": each.since,
        "until": each.until,
    }


def count_uncounted(connection: Connection, municipality: MunicipalityId, most: int) -> bool:
    """At most so many of those that wait for it. Returns whether there may be more."""
    wanted = select(cases.c.id).where(cases.c.municipality_id == municipality, UNCOUNTED)
    found = connection.execute(wanted.order_by(cases.c.id).limit(most).with_for_update()).scalars().all()
    for case in found:
        of_case = select(case_records).where(case_records.c.case_id == case)
        rows = connection.execute(of_case.order_by(case_records.c.number))
        count_again(connection, case, municipality, [as_record(row) for row in rows])
        connection.execute(update(cases).where(cases.c.id == case).values(counted=cases.c.number))
    return len(found) == most


def is_uncounted(connection: Connection, municipality: MunicipalityId) -> bool:
    wanted = select(cases.c.id).where(cases.c.municipality_id == municipality, UNCOUNTED)
    return connection.execute(wanted.limit(1)).first() is not None


def wrongly_counted(
    connection: Connection, case: CaseId, municipality: MunicipalityId, records: Sequence[Record]
) -> bool:
    """Whether what is kept is not what follows; a case that waits to be counted is not wrong."""
    if connection.execute(select(cases.c.id).where(cases.c.id == case, UNCOUNTED)).first() is not None:
        return False
    kept = connection.execute(select(case_counts).where(case_counts.c.case_id == case))
    return _sorted(map(_as_dict, kept)) != _sorted(counted_rows(case, municipality, records))


def _as_dict(row: Row[Any]) -> dict[str, object]:
    return dict(row._mapping)


def _sorted(rows: Any) -> list[dict[str, object]]:
    return sorted(rows, key=lambda row: row["number"])


INSERT = Prepared(insert(case_counts))
