"""The HTTP protocol by itself, on real connections."""

from __future__ import annotations

import asyncio
from typing import Any

from server.transport.arriving import MUCH
from tests.unit.web.connections import UPGRADE, connected, masked
from tests.unit.web.hearer import Hearer

POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"


async def test_a_websocket_asked_for_behind_much_else_is_read() -> None:
    hearer, end = Hearer(takes_all=True), asyncio.Event()

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            while (await receive()).get("more_body"):
                pass
            await send({"type": "http.response.start", "status": 204})
            await send({"type": "http.response.body"})
            return
        await send({"type": "websocket.accept"})
        scope["extensions"]["samplan.frames"].listen(hearer)
        await end.wait()

    first = POST % MUCH + bytes(MUCH) + UPGRADE
    async with connected(app, first) as client, asyncio.timeout(60):
        await asyncio.get_running_loop().sock_sendall(client, masked(0x82, b"hello"))
        await hearer.heard_some.wait()
        assert hearer.heard == [b"hello"]
        end.set()
