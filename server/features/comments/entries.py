"""What the access log says of comments; never their text."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Details
from server.domain.plan import CommentId


@dataclass(frozen=True, slots=True)
class CommentsRead(Details):
    action = "comments-read"


@dataclass(frozen=True, slots=True)
class CommentAdded(Details):
    action = "comment-added"
    comment: CommentId


@dataclass(frozen=True, slots=True)
class CommentResolved(Details):
    action = "comment-resolved"
    comment: CommentId


@dataclass(frozen=True, slots=True)
class CommentReopened(Details):
    action = "comment-reopened"
    comment: CommentId
