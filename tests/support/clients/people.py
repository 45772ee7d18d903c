"""The people of the demo plan as clients: HTTP with a session, and documents over real sockets."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from typing import Any, Protocol, Self

import httpx
import websockets.asyncio.client
from pycrdt import Doc
from websockets.exceptions import ConnectionClosed

from . import protocol
from .replicas import ClientReplica

PERSONS = ("owner", "mother", "coordinator", "gp", "school", "nav", "hospital", "unit", "stranger")
WAIT_SECONDS = 60.0
KEEP_ALIVE = httpx.Limits(keepalive_expiry=2.0)
"""Shorter than the server's five seconds: nobody asks on a connection that is being closed."""
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody: without it each client reads all authorities of the world, for 30 ms of CPU and nothing."""


class Addressed(Protocol):
    """A server, or what stands in its place."""

    @property
    def url(self) -> str: ...


class Person:
    """Somebody who is logged in; ``transport`` is the way to the server if it is not a socket of its own."""

    def __init__(
        self, server: Addressed, key: str, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self.server, self.key = server, key
        self.http = httpx.AsyncClient(
            base_url=server.url, verify=PLAIN, timeout=WAIT_SECONDS, limits=KEEP_ALIVE, transport=transport
        )
        self.token = ""
        self.csrf = ""
        self.received = bytearray()
        """Every byte this person was ever answered over HTTP."""
        self._sockets: list[Socket] = []

    async def log_in(self) -> Self:
        answer = await self.http.post("/login/demo", json={"person": self.key})
        assert answer.status_code == 204, answer.text
        self.token = self.http.cookies["samplan_session"]
        self.csrf = (await self.get("/api/me")).json()["csrf_token"]
        return self

    async def get(self, path: str) -> httpx.Response:
        answer = await self.http.get(path)
        self.received += answer.content
        return answer

    async def send(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        shown = {"X-CSRF-Token": self.csrf, **headers}
        answer = await self.http.request(method, path, json=body, headers=shown)
        self.received += answer.content
        return answer

    async def post(self, path: str, body: object = None) -> httpx.Response:
        return await self.send("POST", path, body)

    async def plan(self) -> dict[str, Any]:
        """The first plan this person takes part in, as its own view of it."""
        plans = (await self.get("/api/plans")).json()
        answer = await self.get(f"/api/plans/{plans[0]['id']}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def part(self, kind: str, title: str = "") -> dict[str, Any]:
        """The first part of a kind, or the one of that title, as this person sees it."""
        found = [p for p in (await self.plan())["parts"] if p["kind"] == kind and title in p["title"]]
        return dict(found[0])

    async def me_in(self) -> str:
        """This person's participant id."""
        return str((await self.plan())["me"])

    async def connect(self, query: str = "") -> Socket:
        socket = await Socket.connect(self.server, self.token, query)
        self._sockets.append(socket)
        return socket

    async def close(self) -> None:
        """Close the HTTP connections, and the sockets that are still open: none is left to the collector."""
        for socket in self._sockets:
            await socket.abandon()
        await self.http.aclose()


class Socket:
    """One websocket with many documents on it."""

    def __init__(self, wire: websockets.asyncio.client.ClientConnection, token: str) -> None:
        self._wire, self.token = wire, token
        self.documents: dict[str, Document] = {}
        self.received: list[bytes] = []
        self.closed: tuple[int, str] | None = None
        self.changed = asyncio.Condition()
        self._attentive = asyncio.Event()
        self._attentive.set()
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def connect(cls, server: Addressed, token: str, query: str = "", **options: Any) -> Socket:
        url = server.url.replace("http", "ws") + "/sync" + query
        wire = await websockets.asyncio.client.connect(url, max_size=None, compression=None, **options)
        return cls(wire, token)

    async def _read(self) -> None:
        try:
            async for data in self._wire:
                assert isinstance(data, bytes)
                await self._attentive.wait()
                self.received.append(data)
                frame = protocol.read(data)
                if frame.type == protocol.PING:
                    await self._wire.send(bytes([protocol.PONG]))
                elif frame.address in self.documents:
                    await self.documents[frame.address].take(frame)
                async with self.changed:
                    self.changed.notify_all()
        except ConnectionClosed:
            pass
        self.closed = (self._wire.close_code or 1006, self._wire.close_reason or "")
        async with self.changed:
            self.changed.notify_all()

    async def send(self, data: bytes) -> None:
        await self._wire.send(data)

    async def until(self, holds: Callable[[], object], seconds: float = WAIT_SECONDS) -> None:
        """Wait for something that frames bring about; fails at once when none can come any more."""
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(lambda: bool(holds()) or self.closed is not None)
        assert holds(), f"the socket was closed before that: {self.closed}"

    async def open(self, document: str, *, doc: Doc[Any] | None = None) -> Document:
        """Open a document and wait until it is synced; fails if it is refused."""
        opened = await self.ask(document, doc=doc)
        await self.until(lambda: opened.synced or opened.denied is not None or self.closed)
        assert opened.synced, (opened.denied, self.closed)
        return opened

    async def ask(self, document: str, *, doc: Doc[Any] | None = None) -> Document:
        opened = Document(self, document, doc)
        await self.begin(opened)
        return opened

    async def begin(self, opened: Document) -> None:
        """Ask for a document as a page does, with what its replica has."""
        self.documents[opened.address] = opened
        await self.send(protocol.auth(opened.address, self.token))
        await self.send(protocol.sync(opened.address, protocol.STEP1, opened.doc.get_state()))

    async def heard_out(self) -> None:
        """Wait until the server has read all that was sent, or closed the socket."""
        try:
            await (await self._wire.ping())
        except ConnectionClosed:
            await self._reading

    def pause(self) -> None:
        """Stop reading: what the server sends fills the buffers in between."""
        self._attentive.clear()

    def stall(self) -> None:
        """Take nothing more, not even from the kernel."""
        self.pause()
        self._wire.transport.pause_reading()

    def resume(self) -> None:
        self._attentive.set()
        self._wire.transport.resume_reading()

    async def close(self) -> None:
        self.resume()
        await self._wire.close()
        await self._reading

    async def abandon(self) -> None:
        """Close the connection without the closing handshake."""
        self._attentive.set()
        self._wire.transport.abort()
        await self._reading

    def drop(self) -> None:
        """Lose the connection as a tunnel does: without a farewell."""
        self.documents.clear()
        self.resume()
        self._wire.transport.abort()


class Document(ClientReplica):
    """One document on a socket."""

    def __init__(self, socket: Socket, address: str, doc: Doc[Any] | None = None) -> None:
        super().__init__(address, doc)
        self.socket = socket

    async def take(self, frame: protocol.Received) -> None:
        """Take a frame in and answer it."""
        if (answer := self.receive(frame)) is not None:
            await self._send(protocol.STEP2, answer)

    async def _send(self, kind: int, payload: bytes) -> None:
        self.sent += 1
        await self.socket.send(protocol.sync(self.address, kind, payload))

    async def flush(self) -> None:
        """Send what was edited since the last time, one frame per transaction."""
        for update in self.take_outgoing():
            await self._send(protocol.UPDATE, update)

    async def send_update(self, update: bytes) -> None:
        """Send bytes of one's own making."""
        await self._send(protocol.UPDATE, update)

    async def saved(self) -> None:
        """Wait until everything sent is acknowledged."""
        await self.flush()
        await self.socket.until(lambda: self.acked >= self.sent or self.closed or self.socket.closed)
        assert self.acked >= self.sent, (self.acked, self.sent, self.closed, self.socket.closed)

    async def ended(self, seconds: float = WAIT_SECONDS) -> str:
        """Wait until the server closes this document; the token."""
        await self.socket.until(lambda: self.closed or self.socket.closed, seconds)
        assert self.closed is not None, self.socket.closed
        return self.closed
