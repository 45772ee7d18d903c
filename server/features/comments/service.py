"""Conversations beside the text: threads on words or on a whole part."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.domain.access import Level, PlanAccess
from server.domain.audit import Action
from server.domain.errors import Invalid, NotFound
from server.domain.plan import CommentId, ParticipantId, PartId, PersonId
from server.domain.sight import PlanSight
from server.features.comments.answers import CommentAnswer, CommentAuthor
from server.features.comments.store import Comment, Comments
from server.features.plans.places import Places
from server.ports.clock import Clock
from server.ports.live import Live
from server.ports.randomness import Chance
from server.storage.errors import NotInPlan
from server.storage.ledger import Ledger
from server.storage.plans import Plans

CHANGED = {"type": "comments-changed"}
ONE_READING = timedelta(minutes=15)
"""A page that is open reads the comments again and again; the log tells of that once in this time."""


@dataclass(frozen=True, slots=True)
class CommentWish:
    """``anchor`` is the page's own and opaque here; ``None`` speaks of the whole part."""

    text: str
    anchor: dict[str, object] | None = None
    quote: str = ""
    reply_to: CommentId | None = None


class Conversations:
    def __init__(
        self, comments: Comments, plans: Plans, ledger: Ledger, live: Live, clock: Clock, chance: Chance
    ) -> None:
        self._comments, self._ledger, self._live = comments, ledger, live
        self._clock, self._chance = clock, chance
        self._places = Places(plans, clock)
        self._readings = Readings()

    async def of_part(self, person: PersonId, part: PartId) -> tuple[CommentAnswer, ...]:
        """Every comment, oldest first. Raises ``NotFound``."""
        place, _ = await self._places.at_part(person, part)
        if self._readings.begins(place.me.id, part, place.now):
            await self._ledger.record([place.event(Action.COMMENTS_READ, part)])
            # Not before: until an entry is durable, nobody is answered on the strength of it. Where that
            # takes two who read at the same time, both write one.
            self._readings.logged(place.me.id, part, place.now)
        found = await self._comments.of_part(part)
        # Asked again: what was read may be newer than the right it was read under.
        place, _ = await self._places.at_part(person, part)
        return tuple(_answer(place.access, comment) for comment in found)

    async def add(self, person: PersonId, part: PartId, wish: CommentWish) -> CommentAnswer:
        """Raises ``NotFound``, ``Forbidden`` without comment, ``Invalid`` for a reply to nothing here."""
        place, _ = await self._places.at_part(person, part, Level.COMMENT)
        comment = Comment(
            id=CommentId(self._chance.id()),
            part=part,
            author=place.me.id,
            created_at=place.now,
            text=wish.text,
            reply_to=wish.reply_to,
            anchor=wish.anchor,
            quote=wish.quote,
        )
        event = place.event(Action.COMMENT_ADDED, part)
        try:
            await self._comments.add(comment, event, self._may_comment(person, part))
        except NotInPlan:
            raise Invalid("reply_to: no comment of this part") from None
        self._live.announce(place.access.plan.id, part, CHANGED)
        return _answer(place.access, comment)

    async def resolve(self, person: PersonId, comment: CommentId, *, resolved: bool) -> None:
        """Mark it done, or open it again. Raises ``NotFound``, ``Forbidden`` without comment."""
        found = await self._comments.comment(comment)
        part = found.part if found else PartId("")
        place, _ = await self._places.at_part(person, part, Level.COMMENT)
        action = Action.COMMENT_RESOLVED if resolved else Action.COMMENT_REOPENED
        event, allowed = place.event(action, part), self._may_comment(person, part)
        try:
            await self._comments.resolve(comment, place.me.id, place.now, event, allowed, resolved=resolved)
        except NotInPlan:
            raise NotFound from None
        self._live.announce(place.access.plan.id, part, CHANGED)

    def _may_comment(self, person: PersonId, part: PartId) -> Callable[[PlanAccess], None]:
        def allowed(access: PlanAccess) -> None:
            PlanSight(access, self._clock()).of_person(person).part(part, Level.COMMENT)

        return allowed


class Readings:
    """Who read the comments of what lately, bounded; what is forgotten is logged once more, never less."""

    def __init__(self, most: int = 10_000) -> None:
        self._since: OrderedDict[tuple[ParticipantId, PartId], datetime] = OrderedDict()
        self._most = most

    def begins(self, who: ParticipantId, part: PartId, now: datetime) -> bool:
        """Whether the log does not tell of this reading yet."""
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
