"""Two well-behaved people who write to each other all the time, in a process of their own, and a stopwatch.
On request one of them also looks at the plan again and again, and at ``/healthz``.

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
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import httpx

ROOT = Path(__file__).resolve().parents[3]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
if TYPE_CHECKING:
    from tests.support.clients.people import Document

PING, PONG = b"\x09", b"\x0a"
LETTER_PAUSE, PING_PAUSE, LOOK_PAUSE = 0.02, 0.004, 0.04  # seconds between two beats


@dataclass(frozen=True)
class Beat:
    """``kind``: ``letter`` (typed by one, seen by the other), ``ping``, ``health`` or ``plan``; in seconds.

    ``at`` is monotonic. ``queued``: for how long the server's threads and ours, which could have gone on, had
    no processor (the second number of ``schedstat``); of pings it is not asked.
    """

    kind: str
    at: float
    wall: float
    cpu: float
    queued: float = 0.0

    @property
    def ended(self) -> float:
        return self.at + self.wall

    @property
    def unhindered(self) -> float:
        """How long it would have taken if nobody else had used this machine."""
        return max(self.cpu, self.wall - self.queued)


def cpu_seconds(pid: int) -> float:
    """CPU time of the process's main thread, where the server's event loop runs."""
    return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()[0]) / 1e9


def queued_seconds(pid: int) -> float:
    queued = 0
    for thread in (*Path(f"/proc/{pid}/task").iterdir(), Path("/proc/self")):
        with contextlib.suppress(OSError):  # it has just ended
            queued += int((thread / "schedstat").read_text().split()[1])
    return queued / 1e9


class Pulse:
    """The script's process as a test sees it."""

    def __init__(self, pid: int) -> None:
        self.beats: list[Beat] = []
        self._pid = pid
        self._changed = asyncio.Condition()
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None

    async def start(self, url: str, document: str, tokens: tuple[str, str], plan: str | None) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, __file__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        assert self._process.stdin is not None
        asked = {"pid": self._pid, "url": url, "document": document, "tokens": tokens, "plan": plan}
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


@contextlib.contextmanager
def _beat(kind: str, pid: int) -> Iterator[None]:
    at, cpu = time.monotonic(), cpu_seconds(pid)
    queued = 0.0 if kind == "ping" else queued_seconds(pid)
    yield
    beat = {"kind": kind, "at": at, "wall": time.monotonic() - at, "cpu": cpu_seconds(pid) - cpu}
    if kind != "ping":
        beat["queued"] = queued_seconds(pid) - queued
    print(json.dumps(beat), flush=True)


async def _write_letters(pid: int, one: Document, other: Document) -> None:
    """In turn: what one types the other must see."""
    letters = len(one.text)
    assert letters == len(other.text)
    while True:
        for writer, reader in ((one, other), (other, one)):
            letters += 1
            with _beat("letter", pid):
                writer.type("x")
                await writer.flush()
                await reader.socket.until(partial(_has, reader, letters))
            await asyncio.sleep(LETTER_PAUSE)


def _has(document: Document, letters: int) -> bool:
    if document.closed or document.socket.closed:
        raise ConnectionError(document.closed or document.socket.closed)
    return len(document.text) >= letters


async def _ping(pid: int, wire: Any) -> None:
    while True:
        with _beat("ping", pid):
            await wire.send(PING)
            while await wire.recv() != PONG:
                pass
        await asyncio.sleep(PING_PAUSE)


async def _look(pid: int, url: str, token: str, plan: str) -> None:
    """Seldom enough for the limits on requests of a person."""
    async with httpx.AsyncClient(base_url=url, cookies={"samplan_session": token}, timeout=60) as http:
        while True:
            for kind, path in (("health", "/healthz"), ("plan", f"/api/plans/{plan}")):
                with _beat(kind, pid):
                    answer = await http.get(path)
                assert answer.status_code == 200, answer.text
                await asyncio.sleep(LOOK_PAUSE)


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
    beating = [_write_letters(asked["pid"], one, other), _ping(asked["pid"], wire)]
    if asked["plan"] is not None:
        beating.append(_look(asked["pid"], asked["url"], asked["tokens"][1], asked["plan"]))
    tasks = [asyncio.create_task(task) for task in beating]
    done, _ = await asyncio.wait([over, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    for ended in done:
        await ended


if __name__ == "__main__":
    asyncio.run(_main())
