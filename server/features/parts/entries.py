"""What the access log says of parts; never what people wrote."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import ABSENT, Absent, Action, Details


@dataclass(frozen=True, slots=True)
class PartAdded(Details):
    """``kind``: the token of a ``Kind``."""

    action = Action.PART_ADDED
    kind: str


@dataclass(frozen=True, slots=True)
class PartChanged(Details):
    """What was changed, and to what. ``position``: as it was asked for, among the parts the person sees."""

    action = Action.PART_CHANGED
    responsible: str | Absent | None = ABSENT
    area: str | Absent | None = ABSENT
    position: str | Absent = ABSENT
