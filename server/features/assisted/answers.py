"""Assisted sessions, as the outside knows them (docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.domain.access import LevelName
from server.domain.plan import CommentId, Kind, ParticipantId, PartId


@dataclass(frozen=True, slots=True)
class RunningSession:
    """The one of this login. ``ends_in``: seconds."""

    id: str
    ends_in: int


@dataclass(frozen=True, slots=True)
class AssistedDecision:
    """``stands``: no later decision has overridden it."""

    at: datetime
    participant: ParticipantId
    part: PartId | None
    kind: Kind | None
    level: LevelName
    proposing: bool | None
    stands: bool
    text: str


@dataclass(frozen=True, slots=True)
class AssistedComment:
    at: datetime
    comment: CommentId
    part: PartId
    text: str


@dataclass(frozen=True, slots=True)
class AssistedDeclaration:
    """That the plan is valid; it stands."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class PastSession:
    """``ended_at``: when it did, or will at the latest. ``decisions``, ``comments``, ``declared``:
    for the owner, and not what is removed."""

    id: str
    by: str
    organisation: str
    begun_at: datetime
    ended_at: datetime
    over: bool
    text: str
    read: bool
    decisions: tuple[AssistedDecision, ...]
    comments: tuple[AssistedComment, ...]
    declared: tuple[AssistedDeclaration, ...]


@dataclass(frozen=True, slots=True)
class AssistedAnswer:
    """``text``: what is confirmed to begin one, "" for who may not. ``minutes``: how long it runs at most.
    ``sessions``: the newest, for the owner and representatives."""

    text: str
    minutes: int
    running: RunningSession | None
    sessions: tuple[PastSession, ...]
