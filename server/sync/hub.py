"""All open plans of this process: the way in for sockets, and the way of changes to those inside."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping

from server.domain.plan import PartId, PlanId
from server.telemetry.counts import Standing

from .closing import Token
from .open_plan import Engine, Entrant, OpenPlan, Refusal, Seat
from .outbox import Outbox
from .rights import PlanRights

FAREWELL_SECONDS = 3.0
"""How long sockets are waited for when the process ends."""


class Hub:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._plans: dict[PlanId, OpenPlan] = {}
        self._opening: dict[PlanId, asyncio.Task[OpenPlan]] = {}
        self._sockets: dict[str, set[Outbox]] = {}
        self._closing = False
        self._emptied = asyncio.Event()

    async def enter(self, document: str, entrant: Entrant) -> Seat:
        """Open ``part/<id>`` or ``plan/<id>``. Raises ``Refusal``, or ``StorageUnavailable``."""
        if self._closing:
            raise Refusal(Token.GOING_DOWN)
        if sum(len(plan.rooms) for plan in self._plans.values()) >= self._engine.limits.rooms:
            raise Refusal(Token.OVERLOADED)
        kind, _, name = document.partition("/")
        part = PartId(name) if kind == "part" else None
        plan_id = await self._engine.book.plan_of(part) if part is not None else PlanId(name)
        if kind not in ("part", "plan") or plan_id is None:
            raise Refusal(Token.NOT_FOUND)
        while True:
            plan = await self._open(plan_id)
            # The last one may have left while this was waited for: changes no longer reach that plan.
            if self._plans.get(plan_id) is plan:
                return await plan.enter(entrant, part)

    async def _open(self, plan_id: PlanId) -> OpenPlan:
        """The plan with its rights as they are now, read once however many ask at the same time."""
        plan = self._plans.get(plan_id)
        if plan is not None and plan_id not in self._opening:
            return plan
        opening = self._opening.get(plan_id)
        if opening is None:
            opening = self._opening[plan_id] = asyncio.create_task(self._read(plan_id))
            opening.add_done_callback(lambda _: self._opening.pop(plan_id, None))
        return await asyncio.shield(opening)

    async def _read(self, plan_id: PlanId) -> OpenPlan:
        access = await self._engine.book.access(plan_id)
        if access is None:
            raise Refusal(Token.NOT_FOUND)
        rights = PlanRights(access, self._engine.book, self._engine.clock)
        plan = self._plans[plan_id] = OpenPlan(rights, self._engine, self._forget)
        # A decision signed between our reading and this line found no open plan to tell.
        await rights.refresh()
        return plan

    def _forget(self, plan: OpenPlan) -> None:
        if self._plans.get(plan.rights.plan) is plan:
            del self._plans[plan.rights.plan]

    # -- what services tell (service/live.py) -----------------------------------------------------

    async def access_changed(self, plan: PlanId) -> None:
        """Rights have changed in the database: when this returns, who lost a part hears no more of it."""
        if plan in self._plans:
            await self._plans[plan].rights.refresh()

    async def plan_changed(self, plan: PlanId) -> None:
        if plan in self._plans:
            await self._plans[plan].announce()

    def announce(self, part: PartId, message: Mapping[str, object]) -> None:
        """Send a stateless message to everybody in the part."""
        for plan in self._plans.values():
            room = plan.rooms.get(part)
            if room is not None:
                room.announce(message)

    def end_session(self, session_key: str) -> None:
        for outbox in set(self._sockets.get(session_key, ())):
            outbox.close(Token.SESSION_EXPIRED)

    # -- sockets ----------------------------------------------------------------------------------

    def socket_opened(self, session_key: str, outbox: Outbox) -> None:
        self._sockets.setdefault(session_key, set()).add(outbox)

    def socket_closed(self, session_key: str, outbox: Outbox) -> None:
        sockets = self._sockets.get(session_key, set())
        sockets.discard(outbox)
        if not sockets:
            self._sockets.pop(session_key, None)
        if self._closing and not self._sockets:
            self._emptied.set()

    def standing(self) -> Standing:
        """What is open here now, for whoever measures."""
        rooms = [room for plan in self._plans.values() for room in plan.rooms.values()]
        waiting = [outbox.size for outboxes in self._sockets.values() for outbox in outboxes]
        return Standing(
            plans=len(self._plans),
            parts=len(rooms),
            part_bytes=sum(room.size for room in rooms),
            documents=sum(plan.seats for plan in self._plans.values()),
            sockets=len(waiting),
            outbox_bytes=sum(waiting),
            outbox_most=max(waiting, default=0),
        )

    async def close(self) -> None:
        """Stop: finish what was accepted, then end every document and socket with ``going-down``."""
        self._closing = True
        await asyncio.gather(*(plan.close(Token.GOING_DOWN) for plan in list(self._plans.values())))
        await self._engine.committer.drain()
        for outbox in [outbox for sockets in self._sockets.values() for outbox in sockets]:
            outbox.close(Token.GOING_DOWN)
        if self._sockets:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._emptied.wait(), FAREWELL_SECONDS)
