"""What each record of a case is told to whom, replayed from its records, beside what is in the outbox."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from server.domain.cases.flow import folded
from server.domain.cases.messages import messages_of
from server.domain.cases.vocabulary import CaseId
from server.domain.messages.message import Message
from server.storage.cases.leaders import absence_days, to_who_may_see
from server.storage.cases.records import StoredCase, stored_case
from server.storage.messages.outbox import as_message
from server.storage.messages.tables import messages


def require_told(connection: Connection, which: CaseId) -> set[str]:
    """Of each record of the case the outbox holds what belongs to it, each once, and of no other. The ids."""
    stored = stored_case(connection, which)
    assert stored is not None
    found = connection.execute(select(messages).where(messages.c.case_id == which)).all()
    rows = [as_message(row) for row in found if row.event.startswith("case/")]
    expected = list(_of_records(connection, stored))
    assert sorted(rows, key=str) == sorted(expected, key=str)
    return {each.id for each in expected}


def _of_records(connection: Connection, stored: StoredCase) -> Iterator[Message]:
    which, where = stored.case.id, stored.municipality
    for number, record in enumerate(stored.records, start=1):
        before, after = (folded(which, stored.records[:each]) for each in (number - 1, number))
        act = [each for each in stored.records if each.command.at == record.command.at]
        days = absence_days(connection, after, where, record.day)
        told = messages_of(before, after, record, where, days, act[-1].transition)
        yield from to_who_may_see(connection, after, told, where, record.day)
