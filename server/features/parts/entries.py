"""The access log's entries about parts; never their text."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import ABSENT, Absent, Details


@dataclass(frozen=True, slots=True)
class PartAdded(Details):
    """``kind``: the token of a ``Kind``."""

    action = "part-added"
    kind: str


@dataclass(frozen=True, slots=True)
class PartChanged(Details):
    """The new values. ``position``: as sent, among the parts that the person sees."""

    action = "part-changed"
    responsible: str | Absent | None = ABSENT
    area: str | Absent | None = ABSENT
    position: str | Absent = ABSENT
