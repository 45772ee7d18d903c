"""The network that fails does what tests believe of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable

import pytest

from tests.support.faults.network import Proxy

SOON = 20.0


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    """In front of somebody who says everything back."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1_000):
            writer.write(data)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    proxy = Proxy(server.sockets[0].getsockname()[1])
    await proxy.open()
    yield proxy
    await proxy.close()
    server.close()


class Caller:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def call(cls, proxy: Proxy) -> Caller:
        return cls(*await asyncio.open_connection("127.0.0.1", proxy.port))

    async def echoes(self, word: bytes) -> bytes:
        self.writer.write(word)
        return await in_time(self.reader.readexactly(len(word)))

    async def hears_nothing(self) -> bool:
        """For a moment; a fault that lets something through fails some run, none fails without one."""
        try:
            return await asyncio.wait_for(self.reader.read(1), 0.1) == b"never"
        except TimeoutError:
            return True

    async def is_cut_off(self) -> bool:
        try:
            return await in_time(self.reader.read(1)) == b""
        except ConnectionResetError:
            return True

    def hang_up(self) -> None:
        self.writer.transport.abort()


async def in_time(answer: Awaitable[bytes]) -> bytes:
    return await asyncio.wait_for(answer, SOON)


async def test_what_is_held_arrives_when_it_is_released(proxy: Proxy) -> None:
    caller = await Caller.call(proxy)
    assert await caller.echoes(b"one") == b"one"
    proxy.down.hold()
    caller.writer.write(b"two")
    assert await caller.hears_nothing()
    proxy.down.release()
    assert await in_time(caller.reader.readexactly(3)) == b"two"
    caller.hang_up()


async def test_a_black_hole_swallows_without_a_word_until_it_is_healed(proxy: Proxy) -> None:
    caller = await Caller.call(proxy)
    assert await caller.echoes(b"one") == b"one"
    proxy.blackhole()
    carried = proxy.carried
    caller.writer.write(b"two")
    newcomer = await Caller.call(proxy)
    newcomer.writer.write(b"hello")
    assert await caller.hears_nothing()
    assert await newcomer.hears_nothing()
    assert proxy.carried == carried

    await proxy.heal()
    assert await caller.is_cut_off()
    assert await newcomer.is_cut_off()
    again = await Caller.call(proxy)
    assert await again.echoes(b"three") == b"three"
    for each in (caller, newcomer, again):
        each.hang_up()


async def test_a_cut_resets_who_is_through_and_a_closed_proxy_refuses(proxy: Proxy) -> None:
    caller = await Caller.call(proxy)
    assert await caller.echoes(b"one") == b"one"
    await proxy.cut()
    assert await caller.is_cut_off()

    await proxy.close()
    with pytest.raises(OSError, match="Connect call failed"):
        await Caller.call(proxy)
    await proxy.heal()
    again = await Caller.call(proxy)
    assert await again.echoes(b"two") == b"two"
    for each in (caller, again):
        each.hang_up()
