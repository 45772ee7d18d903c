"""Looks at the database now and then: what another process did is found although its message was lost.

Messages between processes are hints and may all be lost. So it asks, for everything open here, how far the
logs are, which access versions are current and which sessions have ended; for everything in three queries.
Now and then it also asks what the parts are called.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Mapping

from server.domain.plan import PartId, PlanId
from server.ports.log import StorageUnavailable
from server.telemetry.counts import counts

from .part.room import Room
from .plan.collaborators import Collaborators
from .plan.open_plan import OpenPlan
from .protocol.closings import Token
from .socket.registry import SocketRegistry

logger = logging.getLogger(__name__)

TITLES_EVERY = 5
"""Looks of which one is at titles, too: less depends on them than on rights and words, and they are more."""
BLIND_SECONDS = 15.0
"""How long sockets are kept while the database says nothing; then they may find a process that sees more."""


class Watcher:
    def __init__(
        self,
        plans: Mapping[PlanId, OpenPlan],
        sockets: SocketRegistry,
        collaborators: Collaborators,
        seconds: float,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._plans, self._sockets, self._collaborators = plans, sockets, collaborators
        self._seconds, self._now = seconds, now
        self._seen_at = now()
        self._looks = 0
        self._soon = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._looking: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._running = asyncio.create_task(self._run())

    async def stop(self) -> None:
        tasks = [task for task in (self._running, self._looking) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def look_soon(self) -> None:
        self._soon.set()

    async def _run(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._seconds):
                    await self._soon.wait()
            self._soon.clear()
            if self._looking is None or self._looking.done():  # one that hangs is not joined by others
                self._looking = asyncio.create_task(self.look_safely())
            await asyncio.wait([self._looking], timeout=self._seconds)
            self._tend_safely()

    def tend(self) -> None:
        """What time alone brings about."""
        if self._now() > self._seen_at + BLIND_SECONDS:
            self._seen_at = self._now()
            logger.error("the database has said nothing for %.0f s: all sockets are closed", BLIND_SECONDS)
            self._sockets.close(Token.OVERLOADED)
        self._collaborators.budget.recount()
        for plan in list(self._plans.values()):
            plan.rights.end_periods()
            plan.expire_presence()

    def _tend_safely(self) -> None:
        try:
            self.tend()
        except Exception:
            # Beside the outermost loop: without it nothing that others did would be found any more.
            logger.exception("tending failed")

    async def look_safely(self) -> None:
        try:
            await self.look()
        except StorageUnavailable:
            logger.warning("the database could not be looked at")
        except Exception:
            # The outermost loop of the watcher: whatever failed, it looks again.
            logger.exception("looking at the database failed")

    async def look(self) -> None:
        """Once, at everything. Raises ``StorageUnavailable``."""
        await self._look_at_rights()
        await self._look_at_logs()
        await self._look_at_sessions()
        self._looks += 1
        if self._looks % TITLES_EVERY == 0:
            await self._look_at_titles()
        self._seen_at = self._now()

    async def _look_at_rights(self) -> None:
        if not self._plans:
            return
        asked_at = self._now()
        standing = await self._collaborators.book.access_versions(list(self._plans))
        for plan in list(self._plans.values()):
            plan.version_seen(standing.get(plan.rights.plan), asked_at)

    async def _look_at_titles(self) -> None:
        """Only what is written in a part changes them without the access version."""
        watched = [plan_id for plan_id, plan in self._plans.items() if plan.channel]
        if not watched:
            return
        for plan_id, titles in (await self._collaborators.book.titles(watched)).items():
            if plan_id in self._plans:
                self._plans[plan_id].titles_seen(titles)

    async def _look_at_logs(self) -> None:
        rooms = self._occupied_rooms()
        if not rooms:
            return
        heads = await self._collaborators.log.heads(list(rooms))
        for part, room in self._occupied_rooms().items():
            head = heads.get(part, 0)
            if head > room.seq:
                counts.part_gaps_found += not room.busy  # its own commit may be just done
                room.look(head)

    def _occupied_rooms(self) -> dict[PartId, Room]:
        plans = self._plans.values()
        return {part: room for plan in plans for part, room in plan.rooms.items() if room.occupied}

    async def _look_at_sessions(self) -> None:
        sessions = self._sockets.sessions()
        if not sessions:
            return
        for over in await self._collaborators.sessions_over(list(sessions)):
            self._sockets.end_session(sessions[over])
