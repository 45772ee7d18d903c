"""Suggestions beside the text of a part.

Revision ID: 0044
Revises: 0043
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, Text

from server.storage.database.schema import Moment

revision = "0044"
down_revision = "0043"

REFERS = {"part_id": "parts.id", "author_id": "participants.id", "decided_by": "participants.id"}


def upgrade() -> None:
    op.create_table(
        "suggestions",
        *(Column(name, Text(), nullable=False) for name in ("id", "part_id", "author_id")),
        Column("created_at", Moment(), nullable=False),
        Column("anchor", JSON(), nullable=True),
        Column("field", Text(), nullable=True),
        *(Column(name, Text(), nullable=False) for name in ("quote", "replacement", "status")),
        Column("decided_at", Moment(), nullable=True),
        Column("decided_by", Text(), nullable=True),
        Column("word", Text(), nullable=False),
        Column("size", Integer(), nullable=False),
        *(ForeignKeyConstraint([each], [to], name=f"fk_suggestions_{each}") for each, to in REFERS.items()),
        PrimaryKeyConstraint("id", name="pk_suggestions"),
    )
    op.create_index("ix_suggestions_part_id", "suggestions", ["part_id"])
