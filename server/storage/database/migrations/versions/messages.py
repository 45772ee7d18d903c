"""Messages to people, and how they want to be reached.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
    text,
)

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    _messages()
    op.create_table(
        "contacts",
        Column("person_id", Text(), nullable=False),
        Column("channel", Text(), nullable=False),
        Column("address", Text(), nullable=False),
        Column("changed_at", DateTime(timezone=True), nullable=False),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_contacts_person_id"),
        PrimaryKeyConstraint("person_id", name="pk_contacts"),
    )
    op.create_table(
        "contact_days",
        Column("person_id", Text(), nullable=False),
        Column("day", Text(), nullable=False),
        Column("acts", Integer(), nullable=False),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_contact_days_person_id"),
        PrimaryKeyConstraint("person_id", name="pk_contact_days"),
    )


def _messages() -> None:
    op.create_table(
        "messages",
        Column("id", Text(), nullable=False),
        Column("event", Text(), nullable=False),
        *(Column(name, Text(), nullable=True) for name in ("person_id", "address")),
        *(Column(name, Text(), nullable=True) for name in ("municipality_id", "case_id")),
        Column("text", Text(), nullable=False),
        Column("link", Text(), nullable=True),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("read_at", DateTime(timezone=True), nullable=True),
        Column("mail", Text(), nullable=False),
        Column("due_at", DateTime(timezone=True), nullable=True),
        Column("claimed_by", Text(), nullable=True),
        Column("attempts", Integer(), nullable=False),
        Column("settled_at", DateTime(timezone=True), nullable=True),
        Column("checked_by", Text(), nullable=True),
        CheckConstraint("(person_id IS NULL) <> (address IS NULL)", name="ck_messages_to_person_or_address"),
        *(
            ForeignKeyConstraint([f"{name}_id"], [f"{table}.id"], name=f"fk_messages_{name}_id")
            for name, table in (("person", "persons"), ("municipality", "municipalities"), ("case", "cases"))
        ),
        ForeignKeyConstraint(["checked_by"], ["persons.id"], name="fk_messages_checked_by"),
        PrimaryKeyConstraint("id", name="pk_messages"),
    )
    op.create_index("ix_messages_of_a_person", "messages", ["person_id", "created_at", "id"], unique=False)
    for name, column, where in (
        ("due", "due_at", "due_at IS NOT NULL"),
        ("stuck", "mail", "mail IN ('held', 'given-up')"),
        ("unread", "person_id", "read_at IS NULL"),
    ):
        op.create_index(
            f"ix_messages_{name}",
            "messages",
            [column],
            unique=False,
            sqlite_where=text(where),
            postgresql_where=text(where),
        )
