"""Files of the built page, for processes of other builds.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, DateTime, LargeBinary, PrimaryKeyConstraint, Text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "page_files",
        Column("name", Text(), nullable=False),
        Column("content", LargeBinary(), nullable=False),
        Column("used_at", DateTime(timezone=True), nullable=False),
        PrimaryKeyConstraint("name", name="pk_page_files"),
    )
