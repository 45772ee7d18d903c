"""Suggestions beside the text: made, accepted, declined, withdrawn."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from server.concurrency import in_slices
from server.domain.access import Level
from server.domain.audit import Event
from server.domain.errors import Forbidden, NotFound, Outdated, WordsChanged
from server.domain.identity.principal import Principal
from server.domain.plan import ParticipantId, PartId, SuggestionId
from server.domain.sight import Sight
from server.features.comments.lateness import Looking, Readers, dated
from server.features.comments.rules import standing
from server.features.comments.service import BEFORE_ALL, UNREAD_AT_ONCE, Readings
from server.ports.live import Live
from server.ports.randomness import Chance
from server.ports.texts import PartTexts, Words
from server.ports.writing import ServerEdit, Writing
from server.storage.ledger import Ledger

from .answers import SuggestionAnswer
from .attempts import Attempts
from .entries import SuggestionMade, SuggestionsRead
from .rules import Status, Suggestion, declined, is_accepted_by, require_change, withdrawn
from .store import Add, Change, StoredSuggestion, SuggestionPage, SuggestionStore


@dataclass(frozen=True, slots=True)
class SuggestionWish:
    """``anchor`` is made by the page; without it the change is of ``field``."""

    quote: str
    replacement: str
    anchor: Mapping[str, object] | None = None
    field: str | None = None


class Suggestions:
    def __init__(
        self,
        store: SuggestionStore,
        ledger: Ledger,
        live: Live,
        writing: Writing,
        texts: PartTexts,
        looking: Looking,
        chance: Chance,
    ) -> None:
        self._store, self._ledger, self._live, self._writing = store, ledger, live, writing
        self._texts, self._looking, self._chance = texts, looking, chance
        self._readings, self._attempts = Readings(), Attempts()

    async def of_part(self, principal: Principal, part: PartId) -> tuple[SuggestionAnswer, ...]:
        """Oldest first. Raises ``NotFound``."""
        page = await self._logged(principal, part)
        words = None
        if page.unread:
            words = await self._texts.words(part)
            # Read again: the right may have ended meanwhile.
            page = await self._logged(principal, part)
        return tuple(await in_slices(_answers(page, words)))

    async def _logged(self, principal: Principal, part: PartId) -> SuggestionPage:
        """The suggestions, once it is in the log durably that they are read."""
        while True:
            page = await self._store.of_part(principal, part)
            me, now = page.sight.me.id, page.sight.now
            latest = max(_written_by_others(page.suggestions, me), default=BEFORE_ALL)
            if not page.suggestions or not self._readings.begins(me, part, now, latest):
                return page
            await self._ledger.record([page.sight.event(SuggestionsRead(), part)])
            self._readings.logged(me, part, now, latest)

    async def suggest(self, principal: Principal, part: PartId, wish: SuggestionWish) -> SuggestionAnswer:
        """Raises ``NotFound``, ``Forbidden`` without comment, ``Invalid``, ``WordsChanged`` where the field
        says something else by now, ``LimitReached``, ``TooManyRequests``."""

        async def looked(readers: Readers) -> StoredSuggestion:
            anchor, stands = wish.anchor, True
            if anchor is not None:
                anchor = dated(anchor, wish.quote, await self._texts.words(part))
            elif wish.field is not None and wish.quote:
                stands = (await self._texts.written(part)).fields.get(wish.field) == wish.quote
            making = self._making(part, replace(wish, anchor=anchor), readers, stands=stands)
            return await self._store.add(principal, part, making)

        def may(sight: Sight) -> object:
            return sight.part(part, Level.COMMENT)

        stored = await self._looking.storing(principal, part, may, looked)
        self._announce(stored)
        return SuggestionAnswer.of(stored.suggestion, stored.sight)

    def _making(self, part: PartId, wish: SuggestionWish, readers: Readers, *, stands: bool) -> Add:
        made_as = SuggestionId(self._chance.id())

        def made(sight: Sight) -> tuple[Suggestion, Event]:
            kind = sight.part(part, Level.COMMENT).kind
            suggestion = Suggestion(
                id=made_as,
                part=part,
                author=sight.me.id,
                created_at=sight.now,
                quote=wish.quote,
                replacement=wish.replacement,
                anchor=wish.anchor,
                field=wish.field,
            )
            require_change(kind, suggestion)
            readers.require_same(sight)
            if not stands:
                raise WordsChanged
            return suggestion, sight.event(SuggestionMade(made_as, suggestion.fingerprint), part)

        return made

    async def accept(self, principal: Principal, suggestion: SuggestionId) -> None:
        """Its words are in the part when it returns. Asked again by who accepted it, it changes nothing.

        Raises ``NotFound``, ``Forbidden`` without edit or of words that are not shown to them,
        ``Outdated`` if somebody has decided about it, ``WordsChanged``, ``TooLarge``, ``Invalid``,
        ``TooManyRequests``; ``StorageUnavailable``.
        """
        page = await self._store.one(principal, suggestion)
        found, sight = _only(page), page.sight
        sight.part(found.part, Level.EDIT)
        if is_accepted_by(sight, found):
            return
        if found.status is not Status.OPEN:
            raise Outdated
        self._attempts.require_another(principal.person)
        if page.unread and _is_gone(page, found, await self._texts.words(found.part)):
            raise Forbidden
        tried: list[StoredSuggestion] = []
        written = ServerEdit(
            plan=sight.access.plan.id,
            part=found.part,
            author=sight.access.participants[found.author],
            by=sight.me.id,
            batch=found.id,
            change=found.change,
            beside=self._store.accepting(principal, found, tried.append),
        )
        await self._writing.write(written)
        self._announce(tried[-1])

    async def decline(self, principal: Principal, suggestion: SuggestionId, word: str) -> None:
        """Raises ``NotFound``, ``Forbidden`` without edit, ``Outdated``, ``TooManyRequests``."""
        await self._change(principal, suggestion, lambda sight, found: declined(sight, found, word))

    async def withdraw(self, principal: Principal, suggestion: SuggestionId) -> None:
        """Only by its author. Raises ``NotFound``, ``Forbidden``, ``Outdated``, ``TooManyRequests``."""
        await self._change(principal, suggestion, withdrawn)

    async def _change(self, principal: Principal, suggestion: SuggestionId, change: Change) -> None:
        self._announce(await self._store.change(principal, suggestion, change))

    def _announce(self, stored: StoredSuggestion) -> None:
        if stored.change is not None:
            plan, part = stored.sight.access.plan.id, stored.suggestion.part
            self._live.comments_changed(plan, part, stored.change)


def _written_by_others(suggestions: Iterable[Suggestion], me: ParticipantId) -> Iterator[datetime]:
    """When words were written that are not of ``me``: those suggested, and those of whoever declined."""
    for each in suggestions:
        if each.author != me:
            yield each.created_at
        if each.decided_at is not None and each.decided_by != me:
            yield each.decided_at


def _only(page: SuggestionPage) -> Suggestion:
    if not page.suggestions:
        raise NotFound
    return page.suggestions[0]


def _is_gone(page: SuggestionPage, suggestion: Suggestion, words: Words | None) -> bool:
    """Whether this reader is not shown its words: neither those it is about, which they could not read when
    it was made, nor those instead of them, which may repeat them."""
    quoted = suggestion.quoted
    if quoted.id not in page.unread:
        return False
    return standing(quoted, words, page.readers).anchor is None


def _answers(page: SuggestionPage, words: Words | None) -> Generator[None, None, list[SuggestionAnswer]]:
    shown: list[SuggestionAnswer] = []
    for number, suggestion in enumerate(page.suggestions, 1):
        gone = _is_gone(page, suggestion, words)
        if not gone and suggestion.quoted.id in page.unread:
            suggestion = replace(suggestion, anchor=standing(suggestion.quoted, words, page.readers).anchor)
        shown.append(SuggestionAnswer.of(suggestion, page.sight, words_gone=gone))
        if number % UNREAD_AT_ONCE == 0:
            yield
    return shown
