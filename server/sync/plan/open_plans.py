"""The open plans of this process; a plan is closed with its last member and opened again for the next."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping
from functools import partial
from typing import Any, TypeGuard

from server.concurrency import SingleFlight
from server.domain.access import PlanAccess
from server.domain.errors import NotFound
from server.domain.identity.principal import Principal
from server.domain.plan import PartId, PlanId
from server.domain.sight import PlanSight
from server.ports.writing import ServerEdit
from server.sync.protocol.closings import NotOpened, Token

from .collaborators import Collaborators
from .entering import Entrant, Seat
from .open_plan import OpenPlan

EMPTY_SECONDS = 1.0
"""After which a newly opened plan is closed if it is empty: the requesters may have left meanwhile."""


class OpenPlans(Mapping[PlanId, OpenPlan]):
    """
    1. A plan is opened once for concurrent requests, and nobody enters one that was closed.
    2. No change of rights is missed between reading them and receiving changes: the process subscribes to the
       plan, the plan is registered, and only then are its rights confirmed.
    3. A plan whose rights were not read completely is neither kept nor subscribed to.

    Kept by ``tests/unit/sync/plan/test_open_plans.py`` (1, and 2
    ``..._signed_while_a_plan_is_opened...``) and ``tests/unit/sync/test_hub.py`` (3 ``..._read_half...`` and
    ``..._not_left_half_open``).
    """

    def __init__(self, collaborators: Collaborators) -> None:
        self._collaborators = collaborators
        self._open: dict[PlanId, OpenPlan] = {}
        self._plan_of: dict[PartId, PlanId] = {}
        """Of parts of open plans; a part never changes its plan."""
        self._opening = SingleFlight[PlanId, OpenPlan]()
        self._reading = SingleFlight[PartId | PlanId, PlanSight | None]()

    def __getitem__(self, plan: PlanId) -> OpenPlan:
        return self._open[plan]

    def __iter__(self) -> Iterator[PlanId]:
        return iter(self._open)

    def __len__(self) -> int:
        return len(self._open)

    async def enter_part(self, part: PartId, entrant: Entrant) -> Seat:
        """Raises ``NotOpened``, ``StorageUnavailable``."""
        while True:
            plan_id, access = self._plan_of.get(part), None
            if plan_id is None:
                read = partial(self._collaborators.book.access_to, part)
                access = await self._admitting(part, read, entrant.principal, part)
                plan_id = access.plan.id
            plan = await self._open_plan(plan_id, access)
            if self._is_open(plan):
                return await plan.enter(entrant, part)

    async def enter_channel(self, plan_id: PlanId, entrant: Entrant) -> Seat:
        """Raises ``NotOpened``, ``StorageUnavailable``."""
        while True:
            access = None
            if plan_id not in self._open:
                read = partial(self._collaborators.book.access, plan_id)
                access = await self._admitting(plan_id, read, entrant.principal, None)
            plan = await self._open_plan(plan_id, access)
            if self._is_open(plan):
                return await plan.enter(entrant, None)

    async def write(self, written: ServerEdit) -> None:
        """As ``ports.Writing.write``; nobody need have the part open. Raises also ``NotOpened``."""
        while not self._is_open(plan := await self._open_plan(written.plan)):
            pass
        await plan.write(written)

    def _is_open(self, plan: OpenPlan) -> bool:
        """``False`` if it was closed while it was awaited: changes no longer reach it."""
        return self._open.get(plan.rights.plan) is plan

    async def _admitting(
        self,
        asked: PartId | PlanId,
        read: Callable[[], Coroutine[Any, Any, PlanAccess | None]],
        principal: Principal,
        part: PartId | None,
    ) -> PlanAccess:
        """The rights of a plan that is not open, as just read, if they let ``principal`` in.

        Raises ``NotOpened``: nobody makes this process open what they may not see.
        """
        shared = asked in self._reading
        plan = await self._reading.result(asked, partial(self._see, read))
        if _admits(plan, principal, part):
            return plan.access
        # A shared reading began before this was asked, and so perhaps before they were let in.
        plan = await self._reading.result(asked, partial(self._see, read)) if shared else None
        if _admits(plan, principal, part):
            return plan.access
        raise NotOpened(Token.NOT_FOUND)

    async def _see(self, read: Callable[[], Coroutine[Any, Any, PlanAccess | None]]) -> PlanSight | None:
        """Each participant's levels are folded once for all who wait for the same reading."""
        access = await read()
        return None if access is None else PlanSight(access, self._collaborators.clock())

    async def _open_plan(self, plan_id: PlanId, access: PlanAccess | None = None) -> OpenPlan:
        """The open plan with current rights. ``access``: its rights, if they were just read."""
        plan = self._open.get(plan_id)
        if plan is not None and plan_id not in self._opening:
            return plan
        return await self._opening.result(plan_id, partial(self._load, plan_id, access))

    async def _load(self, plan_id: PlanId, access: PlanAccess | None) -> OpenPlan:
        """Subscribes before rights are confirmed, so that no later change is missed."""
        fanout = self._collaborators.fanout
        await fanout.follow(plan_id)
        try:
            access = access or await self._collaborators.book.access(plan_id)
            if access is None:
                raise NotOpened(Token.NOT_FOUND)
            plan = self._open[plan_id] = OpenPlan(access, self._collaborators, self._forget)
            # A decision signed between the read and the line above found no open plan to refresh.
            await plan.rights.confirm()
            self._plan_of.update(dict.fromkeys(plan.rights.parts, plan_id))
        except BaseException:
            # Nobody may enter by rights that were not read completely.
            half = self._open.pop(plan_id, None)
            if half is not None:
                half.rights.close()  # otherwise its timer keeps it alive for a day
            fanout.unfollow(plan_id)
            raise
        # Not at once: the requesters have not entered yet.
        asyncio.get_running_loop().call_later(EMPTY_SECONDS, plan.close_if_empty)
        return plan

    def _forget(self, plan: OpenPlan) -> None:
        if self._is_open(plan):
            plan_id = plan.rights.plan
            del self._open[plan_id]
            for part in plan.rights.parts:
                self._plan_of.pop(part, None)
            self._collaborators.fanout.unfollow(plan_id)


def _admits(plan: PlanSight | None, principal: Principal, part: PartId | None) -> TypeGuard[PlanSight]:
    if plan is None:
        return False
    try:
        sight = plan.of_principal(principal)
    except NotFound:
        return False
    return part is None or part in sight.levels
