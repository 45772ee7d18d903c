"""Two well-behaved people who write to each other all the time, in a process of their own, and a stopwatch.

Run as a script by ``Pulse``: it must not share an interpreter with the attackers, whose own work would look
like the server's. Each line it prints is one ``Beat``. To distinguish a stall from a busy machine, each beat
has, beside its wall time, the CPU time that the server's event-loop thread used while the beat was in flight
(``/proc/<pid>/task/<pid>/schedstat``, which does not advance while other processes have the processor). A
frame that blocks the loop for 50 ms is always seen: some ping waits behind it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[3]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
if TYPE_CHECKING:
    from tests.support.clients.people import Document

PING, PONG = b"\x09", b"\x0a"
LETTER_PAUSE, PING_PAUSE = 0.02, 0.004  # seconds between two beats


@dataclass(frozen=True)
class Beat:
    """``kind``: ``letter`` (typed by one, seen by the other) or ``ping``; ``at`` is monotonic; in seconds."""

    kind: str
    at: float
    wall: float
    cpu: float


def cpu_seconds(pid: int) -> float:
    """CPU time of the process's main thread, where the server's event loop runs."""
    return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()[0]) / 1e9


class Pulse:
    """The script's process as a test sees it."""

    def __init__(self, pid: int) -> None:
        self.beats: list[Beat] = []
        self._pid = pid
        self._changed = asyncio.Condition()
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None

    async def start(self, url: str, document: str, tokens: tuple[str, str]) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, __file__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        assert self._process.stdin is not None
        asked = {"pid": self._pid, "url": url, "document": document, "tokens": tokens}
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.beats.append(Beat(**json.loads(line)))
            async with self._changed:
                self._changed.notify_all()
        async with self._changed:
            self._changed.notify_all()

    async def go_on(self, letters: int) -> None:
        """Wait for that many more letters to arrive; fails if the two were disconnected."""
        assert self._reading is not None
        wanted = len(self.letters()) + letters
        async with asyncio.timeout(30), self._changed:
            await self._changed.wait_for(lambda: len(self.letters()) >= wanted or self._reading_ended)
        assert not self._reading_ended, "the two who only wrote to each other were disturbed"

    @property
    def _reading_ended(self) -> bool:
        return self._reading is None or self._reading.done()

    def letters(self, since: float = 0.0, until: float = float("inf")) -> list[Beat]:
        return [beat for beat in self.beats if beat.kind == "letter" and since <= beat.at < until]

    def pings(self, since: float = 0.0, until: float = float("inf")) -> list[Beat]:
        return [beat for beat in self.beats if beat.kind == "ping" and since <= beat.at < until]

    async def stop(self) -> None:
        if self._process is None:
            return
        assert self._process.stdin is not None
        self._process.stdin.close()
        async with asyncio.timeout(10):
            await self._process.wait()
        if self._reading is not None:
            await self._reading


# -- the script -------------------------------------------------------------------------------------


def _tell(kind: str, pid: int, at: float, cpu: float) -> None:
    now, used = time.monotonic(), cpu_seconds(pid) - cpu
    print(json.dumps({"kind": kind, "at": at, "wall": now - at, "cpu": used}), flush=True)


async def _write_letters(pid: int, one: Document, other: Document) -> None:
    """In turn: what one types the other must see."""
    letters = len(one.text)
    assert letters == len(other.text)
    while True:
        for writer, reader in ((one, other), (other, one)):
            at, cpu = time.monotonic(), cpu_seconds(pid)
            letters += 1
            writer.type("x")
            await writer.flush()
            await reader.socket.until(partial(_has, reader, letters))
            _tell("letter", pid, at, cpu)
            await asyncio.sleep(LETTER_PAUSE)


def _has(document: Document, letters: int) -> bool:
    if document.closed or document.socket.closed:
        raise ConnectionError(document.closed or document.socket.closed)
    return len(document.text) >= letters


async def _ping(pid: int, wire: Any) -> None:
    while True:
        at, cpu = time.monotonic(), cpu_seconds(pid)
        await wire.send(PING)
        while await wire.recv() != PONG:
            pass
        _tell("ping", pid, at, cpu)
        await asyncio.sleep(PING_PAUSE)


async def _main() -> None:
    from websockets.asyncio.client import connect

    from tests.support.clients import protocol
    from tests.support.clients.people import Socket

    with contextlib.suppress(OSError):
        os.nice(-15)  # a stopwatch that waits for a processor measures the machine
    asked = json.loads(sys.stdin.readline())
    at: Any = SimpleNamespace(url=asked["url"])
    one, other = [
        await (await Socket.connect(at, token)).open(asked["document"]) for token in asked["tokens"]
    ]
    wire = await connect(asked["url"].replace("http", "ws") + "/sync", compression=None)
    await wire.send(protocol.auth(asked["document"], asked["tokens"][0]))
    over = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    beating = (_write_letters(asked["pid"], one, other), _ping(asked["pid"], wire))
    tasks = [asyncio.create_task(task) for task in beating]
    done, _ = await asyncio.wait([over, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    for ended in done:
        await ended


if __name__ == "__main__":
    asyncio.run(_main())
