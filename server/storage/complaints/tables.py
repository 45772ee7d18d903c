"""Complaints, the records of which each is the fold, and what was sent with them."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text, func, select

from server.storage.cases.tables import cases
from server.storage.database.schema import Moment, metadata

complaints = Table(
    "complaints",
    metadata,
    Column("id", Text, primary_key=True),
    # NULL: whoever the case is about, whom somebody may enter later.
    Column("owner_id", ForeignKey("persons.id"), index=True),
    # Who complains for the owner; NULL: they do it themselves.
    Column("representative_id", ForeignKey("persons.id"), index=True),
    Column("municipality_id", ForeignKey("municipalities.id"), nullable=False),
    Column("case_id", ForeignKey("cases.id"), index=True),
    Column("created_at", Moment, nullable=False),
    # What follows from the records: ComplaintDerived in records.py.
    Column("number", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("to_unit", Boolean, nullable=False),
    Column("sent_on", Date),
)
Index("ix_complaints_sent", complaints.c.municipality_id, complaints.c.sent_on, complaints.c.id)

_of_the_case = select(cases.c.owner_id).where(cases.c.id == complaints.c.case_id)
owner_by_now = func.coalesce(complaints.c.owner_id, _of_the_case.correlate(complaints).scalar_subquery())
"""Whose a complaint is by now, or NULL, in a statement about ``complaints``."""

complaint_helpers = Table(
    "complaint_helpers",
    metadata,
    Column("complaint_id", ForeignKey("complaints.id"), primary_key=True),
    Column("person_id", ForeignKey("persons.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""Whom the records name now, so that a helper finds what they help with."""

complaint_records = Table(
    "complaint_records",
    metadata,
    Column("complaint_id", ForeignKey("complaints.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("persons.id"), nullable=False, index=True),
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

complaint_packs = Table(
    "complaint_packs",
    metadata,
    Column("complaint_id", ForeignKey("complaints.id"), primary_key=True),
    Column("content", Text, nullable=False),
)
"""What was sent, as it was then: JSON, of which the record that sent it holds the digest."""
