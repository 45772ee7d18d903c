"""Which complaint a message is about, beside the case that others are about.

Revision ID: 0026
Revises: 0025
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    with op.batch_alter_table("messages") as messages:
        messages.add_column(Column("complaint_id", Text()))
        messages.create_foreign_key("fk_messages_complaint_id", "complaints", ["complaint_id"], ["id"])
