"""What the services answer: plain values with the names the outside knows (docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from server.domain.access import Level
from server.domain.plan import Area, CommentId, Kind, ParticipantId, PartId, PlanId, Role

LevelName = Literal["none", "read", "comment", "edit"]


def named_level(level: Level) -> LevelName:
    return cast(LevelName, level.token)


@dataclass(frozen=True, slots=True)
class PlanSummary:
    id: PlanId
    owner_name: str
    role: Role


@dataclass(frozen=True, slots=True)
class ParticipantAnswer:
    id: ParticipantId
    name: str
    role: Role
    organisation: str


@dataclass(frozen=True, slots=True)
class Visibility:
    participant: ParticipantId
    level: LevelName


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """``title`` is empty where the kind gives it. ``position`` counts the parts in this answer, from 1."""

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


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """One participant's own answer. ``version`` is a hash of all that follows it."""

    id: PlanId
    epoch: str
    version: str
    channel: str
    me: ParticipantId
    owner_name: str
    may_create: tuple[Kind, ...]
    may_sign: bool
    may_read_grants: bool
    participants: tuple[ParticipantAnswer, ...]
    parts: tuple[PartAnswer, ...]


@dataclass(frozen=True, slots=True)
class NewPartAnswer:
    id: PartId
    document: str


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


@dataclass(frozen=True, slots=True)
class GrantedPart:
    id: PartId
    kind: Kind
    title: str
    area: Area | None
    responsible: ParticipantId | None


@dataclass(frozen=True, slots=True)
class GrantCell:
    participant: ParticipantId
    part: PartId
    level: LevelName
    proposed: LevelName
    until: datetime | None
    signed_at: datetime | None
    source: Literal["part", "kind", "creator", "none"]


@dataclass(frozen=True, slots=True)
class GrantedKind:
    participant: ParticipantId
    kind: Kind
    level: LevelName
    until: datetime | None


@dataclass(frozen=True, slots=True)
class DecisionAnswer:
    """A signed decision, as it stands in the record; ``signed_by`` is the signer's name."""

    number: int
    participant: ParticipantId
    part: PartId | None
    kind: Kind | None
    level: LevelName
    until: datetime | None
    purpose: str
    text: str
    signed_by: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class GrantsAnswer:
    participants: tuple[ParticipantAnswer, ...]
    parts: tuple[GrantedPart, ...]
    cells: tuple[GrantCell, ...]
    kinds: tuple[GrantedKind, ...]
    decisions: tuple[DecisionAnswer, ...]


@dataclass(frozen=True, slots=True)
class CommentAuthor:
    id: ParticipantId
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class CommentAnswer:
    id: CommentId
    author: CommentAuthor
    created_at: datetime
    text: str
    reply_to: CommentId | None
    anchor: dict[str, object] | None
    quote: str
    resolved_at: datetime | None
    resolved_by: ParticipantId | None
