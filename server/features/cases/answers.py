"""The answers about reports and cases (docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass

from .rules import ReportStatus


@dataclass(frozen=True, slots=True)
class MunicipalityAnswer:
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class ReportReceipt:
    """``code``: shown this once, and known to nobody else. ``text``: what the reporter is told with it."""

    code: str
    status: ReportStatus
    text: str


@dataclass(frozen=True, slots=True)
class ReportStatusAnswer:
    """``text``: the same in words."""

    status: ReportStatus
    text: str
