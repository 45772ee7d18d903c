"""Comments are stored in rows of their own, never in the document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from server.domain.audit import Event
from server.domain.errors import Invalid, NotFound
from server.domain.identity.principal import Principal
from server.domain.past_access import ReadersThen
from server.domain.plan import CommentId, PartId, PlanId
from server.domain.sight import Sight
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.counts.day_counts import count_act
from server.storage.counts.open_threads import begin_change, comment_changes, count_again, counts_in
from server.storage.database.database import Database
from server.storage.database.statements import Among, Prepared
from server.storage.database.told import may_be_an_id
from server.storage.decisions import signed_about, signed_about_part
from server.storage.metadata import Moment, comments
from server.storage.rights import Hold, sight_at, sight_in, write_as

from .rules import MOST_IN_PART, Comment, fitting, made_unread, marked, require_day, require_room
from .tables import as_comment, as_row, comment_days


@dataclass(frozen=True, slots=True)
class Page:
    """Oldest first. ``earlier``: some are before. ``unread``: made when who asks was not in ``readers``."""

    sight: Sight
    comments: list[Comment]
    earlier: bool
    unread: frozenset[CommentId]
    readers: ReadersThen


@dataclass(frozen=True, slots=True)
class StoredComment:
    """``change``: the number of this change among those of the part's comments; ``None``: nothing changed."""

    sight: Sight
    comment: Comment
    change: int | None


Add = Callable[[Sight], tuple[Comment, Event]]
Change = Callable[[Sight, Comment], tuple[Comment, Event] | None]
"""Both are called inside the transaction, with the rights read there; they raise to refuse."""
NOWHERE = PartId("")


class Comments:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def of_part(
        self, principal: Principal, part: PartId, before: CommentId | None = None, most: int = MOST_IN_PART
    ) -> Page:
        """The newest comments, or those ``before`` one, and the sight read in the same transaction.

        Raises ``NotFound``; ``Invalid`` if ``before`` is no comment of the part.
        """
        now = self._clock()

        def work(connection: Connection) -> Page:
            sight = sight_at(connection, part, principal, now)
            asked = sight.part(part)
            sizes, whole = NEWEST
            values: dict[str, object] = {"part": part, "most": most + 1}
            if before is not None:
                found = _of(part, _find(connection, before), "before")
                sizes, whole = BEFORE
                values |= {"at": found.created_at, "id": found.id}
            stored = [row.size for row in sizes.rows(connection, values)]
            number = fitting(stored, most)
            rows = whole.rows(connection, values | {"most": number})
            read = [as_comment(row) for row in reversed(rows)]
            unread = made_unread(sight.me, asked, signed_about(connection, sight.me.id, asked), read)
            readers = ReadersThen(sight.access, asked, signed_about_part(connection, asked) if unread else ())
            return Page(sight, read, number < len(stored), unread, readers)

        return await self._database.read(work)

    async def add(self, principal: Principal, part: PartId, add: Add) -> StoredComment:
        """Store a comment whose id is new.

        Raises ``NotFound``; ``Invalid`` for a reply to no comment of the same part; ``LimitReached``,
        ``TooManyRequests``; and what ``add`` raises.
        """

        def work(connection: Connection) -> StoredComment:
            now = self._clock()
            sight = sight_at(connection, part, principal, now, Hold.CHANGES)
            comment, event = add(sight)
            change = begin_change(connection, part, now)
            events = [event]
            if comment.reply_to is not None:
                _of(part, _find(connection, comment.reply_to), "reply_to")
                events += _reopened(connection, sight, comment.reply_to)
            INSERT.run_many(connection, [as_row(comment)])
            count_again(connection, part)
            require_room(sight.me, IN_PART.rows(connection, {"part": part}))
            require_day(count_act(connection, comment_days, principal.person, now), now)
            ledger.append(connection, events)
            return StoredComment(sight, comment, change)

        return await write_as(self._database, principal, work)

    async def change(
        self, principal: Principal, comment: CommentId, change: Change, *, of_thread: bool = False
    ) -> StoredComment:
        """Returns the comment after the change; unchanged if ``change`` returns ``None``. ``of_thread``: of a
        reply it is the first comment of its thread that is changed.

        Raises ``NotFound``, ``LimitReached``, ``TooManyRequests``, and what ``change`` raises.
        """

        def work(connection: Connection) -> StoredComment:
            now = self._clock()
            found = _find(connection, comment)
            # A comment that does not exist takes as long as one that is hidden.
            part = NOWHERE if found is None else found.part
            sight = sight_at(connection, part, principal, now, Hold.CHANGES)
            if found is None:
                raise NotFound
            if of_thread:
                found = _first_of_thread(connection, found)
            if change(sight, found) is None:
                return StoredComment(sight, found, None)
            number = begin_change(connection, part, now)
            # Only now: who replies to it holds the part's comments, and then waits for this one.
            found = _find(connection, found.id, held=True) or found
            changed = change(sight, found)
            if changed is None:
                return StoredComment(sight, found, None)
            after, event = changed
            _store(connection, after)
            if after.removed_at is not None and found.removed_at is None:
                _unlist(connection, found.id)
            else:
                require_day(count_act(connection, comment_days, principal.person, now), now)
            count_again(connection, part)
            if after.size > found.size:
                require_room(sight.me, IN_PART.rows(connection, {"part": part}))
            ledger.append(connection, [event])
            return StoredComment(sight, after, number)

        return await write_as(self._database, principal, work)

    async def open_threads(self, principal: Principal, plan: PlanId) -> Mapping[PartId, int]:
        """How many threads are not resolved in each part that ``principal`` may read, where there are any.

        Raises ``NotFound``.
        """
        now = self._clock()

        def work(connection: Connection) -> Mapping[PartId, int]:
            levels = sight_in(connection, plan, principal, now).levels
            counts = counts_in(connection, [plan]).subquery()
            opened = select(counts.c.part_id, func.sum(counts.c.open)).group_by(counts.c.part_id)
            return {part: int(number) for part, number in connection.execute(opened) if part in levels}

        return await self._database.read(work)

    async def changes(self, parts: Collection[PartId]) -> Mapping[PartId, tuple[int, datetime]]:
        """The number of the last change of each part's comments, and when; those without comments are not
        in it."""
        wanted = list(parts)
        return await self._database.read(
            lambda connection: {part: (n, at) for part, n, at in CHANGES.rows(connection, wanted)}
        )


def _of(part: PartId, found: Comment | None, name: str) -> Comment:
    if found is None or found.part != part or not found.listed:
        raise Invalid(f"{name}: no comment of this part")
    return found


def _first_of_thread(connection: Connection, found: Comment) -> Comment:
    """Raises ``NotFound`` for a reply that is no longer listed."""
    if not found.listed:
        raise NotFound
    return next(map(as_comment, FIRST_ABOVE.rows(connection, {"comment": found.id})), found)


def _store(connection: Connection, after: Comment) -> None:
    connection.execute(update(comments).where(comments.c.id == after.id).values(as_row(after)))


def _reopened(connection: Connection, sight: Sight, reply_to: CommentId) -> list[Event]:
    """Opens the thread that is replied to if it was resolved: nobody looks for an answer there."""
    events = []
    for above in map(as_comment, RESOLVED_ABOVE.rows(connection, {"comment": reply_to})):
        reopened = marked(sight, above, resolved=False)
        if reopened is not None:
            _store(connection, reopened[0])
            events.append(reopened[1])
    return events


def _unlist(connection: Connection, comment: CommentId) -> None:
    """Take a removed comment off the list unless replies to it are there; then also those it replied to."""
    unlisted, replies = list[CommentId](), 0
    for above in REPLIED_ABOVE.rows(connection, {"comment": comment}):
        if above.removed_at is None or above.replies > replies:
            break
        unlisted.append(above.id)
        replies = 1  # the one before it, which is listed until then
    if unlisted:
        connection.execute(update(comments).where(comments.c.id.in_(unlisted)).values(listed=False))


def _page(*where: Any) -> tuple[Prepared, Prepared]:
    """The sizes of the newest comments and the comments, newest first."""
    newest = (comments.c.created_at.desc(), comments.c.id.desc())
    chosen = and_(comments.c.part_id == bindparam("part"), comments.c.listed, *where)
    most = bindparam("most", type_=Integer)
    return (
        Prepared(select(comments.c.size).where(chosen).order_by(*newest).limit(most)),
        Prepared(select(comments).where(chosen).order_by(*newest).limit(most)),
    )


AT, ID = bindparam("at", type_=Moment), bindparam("id", type_=Text)
NEWEST = _page()
BEFORE = _page(or_(comments.c.created_at < AT, and_(comments.c.created_at == AT, comments.c.id < ID)))
IN_PART = Prepared(
    select(comments.c.author_id, func.count().label("number"), func.sum(comments.c.size).label("size"))
    .where(comments.c.part_id == bindparam("part"), comments.c.listed)
    .group_by(comments.c.author_id)
)
REPLIES = comments.alias("replies")


def _above(*columns: Any) -> Select[Any]:
    """Of a comment and those it replies to, nearest first: in one statement, for there may be hundreds."""
    at = select(comments.c.id, comments.c.reply_to, literal(0).label("steps"))
    above = at.where(comments.c.id == bindparam("comment")).cte("above", recursive=True)
    further = select(comments.c.id, comments.c.reply_to, above.c.steps + 1)
    above = above.union_all(further.join(above, comments.c.id == above.c.reply_to))
    return select(*columns).join(above, above.c.id == comments.c.id).order_by(above.c.steps)


FIRST_ABOVE = Prepared(_above(comments).where(comments.c.reply_to.is_(None)))
RESOLVED_ABOVE = Prepared(_above(comments).where(comments.c.resolved_at.is_not(None)))
REPLIED_ABOVE = Prepared(
    _above(
        comments.c.id,
        comments.c.removed_at,
        select(func.count())
        .where(REPLIES.c.reply_to == comments.c.id, REPLIES.c.listed)
        .scalar_subquery()
        .label("replies"),
    )
)
CHANGES = Among(
    select(comment_changes.c.part_id, comment_changes.c.number, comment_changes.c.changed_at),
    comment_changes.c.part_id,
)
INSERT = Prepared(insert(comments))


def _find(connection: Connection, comment: CommentId, *, held: bool = False) -> Comment | None:
    """``held``: locked until this transaction ends."""
    if not may_be_an_id(comment):
        return None
    wanted = select(comments).where(comments.c.id == comment)
    row = connection.execute(wanted.with_for_update() if held else wanted).one_or_none()
    return None if row is None else as_comment(row)
