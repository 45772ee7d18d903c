from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bench.page.line import Line, Slowness

SLOW = Slowness(bytes_per_second=200_000, round_trip=0.05)
QUESTION = b"?"


@pytest_asyncio.fixture
async def line() -> AsyncIterator[Line]:
    """To a server that answers each byte with 10,000."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(1):
            writer.write(b"x" * 10_000)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    line = Line(server.sockets[0].getsockname()[1])
    await line.open()
    yield line
    await line.close()
    server.close()


async def asked(line: Line) -> float:
    """Seconds until a new connection has its answer."""
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", line.port)
    writer.write(QUESTION)
    await reader.readexactly(10_000)
    writer.close()
    return time.perf_counter() - began


async def test_a_slow_line_takes_two_round_trips_and_the_time_of_its_bytes(line: Line) -> None:
    with line.slow(SLOW):
        assert await asked(line) >= 2 * SLOW.round_trip + 10_000 / SLOW.bytes_per_second


async def test_connections_share_the_line(line: Line) -> None:
    began = time.perf_counter()
    with line.slow(SLOW):
        await asyncio.gather(*(asked(line) for _ in range(4)))
    assert time.perf_counter() - began >= 4 * 10_000 / SLOW.bytes_per_second


async def test_bytes_are_counted_each_way(line: Line) -> None:
    await asked(line)
    assert (line.up.carried, line.down.carried) == (1, 10_000)


async def test_a_line_that_is_hung_up_ends_its_connections_and_takes_new_ones(line: Line) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", line.port)
    writer.write(QUESTION)
    await reader.readexactly(10_000)
    await line.hang_up()
    with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        await reader.readexactly(1)
    writer.close()
    await asked(line)
