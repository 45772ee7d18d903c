"""Suggestions are stored in rows of their own, and accepted in the transaction that stores their words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, union_all, update

from server.domain.audit import Event
from server.domain.errors import NotFound
from server.domain.identity.principal import Principal
from server.domain.past_access import ReadersThen
from server.domain.plan import CommentId, PartId, SuggestionId
from server.domain.sight import Sight
from server.features.comments.rules import made_unread, require_day
from server.features.comments.tables import comment_days
from server.ports.clock import Clock
from server.ports.writing import Beside
from server.storage import ledger
from server.storage.counts.day_counts import count_act
from server.storage.counts.open_threads import begin_change, count_again
from server.storage.database.database import Database
from server.storage.database.statements import Prepared
from server.storage.database.told import may_be_an_id
from server.storage.decisions import signed_about, signed_about_part
from server.storage.rights import Hold, sight_at, write_as

from .rules import (
    LATEST_DECIDED,
    MOST_OPEN,
    SHOWN_WHEN_DECIDED,
    Status,
    Suggestion,
    accepted,
    require_room,
)
from .tables import as_row, as_suggestion, suggestions

Add = Callable[[Sight], tuple[Suggestion, Event]]
Change = Callable[[Sight, Suggestion], tuple[Suggestion, Event] | None]
"""Both are called inside the transaction, with the rights read there; they raise to refuse."""
NOWHERE = PartId("")


@dataclass(frozen=True, slots=True)
class SuggestionPage:
    """Oldest first. ``unread``: made when who asks was not among ``readers``."""

    sight: Sight
    suggestions: list[Suggestion]
    unread: frozenset[CommentId]
    readers: ReadersThen


@dataclass(frozen=True, slots=True)
class StoredSuggestion:
    """``change``: the number of this change among those beside the part; ``None``: nothing changed."""

    sight: Sight
    suggestion: Suggestion
    change: int | None


class SuggestionStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def of_part(self, principal: Principal, part: PartId) -> SuggestionPage:
        """The open suggestions and the latest decided ones, and the sight of the same transaction.

        Raises ``NotFound``.
        """
        now = self._clock()

        def work(connection: Connection) -> SuggestionPage:
            sight = sight_at(connection, part, principal, now)
            sight.part(part)
            asked = {"part": part}
            rows = [*OPEN_IN.rows(connection, asked), *DECIDED_IN.rows(connection, asked)]
            found = sorted(map(as_suggestion, rows), key=lambda each: (each.created_at, each.id))
            return _page(connection, sight, part, found)

        return await self._database.read(work)

    async def one(self, principal: Principal, suggestion: SuggestionId) -> SuggestionPage:
        """As ``of_part``, with this one alone. Raises ``NotFound``."""
        now = self._clock()

        def work(connection: Connection) -> SuggestionPage:
            found = _find(connection, suggestion)
            # One that does not exist takes as long as one that is hidden.
            part = NOWHERE if found is None else found.part
            sight = sight_at(connection, part, principal, now)
            sight.part(part)
            return _page(connection, sight, part, [] if found is None else [found])

        return await self._database.read(work)

    async def add(self, principal: Principal, part: PartId, add: Add) -> StoredSuggestion:
        """Store a suggestion whose id is new.

        Raises ``NotFound``, ``LimitReached``, ``TooManyRequests``; and what ``add`` raises.
        """

        def work(connection: Connection) -> StoredSuggestion:
            now = self._clock()
            sight = sight_at(connection, part, principal, now, Hold.CHANGES)
            suggestion, event = add(sight)
            number = _begin(connection, principal, part, now)
            INSERT.run_many(connection, [as_row(suggestion)])
            require_room(sight.me, HELD.rows(connection, {"part": part}))
            ledger.append(connection, [event])
            return StoredSuggestion(sight, suggestion, number)

        return await write_as(self._database, principal, work)

    async def change(
        self, principal: Principal, suggestion: SuggestionId, change: Change
    ) -> StoredSuggestion:
        """Returns it after the change; unchanged if ``change`` returns ``None``.

        Raises ``NotFound``, ``TooManyRequests``, and what ``change`` raises.
        """

        def work(connection: Connection) -> StoredSuggestion:
            now = self._clock()
            found = _find(connection, suggestion)
            part = NOWHERE if found is None else found.part
            sight = sight_at(connection, part, principal, now, Hold.CHANGES)
            if found is None:
                raise NotFound
            if change(sight, found) is None:
                return StoredSuggestion(sight, found, None)
            return _changed(connection, principal, sight, found.id, change)

        return await write_as(self._database, principal, work)

    def accepting(
        self, principal: Principal, suggestion: Suggestion, stored: Callable[[StoredSuggestion], None]
    ) -> Beside:
        """Accepts it in the transaction of its words; ``stored`` is called with it in each attempt.

        What it returns raises ``NotFound``, ``Forbidden`` without edit, ``Outdated`` if it is not open,
        ``TooManyRequests``.
        """

        def beside(connection: Connection, now: datetime) -> None:
            sight = sight_at(connection, suggestion.part, principal, now, Hold.CHANGES)
            stored(_changed(connection, principal, sight, suggestion.id, accepted))

        return beside


def _page(connection: Connection, sight: Sight, part: PartId, found: list[Suggestion]) -> SuggestionPage:
    asked = sight.access.parts[part]
    signed = signed_about(connection, sight.me.id, asked)
    unread = made_unread(sight.me, asked, signed, [each.quoted for each in found])
    readers = ReadersThen(sight.access, asked, signed_about_part(connection, asked) if unread else ())
    return SuggestionPage(sight, found, unread, readers)


def _changed(
    connection: Connection, principal: Principal, sight: Sight, suggestion: SuggestionId, change: Change
) -> StoredSuggestion:
    """Held from here on: of two who decide about it at once, the second finds that it is decided."""
    found = _find(connection, suggestion, held=True)
    if found is None:
        raise NotFound
    changed = change(sight, found)
    if changed is None:
        return StoredSuggestion(sight, found, None)
    after, event = changed
    number = _begin(connection, principal, found.part, sight.now)
    connection.execute(update(suggestions).where(suggestions.c.id == after.id).values(as_row(after)))
    ledger.append(connection, [event])
    return StoredSuggestion(sight, after, number)


def _begin(connection: Connection, principal: Principal, part: PartId, now: datetime) -> int:
    """One more change beside the part, which pages and other processes are told of as of its comments."""
    number = begin_change(connection, part, now)
    count_again(connection, part)
    require_day(count_act(connection, comment_days, principal.person, now), now)
    return number


def _find(connection: Connection, suggestion: SuggestionId, *, held: bool = False) -> Suggestion | None:
    """``held``: locked until this transaction ends."""
    if not may_be_an_id(suggestion):
        return None
    wanted = select(suggestions).where(suggestions.c.id == suggestion)
    row = connection.execute(wanted.with_for_update() if held else wanted).one_or_none()
    return None if row is None else as_suggestion(row)


def _in_part(*where: Any) -> Any:
    return select(suggestions).where(suggestions.c.part_id == bindparam("part"), *where)


def _latest(status: Status) -> Any:
    """Each by itself: of two states at once no index has the latest."""
    one = _in_part(suggestions.c.status == status.value).order_by(*LATEST_FIRST).limit(LATEST_DECIDED)
    return select(one.subquery())


LATEST_FIRST = suggestions.c.decided_at.desc(), suggestions.c.id.desc()
IS_OPEN = suggestions.c.status == Status.OPEN.value
OPEN_IN = Prepared(
    _in_part(IS_OPEN).order_by(suggestions.c.created_at.desc(), suggestions.c.id.desc()).limit(MOST_OPEN)
)
_decided = union_all(*map(_latest, SHOWN_WHEN_DECIDED)).subquery()
DECIDED_IN = Prepared(
    select(_decided).order_by(_decided.c.decided_at.desc(), _decided.c.id.desc()).limit(LATEST_DECIDED)
)
HELD = Prepared(
    select(suggestions.c.author_id, func.count().label("number"), func.sum(suggestions.c.size).label("size"))
    .where(suggestions.c.part_id == bindparam("part"), IS_OPEN)
    .group_by(suggestions.c.author_id)
)
INSERT = Prepared(insert(suggestions))
