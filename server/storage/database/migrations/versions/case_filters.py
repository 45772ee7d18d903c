"""What lists of cases are filtered by, beside their records; and who coordinates.

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, Boolean, Column, Date, Integer, Text

from server.domain.cases.flow import folded
from server.domain.cases.vocabulary import CaseId
from server.storage.cases.rows import as_record
from server.storage.database.schema import Moment

revision = "0021"
down_revision = "0020"

RECORDS = sa.table(
    "case_records",
    *(sa.column(name, Text()) for name in ("case_id", "person_id", "actor", "organisation", "on_behalf_of")),
    *(sa.column(name, Text()) for name in ("action", "basis", "shown", "status")),
    sa.column("number", Integer()),
    sa.column("at", Moment()),
    sa.column("said", JSON()),
)
ADDED: tuple[Column[Any], ...] = (
    Column("name", Text(), nullable=False, server_default=""),
    Column("born", Date(), nullable=True),
    Column("protected", Boolean(), nullable=False, server_default=sa.false()),
    Column("means", Text(), nullable=False, server_default=""),
    Column("asked", Text(), nullable=False, server_default=""),
    Column("consent_checked", Boolean(), nullable=False, server_default=sa.false()),
    Column("coordinator_id", Text(), nullable=True),
)
CASES = sa.table("cases", sa.column("id", Text()), *(sa.column(each.name, each.type) for each in ADDED))


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        for column in ADDED:
            cases.add_column(column)
        cases.create_foreign_key("fk_cases_coordinator_id", "persons", ["coordinator_id"], ["id"])
    connection = op.get_bind()
    for case in connection.execute(sa.select(CASES.c.id)).scalars().all():
        connection.execute(sa.update(CASES).where(CASES.c.id == case).values(**_of(connection, case)))
    with op.batch_alter_table("cases") as cases:
        for name in ("name", "protected", "means", "asked", "consent_checked"):
            cases.alter_column(name, server_default=None)
    op.create_index("ix_cases_coordinator_id", "cases", ["coordinator_id"], unique=False)


def _of(connection: sa.Connection, which: str) -> dict[str, Any]:
    """As ``Summary`` of that release: a fold over records stays what it is."""
    wanted = sa.select(RECORDS).where(RECORDS.c.case_id == which).order_by(RECORDS.c.number)
    case = folded(CaseId(which), map(as_record, connection.execute(wanted)))
    facts, subject, appointed = case.case, case.case.subject, case.coordinator.appointed
    return {
        "name": " ".join(subject.name.casefold().split()),
        "born": subject.born,
        "protected": subject.protected,
        "means": facts.reports[0].transition.means.value if facts.reports else "",
        "asked": "".join(f"|{thing}|" for thing in sorted(facts.asked)),
        "consent_checked": facts.consent_checked,
        "coordinator_id": appointed.person if appointed else None,
    }
