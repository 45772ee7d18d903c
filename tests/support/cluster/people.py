"""Authors, onlookers and passers-by of one part on several processes, and the history of what they saw.

Each does what a page does: keeps its replica over lost connections, tries again, elsewhere if need be.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import cache, partial
from typing import Any

from pycrdt import Doc
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from tests.support.clients import protocol
from tests.support.clients.editing import words_of
from tests.support.clients.people import Document, Socket

from .history import Append, History, Read, Word
from .processes import PATIENCE_SECONDS, Cluster, Process, eventually

WORD = re.compile(r"\b([a-z]+)x(\d+)z\b")
WINDOW = 6
"""Words an author is ahead of their acknowledgements, so that there is always a commit to interrupt."""
BACKOFF_SECONDS = (0.02, 0.3)
ANSWER_SECONDS = 10.0
"""After which an author gives a silent connection up, as a page does that hears no Ping."""
UNREACHABLE = (OSError, ConnectionClosed, InvalidHandshake, InvalidMessage, EOFError)


def words_in(doc: Doc[Any]) -> tuple[Word, ...]:
    return tuple(_word(name, number) for name, number in WORD.findall(words_of(doc)))


@cache
def _word(name: str, number: str) -> Word:
    """One object however often it is seen: a long history holds millions."""
    return Word(name, int(number))


class Manuscript(Document):
    """A document that knows which words each frame brought, and notes when it was acknowledged."""

    def __init__(self, socket: Socket, address: str, author: Author) -> None:
        super().__init__(socket, address, author.doc)
        self._author = author
        self._brought: deque[int] = deque()

    async def _send(self, kind: int, payload: bytes) -> None:
        self._brought.append(len(self._author.written))
        await super()._send(kind, payload)

    def receive(self, frame: protocol.Received) -> bytes | None:
        if frame.type == protocol.SYNC_STATUS and frame.kind == 1:
            self._author.acknowledged(self._brought.popleft())
        return super().receive(frame)


class Author:
    """Appends words to one part, in order, for as long as it is let; ``via`` changes with each connection."""

    def __init__(
        self, processes: Sequence[Process], token: str, name: str, document: str, chance: random.Random
    ) -> None:
        self.name, self.document = name, document
        self.doc: Doc[Any] = Doc()
        self.written: list[float] = []
        self.saved: list[tuple[float, str]] = []
        self.connections = 0
        self._processes, self._token, self._chance = processes, token, chance
        self._via = ""
        self._stopping = False
        self.troubles: list[str] = []
        """Tokens of documents that were closed or denied."""

    def acknowledged(self, count: int) -> None:
        while len(self.saved) < count:
            self.saved.append((time.monotonic(), self._via))

    @property
    def appends(self) -> list[Append]:
        answers = [*self.saved, *[(None, "")] * (len(self.written) - len(self.saved))]
        return [
            Append(Word(self.name, number), via, invoked, acknowledged)
            for number, (invoked, (acknowledged, via)) in enumerate(zip(self.written, answers, strict=True))
        ]

    async def write(self, pause: float = 0.0, most: int = 10**9) -> None:
        """Until ``stop`` is called; then until everything is saved."""
        while not (self._stopping and self.written and len(self.saved) == len(self.written)):
            try:
                await self._connected(pause, most)
            except (*UNREACHABLE, TimeoutError):
                pass  # somebody is away: tried again, maybe elsewhere
            await asyncio.sleep(self._chance.uniform(*BACKOFF_SECONDS))

    def stop(self) -> None:
        self._stopping = True

    async def _connected(self, pause: float, most: int) -> None:
        process = self._chance.choice(self._processes)
        socket = await Socket.connect(process, self._token, open_timeout=ANSWER_SECONDS)
        self._via = process.name
        opened = Manuscript(socket, self.document, self)
        try:
            await self._on(socket, opened, pause, most)
        finally:
            opened.detach()
            socket.drop()
            if opened.denied or opened.closed:
                self.troubles.append(opened.denied or opened.closed or "")

    async def _on(self, socket: Socket, opened: Manuscript, pause: float, most: int) -> None:
        def over() -> bool:
            return bool(opened.closed or opened.denied or socket.closed)

        await socket.begin(opened)
        await socket.until(lambda: (opened.synced and opened.acked) or over(), ANSWER_SECONDS)
        self.connections += 1
        while not over():
            if self._stopping or len(self.written) >= most:
                await socket.until(lambda: self._all_saved(opened) or over(), ANSWER_SECONDS)
                if self._stopping or over():
                    return
                await asyncio.sleep(0.05)
                continue
            await self._append(opened)
            await socket.until(lambda: opened.unanswered < WINDOW or over(), ANSWER_SECONDS)
            if pause:
                await asyncio.sleep(self._chance.uniform(0, 2 * pause))

    async def _append(self, opened: Manuscript) -> None:
        blocks = len(opened.body.children)
        opened.type(f" {self.name}x{len(self.written)}z", self._chance.randrange(blocks))
        self.written.append(time.monotonic())
        await opened.flush()

    def _all_saved(self, opened: Manuscript) -> bool:
        """Every frame was answered; one that was ahead of the part is answered by a Step1 and its Step2."""
        if opened.unanswered <= 0:
            self.acknowledged(len(self.written))
            return True
        return False


class Onlooker:
    """Keeps one part open at one process and notes what it is shown; comes back when it is cut off."""

    def __init__(
        self, name: str, token: str, process: Process, document: str, history: History, every: int = 1
    ) -> None:
        self.name, self.process, self.document = name, process, document
        self._token, self._history, self._every = token, history, every
        self.opened: Document | None = None
        self.connections = 0

    async def watch(self) -> None:
        """Until it is cancelled."""
        while True:
            with suppress(*UNREACHABLE, TimeoutError):
                await self._connected()
            self.opened = None
            await asyncio.sleep(0.1)

    async def _connected(self) -> None:
        socket = await Socket.connect(self.process, self._token, open_timeout=ANSWER_SECONDS)
        try:
            began = time.monotonic()
            opened = await socket.ask(self.document)
            await socket.until(lambda: opened.synced or opened.denied or socket.closed)
            if not opened.synced:
                return
            self.connections += 1
            self.opened = opened
            self._note(opened, began, joined=True)
            frames = len(socket.received)
            while not (opened.closed or socket.closed):
                await socket.until(partial(self._more, opened, frames), seconds=3_600)
                frames = len(socket.received)
                self._note(opened, time.monotonic(), joined=False)
        finally:
            socket.drop()

    def _more(self, opened: Document, frames: int) -> bool:
        socket = opened.socket
        return bool(len(socket.received) >= frames + self._every or opened.closed or socket.closed)

    def _note(self, opened: Document, began: float, *, joined: bool) -> None:
        name = f"{self.name}{self.connections}"
        now, seen = time.monotonic(), words_in(opened.doc)
        self._history.reads.append(Read(name, self.process.name, began, now, seen, joined=joined))


async def pass_by(process: Process, token: str, document: str, history: History) -> None:
    """Join from scratch, look once and leave."""
    with suppress(*UNREACHABLE, TimeoutError):
        socket = await Socket.connect(process, token, open_timeout=ANSWER_SECONDS)
        try:
            began = time.monotonic()
            opened = await socket.ask(document)
            await socket.until(lambda: opened.synced or opened.denied or socket.closed)
            if opened.synced:
                name, now = f"{process.name}{began}", time.monotonic()
                seen = words_in(opened.doc)
                history.reads.append(Read(name, process.name, began, now, seen, joined=True))
        finally:
            socket.drop()


async def passers_by(
    processes: Sequence[Process], token: str, document: str, history: History, chance: random.Random
) -> None:
    """One after the other, until it is cancelled."""
    while True:
        await pass_by(chance.choice(processes), token, document, history)
        await asyncio.sleep(0.1)


async def witnessed(
    place: Cluster,
    authors: Sequence[Author],
    happening: Awaitable[None],
    chance: random.Random,
    pause: float = 0.03,
) -> History:
    """All ``authors`` of one part write until ``happening`` is over, and on until everything is saved.

    ``pause``: seconds between two words of one of them, on average; whoever watches reads everything again
    at each, so a long time needs long pauses. Meanwhile somebody watches at each process and others come
    and go. In the end everything is shown to everybody who watches.
    """
    history, document, token = History(), authors[0].document, place.people["owner"].token
    onlookers = [Onlooker(f"by{p.name}", token, p, document, history) for p in place.processes]
    passing = asyncio.create_task(passers_by(place.processes, token, document, history, chance))
    writing = [asyncio.create_task(author.write(pause=pause)) for author in authors]
    try:
        async with onlooking(onlookers):
            await happening
            for author in authors:
                author.stop()
            async with asyncio.timeout(PATIENCE_SECONDS):
                await asyncio.gather(*writing)
            history.appends = [append for author in authors for append in author.appends]
            await _shown(onlookers, len(history.appends))
    finally:
        for task in (passing, *writing):
            task.cancel()
        await asyncio.gather(passing, *writing, return_exceptions=True)
    history.final = words_in(await place.replayed(document))
    troubles = {trouble for author in authors for trouble in author.troubles}
    assert troubles <= {"overloaded", "going-down"}, troubles
    return history


async def _shown(onlookers: Sequence[Onlooker], appends: int) -> None:
    def missing() -> dict[str, int | None]:
        shown = {o.name: len(set(words_in(o.opened.doc))) if o.opened else None for o in onlookers}
        return {name: seen for name, seen in shown.items() if seen != appends}

    try:
        await eventually(lambda: _truth(not missing()))
    except TimeoutError:
        raise AssertionError(f"of {appends} words everybody should see, seen: {missing()}") from None


async def _truth(holds: bool) -> bool:
    return holds


@asynccontextmanager
async def onlooking(onlookers: Sequence[Onlooker]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(onlooker.watch()) for onlooker in onlookers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
