"""The epoch, which identifies the database's history.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import secrets

from alembic import op
from sqlalchemy import Column, PrimaryKeyConstraint, Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    table = op.create_table(
        "epoch", Column("name", Text(), nullable=False), PrimaryKeyConstraint("name", name="pk_epoch")
    )
    op.bulk_insert(table, [{"name": secrets.token_urlsafe(16)}])
