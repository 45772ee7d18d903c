"""The tables, for both databases. Migrations must result in exactly this (a test compares them).

Ids are random text. The tables written most are clustered by their key on SQLite (``WITHOUT ROWID``): a
part's rows are adjacent, and a commit touches one page instead of one of the table and one of an index.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    false,
    text,
    true,
)

from .cases import tables as _cases  # noqa: F401 - the ledger refers to cases
from .complaints import tables as _complaints  # noqa: F401 - and to complaints
from .database.schema import ACTIVE, only_where
from .database.schema import Moment as Moment
from .database.schema import metadata as metadata
from .history import tables as _history  # noqa: F401 - of the same tables
from .messages import tables as _messages  # noqa: F401 - of the same tables
from .municipality import tables as _  # noqa: F401 - plans refer to municipalities

epoch = Table("epoch", metadata, Column("name", Text, primary_key=True))
"""One row: the name of the database's current history."""

persons = Table(
    "persons",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    # The name that their seal covers; NULL while it is theirs still (features/login/naming/).
    Column("enrolled_as", Text),
    Column("locale", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("demo_key", Text, unique=True),
    # Of a release before rights per municipality: read by nothing but seals, which cover it.
    Column("coordinating_unit", Boolean, nullable=False, server_default=false()),
    # Of the identity number, and under which key (features/login/identities.py).
    Column("identity_hash", LargeBinary),
    Column("identity_key", Text),
    Column("birth_date", Date),
    Index("uq_persons_identity_hash", "identity_hash", unique=True),
)

identities = Table(
    "identities",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("person_id", ForeignKey("persons.id"), nullable=False, index=True),
    Column("since", Moment, nullable=False),
    # What the provider called them last; NULL where it never did, or of a release that kept no word of it.
    Column("name", Text),
)
"""Whom a provider means by which name."""

identity_keys = Table(
    "identity_keys",
    metadata,
    Column("name", Text, primary_key=True),
    Column("since", Moment, nullable=False),
)
"""The keys of identity numbers by their names, which only they make; the newest one hashes."""

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("person_id", ForeignKey("persons.id"), nullable=False),
    Column("csrf_token", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    # NULL: nobody was seen since it was opened.
    Column("last_seen_at", Moment),
    Column("provider", Text, nullable=False, server_default=text("'demo'")),
    # What the provider said of this login.
    Column("issuer", Text),
    Column("subject", Text),
    Column("sid", Text),
    Column("level", Text),
    Column("organisation_number", Text),
    Column("organisation", Text),
    Column("device", Text),
    # In which role its person acts where they take part in several.
    Column("role", Text),
    Index(None, "person_id", "opened_at"),
    Index(None, "issuer", "sid"),
    Index(None, "issuer", "subject"),
)

plans = Table(
    "plans",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner_id", ForeignKey("persons.id"), nullable=False),
    Column("access_version", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    # Of a plan from before decision 0017, until its owner has read what that took: its last decision then.
    Column("creators_bound_after", Integer),
    Column("municipality_id", ForeignKey("municipalities.id"), index=True),
    Column("ended_at", Moment),
    # Follows from the records of its case, so that a plan opens without them (storage/cases/plans.py).
    Column("next_revision", Date),
)
Index("uq_plans_one_active_of_an_owner", plans.c.owner_id, unique=True, **only_where(ACTIVE))

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
    # What a login must prove for it to open (domain.identity.principal).
    Column("organisation_number", Text),
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
    **only_where(REPEATED),
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
    # On what it stands (domain.on_behalf.warrant); NULL of those from before this.
    Column("basis", Text),
    Column("on_behalf_of", Text),
    Column("proof", Text),
    CheckConstraint("(part_id IS NULL) <> (kind IS NULL)", name="part_or_kind"),
)
Index("ix_decisions_proof", decisions.c.proof, **only_where(text("proof IS NOT NULL")))
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
    # Set together: it was written for its author (domain.on_behalf.assisting).
    Column("written_by", Text),
    Column("assisted", Text),
)
Index(
    "ix_comments_assisted",
    comments.c.assisted,
    **only_where(text("assisted IS NOT NULL")),
)
Index(
    "ix_comments_listed",
    comments.c.part_id,
    comments.c.created_at,
    comments.c.id,
    sqlite_where=text("listed = 1"),
    postgresql_where=text("listed"),
)
Index(
    "ix_comments_replies",
    comments.c.reply_to,
    **only_where(text("reply_to IS NOT NULL")),
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
    Column("chain", Text, primary_key=True),  # the plan's id, "case/" and the case's … (domain/audit.py)
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
    Column("case_id", ForeignKey("cases.id")),
    Column("complaint_id", ForeignKey("complaints.id")),
    CheckConstraint(
        "chain = coalesce(plan_id, 'case/' || case_id, 'complaint/' || complaint_id, '')"
        " AND (plan_id IS NULL OR case_id IS NULL)"
        " AND (complaint_id IS NULL OR coalesce(plan_id, case_id) IS NULL)",
        name="chain_of_one",
    ),
    sqlite_with_rowid=False,
)
