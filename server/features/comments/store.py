"""Comments are stored in rows of their own, never in the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    Row,
    Table,
    Text,
    bindparam,
    insert,
    select,
    update,
)

from server.domain.audit import Event
from server.domain.errors import Invalid, NotFound
from server.domain.plan import CommentId, ParticipantId, PartId, PersonId
from server.domain.sight import Sight
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.database.database import Database
from server.storage.database.statements import Prepared
from server.storage.metadata import Moment, metadata
from server.storage.rights import Hold, may_be_an_id, sight_at

comments = Table(
    "comments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("part_id", ForeignKey("parts.id"), nullable=False, index=True),
    Column("author_id", ForeignKey("participants.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("text", Text, nullable=False),
    Column("reply_to", ForeignKey("comments.id")),
    Column("anchor", JSON(none_as_null=True)),
    Column("quote", Text, nullable=False),
    Column("resolved_at", Moment),
    Column("resolved_by", ForeignKey("participants.id")),
)


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment on a part. ``anchor`` is JSON of the page, opaque here; ``None``: on the whole part.

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


Add = Callable[[Sight], tuple[Comment, Event]]
Mark = Callable[[Sight, Comment], tuple[Comment, Event] | None]
"""Both are called inside the transaction, with the rights read there; they raise to refuse."""
NOWHERE = PartId("")


class Comments:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def of_part(self, person: PersonId, part: PartId) -> tuple[Sight, list[Comment]]:
        """Every comment, oldest first, and the sight read in the same transaction. Raises ``NotFound``."""
        now = self._clock()

        def work(connection: Connection) -> tuple[Sight, list[Comment]]:
            sight = sight_at(connection, part, person, now)
            sight.part(part)
            return sight, [_as_comment(row) for row in OF_PART.rows(connection, {"part": part})]

        return await self._database.read(work)

    async def add(self, person: PersonId, part: PartId, add: Add) -> tuple[Sight, Comment]:
        """Store a comment whose id is new.

        Raises ``NotFound``; ``Invalid`` for a reply to no comment of the same part; and what ``add`` raises.
        """

        def work(connection: Connection) -> tuple[Sight, Comment]:
            sight = sight_at(connection, part, person, self._clock(), Hold.CHANGES)
            comment, event = add(sight)
            if comment.reply_to is not None:
                answered = _find(connection, comment.reply_to)
                if answered is None or answered.part != comment.part:
                    raise Invalid("reply_to: no comment of this part")
            INSERT.run_many(connection, [_as_row(comment)])
            ledger.append(connection, [event])
            return sight, comment

        return await self._database.write(work)

    async def mark(self, person: PersonId, comment: CommentId, mark: Mark) -> tuple[Sight, Comment]:
        """Returns the comment after the change; unchanged if ``mark`` returns ``None``.

        Raises ``NotFound``, and what ``mark`` raises.
        """

        def work(connection: Connection) -> tuple[Sight, Comment]:
            found = _find(connection, comment, held=True)
            # A comment that does not exist takes as long as one that is hidden.
            part = NOWHERE if found is None else found.part
            sight = sight_at(connection, part, person, self._clock(), Hold.CHANGES)
            if found is None:
                raise NotFound
            marked = mark(sight, found)
            if marked is None:
                return sight, found
            after, event = marked
            values = {"resolved_at": after.resolved_at, "resolved_by": after.resolved_by}
            connection.execute(update(comments).where(comments.c.id == comment).values(values))
            ledger.append(connection, [event])
            return sight, after

        return await self._database.write(work)


OF_PART = Prepared(
    select(comments)
    .where(comments.c.part_id == bindparam("part"))
    .order_by(comments.c.created_at, comments.c.id)
)
INSERT = Prepared(insert(comments))


def _find(connection: Connection, comment: CommentId, *, held: bool = False) -> Comment | None:
    """``held``: locked until this transaction ends."""
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
