"""Sockets that send pre-made frames and time what comes back: no CRDT work while anything is measured."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import websockets.asyncio.client
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from tests.harness import protocol
from tests.harness.server import Server


def typed(base: bytes, count: int, words: str = "a") -> list[bytes]:
    """``count`` updates of somebody who types at the end of the first paragraph, one letter each."""
    doc: Doc[Any] = Doc()
    body = doc.get("body", type=XmlFragment)
    doc.apply_update(base)
    updates: list[bytes] = []
    subscription = doc.observe(lambda event: updates.append(event.update))
    block = body.children[0]
    assert isinstance(block, XmlElement)
    text = block.children[0]
    assert isinstance(text, XmlText)
    position = len(str(text).encode())
    for _ in range(count):
        text.insert(position, words)
        position += len(words.encode())
    doc.unobserve(subscription)
    return updates


class Attendant:
    """One socket with one document open. ``delivered`` counts frames with updates, ``acked`` SyncStatus."""

    def __init__(self, wire: websockets.asyncio.client.ClientConnection, document: str) -> None:
        self.wire, self.document = wire, document
        self.delivered = self.acked = 0
        self.arrivals: list[float] = []
        self.acknowledgements: list[float] = []
        self.base = b""
        self.synced = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def enter(cls, server: Server, token: str, document: str) -> Attendant:
        url = server.url.replace("http", "ws") + "/sync"
        wire = await websockets.asyncio.client.connect(url, max_size=None, compression=None, max_queue=None)
        attendant = cls(wire, document)
        await wire.send(protocol.auth(document, token))
        await wire.send(protocol.sync(document, protocol.STEP1, b"\x00"))
        await attendant.synced.wait()
        return attendant

    async def _read(self) -> None:
        async for data in self.wire:
            assert isinstance(data, bytes)
            now = time.perf_counter()
            frame = protocol.read(data)
            if frame.type == protocol.SYNC_STATUS:
                self.acked += 1
                self.acknowledgements.append(now)
            elif frame.type == protocol.SYNC and frame.kind == protocol.UPDATE:
                self.delivered += 1
                self.arrivals.append(now)
            elif frame.type == protocol.SYNC and frame.kind == protocol.STEP2:
                self.base = frame.data
                self.synced.set()
            elif frame.type == protocol.PING:
                await self.wire.send(bytes([protocol.PONG]))

    async def send(self, update: bytes) -> None:
        await self.wire.send(protocol.sync(self.document, protocol.UPDATE, update))

    async def leave(self) -> None:
        await self.wire.close()
        await self._reading


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and all its threads."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def resident_bytes(pid: int) -> int:
    with open(f"/proc/{pid}/statm") as statm:
        return int(statm.read().split()[1]) * 4096


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
