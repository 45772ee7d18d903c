"""Decisions about proposing, and parts that decisions about their kind from before them do not reach.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Boolean, Column, Text

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("decisions", Column("proposing", Boolean(), nullable=True))
    op.add_column("parts", Column("apart", Text(), nullable=True))
