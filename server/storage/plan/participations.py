"""Who takes part in a plan, begun and ended inside a caller's transaction, each with its entry in the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import Connection, insert, update

from server.domain.audit import Details, fingerprint
from server.domain.plan import Participant, ParticipantId, PersonId, PlanId
from server.storage.metadata import participants
from server.storage.rights import NOT_ENDED, PARTICIPANTS, as_participant


@dataclass(frozen=True, slots=True)
class ParticipationBegun(Details):
    """``role``: a token. Who it is stands in the row, which is sealed."""

    action = "participation-begun"
    participant: ParticipantId
    role: str


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


def taking_part(connection: Connection, plan: PlanId) -> list[Participant]:
    """Those whose participation nobody has ended."""
    asked = PARTICIPANTS.where(participants.c.plan_id == plan, NOT_ENDED)
    return [as_participant(row) for row in connection.execute(asked)]


def insert_participant(connection: Connection, participant: Participant) -> None:
    connection.execute(
        insert(participants).values(
            id=participant.id,
            plan_id=participant.plan,
            person_id=participant.person,
            role=participant.role,
            organisation=participant.organisation,
            until=participant.until,
            organisation_number=participant.organisation_number,
        )
    )


def store_ending(connection: Connection, gone: Participant) -> None:
    stored = {"ended_at": gone.ended_at, "ended_by": gone.ended_by, "ending": gone.ending}
    connection.execute(update(participants).where(participants.c.id == gone.id).values(stored))
