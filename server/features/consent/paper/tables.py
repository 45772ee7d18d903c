"""The table of consents on paper, and papers as rows of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    Row,
    Table,
    Text,
    UniqueConstraint,
)

from server.domain.access import Level
from server.domain.plan import Kind
from server.features.consent.rules import DecisionWish
from server.storage.counts.day_counts import day_table
from server.storage.database.schema import Moment
from server.storage.metadata import metadata

from .rules import Paper, PaperStatus, line_as_json

paper_days = day_table("paper_days")

papers = Table(
    "papers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("plan_id", ForeignKey("plans.id"), nullable=False, index=True),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    Column("lines", JSON, nullable=False),
    Column("language", Text, nullable=False),
    Column("signer", ForeignKey("participants.id"), nullable=False),
    Column("made_by", ForeignKey("persons.id"), nullable=False),
    Column("made_as", ForeignKey("participants.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("after", Integer, nullable=False),
    # Set together: it is said to be signed.
    Column("scan", Text),
    Column("signed_on", Date),
    Column("registered_at", Moment),
    # Set together, but for a case handler, who does not take part.
    Column("checked_by", ForeignKey("persons.id")),
    Column("checked_as", ForeignKey("participants.id")),
    Column("checked_at", Moment),
    # Set together.
    Column("ended_at", Moment),
    Column("ending", Text),
    UniqueConstraint("plan_id", "scan"),
)

SAME = (
    "id",
    "code_hash",
    "language",
    "signer",
    "made_by",
    "made_as",
    "made_at",
    "expires_at",
    "after",
    "scan",
    "signed_on",
    "registered_at",
    "checked_by",
    "checked_as",
    "checked_at",
    "ended_at",
    "ending",
)
"""Columns that are called as the fields are."""


def as_row(paper: Paper) -> dict[str, object]:
    lines = [line_as_json(each) for each in paper.lines]
    return {**{name: getattr(paper, name) for name in SAME}, "plan_id": paper.plan, "lines": lines}


def as_paper(row: Row[Any]) -> Paper:
    said = {name: getattr(row, name) for name in SAME}
    said["code_hash"] = bytes(row.code_hash)
    said["ending"] = None if row.ending is None else PaperStatus(row.ending)
    return Paper(plan=row.plan_id, lines=tuple(map(_line, row.lines)), **said)


def _line(said: Mapping[str, Any]) -> DecisionWish:
    return DecisionWish(
        participant=said["participant"],
        level=Level.of(said["level"]),
        part=said["part"],
        kind=None if said["kind"] is None else Kind(said["kind"]),
        until=None if said["until"] is None else datetime.fromisoformat(said["until"]),
        purpose=said["purpose"],
        text=said["text"],
        proposing=said["proposing"],
    )
