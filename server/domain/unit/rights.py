"""What somebody may do for the coordinating unit of one municipality (rule 15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from server.domain.audit import fingerprint
from server.domain.plan import PersonId

MunicipalityId = NewType("MunicipalityId", str)
UnitRightId = NewType("UnitRightId", str)


class UnitRight(StrEnum):
    """A person may hold several. None of them shows a word of any plan."""

    CASE_HANDLER = "case-handler"  # reports of need and cases, settings and texts
    STATISTICS = "statistics"  # counts alone
    LEADER = "leader"  # of a service: whether somebody there may coordinate


COUNTING = frozenset({UnitRight.CASE_HANDLER, UnitRight.STATISTICS})
"""Each of them sees the counts of the municipality's plans."""


@dataclass(frozen=True, slots=True)
class HeldRight:
    """``workplace``: the service that a leader leads; "" for the other rights.

    ``given_by``: ``None`` for a right that was carried over from a release before rights per municipality.

    ``ended_at`` and ``ended_by`` are set together, once: who is given the right again gets another one.
    """

    id: UnitRightId
    municipality: MunicipalityId
    person: PersonId
    right: UnitRight
    given_at: datetime
    given_by: PersonId | None = None
    ended_at: datetime | None = None
    ended_by: PersonId | None = None
    workplace: str = ""

    def __post_init__(self) -> None:
        if (self.right is UnitRight.LEADER) != bool(self.workplace.strip()):
            raise ValueError("a leader leads a service, and nobody else does")

    @property
    def fingerprint(self) -> str:
        """What entries of the access log vouch for it by."""
        said = (self.id, self.municipality, self.person, self.right, self.given_by, self.given_at)
        led = (self.workplace,) if self.workplace else ()
        return fingerprint(*said, *led, *((self.ended_by, self.ended_at) if self.ended_at else ()))
