"""Reading plans: which are mine, what I may see of one, and the counts of the coordinating unit."""

from __future__ import annotations

from dataclasses import astuple

from server.domain.errors import NotFound
from server.domain.plan import PersonId, PlanId
from server.ports.clock import Clock
from server.ports.sessions import SignedIn
from server.storage.plans import Plans

from .answers import OverviewAnswer, PlanAnswer, PlanCountsAnswer, PlanSummary
from .places import Places
from .plan_view import plan_answer


class PlanReading:
    """``epoch``: which history the database tells (storage/epoch.py); whoever asks for a plan is told."""

    def __init__(self, plans: Plans, clock: Clock, epoch: str = "") -> None:
        self._plans, self._clock, self._epoch = plans, clock, epoch
        self._places = Places(plans, clock)

    async def mine(self, person: PersonId) -> tuple[PlanSummary, ...]:
        """The plans this person takes part in."""
        found = await self._plans.plans_of(person, self._clock())
        return tuple(PlanSummary(plan.id, plan.owner_name, me.role) for plan, me in found)

    async def plan(self, person: PersonId, plan: PlanId) -> PlanAnswer:
        """This person's own answer. Raises ``NotFound``."""
        return plan_answer(await self._places.in_plan(person, plan), self._epoch)

    async def overview(self, who: SignedIn) -> OverviewAnswer:
        """Counts of all plans, for the coordinating unit (rule 15); ``NotFound`` for everybody else."""
        if not who.coordinating_unit:
            raise NotFound
        counts = await self._plans.overview(self._clock())
        return OverviewAnswer(tuple(PlanCountsAnswer(*astuple(count)) for count in counts))
