"""Which reports of a case wait for their end, so that a reporter's code is answered from one row.

Revision ID: 0041
Revises: 0040
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, Column, Integer, Text

from server.domain.cases.flow import folded
from server.domain.cases.vocabulary import CaseId
from server.domain.cases.waiting import unanswered_from
from server.storage.cases.rows import as_record
from server.storage.database.schema import Moment

revision = "0041"
down_revision = "0040"

RECORDS = sa.table(
    "case_records",
    *(sa.column(name, Text()) for name in ("case_id", "person_id", "actor", "organisation", "on_behalf_of")),
    *(sa.column(name, Text()) for name in ("action", "basis", "shown", "status")),
    sa.column("number", Integer()),
    sa.column("at", Moment()),
    sa.column("said", JSON()),
)
CASES = sa.table(
    "cases",
    *(sa.column(name, Text()) for name in ("id", "status")),
    sa.column("unanswered_from", Integer()),
)


def upgrade() -> None:
    op.add_column("cases", Column("unanswered_from", Integer(), nullable=True))
    connection = op.get_bind()
    running = sa.select(CASES.c.id).where(CASES.c.status.in_(("reported", "clarifying", "open")))
    for case in connection.execute(running).scalars().all():
        first = _unanswered_from(connection, case)
        connection.execute(sa.update(CASES).where(CASES.c.id == case).values(unanswered_from=first))


def _unanswered_from(connection: sa.Connection, which: str) -> int | None:
    """As ``Summary`` of this release."""
    wanted = sa.select(RECORDS).where(RECORDS.c.case_id == which).order_by(RECORDS.c.number)
    return unanswered_from(folded(CaseId(which), map(as_record, connection.execute(wanted))).case)
