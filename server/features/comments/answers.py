"""The answers about comments (docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.domain.plan import CommentId, ParticipantId, Role


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
