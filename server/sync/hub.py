"""The engine's interface to sockets, features and other processes."""

from __future__ import annotations

import asyncio
import contextlib

from server.domain.plan import PartId, PlanId
from server.ports.log import StorageUnavailable
from server.ports.processes import AccessVersionChanged, Message, SessionEnded
from server.ports.writing import ServerEdit
from server.telemetry.counts import Standing

from .document.ydoc import Incoherent
from .plan.collaborators import Collaborators
from .plan.comment_notices import for_processes
from .plan.entering import Entrant, Seat
from .plan.open_plans import OpenPlans
from .protocol.closings import NotOpened, Token
from .socket.limits import Strikes
from .socket.registry import SocketRegistry
from .watcher import Watcher

DRAIN_SECONDS = 4.0
"""How long the end of the process waits for accepted frames. What is not committed by then was not
acknowledged either: the pages keep it, and send it to another process."""
FAREWELL_SECONDS = 2.0
"""How long it waits after that for the sockets to close."""


MOST_TURNED_AWAY = (2_000.0, 5.0)
"""Openings of what a person may not see: at once, and a second. Each costs a reading of rights. A page that
loses everything asks for at most 200 documents once more, on each of some devices."""


class Hub:
    """Implements ``ports.Live`` and ``ports.Writing`` for the features, and ``ports.FanoutListener`` for the
    other processes.

    1. When ``plan_changed`` returns, every member here has its current level or is cut, and the message for
       the other processes is published.
    2. Nothing that other processes publish is published again.
    3. Once it is closing nobody enters; accepted frames are settled before the sockets close, for at most
       ``DRAIN_SECONDS``.

    Kept by ``tests/unit/sync/test_hub.py``: 1 ``..._told_by_another_process_cuts...``, 2
    ``..._nothing_that_is_heard_is_said_again``, 3 ``..._lets_nobody_in...``; draining by
    ``tests/integration/test_durability_draining.py``.
    """

    def __init__(self, collaborators: Collaborators, poll_seconds: float = 2.0) -> None:
        self._collaborators = collaborators
        self.plans = OpenPlans(collaborators)
        self._turned_away = Strikes(*MOST_TURNED_AWAY)
        self._closing = False
        self._drained_at: float | None = None
        self.sockets = SocketRegistry()
        self.watcher = Watcher(self.plans, self.sockets, collaborators, poll_seconds)

    async def start(self) -> None:
        await self._collaborators.fanout.start(self)
        self.watcher.start()

    async def enter(self, document: str, entrant: Entrant) -> Seat:
        """Open ``part/<id>`` or ``plan/<id>``. Raises ``NotOpened``, or ``StorageUnavailable``."""
        if self._closing:
            raise NotOpened(Token.GOING_DOWN)
        if self._turned_away.barred(entrant.principal.person):
            raise NotOpened(Token.OVERLOADED)
        kind, _, name = document.partition("/")
        try:
            if kind == "part":
                return await self.plans.enter_part(PartId(name), entrant)
            if kind == "plan":
                return await self.plans.enter_channel(PlanId(name), entrant)
            raise NotOpened(Token.NOT_FOUND)
        except NotOpened as refusal:
            if refusal.token is Token.NOT_FOUND:
                self._turned_away.count(entrant.principal.person)
            raise

    async def write(self, written: ServerEdit) -> None:
        """Implements ``ports.Writing``."""
        if self._closing:
            raise StorageUnavailable("going down")
        try:
            await self.plans.write(written)
        except (NotOpened, Incoherent) as refusal:
            raise StorageUnavailable("the part cannot be opened here") from refusal

    # -- ports.Live -------------------------------------------------------------------------------

    async def plan_changed(self, plan: PlanId) -> None:
        """Other processes get a message and read the rights themselves."""
        self._collaborators.fanout.publish(plan, AccessVersionChanged())
        if plan in self.plans:
            self.plans[plan].rights.invalidate()
            await self.plans[plan].rights.refresh()

    def comments_changed(self, plan: PlanId, part: PartId, number: int) -> None:
        """Tell every member of the part, in all processes."""
        self._collaborators.fanout.publish(plan, for_processes(part, number))
        if plan in self.plans:
            self.plans[plan].comments.changed(part, number)

    def end_session(self, session_key: str) -> None:
        self._collaborators.fanout.publish(None, SessionEnded(session_key))
        self.sockets.end_session(session_key)

    # -- other processes (ports.FanoutListener) ---------------------------------------------------

    def receive(self, plan: PlanId | None, sender: str, message: Message) -> None:
        if isinstance(message, SessionEnded):
            self.sockets.end_session(message.key)
        elif plan is not None and plan in self.plans:
            self.plans[plan].receive(sender, message)

    def resumed(self) -> None:
        """Messages may have been lost."""
        self.watcher.poll_soon()
        for plan in self.plans.values():
            plan.titles.changed()

    # -- the process ------------------------------------------------------------------------------

    def standing(self) -> Standing:
        """Counts of what is open here, for metrics."""
        rooms = [room for plan in self.plans.values() for room in plan.rooms.values()]
        waiting = [outbox.size for outbox in self.sockets]
        return Standing(
            plans=len(self.plans),
            parts=len(rooms),
            part_bytes=sum(room.size for room in rooms),
            documents=sum(plan.seats for plan in self.plans.values()),
            sockets=len(waiting),
            outbox_bytes=sum(waiting),
            outbox_most=max(waiting, default=0),
        )

    async def close(self) -> None:
        """Settle accepted frames, then end every document and socket with ``going-down``.

        It may be called again, which does not extend the time.
        """
        self._closing = True
        await self.watcher.stop()
        end = self._drained_at = self._drained_at or asyncio.get_running_loop().time() + DRAIN_SECONDS
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(end):
                await asyncio.gather(*(plan.close(Token.GOING_DOWN) for plan in list(self.plans.values())))
                await self._collaborators.committer.drain()
        self.sockets.close(Token.GOING_DOWN)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(end + FAREWELL_SECONDS):
                await self.sockets.wait_until_empty()
