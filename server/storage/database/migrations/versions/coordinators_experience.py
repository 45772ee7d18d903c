"""What a coordinator has experience with.

Revision ID: 0031
Revises: 0030
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    with op.batch_alter_table("coordinators") as coordinators:
        coordinators.add_column(Column("experience", Text(), nullable=False, server_default=""))
    with op.batch_alter_table("coordinators") as coordinators:
        coordinators.alter_column("experience", server_default=None)
