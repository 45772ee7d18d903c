"""What a leader is asked, and of which services they are one: nothing of whom a case is about, or of why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.domain.plan import PersonId


@dataclass(frozen=True, slots=True)
class LedWorkplace:
    """``municipality``: its name."""

    municipality: str
    workplace: str


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    """``person``, ``name``: of whom they are asked for; ``code``: as messages name the case; ``since``: their
    proposal, whose number ``proposal`` is. ``active_cases``: open ones in that municipality in which they are
    appointed; ``most_cases``: as agreed, 0: nothing is.
    """

    case: str
    code: str
    proposal: int
    since: date
    person: PersonId
    name: str
    workplace: str
    municipality: str
    active_cases: int
    most_cases: int


@dataclass(frozen=True, slots=True)
class ReleaseRequests:
    """``leads``: empty for whoever leads nothing. ``after``: for the next page; null at the end."""

    leads: tuple[LedWorkplace, ...]
    requests: tuple[ReleaseRequest, ...]
    after: str | None
