"""Cases and their records, and a chain of the access log for each.

Processes of the release before append to the chains that they know, as before.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
)

revision = "0017"
down_revision = "0016"

CHAIN = "chain = coalesce(plan_id, 'case/' || case_id, '') AND (plan_id IS NULL OR case_id IS NULL)"


def upgrade() -> None:
    _cases()
    _records()
    check = CheckConstraint(CHAIN, name="ck_ledger_chain_of_plan_or_case")
    with op.batch_alter_table(
        "ledger", table_args=(check,), table_kwargs={"sqlite_with_rowid": False}
    ) as ledger:
        ledger.add_column(Column("case_id", Text()))
        ledger.create_foreign_key("fk_ledger_case_id", "cases", ["case_id"], ["id"])
        ledger.drop_constraint("ck_ledger_chain_of_plan", type_="check")
    if op.get_bind().dialect.name == "postgresql":
        op.create_check_constraint("ck_ledger_chain_of_plan_or_case", "ledger", CHAIN)


def _cases() -> None:
    op.create_table(
        "cases",
        Column("id", Text(), nullable=False),
        Column("municipality_id", Text(), nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("number", Integer(), nullable=False),
        Column("status", Text(), nullable=False),
        Column("received", Date(), nullable=True),
        Column("owner_id", Text(), nullable=True),
        Column("handler_id", Text(), nullable=True),
        ForeignKeyConstraint(["handler_id"], ["persons.id"], name="fk_cases_handler_id"),
        ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name="fk_cases_municipality_id"),
        ForeignKeyConstraint(["owner_id"], ["persons.id"], name="fk_cases_owner_id"),
        PrimaryKeyConstraint("id", name="pk_cases"),
    )
    op.create_index("ix_cases_owner_id", "cases", ["owner_id"], unique=False)
    op.create_index("ix_cases_inbox", "cases", ["municipality_id", "status", "received", "id"], unique=False)


def _records() -> None:
    op.create_table(
        "case_records",
        Column("case_id", Text(), nullable=False),
        Column("number", Integer(), nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
        Column("person_id", Text(), nullable=True),
        *(
            Column(name, Text(), nullable=False)
            for name in ("actor", "organisation", "on_behalf_of", "action")
        ),
        Column("said", JSON(), nullable=False),
        *(Column(name, Text(), nullable=False) for name in ("basis", "shown", "status")),
        ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_records_case_id"),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_case_records_person_id"),
        PrimaryKeyConstraint("case_id", "number", name="pk_case_records"),
        sqlite_with_rowid=False,
    )
