"""Reads plans: a person's own list, one plan as they see it, and the counts for the coordinating unit."""

from __future__ import annotations

import asyncio

from server.domain.errors import NotFound
from server.domain.plan import PersonId, PlanId
from server.ports.readings import ReadWords
from server.ports.sessions import SignedIn

from .answers import OverviewAnswer, PlanAnswer, PlanSummary
from .plan_view import plan_answer
from .store import PlanStore


class Plans:
    """``epoch``: of the database (storage/epoch.py), part of every plan's answer."""

    def __init__(self, plans: PlanStore, words: ReadWords, epoch: str = "") -> None:
        self._plans, self._words, self._epoch = plans, words, epoch

    async def mine(self, person: PersonId) -> tuple[PlanSummary, ...]:
        """The plans this person takes part in, and how much waits in what they may read there."""
        found = await self._plans.plans_of(person)
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

    async def plan(self, person: PersonId, plan: PlanId) -> PlanAnswer:
        """This person's own answer, once it is in the log whose titles it shows. Raises ``NotFound``."""
        while True:
            sight = await self._plans.sight(person, plan)
            # For 45 people 600 parts take 20 ms (measured), and transactions of PostgreSQL work on the loop.
            answer = await asyncio.to_thread(plan_answer, sight, self._epoch)
            titles = [part.id for part in (*answer.parts, *answer.put_away) if part.title]
            if not await self._words.newly_read(sight, titles):
                return answer

    async def overview(self, who: SignedIn) -> OverviewAnswer:
        """Counts of all plans, for the coordinating unit (rule 15); ``NotFound`` for everybody else."""
        if not who.coordinating_unit:
            raise NotFound
        return OverviewAnswer(tuple(await self._plans.overview()))
