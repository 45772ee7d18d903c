"""Reads plans: a person's own list, one plan as they see it, and the counts for the coordinating unit."""

from __future__ import annotations

import asyncio

from server.domain.identity.principal import Principal
from server.domain.plan import PersonId, PlanId
from server.domain.sight import Sight
from server.ports.readings import ReadWords

from .answers import OverviewAnswer, PlanAnswer, PlanSummary
from .plan_view import plan_answer
from .store import PlanStore

AT_ONCE = 500
"""Parts times participants of a plan that is answered within two milliseconds (measured), on the loop."""


class Plans:
    """``epoch``: of the database (storage/epoch.py), part of every plan's answer."""

    def __init__(self, plans: PlanStore, words: ReadWords, epoch: str = "") -> None:
        self._plans, self._words, self._epoch = plans, words, epoch

    async def mine(self, principal: Principal) -> tuple[PlanSummary, ...]:
        """The plans this person takes part in, and how much waits in what they may read there."""
        found = await self._plans.plans_of(principal)
        return tuple(
            PlanSummary(
                mine.plan.id,
                mine.plan.owner_name,
                mine.me.role,
                mine.waiting.unanswered,
                mine.waiting.late,
            )
            for mine in found
        )

    async def plan(self, principal: Principal, plan: PlanId) -> PlanAnswer:
        """This person's own answer, once it is in the log whose titles it shows. Raises ``NotFound``."""
        while True:
            sight = await self._plans.sight(principal, plan)
            answer = await self._answered(sight, principal)
            titles = [part.id for part in (*answer.parts, *answer.put_away) if part.title]
            if not await self._words.newly_read(sight, titles):
                return answer

    async def _answered(self, sight: Sight, principal: Principal) -> PlanAnswer:
        """In a thread where that would hold the loop: for 45 people 600 parts take 20 ms (measured).

        Going to a thread and back costs more than a usual plan.
        """
        if len(sight.access.parts) * len(sight.access.participants) <= AT_ONCE:
            return plan_answer(sight, principal, self._epoch)
        return await asyncio.to_thread(plan_answer, sight, principal, self._epoch)

    async def overview(self, person: PersonId) -> OverviewAnswer:
        """Counts of the plans of the municipalities whose cases this person handles (rule 15).

        Raises ``NotFound`` for everybody else.
        """
        return OverviewAnswer(tuple(await self._plans.overview(person)))
