"""Seals over rows that are written once.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, PrimaryKeyConstraint, Text

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "sealed_facts",
        Column("about", Text(), nullable=False),
        Column("block", Integer(), nullable=False),
        Column("last", BigInteger(), nullable=False),
        Column("marks", Text(), nullable=False),
        Column("seal", BigInteger(), nullable=False),
        Column("key", Text(), nullable=False),
        Column("mac", LargeBinary(), nullable=False),
        PrimaryKeyConstraint("about", "block", name="pk_sealed_facts"),
    )
    op.create_index("ix_sealed_facts_key", "sealed_facts", ["key"], unique=False)
