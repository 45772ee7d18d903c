"""Real connections to uvicorn's protocols as we slice them, without the rest of the server."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from uvicorn.server import ServerState

from server.transport.http import SlicedHttp
from server.transport.patience import Patience
from server.transport.websocket import SlicedWebSocket

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


def masked(head: int, data: bytes) -> bytes:
    mask = b"\x01\x02\x03\x04"
    coded = bytes(byte ^ mask[place % 4] for place, byte in enumerate(data))
    return bytes((head, 0x80 | len(data))) + mask + coded


@asynccontextmanager
async def connected(
    app: App, first: bytes = UPGRADE, patience: Patience | None = None, **options: Any
) -> AsyncIterator[socket.socket]:
    """A client that reads nothing by itself; ``first`` has arrived of it, in one read."""
    options = {"ws_max_size": 300_000, **options}
    config = uvicorn.Config(app, ws=SlicedWebSocket, lifespan="off", log_config=None, **options)
    config.load()
    loop, state = asyncio.get_running_loop(), ServerState()
    made: asyncio.Future[SlicedHttp] = loop.create_future()

    class Made(SlicedHttp):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            made.set_result(self)

    server = await loop.create_server(lambda: Made(config, state, {}, patience=patience), "127.0.0.1", 0)
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.setblocking(False)
    try:
        await loop.sock_connect(client, server.sockets[0].getsockname())
        if first:
            (await made).data_received(first)
        yield client
    finally:
        client.close()
        server.close()
