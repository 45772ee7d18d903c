"""Codes by which reporters ask how far their reports have come, and who reported how much today.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, Integer, LargeBinary, PrimaryKeyConstraint, Text

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "report_codes",
        Column("code_hash", LargeBinary(), nullable=False),
        Column("case_id", Text(), nullable=False),
        Column("record", Integer(), nullable=False),
        ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_report_codes_case_id"),
        PrimaryKeyConstraint("code_hash", name="pk_report_codes"),
    )
    op.create_table(
        "report_days",
        Column("person_id", Text(), nullable=False),
        Column("day", Text(), nullable=False),
        Column("acts", Integer(), nullable=False),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_report_days_person_id"),
        PrimaryKeyConstraint("person_id", name="pk_report_days"),
    )
