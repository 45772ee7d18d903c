"""The answers about suggestions (docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.domain.plan import SuggestionId
from server.domain.sight import Sight
from server.features.comments.answers import CommentAuthor, author_of

from .rules import Status, Suggestion


@dataclass(frozen=True, slots=True)
class SuggestionAnswer:
    id: SuggestionId
    author: CommentAuthor
    created_at: datetime
    field: str | None
    anchor: dict[str, object] | None
    quote: str
    replacement: str
    words_gone: bool
    """Made on words that do not stand in the text any more, and that the reader is not shown."""
    status: Status
    decided_at: datetime | None
    decided_by: CommentAuthor | None
    word: str

    @classmethod
    def of(cls, suggestion: Suggestion, sight: Sight, *, words_gone: bool = False) -> SuggestionAnswer:
        """As ``sight.me`` reads it. ``words_gone``: its words may repeat what they could never read."""
        by, anchor = suggestion.decided_by, suggestion.anchor
        return cls(
            id=suggestion.id,
            author=author_of(sight, suggestion.author),
            created_at=suggestion.created_at,
            field=suggestion.field,
            anchor=None if anchor is None or words_gone else dict(anchor),
            quote="" if words_gone else suggestion.quote,
            replacement="" if words_gone else suggestion.replacement,
            words_gone=words_gone,
            status=suggestion.status,
            decided_at=suggestion.decided_at,
            decided_by=None if by is None else author_of(sight, by),
            word="" if words_gone else suggestion.word,
        )
