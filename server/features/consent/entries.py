"""The access log's entries about decisions and ends; the sentences stand in the rows themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from server.domain.access import Decision
from server.domain.audit import ABSENT, Absent, Details, fingerprint
from server.domain.plan import Participant, ParticipantId, PersonId


@dataclass(frozen=True, slots=True)
class DecisionSigned(Details):
    """``decision``: its number in the plan. What it is about is the entry's part, or ``kind`` (a token).

    ``level``: a token. ``until``: a moment as ISO 8601. Entries of a plan that was founded as a whole say
    neither ``kind`` nor ``until``, but where they are about ``proposing``: whether that is open. ``digest``:
    the decision's ``fingerprint``.
    """

    action = "decision-signed"
    decision: int
    participant: ParticipantId
    level: str
    kind: str | Absent | None = ABSENT
    until: str | Absent | None = ABSENT
    digest: str | Absent = ABSENT
    proposing: bool | Absent = ABSENT

    @classmethod
    def of(cls, decision: Decision) -> Self:
        return cls(
            decision=decision.number,
            participant=decision.participant,
            level=decision.level.token,
            kind=decision.kind.value if decision.kind else None,
            until=decision.until.isoformat() if decision.until else None,
            digest=decision.fingerprint,
            proposing=ABSENT if decision.proposing is None else decision.proposing,
        )


@dataclass(frozen=True, slots=True)
class SignedEnding:
    """What was signed when a participation was ended."""

    participant: ParticipantId
    by: PersonId | None
    at: datetime | None
    text: str

    @property
    def fingerprint(self) -> str:
        return fingerprint("ending", self.participant, self.by, self.at, self.text)


@dataclass(frozen=True, slots=True)
class ParticipationEnded(Details):
    """``digest``: the fingerprint of who, by whom, when, and the sentence that was signed."""

    action = "participation-ended"
    participant: ParticipantId
    digest: str

    @classmethod
    def of(cls, ended: Participant) -> Self:
        signed = SignedEnding(ended.id, ended.ended_by, ended.ended_at, ended.ending)
        return cls(ended.id, signed.fingerprint)


@dataclass(frozen=True, slots=True)
class NarrowingRead(Details):
    """The owner has read what decision 0017 took from creators; it is not shown again."""

    action = "narrowing-read"
