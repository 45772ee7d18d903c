"""A websocket proxy between a client and the server: it can hold, swallow and lose what passes."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Self

import websockets.asyncio.client
import websockets.asyncio.server
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tests.interop.node import WAIT_SECONDS
from tests.support.clients import protocol

SYNC_KINDS = ("step1", "step2", "update")
PASSED_ON = ("Cookie",)


def kind_of(data: bytes) -> str:
    """The kind of a frame in the words of frames.mjs, as far as tests count them."""
    if len(data) == 1:
        return "ping or pong"
    reader = protocol.Reader(data)
    reader.varbytes()
    match reader.varuint():
        case protocol.SYNC:
            return SYNC_KINDS[reader.varuint()]
        case protocol.SYNC_STATUS:
            return "accepted" if reader.varuint() else "declined"
        case protocol.AUTH:
            return "auth"
        case protocol.CLOSE:
            return "close"
    return "other"


class Tunnel:
    """Starts open: what comes is passed on at once, in both directions."""

    def __init__(self, server_url: str) -> None:
        self._server_url = server_url.replace("http", "ws")
        self._passages: list[_Passage] = []
        self._changed = asyncio.Condition()
        self.reachable = True
        """While it is not, nobody can connect."""
        self.swallowing = False
        """While it is, what the client sends is lost on the way."""
        self.holding = False
        self.allowance = 0
        self.refusals = 0
        self.sent: Counter[str] = Counter()
        """Frames of the client that reached the server."""
        self.swallowed: Counter[str] = Counter()
        self.delivered: Counter[str] = Counter()
        """Frames of the server that reached the client."""
        self._failures: list[BaseException] = []

    async def start(self) -> Self:
        self._listener = await websockets.asyncio.server.serve(
            self._pass, "127.0.0.1", 0, compression=None, max_size=None, process_request=self._admit
        )
        return self

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.sockets[0].getsockname()[1]}"

    @property
    def connections(self) -> int:
        """How many there have been."""
        return len(self._passages)

    @property
    def held(self) -> list[str]:
        """The kinds of the server's frames that wait here, in order."""
        return [kind_of(data) for data in self._passages[-1].waiting]

    async def until(self, holds: Callable[[], object]) -> None:
        async with asyncio.timeout(WAIT_SECONDS), self._changed:
            await self._changed.wait_for(lambda: bool(holds()))

    async def moved(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def hold(self) -> None:
        """From now on the server's frames wait here."""
        self.holding, self.allowance = True, 0

    async def release(self, frames: int = 1) -> None:
        self.allowance += frames
        await self.moved()

    async def flow(self) -> None:
        self.holding = False
        await self.moved()

    def drop(self) -> None:
        """Lose every connection without a farewell."""
        for passage in self._passages:
            passage.abort()

    async def stop(self) -> None:
        self.drop()
        self._listener.close()
        await self._listener.wait_closed()
        assert not self._failures, self._failures

    def note(self, outcomes: Sequence[object]) -> None:
        """A tunnel that fails by itself would look like a network that does."""
        expected = (ConnectionClosed, asyncio.CancelledError)
        errors = (outcome for outcome in outcomes if isinstance(outcome, BaseException))
        self._failures += [error for error in errors if not isinstance(error, expected)]

    async def _admit(
        self, connection: websockets.asyncio.server.ServerConnection, request: Request
    ) -> Response | None:
        if self.reachable:
            return None
        self.refusals += 1
        await self.moved()
        return connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, "")

    async def _pass(self, client: websockets.asyncio.server.ServerConnection) -> None:
        assert client.request is not None
        given = client.request.headers
        server = await websockets.asyncio.client.connect(
            self._server_url + client.request.path,
            compression=None,
            max_size=None,
            additional_headers={name: given[name] for name in PASSED_ON if name in given},
            origin=given.get("Origin"),  # type: ignore[arg-type]
        )
        passage = _Passage(self, client, server)
        self._passages.append(passage)
        await passage.carry()

    def take(self) -> bool:
        """Whether one more of the server's frames may pass."""
        if self.holding:
            if self.allowance < 1:
                return False
            self.allowance -= 1
        return True

    async def wait(self, holds: Callable[[], bool]) -> None:
        async with self._changed:
            await self._changed.wait_for(holds)


class _Passage:
    """One connection through the tunnel."""

    def __init__(
        self,
        tunnel: Tunnel,
        client: websockets.asyncio.server.ServerConnection,
        server: websockets.asyncio.client.ClientConnection,
    ) -> None:
        self._tunnel, self._client, self._server = tunnel, client, server
        self.waiting: deque[bytes] = deque()
        self._ended = False

    def abort(self) -> None:
        self._client.transport.abort()
        self._server.transport.abort()

    async def carry(self) -> None:
        tasks = [asyncio.create_task(run()) for run in (self._up, self._down, self._deliver)]
        _, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        self._tunnel.note(await asyncio.gather(*tasks, return_exceptions=True))
        code, reason = self._server.close_code, self._server.close_reason
        await self._server.close()
        await self._client.close(code if code and code != 1006 else 1001, reason or "")

    async def _up(self) -> None:
        async for data in self._client:
            assert isinstance(data, bytes)
            lost = self._tunnel.swallowing
            if not lost:
                await self._server.send(data)
            counted = self._tunnel.swallowed if lost else self._tunnel.sent
            counted[kind_of(data)] += 1
            await self._tunnel.moved()

    async def _down(self) -> None:
        try:
            async for data in self._server:
                assert isinstance(data, bytes)
                self.waiting.append(data)
                await self._tunnel.moved()
        except ConnectionClosed:
            pass
        self._ended = True
        await self._tunnel.moved()
        # What waits is delivered before the farewell.
        await asyncio.Event().wait()

    async def _deliver(self) -> None:
        while True:
            await self._tunnel.wait(lambda: bool(self.waiting) or self._ended)
            if not self.waiting:
                return
            await self._tunnel.wait(self._tunnel.take)
            data = self.waiting.popleft()
            await self._client.send(data)
            self._tunnel.delivered[kind_of(data)] += 1
            await self._tunnel.moved()
