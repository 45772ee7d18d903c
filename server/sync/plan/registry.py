"""The open plans of this process: each is opened once, and again for who comes after the last has left."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from functools import partial

from server.concurrency import SingleFlight
from server.domain.access import PlanAccess
from server.domain.plan import PartId, PlanId
from server.sync.protocol.closings import NotOpened, Token

from .collaborators import Collaborators
from .entering import Entrant, Seat
from .open_plan import OpenPlan

EMPTY_SECONDS = 1.0
"""After which a plan that was opened is looked at: those who asked for it may have gone meanwhile."""


class OpenPlans(Mapping[PlanId, OpenPlan]):
    """
    1. A plan is opened once however many ask at the same time, and nobody is let into one that was closed.
    2. No change of rights goes unnoticed between reading them and being reached by changes: the process
       follows the plan, the plan is here, and only then are its rights confirmed.
    3. A plan whose rights were read half is not kept, nor followed.

    Kept by ``tests/unit/sync/plan/test_registry.py`` (1, and 2 ``..._signed_while_a_plan_is_opened...``) and
    ``tests/unit/sync/test_hub.py`` (3 ``..._read_half...`` and ``..._not_left_half_open``).
    """

    def __init__(self, collaborators: Collaborators) -> None:
        self._collaborators = collaborators
        self._open: dict[PlanId, OpenPlan] = {}
        self._homes: dict[PartId, PlanId] = {}
        """Of parts of open plans: a part never moves to another one."""
        self._opening = SingleFlight[PlanId, OpenPlan]()
        self._finding = SingleFlight[PartId, OpenPlan]()

    def __getitem__(self, plan: PlanId) -> OpenPlan:
        return self._open[plan]

    def __iter__(self) -> Iterator[PlanId]:
        return iter(self._open)

    def __len__(self) -> int:
        return len(self._open)

    async def enter_part(self, part: PartId, entrant: Entrant) -> Seat:
        """Raises ``NotOpened``, ``StorageUnavailable``."""
        while True:
            plan_id = self._homes.get(part)
            if plan_id is None:
                plan = await self._finding.result(part, partial(self._found, part))
            else:
                plan = await self._opened(plan_id)
            if self._stands(plan):
                return await plan.enter(entrant, part)

    async def enter_channel(self, plan_id: PlanId, entrant: Entrant) -> Seat:
        """Raises ``NotOpened``, ``StorageUnavailable``."""
        while True:
            plan = await self._opened(plan_id)
            if self._stands(plan):
                return await plan.enter(entrant, None)

    def _stands(self, plan: OpenPlan) -> bool:
        """The last one may have left while the plan was waited for: changes no longer reach it."""
        return self._open.get(plan.rights.plan) is plan

    async def _found(self, part: PartId) -> OpenPlan:
        access = await self._collaborators.book.access_to(part)
        if access is None:
            raise NotOpened(Token.NOT_FOUND)
        return await self._opened(access.plan.id, access)

    async def _opened(self, plan_id: PlanId, access: PlanAccess | None = None) -> OpenPlan:
        """The plan with its rights as they are now. ``access``: as it was read a moment ago."""
        plan = self._open.get(plan_id)
        if plan is not None and plan_id not in self._opening:
            return plan
        return await self._opening.result(plan_id, partial(self._read, plan_id, access))

    async def _read(self, plan_id: PlanId, access: PlanAccess | None) -> OpenPlan:
        """What other processes send is received before rights are confirmed: nothing is missed after that."""
        fanout = self._collaborators.fanout
        await fanout.follow(plan_id)
        try:
            access = access or await self._collaborators.book.access(plan_id)
            if access is None:
                raise NotOpened(Token.NOT_FOUND)
            plan = self._open[plan_id] = OpenPlan(access, self._collaborators, self._forget)
            # A decision signed between the reading and the line above found no open plan to refresh.
            await plan.rights.confirm()
            self._homes.update(dict.fromkeys(plan.rights.parts, plan_id))
        except BaseException:
            # Nobody may be let in by rights that were read half.
            half = self._open.pop(plan_id, None)
            if half is not None:
                half.rights.close()  # its timer would keep it for a day
            fanout.unfollow(plan_id)
            raise
        # Not at once: those who wait have not entered yet.
        asyncio.get_running_loop().call_later(EMPTY_SECONDS, plan.close_if_empty)
        return plan

    def _forget(self, plan: OpenPlan) -> None:
        if self._stands(plan):
            plan_id = plan.rights.plan
            del self._open[plan_id]
            for part in plan.rights.parts:
                self._homes.pop(part, None)
            self._collaborators.fanout.unfollow(plan_id)
