"""The access log's entries about who may coordinate: they belong to no plan."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Details


@dataclass(frozen=True, slots=True)
class CoordinatorListed(Details):
    """``coordinator``: a person; ``said``: all that the unit keeps of them from then on, as JSON."""

    action = "coordinator-listed"
    municipality: str
    coordinator: str
    version: int
    said: str


@dataclass(frozen=True, slots=True)
class CoordinatorUnlisted(Details):
    action = "coordinator-unlisted"
    municipality: str
    coordinator: str
    version: int


@dataclass(frozen=True, slots=True)
class TimeOffSaid(Details):
    """By the coordinator themself. ``since``, ``until``: days, or ""."""

    action = "time-off-said"
    municipality: str
    version: int
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class PersonLookedFor(Details):
    """``found``: the ids of those whose names were said, with spaces between them."""

    action = "person-looked-for"
    municipality: str
    name: str
    found: str
