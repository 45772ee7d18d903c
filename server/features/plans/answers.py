"""The answers about plans: plain values with the names of docs/contract.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from server.domain.access import LevelName
from server.domain.own_list import Adding
from server.domain.plan import Area, Kind, ParticipantAnswer, ParticipantId, PartId, PlanId, Role


@dataclass(frozen=True, slots=True)
class PlanSummary:
    id: PlanId
    owner_name: str
    role: Role
    unanswered: int
    late: int


@dataclass(frozen=True, slots=True)
class Visibility:
    participant: ParticipantId
    level: LevelName


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """``title`` is empty where the kind gives it. ``position`` counts the parts in this answer, from 1.
    ``proposed``: whoever added it proposed it, and nothing was signed of it since."""

    id: PartId
    kind: Kind
    title: str
    area: Area | None
    responsible: ParticipantId | None
    level: LevelName
    document: str
    visible_to: tuple[Visibility, ...]
    position: int
    created_by: ParticipantId | None
    proposed: bool


@dataclass(frozen=True, slots=True)
class PutAwayPart(PartAnswer):
    """One that is put away. ``put_away_by``: ``None`` also for who is unknown to the reader."""

    put_away_at: datetime
    put_away_by: ParticipantId | None


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """One participant's own answer. ``version`` is a hash of all that follows it.

    ``roles``: in which this login may act here, the one it acts in among them. ``former``: who
    takes part no more, for the owner and the coordinator. ``put_away``: what is read and not written, and
    stands in no list. ``next_revision``: as the records of its case say, ahead of the field of the period.
    """

    id: PlanId
    epoch: str
    roles: tuple[Role, ...]
    version: str
    channel: str
    me: ParticipantId
    owner_name: str
    next_revision: date | None
    may_create: tuple[Kind, ...]
    adding: tuple[Adding, ...]
    may_sign: bool
    may_read_grants: bool
    participants: tuple[ParticipantAnswer, ...]
    former: tuple[ParticipantAnswer, ...]
    parts: tuple[PartAnswer, ...]
    put_away: tuple[PutAwayPart, ...]


@dataclass(frozen=True, slots=True)
class PlanCountsAnswer:
    coordinator_name: str | None
    participants: int
    parts: int
    measures: int
    goals: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OverviewAnswer:
    plans: tuple[PlanCountsAnswer, ...]
