"""The tables, for both databases. Migrations must result in exactly this (a test compares them).

Ids are random text. The tables written most are clustered by their key on SQLite (``WITHOUT ROWID``): a
part's rows are adjacent, and a commit touches one page instead of one of the table and one of an index.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    false,
    text,
    true,
)

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a later migration can refer to it."""

metadata = MetaData(naming_convention=NAMES)


class Moment(TypeDecorator[datetime]):
    """A point in time: aware in, UTC in the database, aware (UTC) out. A naive one is a ``ValueError``."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone is not a moment")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:  # noqa: ARG002
        """Instead of the decorator's two steps, a fifth of their time: rights are read with every decision.

        The driver of PostgreSQL returns UTC already.
        """
        return _as_utc if dialect.name == "sqlite" else None


def _as_utc(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text + "+00:00")


epoch = Table("epoch", metadata, Column("name", Text, primary_key=True))
"""One row: the name of the database's current history."""

persons = Table(
    "persons",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("demo_key", Text, unique=True),
    Column("coordinating_unit", Boolean, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("person_id", ForeignKey("persons.id"), nullable=False),
    Column("csrf_token", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    Index(None, "person_id", "opened_at"),
)

plans = Table(
    "plans",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner_id", ForeignKey("persons.id"), nullable=False, unique=True),
    Column("access_version", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    # Of a plan from before decision 0017, until its owner has read what that took: its last decision then.
    Column("creators_bound_after", Integer),
)

participants = Table(
    "participants",
    metadata,
    Column("id", Text, primary_key=True),
    Column("plan_id", ForeignKey("plans.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("persons.id"), nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("until", Moment),
    # Set together, once: the participation is over (domain.plan.Participant).
    Column("ended_at", Moment),
    Column("ended_by", ForeignKey("persons.id")),
    Column("ending", Text),
)

parts = Table(
    "parts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("plan_id", ForeignKey("plans.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("area", Text),
    Column("responsible_id", ForeignKey("participants.id")),
    Column("position", Integer, nullable=False),
    Column("created_by", ForeignKey("participants.id")),
    Column("created_after", Integer, nullable=False),
    Column("apart", Text),
    # Set together, and taken away together: the part is put away (domain.plan.Part).
    Column("put_away_at", Moment),
    Column("put_away_by", ForeignKey("participants.id")),
    # Of a measure that is neither done nor stopped, "" where it has none (sync/document/projection.py); NULL
    # where its fields have not changed since there is this column.
    Column("due", Text),
)

REPEATED = text("kind NOT IN ('goal', 'measure', 'contribution')")
Index(
    "uq_parts_one_section_of_a_kind",
    parts.c.plan_id,
    parts.c.kind,
    unique=True,
    sqlite_where=REPEATED,
    postgresql_where=REPEATED,
)

decisions = Table(
    "decisions",
    metadata,
    Column("plan_id", ForeignKey("plans.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("participant_id", ForeignKey("participants.id"), nullable=False),
    Column("level", Text, nullable=False),
    Column("signed_by", ForeignKey("persons.id"), nullable=False),
    Column("signed_at", Moment, nullable=False),
    Column("part_id", ForeignKey("parts.id")),
    Column("kind", Text),
    Column("until", Moment),
    Column("purpose", Text, nullable=False),
    Column("text", Text, nullable=False),
    # No right follows from it any more (domain.standing).
    Column("overridden", Boolean, nullable=False, server_default=false()),
    # The ids of parts that a decision about a kind does not reach, with spaces between them.
    Column("beyond", Text),
    # Not about what is seen, but about proposing parts of the kind; the level is then "none".
    Column("proposing", Boolean),
    CheckConstraint("(part_id IS NULL) <> (kind IS NULL)", name="part_or_kind"),
)
Index(
    "ix_decisions_standing",
    decisions.c.plan_id,
    decisions.c.number,
    sqlite_where=text("overridden = 0"),
    postgresql_where=text("NOT overridden"),
)

comments = Table(
    "comments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("part_id", ForeignKey("parts.id"), nullable=False, index=True),
    Column("author_id", ForeignKey("participants.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("text", Text, nullable=False),
    Column("reply_to", ForeignKey("comments.id")),
    Column("anchor", JSON(none_as_null=True)),
    Column("quote", Text, nullable=False),
    Column("resolved_at", Moment),
    Column("resolved_by", ForeignKey("participants.id")),
    Column("edited_at", Moment),
    Column("removed_at", Moment),
    Column("removed_by", ForeignKey("participants.id")),
    Column("listed", Boolean, nullable=False, server_default=true()),
    Column("size", Integer, nullable=False, server_default=text("0")),
)

updates = Table(
    "updates",
    metadata,
    Column("part_id", ForeignKey("parts.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("person_id", ForeignKey("persons.id"), nullable=False),
    Column("participant_id", ForeignKey("participants.id")),
    Column("batch_id", Text, nullable=False),
    Column("committed_at", Moment, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

client_ids = Table(
    "client_ids",
    metadata,
    Column("part_id", ForeignKey("parts.id"), primary_key=True),
    Column("client_id", BigInteger, primary_key=True),
    Column("person_id", ForeignKey("persons.id"), nullable=False),
    sqlite_with_rowid=False,
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("part_id", ForeignKey("parts.id"), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)

ledger = Table(
    "ledger",
    metadata,
    Column("chain", Text, primary_key=True),  # the plan's id, or "" for events that belong to no plan
    Column("number", BigInteger, primary_key=True),
    Column("plan_id", ForeignKey("plans.id")),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("persons.id"), nullable=False),
    Column("participant_id", ForeignKey("participants.id")),
    Column("organisation", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("part_id", ForeignKey("parts.id")),
    Column("details", JSON, nullable=False),
    Column("previous_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    CheckConstraint("chain = coalesce(plan_id, '')", name="chain_of_plan"),
    sqlite_with_rowid=False,
)

page_files = Table(
    "page_files",
    metadata,
    Column("name", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("used_at", Moment, nullable=False),
)
"""``storage/page_files.py``. ``name`` contains a hash of the content: one name is one file in all builds."""
