"""What a login must prove for a participation to open, and in which role a session acts.

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("participants", Column("organisation_number", Text(), nullable=True))
    op.add_column("sessions", Column("role", Text(), nullable=True))
    op.add_column("invitations", Column("redeemed_for", Text(), nullable=True))
