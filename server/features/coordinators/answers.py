"""Who may coordinate in a municipality (docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ListedCoordinator:
    """``active_cases``: open ones in which they are appointed; ``version``: what a change names."""

    person: str
    name: str
    workplace: str
    service: str
    leader: str
    trained_on: date | None
    refresh_due: date | None
    most_cases: int
    active_cases: int
    languages: str
    area: str
    experience: str
    leaves_on: date | None
    away_from: date | None
    away_until: date | None
    substitute: str
    version: int


@dataclass(frozen=True, slots=True)
class Directory:
    """By name. ``after``: for the next page; null at the end."""

    coordinators: tuple[ListedCoordinator, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class ListedAs:
    version: int


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """``organisation``: that they have proved, or work for; "" where only the unit knows them."""

    person: str
    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class FoundPeople:
    people: tuple[FoundPerson, ...]
