"""Who may coordinate in each municipality; and how often its settings were changed in a day.

Revision ID: 0025
Revises: 0024
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Date, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, Text

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "coordinators",
        Column("municipality_id", Text(), nullable=False),
        Column("person_id", Text(), nullable=False),
        Column("version", Integer(), nullable=False),
        *(Column(name, Text(), nullable=False) for name in ("workplace", "leader")),
        *(Column(name, Date(), nullable=True) for name in ("trained_on", "refresh_due")),
        Column("most_cases", Integer(), nullable=False),
        *(Column(name, Text(), nullable=False) for name in ("languages", "area")),
        *(Column(name, Date(), nullable=True) for name in ("leaves_on", "away_from", "away_until")),
        Column("substitute", Text(), nullable=False),
        ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_coordinators_municipality_id"
        ),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_coordinators_person_id"),
        PrimaryKeyConstraint("municipality_id", "person_id", name="pk_coordinators"),
    )
    for name in ("coordinator_days", "municipality_days"):
        op.create_table(
            name,
            Column("person_id", Text(), nullable=False),
            Column("day", Text(), nullable=False),
            Column("acts", Integer(), nullable=False),
            ForeignKeyConstraint(["person_id"], ["persons.id"], name=f"fk_{name}_person_id"),
            PrimaryKeyConstraint("person_id", name=f"pk_{name}"),
        )
