"""The access log's entries about parts; never their text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from server.domain.audit import ABSENT, Absent, Details, fingerprint
from server.domain.plan import Part, ParticipantId, PartId


@dataclass(frozen=True, slots=True)
class PartAdded(Details):
    """``kind``, ``apart``: tokens of a ``Kind`` and an ``Apart``. ``basis``: the number of the decision by
    which it was proposed."""

    action = "part-added"
    kind: str
    apart: str | Absent = ABSENT
    basis: int | Absent = ABSENT


@dataclass(frozen=True, slots=True)
class PartChanged(Details):
    """The new values. ``position``: as sent, among the parts that the person sees."""

    action = "part-changed"
    responsible: str | Absent | None = ABSENT
    area: str | Absent | None = ABSENT
    position: str | Absent = ABSENT


@dataclass(frozen=True, slots=True)
class PutAway:
    """What the row of a part says while it is put away."""

    part: PartId
    at: datetime | None
    by: ParticipantId | None

    @classmethod
    def of(cls, part: Part) -> Self:
        return cls(part.id, part.put_away_at, part.put_away_by)

    @property
    def fingerprint(self) -> str:
        return fingerprint("put away", self.part, self.at, self.by)


@dataclass(frozen=True, slots=True)
class PartPutAway(Details):
    """``digest``: the ``fingerprint`` of which part, when and by whom."""

    action = "part-put-away"
    digest: str


@dataclass(frozen=True, slots=True)
class PartBroughtBack(Details):
    """What put it away before says nothing any more."""

    action = "part-brought-back"
