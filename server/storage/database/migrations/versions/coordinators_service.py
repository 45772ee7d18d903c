"""From which kind of service a coordinator comes.

Revision ID: 0047
Revises: 0046
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    with op.batch_alter_table("coordinators") as coordinators:
        coordinators.add_column(Column("service", Text(), nullable=False, server_default=""))
    with op.batch_alter_table("coordinators") as coordinators:
        coordinators.alter_column("service", server_default=None)
