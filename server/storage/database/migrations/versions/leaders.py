"""Leaders of services, and which service's leader a case asks.

Revision ID: 0034
Revises: 0033
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, Column, Integer, Text, text

from server.domain.cases.flow import folded
from server.domain.cases.leaders import asked_for
from server.domain.cases.vocabulary import CaseId
from server.domain.unit.names import folded_name
from server.storage.cases.rows import as_record
from server.storage.database.schema import Moment

revision = "0034"
down_revision = "0033"

RECORDS = sa.table(
    "case_records",
    *(sa.column(name, Text()) for name in ("case_id", "person_id", "actor", "organisation", "on_behalf_of")),
    *(sa.column(name, Text()) for name in ("action", "basis", "shown", "status")),
    sa.column("number", Integer()),
    sa.column("at", Moment()),
    sa.column("said", JSON()),
)
CASES = sa.table("cases", sa.column("id", Text()), sa.column("asks_leader_of", Text()))


def upgrade() -> None:
    _rights()
    with op.batch_alter_table("cases") as cases:
        cases.add_column(Column("asks_leader_of", Text(), nullable=True))
    asking = text("asks_leader_of IS NOT NULL")
    columns = ["municipality_id", "asks_leader_of", "id"]
    op.create_index(
        "ix_cases_asking", "cases", columns, unique=False, sqlite_where=asking, postgresql_where=asking
    )
    connection = op.get_bind()
    proposed = sa.select(RECORDS.c.case_id).where(RECORDS.c.action == "coordinator-proposed").distinct()
    for case in connection.execute(proposed).scalars().all():
        asked = _asked(connection, case)
        connection.execute(sa.update(CASES).where(CASES.c.id == case).values(asks_leader_of=asked))


def _rights() -> None:
    op.drop_index("uq_unit_rights_held", "unit_rights")
    with op.batch_alter_table("unit_rights") as rights:
        rights.add_column(Column("workplace", Text(), nullable=False, server_default=""))
    with op.batch_alter_table("unit_rights") as rights:
        rights.alter_column("workplace", server_default=None)
    active = text("ended_at IS NULL")
    columns = ["municipality_id", "person_id", "right", "workplace"]
    op.create_index(
        "uq_unit_rights_held",
        "unit_rights",
        columns,
        unique=True,
        sqlite_where=active,
        postgresql_where=active,
    )


def _asked(connection: sa.Connection, which: str) -> str | None:
    """As ``Summary`` of this release."""
    wanted = sa.select(RECORDS).where(RECORDS.c.case_id == which).order_by(RECORDS.c.number)
    found = asked_for(folded(CaseId(which), map(as_record, connection.execute(wanted))))
    return None if found is None else folded_name(found.workplace)
