"""Comments: rows beside the document, never in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from server.domain.audit import Event
from server.domain.plan import CommentId, ParticipantId, PartId
from server.storage import ledger
from server.storage.database.database import Database
from server.storage.errors import NotInPlan
from server.storage.metadata import comments
from server.storage.rights import Allowed, may_be_an_id, require_access, require_plan_of


@dataclass(frozen=True, slots=True)
class Comment:
    """One remark on a part. ``anchor`` is the page's own JSON, opaque here; ``None``: on the whole part.

    ``reply_to`` is a comment of the same part. ``resolved_at`` and ``resolved_by`` are set together.
    """

    id: CommentId
    part: PartId
    author: ParticipantId
    created_at: datetime
    text: str
    reply_to: CommentId | None = None
    anchor: Mapping[str, object] | None = None
    quote: str = ""
    resolved_at: datetime | None = None
    resolved_by: ParticipantId | None = None


class Comments:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def comment(self, comment: CommentId) -> Comment | None:
        return await self._database.read(lambda connection: _find(connection, comment))

    async def of_part(self, part: PartId) -> list[Comment]:
        """Every comment of the part, oldest first; empty if there is no such part."""
        wanted = (
            select(comments).where(comments.c.part_id == part).order_by(comments.c.created_at, comments.c.id)
        )
        return await self._database.read(lambda connection: [*map(_as_comment, connection.execute(wanted))])

    async def add(self, comment: Comment, event: Event, allowed: Allowed) -> Comment:
        """Store a comment whose id is new. ``NotInPlan``: no such part, author or comment to reply to."""

        def work(connection: Connection) -> Comment:
            access = require_access(connection, require_plan_of(connection, comment.part), allowed)
            if comment.author not in access.participants:
                raise NotInPlan(comment.author)
            if comment.reply_to is not None:
                answered = _find(connection, comment.reply_to)
                if answered is None or answered.part != comment.part:
                    raise NotInPlan(comment.reply_to)
            connection.execute(insert(comments).values(_as_row(comment)))
            ledger.append(connection, [replace(event, details={**event.details, "comment": comment.id})])
            return comment

        return await self._database.write(work)

    async def resolve(
        self,
        comment: CommentId,
        by: ParticipantId,
        at: datetime,
        event: Event,
        allowed: Allowed,
        *,
        resolved: bool = True,
    ) -> Comment:
        """Mark it done, or open it again. Repeating changes nothing and logs nothing.

        Returns the comment as it then stands. ``NotInPlan``: no such comment.
        """

        def work(connection: Connection) -> Comment:
            found = _find(connection, comment, held=True)
            if found is None:
                raise NotInPlan(comment)
            require_access(connection, require_plan_of(connection, found.part), allowed)
            if (found.resolved_at is not None) == resolved:
                return found
            mark = (at, by) if resolved else (None, None)
            connection.execute(
                update(comments)
                .where(comments.c.id == comment)
                .values(resolved_at=mark[0], resolved_by=mark[1])
            )
            ledger.append(connection, [replace(event, details={**event.details, "comment": comment})])
            return replace(found, resolved_at=mark[0], resolved_by=mark[1])

        return await self._database.write(work)


def _find(connection: Connection, comment: CommentId, *, held: bool = False) -> Comment | None:
    """``held``: nobody else changes it until this transaction ends."""
    if not may_be_an_id(comment):
        return None
    wanted = select(comments).where(comments.c.id == comment)
    row = connection.execute(wanted.with_for_update() if held else wanted).one_or_none()
    return None if row is None else _as_comment(row)


def _as_row(comment: Comment) -> dict[str, object]:
    return {
        "id": comment.id,
        "part_id": comment.part,
        "author_id": comment.author,
        "created_at": comment.created_at,
        "text": comment.text,
        "reply_to": comment.reply_to,
        "anchor": None if comment.anchor is None else dict(comment.anchor),
        "quote": comment.quote,
        "resolved_at": comment.resolved_at,
        "resolved_by": comment.resolved_by,
    }


def _as_comment(row: Row[Any]) -> Comment:
    return Comment(
        id=row.id,
        part=row.part_id,
        author=row.author_id,
        created_at=row.created_at,
        text=row.text,
        reply_to=row.reply_to,
        anchor=row.anchor,
        quote=row.quote,
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by,
    )
