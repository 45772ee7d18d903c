"""The answers about comments (docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.domain.plan import CommentId, ParticipantId, PartId, Role
from server.domain.sight import Sight

from .rules import Comment


@dataclass(frozen=True, slots=True)
class CommentAuthor:
    """Without ``id`` and ``role``: somebody the reader may not know of (rule 17)."""

    id: ParticipantId | None
    name: str
    role: Role | None


@dataclass(frozen=True, slots=True)
class OpenThreads:
    """How many threads of a part are not resolved; at least one."""

    part: PartId
    threads: int


@dataclass(frozen=True, slots=True)
class CommentAnswer:
    id: CommentId
    author: CommentAuthor
    created_at: datetime
    text: str
    reply_to: CommentId | None
    anchor: dict[str, object] | None
    quote: str
    quote_gone: bool
    """Made on words that do not stand in the text any more, and that the reader is not shown."""
    resolved_at: datetime | None
    resolved_by: ParticipantId | None
    edited_at: datetime | None
    removed_at: datetime | None
    removed_by: ParticipantId | None
    written_by: CommentAuthor | None
    """Who wrote down what the author said beside them."""

    @classmethod
    def of(cls, comment: Comment, sight: Sight, *, quote_gone: bool = False) -> CommentAnswer:
        """As ``sight.me`` reads it: a removed one without its words."""

        def named(who: ParticipantId | None) -> ParticipantId | None:
            return who if who is not None and sight.may_name(who) else None

        gone = comment.removed_at is not None
        return cls(
            id=comment.id,
            author=author_of(sight, comment.author),
            created_at=comment.created_at,
            text="" if gone else comment.text,
            reply_to=comment.reply_to,
            anchor=None if gone or comment.anchor is None else dict(comment.anchor),
            quote="" if gone else comment.quote,
            quote_gone=quote_gone and not gone,
            resolved_at=comment.resolved_at,
            resolved_by=named(comment.resolved_by),
            edited_at=comment.edited_at,
            removed_at=comment.removed_at,
            removed_by=named(comment.removed_by),
            written_by=None if comment.written_by is None else author_of(sight, comment.written_by),
        )


def author_of(sight: Sight, who: ParticipantId) -> CommentAuthor:
    if not sight.may_name(who):
        return CommentAuthor(None, "", None)
    author = sight.access.participants[who]
    return CommentAuthor(author.id, author.name, author.role)
