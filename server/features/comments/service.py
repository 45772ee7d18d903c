"""Comments beside the text: threads on words or on a whole part."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from server.domain.access import Level, PlanAccess
from server.domain.audit import Event
from server.domain.plan import CommentId, ParticipantId, PartId, PersonId
from server.domain.sight import Sight
from server.ports.live import Live, Notice
from server.ports.randomness import Chance
from server.storage.ledger import Ledger

from .answers import CommentAnswer, CommentAuthor
from .entries import CommentAdded, CommentReopened, CommentResolved, CommentsRead
from .store import Comment, Comments

CHANGED = {"type": Notice.COMMENTS_CHANGED}
ONE_READING = timedelta(minutes=15)
"""An open page rereads the comments often; that is logged once in this time."""


@dataclass(frozen=True, slots=True)
class CommentWish:
    """``anchor`` is defined by the page and opaque here; ``None``: on the whole part."""

    text: str
    anchor: dict[str, object] | None = None
    quote: str = ""
    reply_to: CommentId | None = None


class Conversations:
    def __init__(self, comments: Comments, ledger: Ledger, live: Live, chance: Chance) -> None:
        self._comments, self._ledger, self._live, self._chance = comments, ledger, live, chance
        self._readings = Readings()

    async def of_part(self, person: PersonId, part: PartId) -> tuple[CommentAnswer, ...]:
        """Every comment, oldest first. Raises ``NotFound``."""
        sight, found = await self._comments.of_part(person, part)
        if self._readings.begins(sight.me.id, part, sight.now):
            await self._ledger.record([sight.event(CommentsRead(), part)])
            # Not before: an answer may rely only on a durable entry. Two concurrent reads write one each.
            self._readings.logged(sight.me.id, part, sight.now)
            # Read again: the right may have ended while the entry was written.
            sight, found = await self._comments.of_part(person, part)
        return tuple(_answer(sight.access, comment) for comment in found)

    async def add(self, person: PersonId, part: PartId, wish: CommentWish) -> CommentAnswer:
        """Raises ``NotFound``, ``Forbidden`` without comment, ``Invalid`` for a reply to no comment here."""
        comment_id = CommentId(self._chance.id())

        def added(sight: Sight) -> tuple[Comment, Event]:
            sight.part(part, Level.COMMENT)
            comment = Comment(
                id=comment_id,
                part=part,
                author=sight.me.id,
                created_at=sight.now,
                text=wish.text,
                reply_to=wish.reply_to,
                anchor=wish.anchor,
                quote=wish.quote,
            )
            return comment, sight.event(CommentAdded(comment_id), part)

        sight, comment = await self._comments.add(person, part, added)
        self._live.announce(sight.access.plan.id, part, CHANGED)
        return _answer(sight.access, comment)

    async def resolve(self, person: PersonId, comment: CommentId, *, resolved: bool) -> None:
        """Resolve a comment, or reopen it. A repetition changes nothing and logs nothing.

        Raises ``NotFound``, ``Forbidden`` without comment.
        """

        def mark(sight: Sight, found: Comment) -> tuple[Comment, Event] | None:
            sight.part(found.part, Level.COMMENT)
            return marked(sight, found, resolved=resolved)

        sight, found = await self._comments.mark(person, comment, mark)
        self._live.announce(sight.access.plan.id, found.part, CHANGED)


def marked(sight: Sight, comment: Comment, *, resolved: bool) -> tuple[Comment, Event] | None:
    """The comment resolved now or reopened, with its event; ``None``: it is in that state already."""
    if (comment.resolved_at is not None) == resolved:
        return None
    at, by = (sight.now, sight.me.id) if resolved else (None, None)
    details = CommentResolved(comment.id) if resolved else CommentReopened(comment.id)
    event = sight.event(details, comment.part)
    return replace(comment, resolved_at=at, resolved_by=by), event


class Readings:
    """Recently logged readings of comments, bounded; an evicted one is logged again, never omitted."""

    def __init__(self, most: int = 10_000) -> None:
        self._since: OrderedDict[tuple[ParticipantId, PartId], datetime] = OrderedDict()
        self._most = most

    def begins(self, who: ParticipantId, part: PartId, now: datetime) -> bool:
        """Whether this reading is not in the log yet."""
        since = self._since.get((who, part))
        return since is None or now - since >= ONE_READING

    def logged(self, who: ParticipantId, part: PartId, now: datetime) -> None:
        """The reading that begins at ``now`` is in the log, durably."""
        self._since[(who, part)] = now
        self._since.move_to_end((who, part))
        if len(self._since) > self._most:
            self._since.popitem(last=False)


def _answer(access: PlanAccess, comment: Comment) -> CommentAnswer:
    author = access.participants[comment.author]
    return CommentAnswer(
        id=comment.id,
        author=CommentAuthor(author.id, author.name, author.role),
        created_at=comment.created_at,
        text=comment.text,
        reply_to=comment.reply_to,
        anchor=None if comment.anchor is None else dict(comment.anchor),
        quote=comment.quote,
        resolved_at=comment.resolved_at,
        resolved_by=comment.resolved_by,
    )
