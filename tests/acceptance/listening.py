"""Processes connected through one real Redis, which record the messages they receive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from server.domain.plan import PartId, PlanId
from server.fanout.redis.process import ManyProcesses
from server.fanout.redis.seal import SealKeys
from server.ports.processes import Message, PartNotice
from tests.support.servers.redis import RedisServer

SECRET = "known to every process of this deployment"
KEYS = SealKeys(SECRET)
OURS, THEIRS = PlanId("our-plan"), PlanId("their-plan")
WAIT_SECONDS = 60.0


class Process:
    """The listener of one server process: records every message it receives."""

    def __init__(self, fanout: ManyProcesses) -> None:
        self.fanout = fanout
        self.told: list[tuple[PlanId | None, str, Message]] = []
        self.resumptions = 0
        self._moved = asyncio.Event()

    def receive(self, plan: PlanId | None, sender: str, message: Message) -> None:
        self.told.append((plan, sender, message))
        self._moved.set()

    def resumed(self) -> None:
        assert not self.fanout.degraded
        self.resumptions += 1
        self._moved.set()

    @property
    def messages(self) -> list[Message]:
        return [message for _, _, message in self.told]

    @property
    def senders(self) -> set[str]:
        return {sender for _, sender, _ in self.told}

    async def until(self, holds: Callable[[], object]) -> None:
        async with asyncio.timeout(WAIT_SECONDS):
            while not holds():
                self._moved.clear()
                await self._moved.wait()

    async def hears(self, message: Message) -> None:
        await self.until(lambda: message in self.messages)

    async def until_degraded(self) -> None:
        async with asyncio.timeout(WAIT_SECONDS):
            while not self.fanout.degraded:  # noqa: ASYNC110 - there is no event for it
                await asyncio.sleep(0.01)

    def says(self, *texts: str, plan: PlanId = OURS) -> None:
        for text in texts:
            self.fanout.publish(plan, said(text))


class Site:
    """One Redis, and the processes on it."""

    def __init__(self, directory: Path) -> None:
        self.redis = RedisServer(directory)
        self._started: list[Process] = []

    async def process(
        self, *follows: PlanId, url: str | None = None, secret: str = SECRET, history: str = ""
    ) -> Process:
        process = Process(ManyProcesses(url or self.redis.url, secret, history))
        await process.fanout.start(process)
        self._started.append(process)
        if self.redis.running:
            await process.until(lambda: not process.fanout.degraded)
        for plan in follows:
            await process.fanout.follow(plan)
        return process

    async def stop(self) -> None:
        for process in self._started:
            await process.fanout.close()
        await self.redis.stop()


def said(text: str) -> PartNotice:
    return PartNotice(PartId("part"), text)


@asynccontextmanager
async def started(directory: Path) -> AsyncIterator[Site]:
    site = Site(directory)
    await site.redis.start()
    try:
        yield site
    finally:
        await site.stop()
