"""What is answered about municipalities."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.unit.rights import UnitRight
from server.storage.municipality.settings import MunicipalitySettings


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """``number``, ``name``: of its municipality."""

    number: str
    name: str
    rights: tuple[UnitRight, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A number that a municipality may choose. ``usual``: what it is otherwise."""

    key: str
    nb: str
    en: str
    unit: str
    amount: int
    usual: int
    least: int
    most: int
    source: str


@dataclass(frozen=True, slots=True)
class SettingsAnswer:
    """``version`` is sent back with a change: one that is not of the newest is refused."""

    number: str
    name: str
    version: int
    settings: MunicipalitySettings
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class VersionAnswer:
    version: int


@dataclass(frozen=True, slots=True)
class OwnText:
    """``own``: by language, what the municipality says instead. ``values``: what is filled in."""

    key: str
    nb: str
    nn: str | None
    en: str
    own: dict[str, str]
    values: tuple[str, ...]
    source: str
    confidence: str
    valid_from: str
