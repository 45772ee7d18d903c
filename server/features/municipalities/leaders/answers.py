"""Who leads a service, as the unit reads it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServiceLeader:
    person: str
    name: str
    workplace: str


@dataclass(frozen=True, slots=True)
class LeadersAnswer:
    """By service, then by name; all there may be."""

    leaders: tuple[ServiceLeader, ...]
