"""One reader stops reading: it is cut, and what the others wait for a letter is what they waited before.

Windows with and without such a reader take turns, under the same load, so that a busy machine is in both.
"""

from __future__ import annotations

import os
import statistics
import time

import pytest

from tests.support.clients.people import Document, Person, Socket
from tests.support.servers.server import Server

SOAK = os.environ.get("TESTS_SOAK") == "1"
PAIRS = 10 if SOAK else 1
HEAVY = 64
"""Large updates of a window; together more than an outbox and all buffers of a connection hold."""
LETTERS = 4
"""Letters after each of them, which are timed."""


def first(document: Document) -> str:
    return str(document.block_text(0))


async def window(writer: Document, reader: Document) -> list[float]:
    """Seconds from each letter's sending to its being read by somebody else."""
    waits = []
    for _ in range(HEAVY):
        writer.type("lang tekst " * 22_000)
        await writer.saved()
        with writer.doc.transaction():
            text = writer.block_text(0)
            del text[0 : len(str(text).encode())]
        await writer.saved()
        for _ in range(LETTERS):
            began = time.monotonic()
            writer.type("x")
            await writer.flush()
            await reader.socket.until(lambda: first(reader) == first(writer) or reader.socket.closed)
            assert (writer.closed, reader.closed, reader.socket.closed) == (None, None, None)
            waits.append(time.monotonic() - began)
        await writer.saved()
    return waits


def p99(windows: list[list[float]]) -> float:
    """Of a usual window: what else the machine does now and then falls into single ones."""
    return statistics.median(statistics.quantiles(waits, n=100)[98] for waits in windows)


async def stalled(person: Person, address: str) -> Socket:
    """A connection that takes nothing more, not even from the kernel."""
    socket = await person.connect()
    await socket.open(address)
    socket.stall()
    return socket


async def cut(socket: Socket) -> None:
    socket.resume()
    await socket.until(lambda: socket.closed)
    assert socket.closed in ((4508, "slow-consumer"), (1006, "")), "with a farewell, or without one"


@pytest.mark.alone
@pytest.mark.timeout(1_800 if SOAK else 600)
async def test_a_reader_that_stops_is_cut_and_costs_the_others_nothing(server: Server) -> None:
    owner = await Person(server, "owner").log_in()
    address = next(p["document"] for p in (await owner.plan())["parts"] if p["kind"] == "own-notes")
    writer = await (await owner.connect()).open(address)
    reader = await (await owner.connect()).open(address)
    await window(writer, reader)  # whatever is slow the first time
    alone: list[list[float]] = []
    beside: list[list[float]] = []
    for _ in range(PAIRS):
        alone.append(await window(writer, reader))
        lazy = await stalled(owner, address)
        beside.append(await window(writer, reader))
        await cut(lazy)
    print(
        f"p99 of a letter: {p99(alone) * 1e3:.1f} ms alone, {p99(beside) * 1e3:.1f} ms beside one that stalls"
    )
    # A few hundred letters on a busy machine tell a stall from none, and no more than that.
    bound = 1.2 * p99(alone) if SOAK else 3 * p99(alone) + 0.2
    assert p99(beside) <= bound
    assert reader.content == writer.content
    for document in (writer, reader):
        await document.socket.close()
    await owner.close()
