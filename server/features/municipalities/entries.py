"""The access log's entries about municipalities: they belong to no plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from server.domain.audit import Details
from server.domain.unit.rights import HeldRight


@dataclass(frozen=True, slots=True)
class MunicipalityAdded(Details):
    action = "municipality-added"
    municipality: str
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class UnitRightGiven(Details):
    """``digest``: of the row, see ``HeldRight.fingerprint``. ``workplace``: of a leader."""

    action = "unit-right-given"
    municipality: str
    unit_right: str
    to: str
    right: str
    digest: str
    workplace: str

    @classmethod
    def of(cls, held: HeldRight) -> Self:
        named = held.municipality, held.id, held.person, held.right.value
        return cls(*named, held.fingerprint, held.workplace)


@dataclass(frozen=True, slots=True)
class UnitRightEnded(Details):
    """``digest``: of the row with its end."""

    action = "unit-right-ended"
    municipality: str
    unit_right: str
    digest: str

    @classmethod
    def of(cls, held: HeldRight) -> Self:
        return cls(held.municipality, held.id, held.fingerprint)


@dataclass(frozen=True, slots=True)
class SettingsChanged(Details):
    """``settings``: all that differs from what is usual, as JSON; ``version``: how many there have been."""

    action = "municipality-settings-changed"
    municipality: str
    version: int
    number: str
    name: str
    settings: str


@dataclass(frozen=True, slots=True)
class OwnTextChanged(Details):
    """``text``: "" where the municipality has gone back to what is usual."""

    action = "municipality-text-changed"
    municipality: str
    key: str
    language: str
    text: str
