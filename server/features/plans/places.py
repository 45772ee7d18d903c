"""Where somebody stands: their place in a plan, and the parts they can see from there.

What is hidden and what does not exist take the same way through here and read as much, so that neither
the answer nor the time it takes tells them apart.
"""

from __future__ import annotations

from server.domain.access import Level, PlanAccess
from server.domain.errors import NotFound
from server.domain.plan import Part, PartId, PersonId, PlanId
from server.domain.sight import PlanSight, Sight
from server.ports.clock import Clock
from server.storage.plans import Plans


class Places:
    def __init__(self, plans: Plans, clock: Clock) -> None:
        self._plans, self._clock = plans, clock

    async def in_plan(self, person: PersonId, plan: PlanId) -> Sight:
        """Raises ``NotFound``."""
        mine = await self._mine(person)
        if plan not in mine:
            raise NotFound
        return self._seen(await self._plans.access(plan), person)

    async def at_part(self, person: PersonId, part: PartId, needed: Level = Level.READ) -> tuple[Sight, Part]:
        """The part and the place it is seen from. Raises ``NotFound``, ``Forbidden``."""
        mine = await self._mine(person)
        plan = await self._plans.plan_of(part)
        # A part elsewhere, or nowhere, costs one reading of rights too.
        home = plan if plan in mine else next(iter(mine), None)
        if home is None:
            raise NotFound
        sight = self._seen(await self._plans.access(home), person)
        return sight, sight.part(part, needed)

    def _seen(self, access: PlanAccess | None, person: PersonId) -> Sight:
        if access is None:
            raise NotFound
        return PlanSight(access, self._clock()).of_person(person)

    async def _mine(self, person: PersonId) -> list[PlanId]:
        return [plan.id for plan, _ in await self._plans.plans_of(person, self._clock())]
