"""Complaints, their records and what was sent with them, and a chain of the access log for each.

Processes of the release before append to the chains that they know, as before.

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
)

revision = "0020"
down_revision = "0019"

CHAIN = (
    "chain = coalesce(plan_id, 'case/' || case_id, 'complaint/' || complaint_id, '')"
    " AND (plan_id IS NULL OR case_id IS NULL)"
    " AND (complaint_id IS NULL OR coalesce(plan_id, case_id) IS NULL)"
)
REFERRED = {
    "case_id": "cases.id",
    "municipality_id": "municipalities.id",
    "owner_id": "persons.id",
    "representative_id": "persons.id",
}
BEFORE, NOW = "ck_ledger_chain_of_plan_or_case", "ck_ledger_chain_of_one"


def upgrade() -> None:
    _complaints()
    _helpers()
    _records()
    _packs()
    check = CheckConstraint(CHAIN, name=NOW)
    with op.batch_alter_table(
        "ledger", table_args=(check,), table_kwargs={"sqlite_with_rowid": False}
    ) as ledger:
        ledger.add_column(Column("complaint_id", Text()))
        ledger.create_foreign_key("fk_ledger_complaint_id", "complaints", ["complaint_id"], ["id"])
        ledger.drop_constraint(BEFORE, type_="check")
    if op.get_bind().dialect.name == "postgresql":
        op.create_check_constraint(NOW, "ledger", CHAIN)


def _complaints() -> None:
    op.create_table(
        "complaints",
        Column("id", Text(), nullable=False),
        Column("owner_id", Text(), nullable=False),
        Column("representative_id", Text(), nullable=True),
        Column("municipality_id", Text(), nullable=False),
        Column("case_id", Text(), nullable=True),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("number", Integer(), nullable=False),
        Column("status", Text(), nullable=False),
        Column("to_unit", Boolean(), nullable=False),
        Column("sent_on", Date(), nullable=True),
        *(
            ForeignKeyConstraint([name], [referred], name=f"fk_complaints_{name}")
            for name, referred in REFERRED.items()
        ),
        PrimaryKeyConstraint("id", name="pk_complaints"),
    )
    for name in ("owner_id", "representative_id", "case_id"):
        op.create_index(f"ix_complaints_{name}", "complaints", [name], unique=False)
    op.create_index("ix_complaints_sent", "complaints", ["municipality_id", "sent_on", "id"], unique=False)


def _helpers() -> None:
    op.create_table(
        "complaint_helpers",
        Column("complaint_id", Text(), nullable=False),
        Column("person_id", Text(), nullable=False),
        ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name="fk_complaint_helpers_complaint_id"),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_complaint_helpers_person_id"),
        PrimaryKeyConstraint("complaint_id", "person_id", name="pk_complaint_helpers"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_complaint_helpers_person_id", "complaint_helpers", ["person_id"], unique=False)


def _records() -> None:
    op.create_table(
        "complaint_records",
        Column("complaint_id", Text(), nullable=False),
        Column("number", Integer(), nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
        *(
            Column(name, Text(), nullable=False)
            for name in ("person_id", "actor", "organisation", "on_behalf_of", "action")
        ),
        Column("said", JSON(), nullable=False),
        *(Column(name, Text(), nullable=False) for name in ("basis", "shown", "status")),
        ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name="fk_complaint_records_complaint_id"),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_complaint_records_person_id"),
        PrimaryKeyConstraint("complaint_id", "number", name="pk_complaint_records"),
        sqlite_with_rowid=False,
    )


def _packs() -> None:
    op.create_table(
        "complaint_packs",
        Column("complaint_id", Text(), nullable=False),
        Column("content", Text(), nullable=False),
        ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name="fk_complaint_packs_complaint_id"),
        PrimaryKeyConstraint("complaint_id", name="pk_complaint_packs"),
    )
    op.create_table(
        "complaint_days",
        Column("person_id", Text(), nullable=False),
        Column("day", Text(), nullable=False),
        Column("acts", Integer(), nullable=False),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_complaint_days_person_id"),
        PrimaryKeyConstraint("person_id", name="pk_complaint_days"),
    )
