"""The day on which a plan is gone through again, from the records of its case.

Revision ID: 0033
Revises: 0032
"""

from __future__ import annotations

from datetime import date

from alembic import op
from sqlalchemy import JSON, Column, Date, Integer, MetaData, Table, Text, select, update

revision = "0033"
down_revision = "0032"

BEGUN, ENDED = "plan-begun", "plan-ended"
DATED = ("plan-declared-valid", "plan-revised")
of_cases = MetaData()
plans = Table("plans", of_cases, Column("id", Text), Column("next_revision", Date))
records = Table(
    "case_records",
    of_cases,
    Column("case_id", Text),
    Column("number", Integer),
    Column("action", Text),
    Column("said", JSON),
)


def upgrade() -> None:
    op.add_column("plans", Column("next_revision", Date(), nullable=True))
    of_plans = select(records).where(records.c.action.in_([BEGUN, ENDED, *DATED]))
    plan_of: dict[str, str] = {}
    days: dict[str, date] = {}
    rows = op.get_bind().execute(of_plans.order_by(records.c.case_id, records.c.number))
    for case, _, action, said in rows:
        if action == BEGUN:
            plan_of[case] = said["plan"]
        elif action == ENDED:
            days.pop(plan_of.get(case, ""), None)
        elif case in plan_of:
            days[plan_of[case]] = date.fromisoformat(said["next_revision"])
    for plan, day in days.items():
        op.execute(update(plans).where(plans.c.id == plan).values(next_revision=day))
