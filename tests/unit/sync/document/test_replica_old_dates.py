"""Dates that the server took before it asked whether they are one."""

from __future__ import annotations

import pytest

from server.domain.plan import Kind, PersonId
from server.ports.log import LoadedPart, Stored
from server.sync.document.replica import Replica
from server.sync.document.schema import ShapeViolation
from server.sync.document.watched import NOTHING_NEW, Change
from server.sync.update import admission
from server.sync.update.admission import exhausted
from tests.unit.sync.fakes import PLAN, MemoryLog, Page

A = PersonId("a")


def admit(replica: Replica, update: bytes) -> Change:
    reading = admission.read_sliced(update, replica.known, replica.owners, A, halves=replica.halves)
    return exhausted(replica.admitting(update, exhausted(reading), A))


@pytest.mark.parametrize("old", ["0026-08-15", "2026-02-31", "9999-01-01"])
def test_a_date_that_would_be_refused_today_loads_and_is_in_nobodys_way(old: str) -> None:
    """What stands in the log always loads; only new edits are judged."""
    log = MemoryLog(Kind.MEASURE)
    page = Page(log, 11)

    def sets(**fields: str) -> bytes:
        return page.made(lambda: page.fields.update(fields))

    rows = [*log.rows, Stored(log.rows[-1].seq + 1, A, sets(start=old))]
    replica = exhausted(Replica.loading(LoadedPart(PLAN, Kind.MEASURE, b"", 0, rows, {**log.clients, 11: A})))
    assert admit(replica, sets(due="2027-01-01")).update
    # A page that comes again sends everything it has.
    assert admit(replica, page.doc.get_update()) == NOTHING_NEW
    assert admit(replica, sets(start="2027-01-01")).update
    with pytest.raises(ShapeViolation):
        admit(replica, sets(start=old))
