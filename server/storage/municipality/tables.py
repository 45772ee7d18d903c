"""Municipalities, their texts, and the rights of persons in their coordinating units."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, Table, Text

from server.storage.database.schema import ACTIVE, Moment, metadata, only_where

municipalities = Table(
    "municipalities",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    # What differs from the defaults of features/municipalities/settings.py; "version" counts its changes.
    Column("settings", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
)

municipality_texts = Table(
    "municipality_texts",
    metadata,
    Column("municipality_id", ForeignKey("municipalities.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("changed_by", ForeignKey("persons.id"), nullable=False),
    Column("changed_at", Moment, nullable=False),
)

unit_rights = Table(
    "unit_rights",
    metadata,
    Column("id", Text, primary_key=True),
    Column("municipality_id", ForeignKey("municipalities.id"), nullable=False),
    Column("person_id", ForeignKey("persons.id"), nullable=False, index=True),
    Column("right", Text, nullable=False),
    # The service that a leader leads; "" for the other rights.
    Column("workplace", Text, nullable=False),
    # None where it follows from what persons.coordinating_unit said.
    Column("given_by", ForeignKey("persons.id")),
    Column("given_at", Moment, nullable=False),
    Column("ended_by", ForeignKey("persons.id")),
    Column("ended_at", Moment),
)
Index(
    "uq_unit_rights_held",
    unit_rights.c.municipality_id,
    unit_rights.c.person_id,
    unit_rights.c.right,
    unit_rights.c.workplace,
    unique=True,
    **only_where(ACTIVE),
)
