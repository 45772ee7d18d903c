"""The HTTP protocol by itself, on real connections."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import Any

import pytest

from server.telemetry.counts import counts
from server.transport import http
from server.transport.arriving import MUCH
from server.transport.patience import SLOW, UNREAD, Patience
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


# Clients that keep it waiting.

REFUSALS = {
    400: b"HTTP/1.1 400 \r\nConnection: close\r\n\r\n",
    408: b"HTTP/1.1 408 \r\nConnection: close\r\n\r\n",
}
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> Patience:
    """Nobody waits long for a client."""
    for name, seconds in (("HEAD_SECONDS", 0.1), ("BODY_SECONDS", 0.2), ("READ_SECONDS", 0.1)):
        monkeypatch.setattr(http, name, seconds)
    return Patience(refusals=REFUSALS)


async def answering(scope: dict[str, Any], receive: Any, send: Any) -> None:
    while (asked := await receive()).get("more_body"):
        pass
    if asked["type"] == "http.request":
        await send({"type": "http.response.start", "status": 204})
        await send({"type": "http.response.body"})


async def until_closed(client: socket.socket) -> bytes:
    """What is answered before the connection is closed."""
    heard, loop = b"", asyncio.get_running_loop()
    async with asyncio.timeout(20):
        with suppress(ConnectionResetError):
            while more := await loop.sock_recv(client, 4096):
                heard += more
    return heard


@pytest.mark.parametrize(
    ("sent", "statuses"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(b"\r\n\r\n", [408], id="empty lines"),
        pytest.param(GET[:-2], [408], id="half a head"),
        pytest.param(POST % 100 + b"half", [408], id="half a body"),
        pytest.param(GET, [204], id="nothing after a request"),
        pytest.param(GET + GET[:-2], [204, 408], id="half a head after a request"),
        pytest.param(GET + POST % 100 + b"half", [204, 408], id="half a body after a request"),
        pytest.param(b"no HTTP at all\r\n\r\n", [400], id="no request"),
    ],
)
async def test_a_request_that_does_not_become_whole_ends_its_connection(
    hurried: Patience, sent: bytes, statuses: list[int]
) -> None:
    async with connected(answering, sent, patience=hurried) as client:
        answers = (await until_closed(client)).split(b"HTTP/1.1 ")[1:]
    assert [int(answer[:3]) for answer in answers] == statuses


async def test_a_body_has_more_time_than_a_head(hurried: Patience, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "BODY_SECONDS", 3_600.0)
    loop, ended = asyncio.get_running_loop(), before(SLOW)
    async with connected(answering, POST % 4, patience=hurried) as client:
        async with connected(answering, b"G", patience=hurried) as other:
            await until_closed(other)  # whose time began later
        await loop.sock_sendall(client, b"body")
        assert (await loop.sock_recv(client, 4096)).startswith(b"HTTP/1.1 204")
    assert before(SLOW) == ended + 1


def before(why: str) -> int:
    return counts.connections_ended[why]


async def test_an_answer_that_is_not_read_ends_its_connection(hurried: Patience) -> None:
    over = asyncio.Event()

    ended = before(UNREAD)
    async with connected(sending(over), GET, patience=hurried), asyncio.timeout(20):
        await over.wait()
    assert before(UNREAD) == ended + 1


def sending(over: asyncio.Event, size: int = 50 * 1024 * 1024) -> Any:
    """An application with a long answer; ``over`` when it has been sent, or nobody is there to read it."""

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % size)]}
        )
        for _ in range(0, size, 65_536):
            await send({"type": "http.response.body", "body": bytes(65_536), "more_body": True})
        await send({"type": "http.response.body"})
        over.set()

    return app


async def test_an_answer_that_is_read_slowly_is_not_given_up(hurried: Patience) -> None:
    over, loop, size = asyncio.Event(), asyncio.get_running_loop(), 8 * 1024 * 1024
    async with connected(sending(over, size), GET, patience=hurried) as client, asyncio.timeout(60):
        read = 0
        while read < size:
            read += len(await loop.sock_recv(client, 65_536))
        await over.wait()
    assert read >= size
