"""The tables of comments, and comments as rows of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, bindparam, not_, select

from server.storage.counts.day_counts import day_table
from server.storage.counts.open_threads import wrongly_counted
from server.storage.database.statements import Prepared
from server.storage.metadata import comments, parts

from .rules import Comment

comment_days = day_table("comment_days")

HIDDEN = Prepared(
    select(comments.c.id)
    .join(parts, parts.c.id == comments.c.part_id)
    .where(parts.c.plan_id == bindparam("plan"), not_(comments.c.listed), comments.c.removed_at.is_(None))
    .order_by(comments.c.id)
)


def wrong_marks(connection: Connection, plan: str) -> Iterator[str]:
    """Which comments nobody removed and nobody is shown, and which numbers of them are wrong."""
    for row in HIDDEN.rows(connection, {"plan": plan}):
        yield f"comment {row.id} is kept from the list, and was not removed"
    yield from wrongly_counted(connection, plan)


DONE = ("resolved_at", "resolved_by", "edited_at", "removed_at", "removed_by", "listed")
SAME = ("id", "created_at", "text", "reply_to", "quote", "written_by", "assisted", *DONE)
"""Columns that are called as the fields are."""


def as_row(comment: Comment) -> dict[str, object]:
    return {
        **{name: getattr(comment, name) for name in SAME},
        "part_id": comment.part,
        "author_id": comment.author,
        "anchor": None if comment.anchor is None else dict(comment.anchor),
        "size": comment.size,
    }


def as_comment(row: Row[Any]) -> Comment:
    return Comment(
        part=row.part_id,
        author=row.author_id,
        anchor=row.anchor,
        **{name: getattr(row, name) for name in SAME},
    )
