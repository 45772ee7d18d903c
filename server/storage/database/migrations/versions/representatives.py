"""Who acts for the owner of a case.

Revision ID: 0029
Revises: 0028
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, PrimaryKeyConstraint, Text

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "case_representatives",
        Column("case_id", Text(), nullable=False),
        Column("person_id", Text(), nullable=False),
        ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_representatives_case_id"),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_case_representatives_person_id"),
        PrimaryKeyConstraint("case_id", "person_id", name="pk_case_representatives"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_representatives_person_id", "case_representatives", ["person_id"], unique=False)
