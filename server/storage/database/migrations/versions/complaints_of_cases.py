"""A complaint may be of whoever its case is about, while nobody has entered them.

A process of the release before cannot read what is taken down or begun so, and shows it to nobody.

Revision ID: 0039
Revises: 0038
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Text

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    with op.batch_alter_table("complaints") as complaints:
        complaints.alter_column("owner_id", existing_type=Text(), nullable=True)
