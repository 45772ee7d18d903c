"""What complaints add to the counts of a municipality, read from their records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, Subquery, case, func, select

from server.domain.cases.records import OSLO, day_of
from server.domain.counts.complaints import COUNTED, counted, is_child
from server.domain.counts.tables import Tallied
from server.domain.unit.rights import MunicipalityId
from server.storage.cases.tables import cases
from server.storage.metadata import persons

from .rows import as_record
from .tables import complaint_records, complaints, owner_by_now


def tallied_complaints(
    connection: Connection, where: MunicipalityId, first: date, last: date, of_age: int
) -> Iterator[Tallied]:
    """Of those sent to the unit, from ``first`` to ``last``; a record counts on no day before the one before
    it, as those of cases do: what a day counted is changed by no clock.

    Whose they are is kept apart: one person may send several, and ten complaints of one are one person. Whom
    nobody has entered is known by their case.
    """
    begin = datetime.combine(first, time.min, OSLO)
    end = datetime.combine(last + timedelta(days=1), time.min, OSLO)
    dated = _dated(where)
    wanted = select(dated).where(
        dated.c.action.in_(COUNTED), dated.c.counted_at >= begin, dated.c.counted_at < end
    )
    for row in connection.execute(wanted):
        if (found := counted(as_record(row))) is not None:
            day = day_of(row.counted_at)
            child = is_child(row.birth_date, day, of_age)
            yield Tallied(*found, child, "", None, day, 1, case=row.whose)


def _dated(where: MunicipalityId) -> Subquery:
    """Each record of what was sent to the unit, whose it is, and the newest moment of it and of those before
    it."""
    record, c = complaint_records.c, complaints.c
    whose = func.coalesce(owner_by_now, c.case_id).label("whose")
    born = func.coalesce(persons.c.birth_date, case((c.owner_id.is_(None), cases.c.born))).label("birth_date")
    newest = func.max(record.at).over(partition_by=record.complaint_id, order_by=record.number)
    return (
        select(complaint_records, whose, born, newest.label("counted_at"))
        .join(complaints, c.id == record.complaint_id)
        .outerjoin(persons, persons.c.id == owner_by_now)
        .outerjoin(cases, cases.c.id == c.case_id)
        .where(c.municipality_id == where, c.to_unit, c.sent_on.is_not(None))
        .subquery()
    )
