"""Parts that are put away: when, and by whom.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, DateTime, Text

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    with op.batch_alter_table("parts") as parts:
        parts.add_column(Column("put_away_at", DateTime(timezone=True)))
        parts.add_column(Column("put_away_by", Text()))
        parts.create_foreign_key("fk_parts_put_away_by", "participants", ["put_away_by"], ["id"])
