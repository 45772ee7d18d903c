"""Signing who may see what, and reading what is signed. Every decision is a record that stays."""

from __future__ import annotations

from server.domain.errors import Forbidden
from server.domain.plan import PersonId, PlanId
from server.ports.live import Live

from .answers import DecisionAnswer, GrantsAnswer
from .grants_view import decision_answer, grants_answer
from .rules import DecisionWish, signed
from .store import ConsentStore


class Consents:
    def __init__(self, consents: ConsentStore, live: Live) -> None:
        self._consents, self._live = consents, live

    async def grants(self, person: PersonId, plan: PlanId) -> GrantsAnswer:
        """Who may do what. Raises ``NotFound``; ``Forbidden`` for who neither signs nor coordinates."""
        sight = await self._consents.sight(person, plan)
        if not sight.may_read_decisions:
            raise Forbidden
        return grants_answer(sight)

    async def sign(self, person: PersonId, plan: PlanId, wish: DecisionWish) -> DecisionAnswer:
        """Sign one decision; open connections follow it before this returns.

        Raises ``NotFound``, and what ``rules.signed`` does.
        """
        signer, decision = await self._consents.sign(person, plan, lambda sight: signed(sight, wish))
        await self._live.plan_changed(plan)
        return decision_answer(signer.access, decision)
