"""Seals over the access log and the edits.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, DateTime, Integer, LargeBinary, PrimaryKeyConstraint, Text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "seals",
        Column("number", BigInteger(), nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
        Column("epoch", Text(), nullable=False),
        Column("records", BigInteger(), nullable=False),
        Column("total", LargeBinary(), nullable=False),
        Column("key", Text(), nullable=False),
        Column("previous", LargeBinary(), nullable=False),
        Column("mac", LargeBinary(), nullable=False),
        PrimaryKeyConstraint("number", name="pk_seals"),
    )
    op.create_table(
        "sealed_chains",
        Column("chain", Text(), nullable=False),
        Column("number", BigInteger(), nullable=False),
        Column("hash", LargeBinary(), nullable=False),
        Column("seal", BigInteger(), nullable=False),
        Column("key", Text(), nullable=False),
        Column("mac", LargeBinary(), nullable=False),
        PrimaryKeyConstraint("chain", name="pk_sealed_chains"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sealed_edits",
        Column("part_id", Text(), nullable=False),
        Column("block", Integer(), nullable=False),
        Column("last", BigInteger(), nullable=False),
        Column("marks", LargeBinary(), nullable=False),
        Column("seal", BigInteger(), nullable=False),
        Column("key", Text(), nullable=False),
        Column("mac", LargeBinary(), nullable=False),
        PrimaryKeyConstraint("part_id", "block", name="pk_sealed_edits"),
    )
    for table in ("sealed_chains", "sealed_edits"):
        op.create_index(f"ix_{table}_key", table, ["key"], unique=False)
