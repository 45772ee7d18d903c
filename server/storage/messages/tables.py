"""Messages to people, and how people want to be reached."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text

from server.storage.database.schema import Moment, metadata

DUE = text("due_at IS NOT NULL")
STUCK = text("mail IN ('held', 'given-up')")
UNREAD = text("read_at IS NULL")

messages = Table(
    "messages",
    metadata,
    Column("id", Text, primary_key=True),  # domain.messages.Message.id
    Column("event", Text, nullable=False),
    Column("person_id", ForeignKey("persons.id")),
    Column("address", Text),  # of no message, as is link: processes of an earlier release read them
    Column("municipality_id", ForeignKey("municipalities.id")),
    Column("case_id", ForeignKey("cases.id")),
    Column("complaint_id", ForeignKey("complaints.id")),
    Column("text", Text, nullable=False),
    Column("link", Text),
    Column("created_at", Moment, nullable=False),
    Column("read_at", Moment),
    # Of its e-mail. due_at: when it is tried next, or when whoever tries it now counts as dead; NULL: never.
    Column("mail", Text, nullable=False),
    Column("due_at", Moment),
    Column("claimed_by", Text),
    Column("attempts", Integer, nullable=False),
    Column("settled_at", Moment),
    # Who saw that it may be sent to a protected address, or may not.
    Column("checked_by", ForeignKey("persons.id")),
    CheckConstraint("(person_id IS NULL) <> (address IS NULL)", name="to_person_or_address"),
    Index("ix_messages_of_a_person", "person_id", "created_at", "id"),
)
Index("ix_messages_due", messages.c.due_at, sqlite_where=DUE, postgresql_where=DUE)
Index("ix_messages_stuck", messages.c.mail, sqlite_where=STUCK, postgresql_where=STUCK)
Index("ix_messages_unread", messages.c.person_id, sqlite_where=UNREAD, postgresql_where=UNREAD)

contacts = Table(
    "contacts",
    metadata,
    Column("person_id", ForeignKey("persons.id"), primary_key=True),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
)
"""Who is not here is told on the page alone."""
