"""Until when somebody coordinates a case, where that is said before: whoever hands over is in it until then.

Revision ID: 0028
Revises: 0027
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, Column, Date, Integer, Text

from server.domain.cases.flow import folded
from server.domain.cases.vocabulary import CaseId
from server.storage.cases.rows import as_record
from server.storage.database.schema import Moment

revision = "0028"
down_revision = "0027"

RECORDS = sa.table(
    "case_records",
    *(sa.column(name, Text()) for name in ("case_id", "person_id", "actor", "organisation", "on_behalf_of")),
    *(sa.column(name, Text()) for name in ("action", "basis", "shown", "status")),
    sa.column("number", Integer()),
    sa.column("at", Moment()),
    sa.column("said", JSON()),
)
ADDED: tuple[Column[Any], ...] = (
    Column("coordinator_until", Date(), nullable=True),
    Column("outgoing_id", Text(), nullable=True),
    Column("outgoing_until", Date(), nullable=True),
)
CASES = sa.table("cases", sa.column("id", Text()), *(sa.column(each.name, each.type) for each in ADDED))


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        for column in ADDED:
            cases.add_column(column)
        cases.create_foreign_key("fk_cases_outgoing_id", "persons", ["outgoing_id"], ["id"])
    op.create_index("ix_cases_outgoing_id", "cases", ["outgoing_id"], unique=False)
    connection = op.get_bind()
    handed_over = sa.select(RECORDS.c.case_id).where(RECORDS.c.action == "coordinator-appointed").distinct()
    for case in connection.execute(handed_over).scalars().all():
        connection.execute(sa.update(CASES).where(CASES.c.id == case).values(**_of(connection, case)))


def _of(connection: sa.Connection, which: str) -> dict[str, Any]:
    """As ``Summary`` of this release; nobody has said a last day before it."""
    wanted = sa.select(RECORDS).where(RECORDS.c.case_id == which).order_by(RECORDS.c.number)
    outgoing = folded(CaseId(which), map(as_record, connection.execute(wanted))).coordinator.outgoing
    return {
        "outgoing_id": outgoing.person if outgoing else None,
        "outgoing_until": outgoing.end if outgoing else None,
    }
