"""Invitations into plans, and who invited how often today.

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    false,
)

from server.storage.database.schema import Moment

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "invitations",
        Column("id", Text(), nullable=False),
        Column("plan_id", Text(), nullable=False),
        Column("code_hash", LargeBinary(), nullable=False),
        Column("name", Text(), nullable=False),
        Column("role", Text(), nullable=False),
        Column("organisation", Text(), nullable=False),
        Column("contact", Text(), nullable=False),
        Column("identity_hash", LargeBinary()),
        Column("identity_key", Text()),
        Column("invited_by", Text(), nullable=False),
        Column("invited_as", Text(), nullable=False),
        Column("invited_at", Moment(), nullable=False),
        Column("expires_at", Moment(), nullable=False),
        Column("approved_at", Moment()),
        Column("redeemed_by", Text()),
        Column("redeemed_at", Moment()),
        Column("redeemed_with", Text(), nullable=False),
        Column("participant_id", Text()),
        Column("named", Boolean(), nullable=False, server_default=false()),
        Column("ended_at", Moment()),
        Column("ending", Text()),
        ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_invitations_plan_id"),
        ForeignKeyConstraint(["invited_by"], ["persons.id"], name="fk_invitations_invited_by"),
        ForeignKeyConstraint(["invited_as"], ["participants.id"], name="fk_invitations_invited_as"),
        ForeignKeyConstraint(["redeemed_by"], ["persons.id"], name="fk_invitations_redeemed_by"),
        ForeignKeyConstraint(["participant_id"], ["participants.id"], name="fk_invitations_participant_id"),
        PrimaryKeyConstraint("id", name="pk_invitations"),
        UniqueConstraint("code_hash", name="uq_invitations_code_hash"),
    )
    op.create_index("ix_invitations_plan_id", "invitations", ["plan_id"])
    op.create_index("ix_invitations_redeemed_by", "invitations", ["redeemed_by"])
    op.create_table(
        "invitation_days",
        Column("person_id", Text(), nullable=False),
        Column("day", Text(), nullable=False),
        Column("acts", Integer(), nullable=False),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_invitation_days_person_id"),
        PrimaryKeyConstraint("person_id", name="pk_invitation_days"),
    )
