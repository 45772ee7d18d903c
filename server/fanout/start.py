"""Opens the fan-out to the other processes, if there are any."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from .alone import OneProcess

if TYPE_CHECKING:
    from .redis.process import ManyProcesses


@asynccontextmanager
async def opened_fanout(
    redis_url: str, secret_key: str, history: str
) -> AsyncIterator[OneProcess | ManyProcesses]:
    """Over the Redis at ``redis_url``; empty: this process is alone. ``history``: the database's."""
    fanout = _many(redis_url, secret_key, history) if redis_url else OneProcess()
    try:
        yield fanout
    finally:
        await fanout.close()


def _many(redis_url: str, secret_key: str, history: str) -> ManyProcesses:
    # Loading the client of Redis is an eighth of what any command costs, and most need none.
    from .redis.process import ManyProcesses

    return ManyProcesses(redis_url, secret_key, history)
