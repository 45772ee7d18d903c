"""What is answered about counts (docs/contract.md). A number that is null is not shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from server.domain.cases.vocabulary import CaseStatus
from server.domain.counts.tables import CountTable


@dataclass(frozen=True, slots=True)
class UnitOverview:
    """``as_of``: the end of that day; events are of the month until then. ``full``: as its case handlers see
    it. ``finished``: nothing changes it any more. ``blanked_under``: what is not shown to others."""

    month: str
    as_of: date
    finished: bool
    full: bool
    blanked_under: int
    services: tuple[str, ...]
    counts: tuple[CountTable, ...]


@dataclass(frozen=True, slots=True)
class CountedCase:
    id: str
    name: str
    protected: bool
    status: CaseStatus
    received: date | None


@dataclass(frozen=True, slots=True)
class CountedCases:
    """Oldest first. ``after``: for the next page; null at the end."""

    cases: tuple[CountedCase, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class YearLine:
    """``frozen_at``: null where it is not frozen yet."""

    year: int
    frozen_at: datetime | None


@dataclass(frozen=True, slots=True)
class YearsAnswer:
    """Newest first. ``may_freeze``: the year that may be frozen next, if any. ``waits_until``: the day on
    which, at the latest, the last year may be frozen, while its end is still being counted."""

    years: tuple[YearLine, ...]
    may_freeze: int | None
    waits_until: date | None


@dataclass(frozen=True, slots=True)
class YearAnswer:
    """``digest``: null where it is not frozen. ``before``: the same of the year before, if that is."""

    year: int
    as_of: date
    frozen_at: datetime | None
    digest: str | None
    full: bool
    blanked_under: int
    counts: tuple[CountTable, ...]
    before: tuple[CountTable, ...]


@dataclass(frozen=True, slots=True)
class JournalCase:
    """What the journal (EPJ) is to say of somebody on the last day of the year."""

    id: str
    name: str
    protected: bool
    plan: bool
    coordinator: bool
    child_coordinator: bool


@dataclass(frozen=True, slots=True)
class JournalCases:
    cases: tuple[JournalCase, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Frozen:
    """As it is stored: ``published`` is what others than case handlers read, and what is exported."""

    as_of: date
    full: tuple[CountTable, ...]
    published: tuple[CountTable, ...]
