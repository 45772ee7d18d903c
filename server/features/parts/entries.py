"""What the access log says of parts; never what people wrote."""

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
    """What was changed, and to what. ``position``: as it was asked for, among the parts the person sees."""

    action = "part-changed"
    responsible: str | Absent | None = ABSENT
    area: str | Absent | None = ABSENT
    position: str | Absent = ABSENT
