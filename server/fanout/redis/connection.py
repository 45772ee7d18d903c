"""A connection to Redis that reconnects whenever it is lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from random import SystemRandom
from typing import Any

from redis.asyncio.connection import Connection, parse_url
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, NoPermissionError

CONNECT_SECONDS = 5.0
SILENCE_SECONDS = 5.0
"""A peer that answers nothing for so long is treated as lost, whatever TCP reports."""

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
STABLE_SECONDS = 10.0
"""A connection that lasted so long was not refused: the back-off starts again at ``FIRST_PAUSE``."""

log = logging.getLogger(__name__)
_random = SystemRandom()

Talk = Callable[[Connection], Awaitable[None]]
Connect = Callable[[], Connection]


class Lost(Exception):
    """The connection is to be closed and made again; the reason is for the log."""


def connecting_to(url: str) -> Connect:
    """Makes unconnected connections to a ``redis://`` or ``rediss://`` URL. Raises ``ValueError``."""
    arguments: dict[str, Any] = dict(parse_url(url))
    kind = arguments.pop("connection_class", Connection)
    if not issubclass(kind, Connection):
        raise ValueError("only redis:// and rediss://")
    # The client must not retry or reconnect by itself: messages lost meanwhile have to be looked for.
    arguments |= {"retry": Retry(NoBackoff(), 0), "health_check_interval": 0}
    arguments |= {"protocol": 2, "socket_timeout": None, "socket_connect_timeout": CONNECT_SECONDS}
    return lambda: kind(**arguments)


def pause(failures: int, chance: float) -> float:
    """Seconds to back off after ``failures`` in a row; ``chance`` is the jitter, from 0 to 1."""
    longest: float = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures, 10))
    return longest * (0.5 + chance / 2)


async def stay_connected(name: str, connect: Connect, talk: Talk, lost: Callable[[], None]) -> None:
    """Connect, run ``talk`` until it fails, call ``lost``, back off; for ever."""
    clock, failures = asyncio.get_running_loop().time, 0
    while True:
        began = clock()
        try:
            await _talk_on(connect(), talk)
        except Exception as failed:  # noqa: BLE001 - the outermost loop: any failure is retried
            level = logging.DEBUG if failures else logging.WARNING
            log.log(level, _no_connection(failed), name, type(failed).__name__, failed)
        lost()
        failures = 0 if clock() - began > STABLE_SECONDS else failures
        await asyncio.sleep(pause(failures, _random.random()))
        failures += 1


def _no_connection(failed: Exception) -> str:
    says = "no %s connection to Redis: %s: %s"
    refused = isinstance(failed, AuthenticationError | NoPermissionError)
    return f"{says}: see the user and password in SAMPLAN_REDIS_URL" if refused else says


async def _talk_on(connection: Connection, talk: Talk) -> None:
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await connection.connect()  # type: ignore[no-untyped-call]
        await talk(connection)
    finally:
        await connection.disconnect(nowait=True)
