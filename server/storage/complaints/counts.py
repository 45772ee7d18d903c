"""What complaints add to the counts of a municipality, read from their records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, select

from server.domain.cases.records import OSLO
from server.domain.counts.complaints import COUNTED, counted, is_child
from server.domain.counts.tables import Tallied
from server.domain.unit.rights import MunicipalityId
from server.storage.metadata import persons

from .rows import as_record
from .tables import complaint_records, complaints


def tallied_complaints(
    connection: Connection, where: MunicipalityId, first: date, last: date, of_age: int
) -> Iterator[Tallied]:
    """Of those sent to the unit, from ``first`` to ``last``.

    Whose they are is kept apart: one person may send several, and ten complaints of one are one person.
    """
    at, c = complaint_records.c.at, complaints.c
    begin = datetime.combine(first, time.min, OSLO)
    end = datetime.combine(last + timedelta(days=1), time.min, OSLO)
    wanted = (
        select(complaint_records, c.owner_id, persons.c.birth_date)
        .join(complaints, c.id == complaint_records.c.complaint_id)
        .join(persons, persons.c.id == c.owner_id)
        .where(
            c.municipality_id == where,
            c.to_unit,
            c.sent_on.is_not(None),
            complaint_records.c.action.in_(COUNTED),
            at >= begin,
            at < end,
        )
    )
    for row in connection.execute(wanted):
        record = as_record(row)
        if (found := counted(record)) is not None:
            child = is_child(row.birth_date, record.day, of_age)
            yield Tallied(*found, child, "", None, record.day, 1, case=row.owner_id)
