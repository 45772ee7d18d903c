"""Until when somebody coordinates before the next one begins: not beyond the end of the place.

Revision ID: 0039
Revises: 0038
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, Date, Integer, Text

from server.domain.cases.flow import folded
from server.domain.cases.vocabulary import CaseId
from server.storage.cases.rows import as_record
from server.storage.database.schema import Moment

revision = "0039"
down_revision = "0038"

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
    *(sa.column(name, Text()) for name in ("id", "outgoing_id")),
    sa.column("outgoing_until", Date()),
)


def upgrade() -> None:
    connection = op.get_bind()
    handed_over = sa.select(CASES.c.id).where(CASES.c.outgoing_id.is_not(None))
    for case in connection.execute(handed_over).scalars().all():
        connection.execute(sa.update(CASES).where(CASES.c.id == case).values(**_of(connection, case)))


def _of(connection: sa.Connection, which: str) -> dict[str, object]:
    """As ``Summary`` of this release."""
    wanted = sa.select(RECORDS).where(RECORDS.c.case_id == which).order_by(RECORDS.c.number)
    outgoing = folded(CaseId(which), map(as_record, connection.execute(wanted))).coordinator.outgoing
    return {
        "outgoing_id": outgoing.person if outgoing else None,
        "outgoing_until": outgoing.end if outgoing else None,
    }
