"""Decisions that a later one has overridden, parts that one does not reach, since when creators are bound.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Boolean, Column, Integer, Text, false, text

revision = "0005"
down_revision = "0004"

OVERRIDDEN = """
UPDATE decisions SET overridden = TRUE WHERE EXISTS (
  SELECT 1 FROM decisions AS later
  WHERE later.plan_id = decisions.plan_id
    AND later.participant_id = decisions.participant_id
    AND later.number > decisions.number
    AND (
      later.part_id = decisions.part_id
      OR later.kind = decisions.kind
      OR (
        later.level = 'none' AND decisions.level <> 'none'
        AND later.kind = (SELECT parts.kind FROM parts WHERE parts.id = decisions.part_id)
      )
    )
)
"""
BOUND = """
UPDATE plans SET creators_bound_after = (
  SELECT max(decisions.number) FROM decisions WHERE decisions.plan_id = plans.id
)
"""


def upgrade() -> None:
    op.add_column("decisions", Column("overridden", Boolean(), nullable=False, server_default=false()))
    op.add_column("decisions", Column("beyond", Text(), nullable=True))
    op.add_column("plans", Column("creators_bound_after", Integer(), nullable=True))
    op.create_index("while_migrating", "decisions", ["plan_id", "participant_id", "number"])
    op.execute(OVERRIDDEN)
    op.drop_index("while_migrating", "decisions")
    op.execute(BOUND)
    op.create_index(
        "ix_decisions_standing",
        "decisions",
        ["plan_id", "number"],
        unique=False,
        sqlite_where=text("overridden = 0"),
        postgresql_where=text("NOT overridden"),
    )
