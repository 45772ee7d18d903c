"""A comment comes out of its row as it went in."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from server.domain.plan import CommentId, ParticipantId
from server.features.comments.rules import Comment
from server.features.comments.tables import as_comment, as_row
from server.storage.metadata import comments
from tests.acceptance.founding import NOW, READING_HELP, SCHOOL_PLACE

BARE = Comment(CommentId("bare"), READING_HELP, SCHOOL_PLACE, NOW, "Hei")
FULL = replace(
    BARE,
    reply_to=CommentId("first"),
    anchor={"start": "AQ=="},
    quote="ord",
    resolved_at=NOW,
    resolved_by=ParticipantId("me"),
    edited_at=NOW,
    removed_at=NOW,
    removed_by=SCHOOL_PLACE,
    listed=False,
)


def test_every_field_has_its_column() -> None:
    for comment in (BARE, FULL):
        row = as_row(comment) | {"author_id": comment.author}
        assert row.keys() == {column.name for column in comments.columns}
        assert as_comment(cast(Any, SimpleNamespace(**row))) == comment
