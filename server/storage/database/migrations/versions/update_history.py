"""Where the older rows of the log move to.

Revision ID: 0042
Revises: 0041
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, LargeBinary, PrimaryKeyConstraint, Text

from server.storage.database.schema import Moment

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.create_table(
        "update_history",
        Column("part_id", Text(), nullable=False),
        Column("first_seq", BigInteger(), nullable=False),
        Column("last_seq", BigInteger(), nullable=False),
        Column("first_at", Moment(), nullable=False),
        Column("last_at", Moment(), nullable=False),
        Column("payload", LargeBinary(), nullable=False),
        ForeignKeyConstraint(["part_id"], ["parts.id"], name="fk_update_history_part_id"),
        PrimaryKeyConstraint("part_id", "first_seq", name="pk_update_history"),
        sqlite_with_rowid=False,
    )
