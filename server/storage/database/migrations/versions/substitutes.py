"""Who stands in for the coordinator of a case, so that they find it.

Revision ID: 0038
Revises: 0037
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, Column, Integer, Text

from server.domain.cases.flow import folded
from server.domain.cases.vocabulary import CaseId
from server.storage.cases.rows import as_record
from server.storage.database.schema import Moment

revision = "0038"
down_revision = "0037"

RECORDS = sa.table(
    "case_records",
    *(sa.column(name, Text()) for name in ("case_id", "person_id", "actor", "organisation", "on_behalf_of")),
    *(sa.column(name, Text()) for name in ("action", "basis", "shown", "status")),
    sa.column("number", Integer()),
    sa.column("at", Moment()),
    sa.column("said", JSON()),
)
CASES = sa.table("cases", sa.column("id", Text()), sa.column("substitute_id", Text()))


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.add_column(Column("substitute_id", Text(), nullable=True))
        cases.create_foreign_key("fk_cases_substitute_id", "persons", ["substitute_id"], ["id"])
    op.create_index("ix_cases_substitute_id", "cases", ["substitute_id"], unique=False)
    connection = op.get_bind()
    away = sa.select(RECORDS.c.case_id).where(RECORDS.c.action == "coordinator-absent").distinct()
    for case in connection.execute(away).scalars().all():
        stands_in = _substitute(connection, case)
        connection.execute(sa.update(CASES).where(CASES.c.id == case).values(substitute_id=stands_in))


def _substitute(connection: sa.Connection, which: str) -> str | None:
    """As ``Summary`` of this release."""
    wanted = sa.select(RECORDS).where(RECORDS.c.case_id == which).order_by(RECORDS.c.number)
    absence = folded(CaseId(which), map(as_record, connection.execute(wanted))).coordinator.absence
    return None if absence is None else absence.substitute_person
