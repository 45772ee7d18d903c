"""The open suggestions of a part, and the latest accepted or declined ones, are found without the others.

Revision ID: 0046
Revises: 0045
"""

from __future__ import annotations

from alembic import op

revision = "0046"
down_revision = "0045"

LATEST = ["part_id", "status", "decided_at", "id"]


def upgrade() -> None:
    op.create_index("ix_suggestions_latest", "suggestions", LATEST, unique=False)
    # It begins as the new one does, and a planner that took it would read all of the part again.
    op.drop_index("ix_suggestions_part_id", "suggestions")
