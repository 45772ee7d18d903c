"""The end of a participation: when, by whom, and the sentence that was signed.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, DateTime, Text

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    with op.batch_alter_table("participants") as participants:
        participants.add_column(Column("ended_at", DateTime(timezone=True)))
        participants.add_column(Column("ended_by", Text()))
        participants.add_column(Column("ending", Text()))
        participants.create_foreign_key("fk_participants_ended_by", "persons", ["ended_by"], ["id"])
