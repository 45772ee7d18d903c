"""What each case adds to which count, and the year's reports that are frozen.

Cases that there are already are counted when the counts are first read.

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
    text,
)

revision = "0022"
down_revision = "0021"

NOT_COUNTED = text("counted IS NULL OR counted <> number")


def upgrade() -> None:
    op.add_column("cases", Column("counted", Integer(), nullable=True))
    op.create_index(
        "ix_cases_uncounted",
        "cases",
        ["municipality_id"],
        unique=False,
        sqlite_where=NOT_COUNTED,
        postgresql_where=NOT_COUNTED,
    )
    _case_counts()
    _year_reports()


def _case_counts() -> None:
    words = ("municipality_id", "count", "value")
    op.create_table(
        "case_counts",
        *(Column(name, Text(), nullable=False) for name in words),
        Column("child", Boolean(), nullable=False),
        Column("service", Text(), nullable=False),
        Column("case_id", Text(), nullable=False),
        Column("number", Integer(), nullable=False),
        Column("origin", Date(), nullable=True),
        Column("since", Date(), nullable=False),
        Column("until", Date(), nullable=True),
        ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_counts_case_id"),
        ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_case_counts_municipality_id"
        ),
        PrimaryKeyConstraint(*words, "child", "service", "case_id", "number", name="pk_case_counts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_counts_case_id", "case_counts", ["case_id"], unique=False)


def _year_reports() -> None:
    op.create_table(
        "year_reports",
        Column("id", Text(), nullable=False),
        Column("municipality_id", Text(), nullable=False),
        Column("year", Integer(), nullable=False),
        Column("frozen_at", DateTime(timezone=True), nullable=False),
        Column("frozen_by", Text(), nullable=False),
        Column("content", JSON(), nullable=False),
        ForeignKeyConstraint(["frozen_by"], ["persons.id"], name="fk_year_reports_frozen_by"),
        ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_year_reports_municipality_id"
        ),
        PrimaryKeyConstraint("id", name="pk_year_reports"),
    )
    op.create_index("uq_year_reports_year", "year_reports", ["municipality_id", "year"], unique=True)
