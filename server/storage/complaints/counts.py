"""What complaints add to the counts of a municipality, read from their records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, Subquery, and_, func, select

from server.domain.cases.records import OSLO, day_of
from server.domain.counts.complaints import COUNTED, counted, is_child
from server.domain.counts.tables import Tallied
from server.domain.unit.rights import MunicipalityId
from server.storage.metadata import persons

from .rows import as_record
from .tables import complaint_records, complaints


def tallied_complaints(
    connection: Connection, where: MunicipalityId, first: date, last: date, of_age: int
) -> Iterator[Tallied]:
    """Of those sent to the unit, from ``first`` to ``last``; a record counts on no day before the one before
    it, as those of cases do: what a day counted is changed by no clock.

    Whose they are is kept apart: one person may send several, and ten complaints of one are one person.
    """
    begin = datetime.combine(first, time.min, OSLO)
    end = datetime.combine(last + timedelta(days=1), time.min, OSLO)
    c, dated = complaints.c, _dated(where)
    wanted = (
        select(complaint_records, c.owner_id, persons.c.birth_date, dated.c.counted_at)
        .join(dated, and_(dated.c.complaint_id == RECORD.complaint_id, dated.c.number == RECORD.number))
        .join(complaints, c.id == RECORD.complaint_id)
        .join(persons, persons.c.id == c.owner_id)
        .where(RECORD.action.in_(COUNTED), dated.c.counted_at >= begin, dated.c.counted_at < end)
    )
    for row in connection.execute(wanted):
        if (found := counted(as_record(row))) is not None:
            day = day_of(row.counted_at)
            child = is_child(row.birth_date, day, of_age)
            yield Tallied(*found, child, "", None, day, 1, case=row.owner_id)


def _dated(where: MunicipalityId) -> Subquery:
    """Each record of what was sent to the unit, with the newest moment of it and of those before it."""
    newest = func.max(RECORD.at).over(partition_by=RECORD.complaint_id, order_by=RECORD.number)
    c = complaints.c
    return (
        select(RECORD.complaint_id, RECORD.number, newest.label("counted_at"))
        .join(complaints, c.id == RECORD.complaint_id)
        .where(c.municipality_id == where, c.to_unit, c.sent_on.is_not(None))
        .subquery()
    )


RECORD = complaint_records.c
