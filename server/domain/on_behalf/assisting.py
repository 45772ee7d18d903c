"""Owners without a login of their own: the coordinator writes what the owner, beside them, says (decision
0050). Pure.

Such a session gives the right to say some things in the owner's name. It shows nothing that its coordinator
does not see without it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from server.domain.audit import fingerprint
from server.domain.plan import ParticipantId, PersonId, PlanId


class AssistedEnd(StrEnum):
    """What ended it before its time was over."""

    BY_HAND = "by-hand"
    LOGGED_OUT = "logged-out"
    """Whoever began it left the login it was begun in, whatever way."""
    OWNER_LOGGED_IN = "owner-logged-in"
    BEGUN_ANEW = "begun-anew"


@dataclass(frozen=True, slots=True)
class AssistedSession:
    """``begun_as``: a coordinator's participation. ``login``: the key of the one it was begun in, and of no
    other. ``text``: what they confirmed. ``read_at``: the owner has read what was done in it."""

    id: str
    plan: PlanId
    begun_by: PersonId
    begun_as: ParticipantId
    login: bytes
    begun_at: datetime
    ends_at: datetime
    text: str
    ended_at: datetime | None = None
    ending: AssistedEnd | None = None
    read_at: datetime | None = None

    @property
    def fingerprint(self) -> str:
        """What its newest entry in the access log witnesses: all but the login, which is nobody's later."""
        begun = (self.id, self.plan, self.begun_by, self.begun_as, self.begun_at, self.ends_at, self.text)
        return fingerprint("assisted session", *begun, self.ended_at, self.ending, self.read_at)

    def runs(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.ends_at

    def ended(self, at: datetime, ending: AssistedEnd) -> AssistedSession:
        return replace(self, ended_at=at, ending=ending)


@dataclass(frozen=True, slots=True)
class Assisting:
    """A request that says it is of an assisted session: its id, and the login the request came with."""

    session: str
    login: bytes
