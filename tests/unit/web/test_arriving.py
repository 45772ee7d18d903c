"""The websocket protocol by itself, on real connections."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from server.web import arriving
from server.web.arriving import SlicedHttp, SlicedWebSocket

UPGRADE = (
    b"GET /sync HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
App = Callable[
    [dict[str, Any], Callable[..., Awaitable[Any]], Callable[..., Awaitable[None]]], Awaitable[None]
]


def binary(data: bytes) -> bytes:
    """A short message as clients send it, masked with nothing."""
    return bytes((0x82, 0x80 | len(data))) + bytes(4) + data


@asynccontextmanager
async def connected(app: App, **options: Any) -> AsyncIterator[socket.socket]:
    """A client that reads nothing by itself."""
    config = uvicorn.Config(app, ws=SlicedWebSocket, lifespan="off", log_config=None, **options)
    config.load()
    loop, state = asyncio.get_running_loop(), ServerState()
    server = await loop.create_server(lambda: SlicedHttp(config, state, {}), "127.0.0.1", 0)
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.setblocking(False)
    try:
        await loop.sock_connect(client, server.sockets[0].getsockname())
        await loop.sock_sendall(client, UPGRADE)
        yield client
    finally:
        client.close()
        server.close()


async def test_a_connection_that_ended_is_not_kept_for_whoever_does_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arriving, "LINGER_SECONDS", 0.1)
    lost = asyncio.Event()

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})
        frames = scope["extensions"]["samplan.frames"]
        losing = frames.connection_lost

        def noted(error: Exception | None) -> None:
            losing(error)
            lost.set()

        monkeypatch.setattr(frames, "connection_lost", noted)
        while frames.write(bytes(65_536)):
            pass

    async with connected(app), asyncio.timeout(60):
        await lost.wait()


async def test_who_stops_answering_pings_is_gone_although_it_reads_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arriving, "LINGER_SECONDS", 0.1)
    gone = asyncio.Event()

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while scope["extensions"]["samplan.frames"].write(bytes(65_536)):
            pass
        assert (await receive())["type"] == "websocket.disconnect"
        gone.set()

    async with connected(app, ws_ping_interval=0.1, ws_ping_timeout=0.1), asyncio.timeout(60):
        await gone.wait()


class Timers:
    """A loop as the protocol uses it, that remembers what waits."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._handles: list[asyncio.TimerHandle] = []
        self.time = self._loop.time

    def call_later(self, seconds: float, do: Callable[[], None]) -> asyncio.TimerHandle:
        self._handles.append(self._loop.call_later(seconds, do))
        return self._handles[-1]

    @property
    def waiting(self) -> int:
        return sum(not each.cancelled() and each.when() > self.time() for each in self._handles)


async def test_however_often_there_is_space_again_it_is_looked_for_once_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arriving, "WAIT_SECONDS", 3_600.0)
    timers, heard, more, end = Timers(), list[bytes](), asyncio.Event(), asyncio.Event()
    serving: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    full = False

    def hear(data: bytes) -> None:
        nonlocal full
        heard.append(data)
        full = True
        more.set()

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})
        frames = scope["extensions"]["samplan.frames"]
        monkeypatch.setattr(frames, "loop", timers)
        frames.listen(hear, lambda: full, lambda: None)
        serving.set_result(frames)
        await end.wait()

    async with connected(app) as client, asyncio.timeout(60):
        frames = await serving
        await asyncio.get_running_loop().sock_sendall(client, binary(bytes(100)) * 600)
        await more.wait()
        for _ in range(5):
            full = False
            frames.go_on()
        assert len(heard) > 5
        assert timers.waiting == 1
        end.set()
