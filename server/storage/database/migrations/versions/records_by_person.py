"""Whether somebody wrote any record of a case or a complaint is asked where their login is to be moved.

Revision ID: 0045
Revises: 0044
"""

from __future__ import annotations

from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    for table in ("case_records", "complaint_records"):
        op.create_index(f"ix_{table}_person_id", table, ["person_id"], unique=False)
