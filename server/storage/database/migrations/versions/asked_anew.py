"""From which report of a case something waits, and since when nobody coordinates, are reckoned otherwise: all
is counted again before it is read.

Revision ID: 0043
Revises: 0042
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, Integer, Text

from server.domain.cases.flow import folded
from server.domain.cases.vocabulary import CaseId
from server.domain.cases.waiting import unanswered_from
from server.storage.cases.rows import as_record
from server.storage.database.schema import Moment

revision = "0043"
down_revision = "0042"

RECORDS = sa.table(
    "case_records",
    *(sa.column(name, Text()) for name in ("case_id", "person_id", "actor", "organisation", "on_behalf_of")),
    *(sa.column(name, Text()) for name in ("action", "basis", "shown", "status")),
    sa.column("number", Integer()),
    sa.column("at", Moment()),
    sa.column("said", JSON()),
)
CASES = sa.table(
    "cases", sa.column("id", Text()), *(sa.column(name, Integer()) for name in ("counted", "unanswered_from"))
)


def upgrade() -> None:
    connection = op.get_bind()
    connection.execute(sa.update(CASES).values(counted=None))
    waiting = sa.select(CASES.c.id).where(CASES.c.unanswered_from.is_not(None))
    for case in connection.execute(waiting).scalars().all():
        first = _unanswered_from(connection, case)
        connection.execute(sa.update(CASES).where(CASES.c.id == case).values(unanswered_from=first))


def _unanswered_from(connection: sa.Connection, which: str) -> int | None:
    """As ``Summary`` of this release."""
    wanted = sa.select(RECORDS).where(RECORDS.c.case_id == which).order_by(RECORDS.c.number)
    return unanswered_from(folded(CaseId(which), map(as_record, connection.execute(wanted))).case)
