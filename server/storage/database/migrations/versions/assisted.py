"""Assisted sessions; on what a decision stands, and who wrote a comment for its author.

Revision ID: 0027
Revises: 0026
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, LargeBinary, PrimaryKeyConstraint, Text, text

from server.storage.database.schema import Moment, only_where

revision = "0027"
down_revision = "0026"

TABLE = "assisted_sessions"


def upgrade() -> None:
    op.create_table(
        TABLE,
        *(Column(name, Text(), nullable=False) for name in ("id", "plan_id", "begun_by", "begun_as")),
        Column("login", LargeBinary(), nullable=False),
        *(Column(name, Moment(), nullable=False) for name in ("begun_at", "ends_at")),
        Column("text", Text(), nullable=False),
        Column("ended_at", Moment()),
        Column("ending", Text()),
        Column("read_at", Moment()),
        ForeignKeyConstraint(["plan_id"], ["plans.id"], name=f"fk_{TABLE}_plan_id"),
        ForeignKeyConstraint(["begun_by"], ["persons.id"], name=f"fk_{TABLE}_begun_by"),
        ForeignKeyConstraint(["begun_as"], ["participants.id"], name=f"fk_{TABLE}_begun_as"),
        PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
    )
    for column in ("plan_id", "login"):
        op.create_index(f"ix_{TABLE}_{column}", TABLE, [column])
    for name in ("basis", "on_behalf_of", "proof"):
        op.add_column("decisions", Column(name, Text()))
    for name in ("written_by", "assisted"):
        op.add_column("comments", Column(name, Text()))
    there = only_where(text("proof IS NOT NULL"))
    op.create_index("ix_decisions_proof", "decisions", ["proof"], **there)
    there = only_where(text("assisted IS NOT NULL"))
    op.create_index("ix_comments_assisted", "comments", ["assisted"], **there)
