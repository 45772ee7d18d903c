"""Where somebody stands: their place in a plan, and the parts they can see from there.

What is hidden and what does not exist take the same way through here and read as much, so that neither
the answer nor the time it takes tells them apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.domain.access import Level, PlanAccess
from server.domain.errors import Forbidden, NotFound
from server.domain.plan import Part, Participant, PartId, PersonId, PlanId
from server.ports.clock import Clock
from server.storage.plans import Plans


@dataclass(frozen=True, slots=True)
class Place:
    """One person's active place in one plan, as rights stood at ``now``."""

    access: PlanAccess
    me: Participant
    now: datetime

    @classmethod
    def of(cls, access: PlanAccess | None, person: PersonId, now: datetime) -> Place:
        """Raises ``NotFound`` for a plan this person has no active place in."""
        me = access.participant_of(person, now) if access else None
        if access is None or me is None:
            raise NotFound
        return cls(access, me, now)

    def level(self, part: PartId) -> Level:
        return self.access.access(self.me.id, part, self.now).level

    def part(self, part: PartId, needed: Level = Level.READ) -> Part:
        """The part. Raises ``NotFound`` for what cannot be read, ``Forbidden`` for what may not be done."""
        level = self.level(part)
        if level < Level.READ:
            raise NotFound
        if level < needed:
            raise Forbidden
        return self.access.parts[part]


class Places:
    def __init__(self, plans: Plans, clock: Clock) -> None:
        self._plans, self._clock = plans, clock

    async def in_plan(self, person: PersonId, plan: PlanId) -> Place:
        """Raises ``NotFound``."""
        mine = await self._mine(person)
        if plan not in mine:
            raise NotFound
        return Place.of(await self._plans.access(plan), person, self._clock())

    async def at_part(self, person: PersonId, part: PartId, needed: Level = Level.READ) -> tuple[Place, Part]:
        """The part and the place it is seen from. Raises ``NotFound``, ``Forbidden``."""
        mine = await self._mine(person)
        plan = await self._plans.plan_of(part)
        # A part elsewhere, or nowhere, costs one reading of rights too.
        home = plan if plan in mine else next(iter(mine), None)
        if home is None:
            raise NotFound
        place = Place.of(await self._plans.access(home), person, self._clock())
        return place, place.part(part, needed)

    async def _mine(self, person: PersonId) -> list[PlanId]:
        return [plan.id for plan, _ in await self._plans.plans_of(person, self._clock())]
