"""The first schema.

Revision ID: 0001
Revises: (none)
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    text,
)

revision = "0001"
down_revision = None

MOMENT = DateTime(timezone=True)
REPEATED = "kind NOT IN ('goal', 'measure', 'contribution')"


def upgrade() -> None:
    _people()
    _plans()
    _parts()
    _decisions()
    _log()
    _comments()
    _ledger()
    # The author of the server's own updates; updates and client ids refer to it.
    op.execute(
        "INSERT INTO persons (id, name, locale, organisation, coordinating_unit)"
        " VALUES ('server', 'Samplan', 'nb', '', FALSE)"
    )


def _people() -> None:
    op.create_table(
        "persons",
        Column("id", Text(), nullable=False),
        Column("name", Text(), nullable=False),
        Column("locale", Text(), nullable=False),
        Column("organisation", Text(), nullable=False),
        Column("demo_key", Text(), nullable=True),
        Column("coordinating_unit", Boolean(), nullable=False),
        PrimaryKeyConstraint("id", name="pk_persons"),
        UniqueConstraint("demo_key", name="uq_persons_demo_key"),
    )
    op.create_table(
        "sessions",
        Column("token_hash", LargeBinary(), nullable=False),
        Column("person_id", Text(), nullable=False),
        Column("csrf_token", Text(), nullable=False),
        Column("opened_at", MOMENT, nullable=False),
        Column("expires_at", MOMENT, nullable=False),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_sessions_person_id"),
        PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"], unique=False)


def _plans() -> None:
    op.create_table(
        "plans",
        Column("id", Text(), nullable=False),
        Column("owner_id", Text(), nullable=False),
        Column("access_version", BigInteger(), nullable=False),
        Column("created_at", MOMENT, nullable=False),
        ForeignKeyConstraint(["owner_id"], ["persons.id"], name="fk_plans_owner_id"),
        PrimaryKeyConstraint("id", name="pk_plans"),
        UniqueConstraint("owner_id", name="uq_plans_owner_id"),
    )
    op.create_table(
        "participants",
        Column("id", Text(), nullable=False),
        Column("plan_id", Text(), nullable=False),
        Column("person_id", Text(), nullable=False),
        Column("role", Text(), nullable=False),
        Column("organisation", Text(), nullable=False),
        Column("until", MOMENT, nullable=True),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_participants_person_id"),
        ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_participants_plan_id"),
        PrimaryKeyConstraint("id", name="pk_participants"),
    )
    op.create_index("ix_participants_person_id", "participants", ["person_id"], unique=False)
    op.create_index("ix_participants_plan_id", "participants", ["plan_id"], unique=False)


def _parts() -> None:
    op.create_table(
        "parts",
        Column("id", Text(), nullable=False),
        Column("plan_id", Text(), nullable=False),
        Column("kind", Text(), nullable=False),
        Column("title", Text(), nullable=False),
        Column("area", Text(), nullable=True),
        Column("responsible_id", Text(), nullable=True),
        Column("position", Integer(), nullable=False),
        Column("created_by", Text(), nullable=True),
        Column("created_after", Integer(), nullable=False),
        ForeignKeyConstraint(["created_by"], ["participants.id"], name="fk_parts_created_by"),
        ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_parts_plan_id"),
        ForeignKeyConstraint(["responsible_id"], ["participants.id"], name="fk_parts_responsible_id"),
        PrimaryKeyConstraint("id", name="pk_parts"),
    )
    op.create_index("ix_parts_plan_id", "parts", ["plan_id"], unique=False)
    op.create_index(
        "uq_parts_one_section_of_a_kind",
        "parts",
        ["plan_id", "kind"],
        unique=True,
        sqlite_where=text(REPEATED),
        postgresql_where=text(REPEATED),
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        Column("plan_id", Text(), nullable=False),
        Column("number", Integer(), nullable=False),
        Column("participant_id", Text(), nullable=False),
        Column("level", Text(), nullable=False),
        Column("signed_by", Text(), nullable=False),
        Column("signed_at", MOMENT, nullable=False),
        Column("part_id", Text(), nullable=True),
        Column("kind", Text(), nullable=True),
        Column("until", MOMENT, nullable=True),
        Column("purpose", Text(), nullable=False),
        Column("text", Text(), nullable=False),
        CheckConstraint("(part_id IS NULL) <> (kind IS NULL)", name="ck_decisions_part_or_kind"),
        ForeignKeyConstraint(["part_id"], ["parts.id"], name="fk_decisions_part_id"),
        ForeignKeyConstraint(["participant_id"], ["participants.id"], name="fk_decisions_participant_id"),
        ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_decisions_plan_id"),
        ForeignKeyConstraint(["signed_by"], ["persons.id"], name="fk_decisions_signed_by"),
        PrimaryKeyConstraint("plan_id", "number", name="pk_decisions"),
    )


def _log() -> None:
    op.create_table(
        "updates",
        Column("part_id", Text(), nullable=False),
        Column("seq", BigInteger(), nullable=False),
        Column("person_id", Text(), nullable=False),
        Column("participant_id", Text(), nullable=True),
        Column("batch_id", Text(), nullable=False),
        Column("committed_at", MOMENT, nullable=False),
        Column("payload", LargeBinary(), nullable=False),
        ForeignKeyConstraint(["part_id"], ["parts.id"], name="fk_updates_part_id"),
        ForeignKeyConstraint(["participant_id"], ["participants.id"], name="fk_updates_participant_id"),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_updates_person_id"),
        PrimaryKeyConstraint("part_id", "seq", name="pk_updates"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "client_ids",
        Column("part_id", Text(), nullable=False),
        Column("client_id", BigInteger(), nullable=False),
        Column("person_id", Text(), nullable=False),
        ForeignKeyConstraint(["part_id"], ["parts.id"], name="fk_client_ids_part_id"),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_client_ids_person_id"),
        PrimaryKeyConstraint("part_id", "client_id", name="pk_client_ids"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "snapshots",
        Column("part_id", Text(), nullable=False),
        Column("seq", BigInteger(), nullable=False),
        Column("payload", LargeBinary(), nullable=False),
        ForeignKeyConstraint(["part_id"], ["parts.id"], name="fk_snapshots_part_id"),
        PrimaryKeyConstraint("part_id", name="pk_snapshots"),
    )


def _comments() -> None:
    op.create_table(
        "comments",
        Column("id", Text(), nullable=False),
        Column("part_id", Text(), nullable=False),
        Column("author_id", Text(), nullable=False),
        Column("created_at", MOMENT, nullable=False),
        Column("text", Text(), nullable=False),
        Column("reply_to", Text(), nullable=True),
        Column("anchor", JSON(none_as_null=True), nullable=True),
        Column("quote", Text(), nullable=False),
        Column("resolved_at", MOMENT, nullable=True),
        Column("resolved_by", Text(), nullable=True),
        ForeignKeyConstraint(["author_id"], ["participants.id"], name="fk_comments_author_id"),
        ForeignKeyConstraint(["part_id"], ["parts.id"], name="fk_comments_part_id"),
        ForeignKeyConstraint(["reply_to"], ["comments.id"], name="fk_comments_reply_to"),
        ForeignKeyConstraint(["resolved_by"], ["participants.id"], name="fk_comments_resolved_by"),
        PrimaryKeyConstraint("id", name="pk_comments"),
    )
    op.create_index("ix_comments_part_id", "comments", ["part_id"], unique=False)


def _ledger() -> None:
    op.create_table(
        "ledger",
        Column("chain", Text(), nullable=False),
        Column("number", BigInteger(), nullable=False),
        Column("plan_id", Text(), nullable=True),
        Column("at", MOMENT, nullable=False),
        Column("person_id", Text(), nullable=False),
        Column("participant_id", Text(), nullable=True),
        Column("organisation", Text(), nullable=False),
        Column("action", Text(), nullable=False),
        Column("part_id", Text(), nullable=True),
        Column("details", JSON(), nullable=False),
        Column("previous_hash", LargeBinary(), nullable=False),
        Column("hash", LargeBinary(), nullable=False),
        CheckConstraint("chain = coalesce(plan_id, '')", name="ck_ledger_chain_of_plan"),
        ForeignKeyConstraint(["part_id"], ["parts.id"], name="fk_ledger_part_id"),
        ForeignKeyConstraint(["participant_id"], ["participants.id"], name="fk_ledger_participant_id"),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_ledger_person_id"),
        ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_ledger_plan_id"),
        PrimaryKeyConstraint("chain", "number", name="pk_ledger"),
        sqlite_with_rowid=False,
    )
