"""Connections that keep a real process waiting: however many there are, it answers others."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from server.web.security import HEADERS
from tests.support.clients.people import PLAIN
from tests.support.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.rule("P7")]
FILES, CONNECTIONS = 120, 130
HEAD = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
POST = b"POST /login/demo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n"
UPGRADE = (
    b"GET /sync HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[Server]:
    """With so few file descriptors that those who keep it waiting would take all of them."""
    directory = tmp_path_factory.mktemp("few")
    shutil.copy(demo_database, directory / "samplan.db")
    few = ("sh", "-c", f'ulimit -n {FILES}; "$@"; exit $?', "sh")
    server = Server(directory, command_prefix=few)
    await server.start()
    yield server
    await server.stop()


async def connected(server: Server, sent: bytes) -> socket.socket:
    """A client that reads nothing."""
    loop, client = asyncio.get_running_loop(), socket.socket()
    client.setblocking(False)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await loop.sock_connect(client, ("127.0.0.1", server.port))
    await loop.sock_sendall(client, sent)
    return client


WAITING = {
    "nothing": b"",
    "half a head": HEAD,
    "an empty line": b"\r\n",
    "half a body": POST + b"{",
    "a request, and then nothing": HEAD + b"\r\n",
    "a request, and then half of one": HEAD + b"\r\n" + HEAD,
    "answers that are not read": b"GET /api/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 10,
    "sockets that do not say whose they are": UPGRADE,
}


@pytest.mark.parametrize("what", WAITING)
async def test_however_many_keep_a_process_waiting_it_answers_others(server: Server, what: str) -> None:
    waiting = [await connected(server, WAITING[what]) for _ in range(CONNECTIONS)]
    async with httpx.AsyncClient(base_url=server.url, verify=PLAIN) as others:
        for _ in range(3):
            assert (await others.get("/healthz")).status_code == 200
    for client in waiting:
        client.close()


async def test_what_ends_is_counted_and_said_once_a_minute(server: Server) -> None:
    lines = [json.loads(line) for line in server.log if line.startswith("{")]
    displaced = [line for line in lines if line.get("reason") == "displaced"]
    assert len(displaced) == 1
    assert displaced[0]["count"] == 1
    async with httpx.AsyncClient(base_url=server.url, verify=PLAIN) as client:
        metrics = (await client.get("/metrics")).text
    assert 'samplan_connections_ended_total{why="displaced"}' in metrics


OUTSIDE = {
    "no HTTP": (b"\x16\x03\x01 no HTTP\r\n\r\n", 400),
    "too long a head": (b"GET / HTTP/1.1\r\na: " + b"b" * 70_000, 400),
    "a method of another kind": (b"TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 405),
    "another method of a probe": (b"DELETE /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 405),
    "a handshake without a key": (UPGRADE.replace(b"Sec-WebSocket-Key", b"X-Key"), 400),
    "a handshake of no version": (UPGRADE.replace(b": 13", b": 7"), 400),
    "a handshake with too many headers": (UPGRADE.replace(b"\r\n\r\n", b"\r\na: b" * 150 + b"\r\n\r\n"), 400),
    "a handshake with too long a header": (
        UPGRADE.replace(b"\r\n\r\n", b"\r\na: " + b"b" * 9_000 + b"\r\n\r\n"),
        400,
    ),
    "a socket of a foreign page": (
        UPGRADE.replace(
            b"\r\n\r\n", b"\r\nCookie: samplan_session=x\r\nOrigin: https://evil.example\r\n\r\n"
        ),
        403,
    ),
    "a socket at another address": (UPGRADE.replace(b"/sync", b"/nowhere"), 403),
}


@pytest.mark.parametrize("what", OUTSIDE)
async def test_what_never_reaches_a_page_is_answered_with_the_same_headers(server: Server, what: str) -> None:
    sent, status = OUTSIDE[what]
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(sent)
    async with asyncio.timeout(10):
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    lines = head.decode().split("\r\n")
    assert lines[0].split()[1] == str(status)
    told = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
    assert {name: told.get(name.lower()) for name in HEADERS} == HEADERS
    if status != 403 and b"Upgrade" not in sent:
        assert told["content-type"] == "application/problem+json"
        assert json.loads(body)["status"] == status
