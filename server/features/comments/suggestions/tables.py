"""The table of suggestions, and suggestions as rows of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, Row, Table, Text

from server.storage.database.schema import Moment
from server.storage.metadata import metadata

from .rules import Status, Suggestion

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("part_id", ForeignKey("parts.id"), nullable=False),
    Column("author_id", ForeignKey("participants.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    # One of the two is set.
    Column("anchor", JSON(none_as_null=True)),
    Column("field", Text),
    Column("quote", Text, nullable=False),
    Column("replacement", Text, nullable=False),
    Column("status", Text, nullable=False),
    # Set together: it is not open any more.
    Column("decided_at", Moment),
    Column("decided_by", ForeignKey("participants.id")),
    Column("word", Text, nullable=False),
    Column("size", Integer, nullable=False),
)
_of = suggestions.c
Index("ix_suggestions_latest", _of.part_id, _of.status, _of.decided_at, _of.id)
SAME = ("id", "created_at", "field", "quote", "replacement", "decided_at", "decided_by", "word")
"""Columns that are called as the fields are."""


def as_row(suggestion: Suggestion) -> dict[str, object]:
    return {
        **{name: getattr(suggestion, name) for name in SAME},
        "part_id": suggestion.part,
        "author_id": suggestion.author,
        "anchor": None if suggestion.anchor is None else dict(suggestion.anchor),
        "status": suggestion.status.value,
        "size": suggestion.size,
    }


def as_suggestion(row: Row[Any]) -> Suggestion:
    return Suggestion(
        part=row.part_id,
        author=row.author_id,
        anchor=row.anchor,
        status=Status(row.status),
        **{name: getattr(row, name) for name in SAME},
    )
