"""Names of cases and of services are compared however their letters were typed.

Revision ID: 0037
Revises: 0036
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

from server.domain.unit.names import folded_name

revision = "0037"
down_revision = "0036"

NAMES = ("name", "asks_leader_of")
CASES = sa.table("cases", *(sa.column(name, Text()) for name in ("id", *NAMES)))


def upgrade() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(CASES)).all():
        said = {name: getattr(row, name) for name in NAMES}
        folded = {name: None if each is None else folded_name(each) for name, each in said.items()}
        if folded != said:
            connection.execute(sa.update(CASES).where(CASES.c.id == row.id).values(folded))
