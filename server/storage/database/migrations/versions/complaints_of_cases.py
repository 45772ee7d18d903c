"""A complaint may be of whoever its case is about, while nobody has entered them.

A process of the release before cannot read what is taken down or begun so, and shows it to nobody.

Revision ID: 0040
Revises: 0039
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Text

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    with op.batch_alter_table("complaints") as complaints:
        complaints.alter_column("owner_id", existing_type=Text(), nullable=True)
