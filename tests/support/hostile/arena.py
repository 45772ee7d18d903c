"""Attacks on a real server, which must leave the document, the log, the process and other clients intact.

``Arena.attack`` sends hostile frames as a person of the crowd, waits for the refusal, and then checks the
part independently: with a replica of its own, and by the rows of the database file.
"""

from __future__ import annotations

import itertools
import os
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pycrdt import Doc

from tests.support.clients import protocol
from tests.support.clients.people import Document, Person, Socket
from tests.support.clients.replicas import content_of
from tests.support.clients.writers import state_of
from tests.support.servers import stored
from tests.support.servers.demo import demo_server
from tests.support.servers.server import Server

from .crowd import crowd_sql, token
from .pulse import Pulse, cpu_seconds
from .updates import SLICED, Attack, Seed

STALL_SECONDS = 0.05
"""The most that a single frame may cost the event loop."""
STRIKES = 15
"""Refusals of one person below the server's limit, so that each frame is still judged."""
TROUBLE = (
    "a room failed",
    "a request failed",
    "was not opened",
    "never retrieved",
    "Exception in",
    "Warning:",
)
"""Log lines of unexpected errors. A panic of yrs is expected: it is caught, and printed by Rust."""
PULSE_KIND = "needs"
"""The part in which the two well-behaved people write; the crowd may not even read it."""


@dataclass(frozen=True)
class Witnessed:
    """A part as a new client receives it, and as stored in the database file."""

    content: object
    state: dict[int, int]
    rows: int


@dataclass
class Arena:
    server: Server
    owner: Person
    coordinator: Person
    plan: dict[str, Any]
    pulse: Pulse
    witness: Socket
    crowd: Iterator[int]
    costs: dict[str, float] = field(default_factory=dict)
    """Seconds of the event loop's CPU per attack, by name."""
    rows: dict[str, int] = field(default_factory=dict)
    """In each table before anything was tried."""
    _visits: itertools.count[int] = field(default_factory=itertools.count)

    def document(self, kind: str) -> str:
        return str(next(part["document"] for part in self.plan["parts"] if part["kind"] == kind))

    async def somebody(self, **options: Any) -> Socket:
        """A socket of the least recently used person of the crowd, who was refused nothing lately."""
        return await Socket.connect(self.server, token(next(self.crowd)), **options)

    async def witnessed(self, document: str) -> Witnessed:
        """The whole part as a new client receives it."""
        address = f"{document}\0visit-{next(self._visits)}"
        doc: Doc[Any] = Doc()
        opened = await self.witness.open(address, doc=doc)
        await self.witness.send(protocol.close(address))
        opened.detach()
        del self.witness.documents[address]
        rows = len(stored.rows_of(self.server.database, document))
        return Witnessed(content_of(doc), state_of(doc), rows)

    async def verdict(self, opened: Document, frames: Sequence[bytes], name: str = "") -> str:
        """Send ``frames`` and wait for the verdict on the first: its token, ``accepted`` or ``asked``."""
        acked, asked = opened.acked, opened.step1s
        cpu = cpu_seconds(self.server.pid)
        for frame in frames:
            await opened.socket.send(frame)
        await opened.socket.until(
            lambda: opened.closed or opened.acked > acked or opened.step1s > asked or opened.socket.closed
        )
        if name:
            self.costs[name] = (cpu_seconds(self.server.pid) - cpu) / len(frames)
        if opened.closed is None:
            assert opened.socket.closed is None, opened.socket.closed
            return "accepted" if opened.acked > acked else "asked"
        assert opened.nacked == 1, "a refused frame is answered with SyncStatus(false) and CLOSE"
        return opened.closed

    async def seed(self, document: str) -> Seed:
        """The server's client id in a part's first content, and its clocks."""
        first = protocol.Reader(stored.rows_of(self.server.database, document)[0].payload)
        assert first.varuint() == 1
        first.varuint()
        client, clock = first.varuint(), first.varuint()
        return Seed(client, clock, (await self.witnessed(document)).state[client])

    async def attack(self, document: str, attacks: Sequence[Attack]) -> None:
        """Each attack through a document of its own; afterwards the part must be unchanged."""
        seed = await self.seed(document)
        for start in range(0, len(attacks), STRIKES):
            batch = attacks[start : start + STRIKES]
            before = await self.witnessed(document)
            socket = await self.somebody()
            opened = [await socket.ask(f"{document}\0{number}") for number, _ in enumerate(batch)]
            await settled(opened)
            wrong = {}
            for one, (name, token_, build) in zip(opened, batch, strict=True):
                frame = protocol.sync(one.address, protocol.UPDATE, build(seed))
                ended = await self.verdict(one, [frame], name)
                if ended != token_:
                    wrong[name] = ended
            assert not wrong, wrong
            assert socket.closed is None, "one document's end is not the socket's"
            await socket.close()
            await self.assert_intact(document, before)

    async def assert_intact(self, document: str, before: Witnessed) -> None:
        after = await self.witnessed(document)
        assert after == before, f"{before} became {after}"
        logged = content_of(stored.replayed(self.server.database, document))
        assert logged == before.content, f"{before.content} is in the log as {logged}"

    def assert_alive(self) -> None:
        assert self.server.process is not None
        assert self.server.process.returncode is None, "\n".join(self.server.log[-40:])
        trouble = [line for line in self.server.log if any(sign in line for sign in TROUBLE)]
        assert not trouble, trouble

    def assert_no_attack_stalled(self) -> None:
        """No single frame kept the event loop busy for 50 ms of CPU."""
        slow = {
            name: cost for name, cost in self.costs.items() if cost >= STALL_SECONDS and name not in SLICED
        }
        assert not slow, slow


async def settled(opened: Sequence[Document]) -> None:
    """Wait until every document is synced both ways: the answer to the server's Step1 is acknowledged too."""

    def all_are() -> bool:
        return all(one.synced and one.step1s and one.acked >= one.sent for one in opened)

    socket = opened[0].socket
    await socket.until(lambda: socket.closed or all_are())
    assert socket.closed is None, socket.closed


@asynccontextmanager
async def arena(
    directory: Path, demo_database: Path, crowd: int, kind: type[Server] = Server, *, looking: bool = False
) -> AsyncIterator[Arena]:
    """A server with the demo plan and a crowd, and two people who write to each other all the time.

    ``looking``: and one of them asks for what a page asks for, again and again.
    """
    async with demo_server(directory, demo_database, crowd_sql(crowd), kind) as server:
        owner, coordinator = [await Person(server, key).log_in() for key in ("owner", "coordinator")]
        pulse = Pulse(server.pid)
        turns = itertools.cycle(range(crowd))
        built = Arena(server, owner, coordinator, await owner.plan(), pulse, await owner.connect(), turns)
        try:
            tokens = (owner.token, coordinator.token)
            plan = str(built.plan["id"]) if looking else None
            await pulse.start(server.url, built.document(PULSE_KIND), tokens, plan)
            await pulse.go_on(letters=10)
            await built.witnessed(
                built.document(PULSE_KIND)
            )  # otherwise it would be closed before it is needed
            yield built
            built.assert_alive()
        finally:
            await pulse.stop()
            await built.witness.close()
            for person in (owner, coordinator):
                await person.close()


LETTER_SECONDS = 5 * STALL_SECONDS
"""A letter takes many turns of the loop, and the attack runs between them: more of it on a busy machine."""


async def undisturbed(arena: Arena, attack: Callable[[], Awaitable[object]], letters: int = 3) -> None:
    """While ``attack`` lasts, the two people who write to each other are not delayed by it.

    The limit is not on wall time, which other load on this machine affects, but on the server's CPU while a
    beat was in flight (see ``pulse``): in the worst ping it is the cost of the longest turn of the event
    loop, in the median letter that of all turns the letter waited for. If the stopwatch itself had to wait
    for a processor, the server's work meanwhile counts too, although nobody was delayed; so an attack is
    repeated, and only a stall in three runs out of three counts.
    """
    measured = []
    for _ in range(3):
        ping, letter = await _disturbance(arena, attack, letters)
        if ping < STALL_SECONDS and letter < LETTER_SECONDS:
            return
        measured.append(f"{ping * 1e3:.0f} ms of CPU within a ping, {letter * 1e3:.0f} within a letter")
    raise AssertionError(measured)


async def _disturbance(
    arena: Arena, attack: Callable[[], Awaitable[object]], letters: int
) -> tuple[float, float]:
    """The server's CPU within the worst ping and the median letter since the attack began; in seconds."""
    pulse, began = arena.pulse, time.monotonic()
    await attack()
    ended = time.monotonic()
    await pulse.go_on(letters)
    arena.assert_alive()
    ping = max(beat.cpu for beat in pulse.pings(began))
    meanwhile = pulse.letters(began - 0.1, ended)
    letter = statistics.median(beat.cpu for beat in meanwhile) if meanwhile else 0.0
    if "TESTS_HOSTILE_SHOW" in os.environ:
        wall = statistics.median(beat.wall for beat in meanwhile) if meanwhile else 0.0
        print(
            f"\n{ended - began:.2f} s; CPU within the worst ping {ping * 1e3:.1f} ms,"
            f" within the median letter {letter * 1e3:.1f} ms (which took {wall * 1e3:.1f} ms)"
        )
    return ping, letter
