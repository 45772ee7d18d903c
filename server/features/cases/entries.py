"""The access log's entries about cases, beside those of their records (``storage/cases/rows.py``)."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import ABSENT, Absent, Details


@dataclass(frozen=True, slots=True)
class CaseRead(Details):
    """The unit opened a case."""

    action = "case-read"


@dataclass(frozen=True, slots=True)
class ChecklistTicked(Details):
    """``item``: its key in the catalogue. Of each the newest counts. ``substitute``: by who stood in."""

    action = "checklist-ticked"
    item: str
    done: bool
    substitute: bool | Absent = ABSENT
