"""Comments beside the text: threads on words or on a whole part."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from server.concurrency import in_slices
from server.domain.audit import ONE_READING, Event
from server.domain.identity.principal import Principal
from server.domain.plan import CommentId, ParticipantId, PartId, PlanId
from server.domain.sight import Sight
from server.ports.live import Live
from server.ports.randomness import Chance
from server.ports.texts import PartTexts, Words
from server.storage.ledger import Ledger

from .answers import CommentAnswer, OpenThreads
from .entries import CommentAdded, CommentsRead
from .lateness import Looking, Readers, dated
from .rules import (
    MOST_IN_PART,
    Comment,
    author_in,
    edited,
    marked,
    removed,
    require_commenting,
    standing,
)
from .store import Add, Change, Comments, Page, StoredComment


@dataclass(frozen=True, slots=True)
class CommentWish:
    """``anchor`` is made and read by the page; ``None``: on the whole part."""

    text: str
    anchor: Mapping[str, object] | None = None
    quote: str = ""
    reply_to: CommentId | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The newest ``most`` comments, or those before ``before``."""

    before: CommentId | None = None
    most: int = MOST_IN_PART


@dataclass(frozen=True, slots=True)
class CommentPage:
    """Oldest first. ``earlier``: there are some before them."""

    comments: tuple[CommentAnswer, ...]
    earlier: bool


class Conversations:
    def __init__(
        self,
        comments: Comments,
        ledger: Ledger,
        live: Live,
        texts: PartTexts,
        looking: Looking,
        chance: Chance,
    ) -> None:
        self._comments, self._ledger, self._live = comments, ledger, live
        self._texts, self._looking, self._chance = texts, looking, chance
        self._readings = Readings()
        self._reading = asyncio.Lock()
        """One at a time: rows become objects in a thread, and beside several such threads the event loop
        waits for its turn at the interpreter, for tens of milliseconds (measured)."""

    async def of_part(self, principal: Principal, part: PartId, wanted: Wanted = Wanted()) -> CommentPage:
        """Raises ``NotFound``; ``Invalid`` where ``wanted`` begins at no comment of the part."""
        page = await self._logged(principal, part, wanted)
        words = None
        if page.unread:
            words = await self._texts.words(part)
            # Read again: the right may have ended meanwhile.
            page = await self._logged(principal, part, wanted)
        return CommentPage(tuple(await in_slices(_answers(page, words))), page.earlier)

    async def _logged(self, principal: Principal, part: PartId, wanted: Wanted) -> Page:
        """The comments, once it is in the log durably that they are read."""
        while True:
            async with self._reading:
                page = await self._comments.of_part(principal, part, wanted.before, wanted.most)
            me, now = page.sight.me.id, page.sight.now
            newest = _newest_of_others(page.comments, me)
            if not self._readings.begins(me, part, now, newest):
                return page
            await self._ledger.record([page.sight.event(CommentsRead(), part)])
            # Not before. Two concurrent reads write one each. Then read again: the right may have ended.
            self._readings.logged(me, part, now, newest)

    async def open_threads(self, principal: Principal, plan: PlanId) -> tuple[OpenThreads, ...]:
        """Numbers and no words, so it is no reading. Raises ``NotFound``."""
        found = await self._comments.open_threads(principal, plan)
        return tuple(OpenThreads(part, number) for part, number in found.items())

    async def add(self, principal: Principal, part: PartId, wish: CommentWish) -> CommentAnswer:
        """Raises ``NotFound``, ``Forbidden`` without comment, ``Invalid`` for a reply to no comment here,
        ``LimitReached``, ``TooManyRequests``."""
        if wish.anchor is None:
            return self._announced(await self._comments.add(principal, part, self._adding(part, wish)))

        async def looked(readers: Readers) -> StoredComment:
            anchor = dated(wish.anchor or {}, wish.quote, await self._texts.words(part))
            adding = self._adding(part, replace(wish, anchor=anchor), readers)
            return await self._comments.add(principal, part, adding)

        may = partial(require_commenting, part=part)
        return self._announced(await self._looking.storing(principal, part, may, looked))

    def _adding(self, part: PartId, wish: CommentWish, readers: Readers | None = None) -> Add:
        comment_id = CommentId(self._chance.id())

        def added(sight: Sight) -> tuple[Comment, Event]:
            require_commenting(sight, part)
            if readers is not None:
                readers.require_same(sight)
            session = sight.assisting
            comment = Comment(
                id=comment_id,
                part=part,
                author=author_in(sight),
                created_at=sight.now,
                text=wish.text,
                reply_to=wish.reply_to,
                anchor=wish.anchor,
                quote=wish.quote,
                written_by=None if session is None else sight.me.id,
                assisted=None if session is None else session.id,
            )
            return comment, sight.event(CommentAdded(comment_id, comment.fingerprint), part)

        return added

    async def edit(self, principal: Principal, comment: CommentId, text: str) -> CommentAnswer:
        """Only by its author. Raises ``NotFound``, ``Forbidden``, ``LimitReached``, ``TooManyRequests``."""
        return await self._change(principal, comment, lambda sight, found: edited(sight, found, text))

    async def remove(self, principal: Principal, comment: CommentId) -> None:
        """By those whom ``rules.removed`` names. A repetition changes nothing.

        Raises ``NotFound``, ``Forbidden``.
        """
        await self._change(principal, comment, removed)

    async def resolve(self, principal: Principal, comment: CommentId, *, resolved: bool) -> None:
        """Resolve the thread of a comment, or reopen it. A repetition changes nothing and logs nothing.

        Raises ``NotFound``, ``Forbidden`` without comment, ``TooManyRequests``.
        """

        def change(sight: Sight, found: Comment) -> tuple[Comment, Event] | None:
            return marked(sight, found, resolved=resolved)

        # A reply is shown with its thread, which alone is open or resolved.
        self._announced(await self._comments.change(principal, comment, change, of_thread=True))

    async def _change(self, principal: Principal, comment: CommentId, change: Change) -> CommentAnswer:
        return self._announced(await self._comments.change(principal, comment, change))

    def _announced(self, stored: StoredComment) -> CommentAnswer:
        sight, comment = stored.sight, stored.comment
        if stored.change is not None:
            self._live.comments_changed(sight.access.plan.id, comment.part, stored.change)
        return CommentAnswer.of(comment, sight)


AT_ONCE, UNREAD_AT_ONCE = 100, 5
"""Comments answered without yielding; of an unread one it is asked whose its letters are, and what they could
read then."""


def _answers(page: Page, words: Words | None) -> Generator[None, None, list[CommentAnswer]]:
    shown: list[CommentAnswer] = []
    for number, comment in enumerate(page.comments, 1):
        unread = comment.id in page.unread
        seen = standing(comment, words, page.readers) if unread else comment
        shown.append(CommentAnswer.of(seen, page.sight, quote_gone=seen.quote != comment.quote))
        if number % (UNREAD_AT_ONCE if unread else AT_ONCE) == 0:
            yield
    return shown


BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def _newest_of_others(comments: Sequence[Comment], me: ParticipantId) -> datetime:
    """When the newest words were written that are not of ``me``."""
    written = [each.edited_at or each.created_at for each in comments if each.author != me]
    return max(written, default=BEFORE_ALL)


class Readings:
    """Recently logged readings of comments, bounded; an evicted one is logged again, never omitted."""

    def __init__(self, most: int = 10_000) -> None:
        self._last: OrderedDict[tuple[ParticipantId, PartId], tuple[datetime, datetime]] = OrderedDict()
        """When it was logged, and when the newest words in it were written."""
        self._most = most

    def begins(self, who: ParticipantId, part: PartId, now: datetime, newest: datetime = BEFORE_ALL) -> bool:
        """Whether this reading is not in the log yet: the last is long ago, or did not have all of it."""
        since, had = self._last.get((who, part), (BEFORE_ALL, BEFORE_ALL))
        return now - since >= ONE_READING or newest > had

    def logged(self, who: ParticipantId, part: PartId, now: datetime, newest: datetime = BEFORE_ALL) -> None:
        """The reading that begins at ``now`` is in the log, durably."""
        self._last[(who, part)] = (now, newest)
        self._last.move_to_end((who, part))
        if len(self._last) > self._most:
            self._last.popitem(last=False)
