"""From whom somebody who is invited takes over, and the sentence that was signed.

Revision ID: 0032
Revises: 0031
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    with op.batch_alter_table("invitations") as invitations:
        invitations.add_column(Column("replaces_id", Text(), nullable=True))
        invitations.add_column(Column("text", Text(), nullable=True))
        invitations.create_foreign_key("fk_invitations_replaces_id", "participants", ["replaces_id"], ["id"])
