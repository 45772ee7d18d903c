"""The reports of years, which nothing changes once they are frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, Row, Table, Text

from server.domain.audit import fingerprint
from server.storage.metadata import Moment, metadata

year_reports = Table(
    "year_reports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("municipality_id", ForeignKey("municipalities.id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("frozen_at", Moment, nullable=False),
    Column("frozen_by", ForeignKey("persons.id"), nullable=False),
    # answers.Frozen: every number, and what of it is published.
    Column("content", JSON, nullable=False),
    Index("uq_year_reports_year", "municipality_id", "year", unique=True),
)


@dataclass(frozen=True, slots=True)
class YearReport:
    id: str
    municipality: str
    year: int
    frozen_at: datetime
    frozen_by: str
    content: Mapping[str, Any]

    @property
    def fingerprint(self) -> str:
        """What its entry of the access log vouches for it by."""
        who = self.municipality, self.year, self.frozen_at, self.frozen_by
        return fingerprint("year report", self.id, *who, self.content)


def as_year_report(row: Row[Any]) -> YearReport:
    return YearReport(row.id, row.municipality_id, row.year, row.frozen_at, row.frozen_by, row.content)
