"""An event loop that says when it is at rest: a test that asks what happens by itself need not guess how many
turns of the loop that takes."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Mapping


class Watched(selectors.DefaultSelector):
    """Knows when the loop would wait: nothing that was begun can go on by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[asyncio.Future[None]] = []

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0 if self.waiting else timeout)
        if not ready and timeout != 0:
            while self.waiting:
                waiter = self.waiting.pop()
                if not waiter.done():
                    waiter.set_result(None)
        return ready


class RestingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.watched = Watched()
        super().__init__(self.watched)


async def at_rest() -> None:
    """Returns when all tasks of this loop wait for a timer, a thread, the network, or for the test.

    What a thread or the network brings afterwards is not waited for.
    """
    loop = asyncio.get_running_loop()
    assert isinstance(loop, RestingLoop), "only tests in tests/unit have such a loop"
    rests: asyncio.Future[None] = loop.create_future()
    loop.watched.waiting.append(rests)
    await rests


def pytest_asyncio_loop_factories() -> Mapping[str, type[RestingLoop]]:
    """Hook, for a conftest to have: its tests run in such a loop."""
    return {"resting": RestingLoop}
