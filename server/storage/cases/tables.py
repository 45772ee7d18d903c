"""Cases, and the records of which each is the fold."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text, or_, text

from server.storage.database.schema import Moment, metadata, only_where

cases = Table(
    "cases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("municipality_id", ForeignKey("municipalities.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    # What follows from the records, so that lists need not fold each case: Summary in records.py.
    Column("number", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("received", Date),
    Column("owner_id", ForeignKey("persons.id"), index=True),
    Column("handler_id", ForeignKey("persons.id")),
    # Folded, as names are looked for.
    Column("name", Text, nullable=False),
    Column("born", Date),
    Column("protected", Boolean, nullable=False),
    Column("means", Text, nullable=False),
    # Each between bars, so that one is not found in another.
    Column("asked", Text, nullable=False),
    Column("consent_checked", Boolean, nullable=False),
    # Who is appointed, until an end is set; also while they are absent.
    Column("coordinator_id", ForeignKey("persons.id"), index=True),
    # From when they coordinate no more, though nobody may come after them.
    Column("coordinator_until", Date),
    # Who was appointed before them, and from when they coordinate no more: a day that may be to come.
    Column("outgoing_id", ForeignKey("persons.id"), index=True),
    Column("outgoing_until", Date),
    # Whom the unit lets stand in while the coordinator is away; whether it lasts, the records say.
    Column("substitute_id", ForeignKey("persons.id"), index=True),
    # The service whose leader is asked for somebody, folded; NULL where none is.
    Column("asks_leader_of", Text),
    # The first of its reports that waits for its end; NULL where none does.
    Column("unanswered_from", Integer),
    # Of its records the last after which it was counted (counts.py); NULL: by a release that does not count.
    Column("counted", Integer),
)
Index("ix_cases_inbox", cases.c.municipality_id, cases.c.status, cases.c.received, cases.c.id)
ASKING = text("asks_leader_of IS NOT NULL")
Index("ix_cases_asking", cases.c.municipality_id, cases.c.asks_leader_of, cases.c.id, **only_where(ASKING))
UNCOUNTED = or_(cases.c.counted.is_(None), cases.c.counted != cases.c.number)
NOT_COUNTED = text("counted IS NULL OR counted <> number")
Index(
    "ix_cases_uncounted",
    cases.c.municipality_id,
    sqlite_where=NOT_COUNTED,
    postgresql_where=NOT_COUNTED,
)

case_records = Table(
    "case_records",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    # None: nobody had logged in.
    Column("person_id", ForeignKey("persons.id"), index=True),
    Column("actor", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("on_behalf_of", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("said", JSON, nullable=False),
    Column("basis", Text, nullable=False),
    Column("shown", Text, nullable=False),
    Column("status", Text, nullable=False),
    sqlite_with_rowid=False,
)

case_representatives = Table(
    "case_representatives",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("person_id", ForeignKey("persons.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""Who is registered as acting for its owner, also once that is over: it follows from the records."""

case_counts = Table(
    "case_counts",
    metadata,
    # In this order, so that alike ones stand together where they are counted.
    Column("municipality_id", ForeignKey("municipalities.id"), primary_key=True),
    Column("count", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("child", Boolean, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), primary_key=True, index=True),
    Column("number", Integer, primary_key=True),
    Column("origin", Date),
    Column("since", Date, nullable=False),
    Column("until", Date),
    sqlite_with_rowid=False,
)
"""What each case adds to which count, from when until when: it follows from its records (counts.py)."""
