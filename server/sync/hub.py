"""All open plans of this process: the way in for sockets, and the way of changes to those inside."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Mapping

from server.concurrency import may_be_left
from server.domain.access import PlanAccess
from server.domain.plan import PartId, PlanId
from server.ports.processes import AccessMoved, Message, PartNotice, SessionEnded
from server.telemetry.counts import Standing

from .plan.collaborators import Engine
from .plan.entering import Entrant, Seat
from .plan.open_plan import OpenPlan
from .plan.rights import PlanRights
from .protocol.closings import NotOpened, Token
from .socket.registry import Sockets
from .watcher import Watcher

EMPTY_SECONDS = 1.0
"""After which a plan that was opened is looked at: whoever asked for it may have gone meanwhile."""
DRAIN_SECONDS = 4.0
"""How long what was accepted is waited for when the process ends. What the database does not take until then
was not acknowledged either: the pages keep it, and bring it to another process."""
FAREWELL_SECONDS = 2.0
"""How long sockets are waited for after that."""


class Hub:
    """Is ``ports.Live`` to the services and ``ports.Listener`` to the other processes."""

    def __init__(self, engine: Engine, poll_seconds: float = 2.0) -> None:
        self._engine = engine
        self._plans: dict[PlanId, OpenPlan] = {}
        self._homes: dict[PartId, PlanId] = {}
        self._opening: dict[PlanId, asyncio.Task[OpenPlan]] = {}
        self._finding: dict[PartId, asyncio.Task[OpenPlan]] = {}
        self._closing = False
        self._drained_at: float | None = None
        self.sockets = Sockets()
        self.watcher = Watcher(self._plans, self.sockets, engine, poll_seconds)
        engine.fanout.listen(self)

    def start(self) -> None:
        self.watcher.start()

    @property
    def plans(self) -> Mapping[PlanId, OpenPlan]:
        return self._plans

    async def enter(self, document: str, entrant: Entrant) -> Seat:
        """Open ``part/<id>`` or ``plan/<id>``. Raises ``NotOpened``, or ``StorageUnavailable``."""
        if self._closing:
            raise NotOpened(Token.GOING_DOWN)
        kind, _, name = document.partition("/")
        if kind not in ("part", "plan"):
            raise NotOpened(Token.NOT_FOUND)
        part = PartId(name) if kind == "part" else None
        while True:
            plan = await (self._open(PlanId(name)) if part is None else self._open_with(part))
            # The last one may have left while this was waited for: changes no longer reach that plan.
            if self._plans.get(plan.rights.plan) is plan:
                return await plan.enter(entrant, part)

    async def _open_with(self, part: PartId) -> OpenPlan:
        """The plan ``part`` is in: a part never moves to another one, so of what is open that is known."""
        plan_id = self._homes.get(part)
        if plan_id is not None:
            return await self._open(plan_id)
        finding = self._finding.get(part)
        if finding is None:
            finding = self._finding[part] = may_be_left(asyncio.create_task(self._found(part)))
        return await asyncio.shield(finding)

    async def _found(self, part: PartId) -> OpenPlan:
        try:
            access = await self._engine.book.access_to(part)
            if access is None:
                raise NotOpened(Token.NOT_FOUND)
            return await self._open(access.plan.id, access)
        finally:
            del self._finding[part]

    async def _open(self, plan_id: PlanId, access: PlanAccess | None = None) -> OpenPlan:
        """The plan with its rights as they are now, read once however many ask at the same time.

        ``access``: as it was read a moment ago.
        """
        plan = self._plans.get(plan_id)
        if plan is not None and plan_id not in self._opening:
            return plan
        opening = self._opening.get(plan_id)
        if opening is None:
            opening = may_be_left(asyncio.create_task(self._opened(plan_id, access)))
            self._opening[plan_id] = opening
        return await asyncio.shield(opening)

    async def _opened(self, plan_id: PlanId, access: PlanAccess | None) -> OpenPlan:
        try:
            plan = await self._read(plan_id, access)
            # Not at once: those who wait have not entered yet.
            asyncio.get_running_loop().call_later(EMPTY_SECONDS, plan.forget_if_empty)
            return plan
        finally:
            # Not by a callback, which comes a turn later: whoever is refused in between empties the plan,
            # and the next would be given that one again and again, without the loop ever going on.
            del self._opening[plan_id]

    async def _read(self, plan_id: PlanId, access: PlanAccess | None) -> OpenPlan:
        """What other processes say is heard before rights are confirmed: nothing happens unnoticed after."""
        fanout = self._engine.fanout
        await fanout.follow(plan_id)
        try:
            access = access or await self._engine.book.access(plan_id)
            if access is None:
                raise NotOpened(Token.NOT_FOUND)
            rights = PlanRights(access, self._engine.book, self._engine.clock)
            plan = self._plans[plan_id] = OpenPlan(rights, self._engine, self._forget)
            # A decision signed between our reading and this line found no open plan to tell.
            await rights.confirm()
            self._homes.update(dict.fromkeys(rights.parts, plan_id))
        except BaseException:
            # Nobody may be let in by rights that were read half.
            half = self._plans.pop(plan_id, None)
            if half is not None:
                half.rights.close()  # its timer would keep it for a day
            fanout.unfollow(plan_id)
            raise
        return plan

    def _forget(self, plan: OpenPlan) -> None:
        plan_id = plan.rights.plan
        if self._plans.get(plan_id) is plan:
            del self._plans[plan_id]
            for part in plan.rights.parts:
                self._homes.pop(part, None)
            self._engine.fanout.unfollow(plan_id)

    # -- ports.Live -------------------------------------------------------------------------------

    async def plan_changed(self, plan: PlanId) -> None:
        """Other processes are told, and read the rights anew themselves."""
        self._engine.fanout.publish(plan, AccessMoved())
        if plan in self._plans:
            self._plans[plan].rights.doubt()
            await self._plans[plan].rights.refresh()

    def announce(self, plan: PlanId, part: PartId, message: Mapping[str, object]) -> None:
        """Send a stateless message to everybody in the part."""
        text = json.dumps(message)
        self._engine.fanout.publish(plan, PartNotice(part, text))
        if plan in self._plans:
            self._plans[plan].announce_in(part, text)

    def end_session(self, session_key: str) -> None:
        self._engine.fanout.publish(None, SessionEnded(session_key))
        self.sockets.end_session(session_key)

    # -- what other processes tell (ports.Listener) -----------------------------------------------

    def heard(self, plan: PlanId | None, sender: str, message: Message) -> None:
        if isinstance(message, SessionEnded):
            self.sockets.end_session(message.key)
        elif plan is not None and plan in self._plans:
            self._plans[plan].hear(sender, message)

    def resumed(self) -> None:
        """Messages may have been lost."""
        self.watcher.look_soon()
        for plan in self._plans.values():
            plan.titles.moved()

    # -- the process ------------------------------------------------------------------------------

    def standing(self) -> Standing:
        """What is open here now, for whoever measures."""
        rooms = [room for plan in self._plans.values() for room in plan.rooms.values()]
        waiting = [outbox.size for outbox in self.sockets]
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
        """Stop: finish what was accepted, then end every document and socket with ``going-down``.

        It may be called again, and does not wait longer for that.
        """
        self._closing = True
        await self.watcher.stop()
        end = self._drained_at = self._drained_at or asyncio.get_running_loop().time() + DRAIN_SECONDS
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(end):
                await asyncio.gather(*(plan.close(Token.GOING_DOWN) for plan in list(self._plans.values())))
                await self._engine.committer.drain()
        self.sockets.close(Token.GOING_DOWN)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(end + FAREWELL_SECONDS):
                await self.sockets.gone()
