"""Polls the database, so that changes of other processes are found although their messages were lost.

Messages between processes are hints and may all be lost. So every poll reads the heads of the logs, the
access versions, the changes of comments and the ended sessions of everything open here, in four queries;
every few polls also the titles.
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
"""Every so many polls read the titles, too: they matter less than rights and content, and are more data."""
BLIND_SECONDS = 15.0
"""How long sockets are kept while the database does not answer; another process may still reach it."""


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
        self._polls = 0
        self._soon = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._polling: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._running = asyncio.create_task(self._run())

    async def stop(self) -> None:
        tasks = [task for task in (self._running, self._polling) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def poll_soon(self) -> None:
        self._soon.set()

    async def _run(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._seconds):
                    await self._soon.wait()
            self._soon.clear()
            if self._polling is None or self._polling.done():  # at most one, though it may hang
                self._polling = asyncio.create_task(self.poll_safely())
            await asyncio.wait([self._polling], timeout=self._seconds)
            self._tick_safely()

    def tick(self) -> None:
        """Apply what changes with time alone: close sockets while blind, end periods, expire awareness."""
        if self._now() > self._seen_at + BLIND_SECONDS:
            self._seen_at = self._now()
            logger.error("the database has said nothing for %.0f s: all sockets are closed", BLIND_SECONDS)
            self._sockets.close(Token.OVERLOADED)
        self._collaborators.budget.recount()
        for plan in list(self._plans.values()):
            plan.rights.expire_periods()
            plan.expire_awareness()

    def _tick_safely(self) -> None:
        try:
            self.tick()
        except Exception:
            # Keeps the outermost loop alive: without it no change of other processes would be found.
            logger.exception("tending failed")

    async def poll_safely(self) -> None:
        try:
            await self.poll()
        except StorageUnavailable:
            logger.warning("the database could not be looked at")
        except Exception:
            # The outermost loop of the watcher: whatever failed, it polls again.
            logger.exception("looking at the database failed")

    async def poll(self) -> None:
        """Check everything once. Raises ``StorageUnavailable``."""
        await self._check_rights()
        await self._check_logs()
        await self._check_comments()
        await self._check_sessions()
        self._polls += 1
        if self._polls % TITLES_EVERY == 0:
            await self._check_titles()
        self._seen_at = self._now()

    async def _check_rights(self) -> None:
        if not self._plans:
            return
        asked_at = self._now()
        versions = await self._collaborators.book.access_versions(list(self._plans))
        for plan in list(self._plans.values()):
            plan.check_version(versions.get(plan.rights.plan), asked_at)

    async def _check_titles(self) -> None:
        """Only text typed in a part changes them without the access version."""
        watched = [plan_id for plan_id, plan in self._plans.items() if plan.channel]
        if not watched:
            return
        for plan_id, titles in (await self._collaborators.book.titles(watched)).items():
            if plan_id in self._plans:
                self._plans[plan_id].check_titles(titles)

    async def _check_logs(self) -> None:
        rooms = self._occupied_rooms()
        if not rooms:
            return
        heads = await self._collaborators.log.heads(list(rooms))
        for part, room in self._occupied_rooms().items():
            head = heads.get(part, 0)
            if head > room.seq:
                counts.part_gaps_found += not room.busy  # a busy room may have just committed these rows
                room.log_reached(head)

    async def _check_comments(self) -> None:
        rooms = self._occupied_rooms()
        if not rooms:
            return
        changes = await self._collaborators.comment_changes(list(rooms))
        for plan in list(self._plans.values()):
            for part in changes.keys() & plan.rooms.keys():
                plan.comments.looked(part, *changes[part])

    def _occupied_rooms(self) -> dict[PartId, Room]:
        plans = self._plans.values()
        return {part: room for plan in plans for part, room in plan.rooms.items() if room.occupied}

    async def _check_sessions(self) -> None:
        sessions = self._sockets.sessions()
        if not sessions:
            return
        for over in await self._collaborators.sessions_over(list(sessions)):
            self._sockets.end_session(sessions[over])
