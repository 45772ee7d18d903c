"""The access log's entries about comments; never their text."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Action, Details
from server.domain.plan import CommentId


@dataclass(frozen=True, slots=True)
class CommentsRead(Details):
    action = Action.COMMENTS_READ


@dataclass(frozen=True, slots=True)
class CommentAdded(Details):
    action = Action.COMMENT_ADDED
    comment: CommentId


@dataclass(frozen=True, slots=True)
class CommentResolved(Details):
    action = Action.COMMENT_RESOLVED
    comment: CommentId


@dataclass(frozen=True, slots=True)
class CommentReopened(Details):
    action = Action.COMMENT_REOPENED
    comment: CommentId
