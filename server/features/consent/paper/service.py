"""Consents that are signed on paper: the sheet, its registration, and the second person's check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from server.domain.identity.principal import Principal
from server.domain.plan import ParticipantId, PlanId
from server.domain.sight import Sight
from server.features.consent.rules import DecisionWish
from server.ports.live import Live
from server.ports.randomness import Chance, hash_of, new_code
from server.ports.readings import ReadWords

from .answers import CheckedPaper, PaperAnswer, SheetAnswer, ShownPaper
from .rules import NewSheet, may_read, registered, titles_of, withdrawn
from .store import PaperIn, PaperStore


class PaperConsents:
    """``language``: a locale, in which the sentences are composed. That somebody is shown them is in the log
    before they are."""

    def __init__(self, store: PaperStore, live: Live, chance: Chance, words: ReadWords) -> None:
        self._store, self._live, self._chance, self._words = store, live, chance, words

    async def of_plan(self, principal: Principal, plan: PlanId) -> tuple[PaperAnswer, ...]:
        """Raises ``NotFound``."""
        while True:
            found = await self._store.of_plan(principal, plan)
            shown = [each for each in found if may_read(each.sight, each.paper)]
            if not shown or not await self._newly_read(shown[0].sight, shown):
                return tuple(PaperAnswer.of(each) for each in found)

    async def make(
        self,
        principal: Principal,
        plan: PlanId,
        signer: ParticipantId | None,
        lines: Sequence[DecisionWish],
        language: str,
    ) -> SheetAnswer:
        """Raises ``NotFound``, ``Forbidden``, ``Invalid``, ``LimitReached``, ``TooManyRequests``."""
        code = new_code(self._chance.token())
        new = NewSheet(self._chance.id(), hash_of(code), signer, lines, language)
        found = await self._store.make(principal, plan, new)
        await self._newly_read(found.sight, [found])
        paper, access = found.paper, found.sight.access
        return SheetAnswer(
            id=paper.id,
            code=code,
            language=paper.language,
            signer=access.participants[paper.signer].name,
            owner_name=access.plan.owner_name,
            texts=tuple(line.text or "" for line in paper.lines),
            expires_at=paper.expires_at,
        )

    async def register(
        self, principal: Principal, plan: PlanId, which: str, signed_on: date, scan: str
    ) -> None:
        """Raises ``NotFound``, ``Forbidden``, ``Invalid``, ``NotNow``, ``Exists``."""
        await self._store.take(
            principal, plan, which, lambda sight, paper: registered(sight, paper, signed_on, scan)
        )

    async def withdraw(self, principal: Principal, plan: PlanId, which: str) -> None:
        """Raises ``NotFound``, ``NotNow``."""
        await self._store.take(principal, plan, which, withdrawn)

    async def shown(self, principal: Principal, code: str) -> ShownPaper:
        """Raises ``NotFound``, ``Forbidden``."""
        while True:
            found, reader = await self._store.shown(principal, hash_of(code))
            if reader is None or not await self._newly_read(reader, [found]):
                return ShownPaper.of(found, sentences=reader is not None)

    async def check(self, principal: Principal, code: str, signed_on: date, *, right: bool) -> CheckedPaper:
        """Open connections follow before this returns. Raises ``NotFound``, ``Forbidden``, ``NotNow``."""
        found = await self._store.check(principal, hash_of(code), signed_on, right=right)
        if right:
            await self._live.plan_changed(found.paper.plan)
        return CheckedPaper(found.paper.status(found.sight.now))

    async def _newly_read(self, reader: Sight, shown: Sequence[PaperIn]) -> bool:
        titles = dict.fromkeys(part for each in shown for part in titles_of(reader, each.paper))
        return await self._words.newly_read(reader, list(titles), papers=[each.paper.id for each in shown])
