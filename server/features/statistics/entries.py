"""The access log's entry about a year's report: it belongs to no case."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Details


@dataclass(frozen=True, slots=True)
class YearFrozen(Details):
    """``digest``: of the stored row, numbers and all."""

    action = "year-report-frozen"
    municipality: str
    year: int
    year_report: str
    digest: str
