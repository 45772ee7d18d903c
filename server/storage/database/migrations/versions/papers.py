"""Consents on paper, and who made how many sheets today.

Revision ID: 0030
Revises: 0029
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from server.storage.database.schema import Moment

revision = "0030"
down_revision = "0029"

REFERS = {
    "plan_id": "plans.id",
    "signer": "participants.id",
    "made_by": "persons.id",
    "made_as": "participants.id",
    "checked_by": "persons.id",
    "checked_as": "participants.id",
}


def upgrade() -> None:
    op.create_table(
        "papers",
        *(Column(name, Text(), nullable=False) for name in ("id", "plan_id")),
        Column("code_hash", LargeBinary(), nullable=False),
        Column("lines", JSON(), nullable=False),
        *(Column(name, Text(), nullable=False) for name in ("language", "signer", "made_by", "made_as")),
        *(Column(name, Moment(), nullable=False) for name in ("made_at", "expires_at")),
        Column("after", Integer(), nullable=False),
        Column("scan", Text()),
        Column("signed_on", Date()),
        Column("registered_at", Moment()),
        *(Column(name, Text()) for name in ("checked_by", "checked_as")),
        *(Column(name, Moment()) for name in ("checked_at", "ended_at")),
        Column("ending", Text()),
        *(ForeignKeyConstraint([each], [to], name=f"fk_papers_{each}") for each, to in REFERS.items()),
        PrimaryKeyConstraint("id", name="pk_papers"),
        UniqueConstraint("code_hash", name="uq_papers_code_hash"),
        UniqueConstraint("plan_id", "scan", name="uq_papers_plan_id_scan"),
    )
    op.create_index("ix_papers_plan_id", "papers", ["plan_id"])
    op.create_table(
        "paper_days",
        Column("person_id", Text(), nullable=False),
        Column("day", Text(), nullable=False),
        Column("acts", Integer(), nullable=False),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_paper_days_person_id"),
        PrimaryKeyConstraint("person_id", name="pk_paper_days"),
    )
