"""The people of the demo plan as clients: HTTP with a session, and documents over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol, Self

import httpx
import websockets.asyncio.client
from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText
from websockets.exceptions import ConnectionClosed

from . import protocol

PERSONS = ("owner", "mother", "coordinator", "gp", "school", "nav", "hospital", "unit", "stranger")
WAIT_SECONDS = 20.0
KEEP_ALIVE = httpx.Limits(keepalive_expiry=2.0)
"""Shorter than the server's five seconds: nobody asks on a connection that is being closed."""


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
            base_url=server.url, timeout=WAIT_SECONDS, limits=KEEP_ALIVE, transport=transport
        )
        self.token = ""
        self.csrf = ""
        self.received = bytearray()
        """Every byte this person was ever answered over HTTP."""

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
        return await Socket.connect(self.server, self.token, query)

    async def close(self) -> None:
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
                    await self.documents[frame.address].receive(frame)
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
        """Wait for something that frames bring about."""
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(lambda: bool(holds()))

    async def open(self, document: str, *, doc: Doc[Any] | None = None) -> Document:
        """Open a document and wait until it is synced; fails if it is refused."""
        opened = await self.ask(document, doc=doc)
        await self.until(lambda: opened.synced or opened.denied is not None or self.closed)
        assert opened.synced, (opened.denied, self.closed)
        return opened

    async def ask(self, document: str, *, doc: Doc[Any] | None = None) -> Document:
        opened = Document(self, document, doc)
        self.documents[document] = opened
        await self.send(protocol.auth(document, self.token))
        await self.send(protocol.sync(document, protocol.STEP1, opened.doc.get_state()))
        return opened

    async def heard_out(self) -> None:
        """Wait until the server has read all that was sent, or closed the socket."""
        try:
            await (await self._wire.ping())
        except ConnectionClosed:
            await self._reading

    def pause(self) -> None:
        """Stop reading: what the server sends fills the buffers in between."""
        self._attentive.clear()

    def resume(self) -> None:
        self._attentive.set()

    async def close(self) -> None:
        self.resume()
        await self._wire.close()
        await self._reading

    def drop(self) -> None:
        """Lose the connection as a tunnel does: without a farewell."""
        self.documents.clear()
        self.resume()
        self._wire.transport.abort()


class Document:
    """One document on a socket: a real Yjs replica (pycrdt) that does what the provider does."""

    def __init__(self, socket: Socket, address: str, doc: Doc[Any] | None = None) -> None:
        self.socket, self.address = socket, address
        self.doc: Doc[Any] = doc if doc is not None else Doc()
        self.body = self.doc.get("body", type=XmlFragment)
        self.fields = self.doc.get("fields", type=Map)
        self.scope: str | None = None
        self.denied: str | None = None
        self.closed: str | None = None
        self.synced = False
        self.sent = self.acked = self.nacked = self.step1s = 0
        self.notices: list[str] = []
        self.awareness: list[bytes] = []
        self._outgoing: list[bytes] = []
        self._applying = False
        self._observing = self.doc.observe(self._on_update)

    def detach(self) -> None:
        """Leave the replica to the next connection; what was not sent goes with that one's Step2."""
        self.doc.unobserve(self._observing)
        self._outgoing.clear()

    def take_outgoing(self) -> list[bytes]:
        """The updates made since the last ``flush``, to be sent by whoever takes them."""
        outgoing, self._outgoing = self._outgoing, []
        return outgoing

    def _on_update(self, event: Any) -> None:
        if not self._applying:
            self._outgoing.append(event.update)

    async def receive(self, frame: protocol.Received) -> None:
        match frame.type, frame.kind:
            case protocol.AUTH, 2:
                self.scope = frame.text
            case protocol.AUTH, 1:
                self.denied = frame.text
            case protocol.SYNC, protocol.STEP1:
                self.step1s += 1
                await self._send(protocol.STEP2, self.doc.get_update(frame.data))
            case protocol.SYNC, _:
                self._apply(frame.data)
                self.synced = self.synced or frame.kind == protocol.STEP2
            case protocol.SYNC_STATUS, ok:
                self.acked += ok
                self.nacked += 1 - ok
            case protocol.CLOSE, _:
                self.closed = frame.text
            case protocol.STATELESS, _:
                self.notices.append(frame.text)
            case protocol.AWARENESS, _:
                self.awareness.append(frame.data)

    def _apply(self, update: bytes) -> None:
        self._applying = True
        try:
            self.doc.apply_update(update)
        finally:
            self._applying = False

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

    # -- editing ----------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        return str(self.body)

    @property
    def content(self) -> object:
        """Everything in the document as plain values, comparable between replicas."""
        return content_of(self.doc)

    def block_text(self, index: int) -> XmlText:
        block = self.body.children[index]
        assert isinstance(block, XmlElement)
        text = block.children[0]
        assert isinstance(text, XmlText)
        return text

    def type(self, words: str, block: int = 0, at: int | None = None) -> None:
        text = self.block_text(block)
        text.insert(len(str(text).encode()) if at is None else at, words)

    def add_block(self, words: str, kind: str = "paragraph") -> None:
        with self.doc.transaction():
            element = XmlElement("block", {"kind": kind})
            self.body.children.append(element)
            element.children.append(XmlText(words))


def content_of(doc: Doc[Any]) -> object:
    """Blocks with their attributes and marked text, and the fields; independent of any order in memory."""
    body, fields = doc.get("body", type=XmlFragment), doc.get("fields", type=Map)
    return [_node(child) for child in body.children], {name: str(fields[name]) for name in fields}


def _node(node: Any) -> object:
    if isinstance(node, XmlText):
        return [(chunk, marks or {}) for chunk, marks in node.diff()]
    attributes = sorted((name, str(value)) for name, value in iter(node.attributes))
    return node.tag, attributes, [_node(child) for child in node.children]
