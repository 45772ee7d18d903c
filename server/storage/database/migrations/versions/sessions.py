"""Whose sessions are the oldest.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_index("ix_sessions_person_id_sessions_opened_at", "sessions", ["person_id", "opened_at"])
