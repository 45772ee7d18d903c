"""What stood in plans when a month was over.

Revision ID: 0036
Revises: 0035
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, Date, ForeignKeyConstraint, PrimaryKeyConstraint, Text

from server.storage.database.schema import Moment

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.create_table(
        "plan_months",
        Column("municipality_id", Text(), nullable=False),
        Column("day", Date(), nullable=False),
        Column("counted_at", Moment(), nullable=False),
        Column("content", JSON(), nullable=False),
        ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_plan_months_municipality_id"
        ),
        PrimaryKeyConstraint("municipality_id", "day", name="pk_plan_months"),
    )
