"""Signing who may see what, and reading what is signed. Every decision is a record that stays."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from server.domain.errors import Forbidden
from server.domain.identity.principal import Principal
from server.domain.own_list import shown_title
from server.domain.plan import ParticipantId, PlanId
from server.domain.sentences.signed import Signed, reach_of
from server.domain.sight import Sight
from server.ports.live import Live
from server.ports.readings import ReadWords

from .answers import DecisionAnswer, DecisionsAnswer, EndingAnswer, GrantsAnswer, PreviewAnswer, SignedAnswer
from .decisions_view import decision_answer, decisions_answer, shown_words
from .ending import ended
from .grants_view import grants_answer, narrowings, with_cells
from .rules import DecisionWish, all_signed, narrowing_ended, signed
from .store import ConsentStore, Sign
from .wording import wording


class Consents:
    """``language``: a locale, in which the sentences are composed."""

    def __init__(self, consents: ConsentStore, live: Live, words: ReadWords) -> None:
        self._consents, self._live, self._words = consents, live, words

    async def grants(self, principal: Principal, plan: PlanId, language: str = "nb") -> GrantsAnswer:
        """Who may do what. Raises ``NotFound``; ``Forbidden`` for who neither signs nor coordinates."""

        def grants(sight: Sight, signed: Signed) -> tuple[Sight, GrantsAnswer, list[int]]:
            _may_read(sight)
            page = signed.page(reach_of(sight), None)
            narrower = narrowings(sight, signed)
            answer = grants_answer(sight, page, signed, narrower, language)
            binding = [found.by.number for found in narrower]
            return sight, answer, shown_words(page, answer.withheld) + binding

        while True:
            sight, answer, shown = await self._consents.read_signed(principal, plan, grants)
            titles = [part.id for part in answer.parts if part.title]
            if not await self._words.newly_read(sight, titles, shown):
                break
        # 25,000 cells take 0.2 s (measured), and on PostgreSQL the work of a transaction holds the loop.
        return await asyncio.to_thread(with_cells, sight, answer)

    async def earlier(
        self, principal: Principal, plan: PlanId, before: int, language: str
    ) -> DecisionsAnswer:
        """What was signed before that number. Raises as ``grants`` does."""

        def decisions(sight: Sight, signed: Signed) -> tuple[Sight, DecisionsAnswer, list[int]]:
            _may_read(sight)
            page = signed.page(reach_of(sight), before)
            answer = decisions_answer(sight, page, signed, language)
            return sight, answer, shown_words(page, answer.withheld)

        while True:
            sight, answer, shown = await self._consents.read_signed(principal, plan, decisions)
            if not await self._words.newly_read(sight, decisions=shown):
                return answer

    async def narrowing_read(self, principal: Principal, plan: PlanId) -> None:
        """The owner has read it: ``narrowed`` is empty from now on. Raises ``NotFound``, ``Forbidden``."""
        await self._consents.end_narrowing(principal, plan, narrowing_ended)

    async def preview(
        self, principal: Principal, plan: PlanId, wishes: Sequence[DecisionWish], language: str
    ) -> PreviewAnswer:
        """What signing these would store. Raises ``NotFound``, and what ``rules.all_signed`` does."""
        words = wording(language)

        def preview(signer: Sight) -> tuple[Sight, PreviewAnswer]:
            texts = tuple(decision.text for decision, _ in all_signed(signer, wishes, words))
            return signer, PreviewAnswer(words.language, texts)

        while True:
            signer, answer = await self._consents.read(principal, plan, preview)
            named = {wish.part for wish in wishes if wish.part is not None}
            titles = [part for part in sorted(named) if shown_title(signer.access.parts[part])]
            if not await self._words.newly_read(signer, titles):
                return answer

    async def sign(
        self, principal: Principal, plan: PlanId, wish: DecisionWish, language: str
    ) -> DecisionAnswer:
        """Sign one decision; open connections follow it before this returns.

        Raises ``NotFound``, and what ``rules.signed`` does.
        """
        words = wording(language)
        (answer,) = await self._sign(principal, plan, lambda signer: [signed(signer, wish, words)])
        return answer

    async def sign_all(
        self, principal: Principal, plan: PlanId, wishes: Sequence[DecisionWish], language: str
    ) -> SignedAnswer:
        """Sign all of them or none, as ``sign`` does.

        Raises ``NotFound``, and what ``rules.all_signed`` does.
        """
        words = wording(language)
        return SignedAnswer(
            await self._sign(principal, plan, lambda signer: all_signed(signer, wishes, words))
        )

    async def ending(
        self, principal: Principal, plan: PlanId, whom: ParticipantId, language: str
    ) -> EndingAnswer:
        """What ``end`` would sign, or has signed. Raises ``NotFound``, and what ``ending.ended`` does."""
        words = wording(language)
        gone, event = await self._consents.read(principal, plan, lambda signer: ended(signer, whom, words))
        return EndingAnswer(gone.id, gone.ending, gone.ended_at if event is None else None)

    async def end(
        self, principal: Principal, plan: PlanId, whom: ParticipantId, language: str, shown: str | None = None
    ) -> EndingAnswer:
        """End a participation; its connections are closed before this returns. Again: the same answer.

        Raises ``NotFound``, and what ``ending.ended`` does.
        """
        words = wording(language)
        gone = await self._consents.end(principal, plan, lambda signer: ended(signer, whom, words, shown))
        await self._live.plan_changed(plan)
        return EndingAnswer(gone.id, gone.ending, gone.ended_at)

    async def _sign(self, principal: Principal, plan: PlanId, sign: Sign) -> tuple[DecisionAnswer, ...]:
        signer, numbered = await self._consents.sign(principal, plan, sign)
        await self._live.plan_changed(plan)
        return tuple(decision_answer(signer, number, decision) for number, decision in numbered)


def _may_read(sight: Sight) -> None:
    if not sight.may_read_decisions:
        raise Forbidden
