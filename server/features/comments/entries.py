"""The access log's entries about comments; never their text.

``digest``: the comment's ``fingerprint`` after what was done.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import ABSENT, Absent, Details
from server.domain.plan import CommentId, ParticipantId


@dataclass(frozen=True, slots=True)
class CommentsRead(Details):
    action = "comments-read"


@dataclass(frozen=True, slots=True)
class CommentAdded(Details):
    action = "comment-added"
    comment: CommentId
    digest: str | Absent = ABSENT


@dataclass(frozen=True, slots=True)
class CommentResolved(Details):
    action = "comment-resolved"
    comment: CommentId
    digest: str | Absent = ABSENT


@dataclass(frozen=True, slots=True)
class CommentReopened(Details):
    action = "comment-reopened"
    comment: CommentId
    digest: str | Absent = ABSENT


@dataclass(frozen=True, slots=True)
class CommentEdited(Details):
    action = "comment-edited"
    comment: CommentId
    digest: str | Absent = ABSENT


@dataclass(frozen=True, slots=True)
class CommentRemoved(Details):
    """``author``: whose it was; by whom it was removed, says the entry itself."""

    action = "comment-removed"
    comment: CommentId
    author: ParticipantId
    digest: str | Absent = ABSENT
