"""What providers call a person, and with which name they were enrolled.

Revision ID: 0035
Revises: 0034
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.add_column("persons", Column("enrolled_as", Text(), nullable=True))
    op.add_column("identities", Column("name", Text(), nullable=True))
