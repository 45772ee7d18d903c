"""The websocket protocol by itself, on real connections."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from server.transport import websocket
from tests.support.at_rest import at_rest
from tests.unit.web.connections import binary, connected, masked
from tests.unit.web.hearer import Hearer


async def test_a_connection_that_ended_is_not_kept_for_whoever_does_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(websocket, "LINGER_SECONDS", 0.1)
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
    monkeypatch.setattr(websocket, "LINGER_SECONDS", 0.1)
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
        self.time, self.call_soon = self._loop.time, self._loop.call_soon

    def call_later(self, seconds: float, do: Callable[[], None]) -> asyncio.TimerHandle:
        self._handles.append(self._loop.call_later(seconds, do))
        return self._handles[-1]

    @property
    def waiting(self) -> int:
        return sum(not each.cancelled() and each.when() > self.time() for each in self._handles)


async def test_however_often_there_is_space_again_it_is_looked_for_once_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(websocket, "WAIT_SECONDS", 3_600.0)
    timers, hearer, end = Timers(), Hearer(), asyncio.Event()
    serving: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})
        frames = scope["extensions"]["samplan.frames"]
        monkeypatch.setattr(frames, "loop", timers)
        frames.listen(hearer)
        serving.set_result(frames)
        await end.wait()

    async with connected(app) as client, asyncio.timeout(60):
        frames = await serving
        await asyncio.get_running_loop().sock_sendall(client, binary(bytes(100)) * 600)
        await hearer.heard_some.wait()
        for _ in range(5):
            hearer.full = False
            frames.go_on()
        assert len(hearer.heard) > 5
        assert timers.waiting == 1
        end.set()


@asynccontextmanager
async def heard(takes_all: bool = False) -> AsyncIterator[tuple[socket.socket, Hearer]]:
    """A client, and what is heard of it."""
    hearer, end = Hearer(takes_all), asyncio.Event()

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})
        hearer.frames = scope["extensions"]["samplan.frames"]
        hearer.frames.listen(hearer)
        await end.wait()

    async with connected(app) as client, asyncio.timeout(60):
        answer = await asyncio.get_running_loop().sock_recv(client, 4096)
        assert answer.startswith(b"HTTP/1.1 101")
        yield client, hearer
        end.set()


async def test_a_short_message_that_comes_by_itself_is_heard() -> None:
    async with heard() as (client, hearer):
        await asyncio.get_running_loop().sock_sendall(client, masked(0x82, b"hello"))
        await hearer.heard_some.wait()
        assert hearer.heard == [b"hello"]


@pytest.mark.parametrize(
    "frames",
    [
        pytest.param([masked(0x02, b"he"), masked(0x82, b"llo")], id="in the midst of another message"),
        pytest.param([b"\x82\x05hello"], id="not masked"),
        pytest.param([b"\x82\x05hellomore!"], id="not masked and as long as if it were"),
        pytest.param([masked(0xC2, b"hello")], id="compressed, as nobody agreed"),
    ],
)
async def test_a_short_message_that_breaks_the_protocol_ends_the_connection(frames: list[bytes]) -> None:
    async with heard() as (client, hearer):
        loop = asyncio.get_running_loop()
        for frame in frames:
            await loop.sock_sendall(client, frame)
            await at_rest()
        closing = await loop.sock_recv(client, 4096)
        assert closing[:1] == b"\x88"
        assert closing[2:4] == (1002).to_bytes(2, "big")
        await hearer.is_gone.wait()
        assert hearer.heard == []


async def test_a_short_message_may_come_cut_in_two() -> None:
    async with heard() as (client, hearer):
        loop, frame = asyncio.get_running_loop(), masked(0x82, b"hello")
        await loop.sock_sendall(client, masked(0x82, b"first") + frame[:7])
        await hearer.heard_some.wait()
        hearer.heard_some.clear()
        hearer.full = False
        await loop.sock_sendall(client, frame[7:])
        await hearer.heard_some.wait()
        assert hearer.heard == [b"first", b"hello"]


LARGEST = 300_000
"""Bytes of a message in these tests."""
PING, PONG = masked(0x89, b""), b"\x8a\x00"
LIKE = binary(b"hello")
"""Looks like a whole message where it arrives by itself, but is the rest of another."""
MASKED_WITH_IT = bytes(byte ^ LIKE[place % 4] for place, byte in enumerate(LIKE[4:]))
SOME, LAST = masked(0x02, b"so: "), masked(0x80, b"!")


@pytest.mark.parametrize(
    ("before", "rest", "message"),
    [
        pytest.param(b"\x82\x87", [LIKE], MASKED_WITH_IT, id="two bytes of head"),
        pytest.param(b"\x82\x8b" + bytes(4), [LIKE], LIKE, id="the whole head"),
        pytest.param(b"\x82\xfe\x00\x7e" + bytes(119), [LIKE], bytes(115) + LIKE, id="most of a longer one"),
        pytest.param(b"\x02\x8b" + bytes(4), [LIKE, LAST], LIKE + b"!", id="its first part's head"),
        pytest.param(
            SOME + b"\x00\x8b" + bytes(4), [LIKE, LAST], b"so: " + LIKE + b"!", id="its middle part's"
        ),
        pytest.param(SOME + b"\x80\x8b" + bytes(4), [LIKE], b"so: " + LIKE, id="its last part's"),
    ],
)
@pytest.mark.parametrize("first", [b"", binary(bytes(100)) * 20], ids=["alone", "after more than a slice"])
async def test_the_rest_of_a_message_is_not_taken_for_another(
    monkeypatch: pytest.MonkeyPatch, first: bytes, before: bytes, rest: list[bytes], message: bytes
) -> None:
    async with heard(takes_all=True) as (client, hearer):
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(client, first + PING + before)
        assert await loop.sock_recv(client, 4096) == PONG  # so it has been parsed
        hearer.heard.clear()
        for segment in rest:
            hearer.frames.data_received(segment)
        assert hearer.heard == [message]
        monkeypatch.setattr(hearer.frames.conn, "receive_data", None)  # what comes now needs no parser
        hearer.frames.data_received(masked(0x82, b"at once"))
        assert hearer.heard == [message, b"at once"]


async def test_text_is_refused() -> None:
    async with heard() as (client, hearer):
        await asyncio.get_running_loop().sock_sendall(client, masked(0x81, b"hello"))
        await hearer.was_text.wait()
        assert hearer.heard == []


async def test_who_says_goodbye_and_reads_nothing_is_gone() -> None:
    async with heard() as (client, hearer):
        await asyncio.get_running_loop().sock_sendall(client, masked(0x88, (1000).to_bytes(2, "big")))
        await hearer.is_gone.wait()


async def test_a_message_too_large_is_told_of_and_the_next_one_heard() -> None:
    async with heard(takes_all=True) as (client, hearer):
        loop = asyncio.get_running_loop()
        size = LARGEST + 1
        head = b"\x82\xff" + size.to_bytes(8) + bytes(4)
        await loop.sock_sendall(client, head + b"address" + bytes(size - 7) + binary(b"next"))
        while hearer.heard != [b"next"]:
            hearer.heard_some.clear()
            await hearer.heard_some.wait()
        assert [start[:8] for start in hearer.large] == [b"address\0"]
        assert hearer.kept == [], "nothing of it"


async def test_what_was_kept_for_a_message_is_given_back_when_it_is_whole() -> None:
    async with heard(takes_all=True) as (client, hearer):
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(client, b"\x82\xfe" + (10_000).to_bytes(2) + bytes(4) + bytes(10_000))
        await hearer.heard_some.wait()
        assert hearer.kept == [10_000, 0]


async def test_what_was_kept_for_a_message_is_given_back_when_its_client_is_gone() -> None:
    async with heard() as (client, hearer):
        hearer.frames.data_received(b"\x82\xfe" + (10_000).to_bytes(2) + bytes(4) + bytes(500))
        client.close()
        await hearer.is_gone.wait()
        assert hearer.kept == [10_000, 0]


@pytest.mark.parametrize("meanwhile", [b"", PING * 3], ids=["silence", "pings"])
async def test_a_message_that_does_not_become_whole_has_a_deadline(
    monkeypatch: pytest.MonkeyPatch, meanwhile: bytes
) -> None:
    monkeypatch.setattr(websocket, "UNFINISHED_SECONDS", 0.1)
    async with heard() as (_, hearer):
        hearer.frames.data_received(masked(0x02, b"so: "))
        hearer.frames.data_received(meanwhile)
        await hearer.was_slow.wait()


async def test_pings_are_not_answered_to_whoever_does_not_read() -> None:
    async with heard(takes_all=True) as (_, hearer):
        while hearer.frames.write(bytes(65_536)):
            pass
        before = hearer.frames.transport.get_write_buffer_size()
        hearer.frames.data_received(masked(0x89, bytes(100)) * 9)
        assert hearer.frames.transport.get_write_buffer_size() == before
