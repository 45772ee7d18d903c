"""Whom providers vouch for, and what a session was opened with.

All of it may be absent: processes of the version before open sessions meanwhile, and know of none of it.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    text,
)

revision = "0014"
down_revision = "0013"

MOMENT = DateTime(timezone=True)
OF_A_SESSION = ("issuer", "subject", "sid", "level", "organisation_number", "organisation", "device")


def upgrade() -> None:
    op.add_column("persons", Column("identity_hash", LargeBinary(), nullable=True))
    op.add_column("persons", Column("identity_key", Text(), nullable=True))
    op.add_column("persons", Column("birth_date", Date(), nullable=True))
    op.create_index("uq_persons_identity_hash", "persons", ["identity_hash"], unique=True)
    _identities()
    _sessions()


def _identities() -> None:
    op.create_table(
        "identities",
        Column("issuer", Text(), nullable=False),
        Column("subject", Text(), nullable=False),
        Column("person_id", Text(), nullable=False),
        Column("since", MOMENT, nullable=False),
        ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_identities_person_id"),
        PrimaryKeyConstraint("issuer", "subject", name="pk_identities"),
    )
    op.create_index("ix_identities_person_id", "identities", ["person_id"], unique=False)
    op.create_table(
        "identity_keys",
        Column("name", Text(), nullable=False),
        Column("since", MOMENT, nullable=False),
        PrimaryKeyConstraint("name", name="pk_identity_keys"),
    )


def _sessions() -> None:
    op.add_column("sessions", Column("last_seen_at", MOMENT, nullable=True))
    op.add_column("sessions", Column("provider", Text(), nullable=False, server_default=text("'demo'")))
    for name in OF_A_SESSION:
        op.add_column("sessions", Column(name, Text(), nullable=True))
    op.create_index("ix_sessions_issuer_sessions_sid", "sessions", ["issuer", "sid"], unique=False)
    op.create_index("ix_sessions_issuer_sessions_subject", "sessions", ["issuer", "subject"], unique=False)
