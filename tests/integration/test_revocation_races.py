"""Writes, openings and logins that race with the decision that ends them.

The database itself is the witness: triggers note decisions and updates in the order of their commits.
"""

from __future__ import annotations

import asyncio
import os
import random
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.support.clients import protocol
from tests.support.clients.people import Document, Person, Socket
from tests.support.models.canaries import Canaries
from tests.support.servers.demo import demo_server
from tests.support.servers.server import Server

SOAK = os.environ.get("TESTS_SOAK") == "1"
pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(3600 if SOAK else 600),
    pytest.mark.rule("P4"),
]
ROUNDS = 600 if SOAK else 60
TYPING_PAUSE = 0.0005
"""Seconds between two edits of who races: as fast as a paste in pieces, without waiting for answers."""

WITNESS = """
CREATE TABLE witness (at INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT, part TEXT, person TEXT, said BLOB);
CREATE TRIGGER witness_decision AFTER INSERT ON decisions BEGIN
  INSERT INTO witness (what, part, person, said)
  VALUES ('decision', new.part_id, new.participant_id, new.level);
END;
CREATE TRIGGER witness_update AFTER INSERT ON updates BEGIN
  INSERT INTO witness (what, part, person, said) VALUES ('update', new.part_id, new.person_id, new.payload);
END;
"""


@dataclass
class Race:
    server: Server
    owner: Person
    school: Person
    plan: dict[str, Any]
    chance: random.Random = field(default_factory=lambda: random.Random(3))

    @property
    def part(self) -> str:
        return next(str(part["id"]) for part in self.plan["parts"] if part["kind"] == "education")

    async def sign(self, level: str) -> None:
        whom = next(who["id"] for who in self.plan["participants"] if who["role"] == "school")
        wish = {"participant": whom, "part": self.part, "level": level}
        answer = await self.owner.send("POST", f"/api/plans/{self.plan['id']}/grants", wish)
        assert answer.status_code == 201, answer.text

    async def a_moment(self, most: float = 0.012) -> None:
        """The random offset between the two that race, in seconds."""
        await asyncio.sleep(self.chance.random() * most)

    def witnessed(self, after: int = 0) -> list[tuple[int, str, str, bytes]]:
        """(at, what, person, said) about the part, in the order of the commits."""
        with closing(sqlite3.connect(self.server.database)) as connection:
            return connection.execute(
                "SELECT at, what, person, said FROM witness WHERE part = ? AND at > ? ORDER BY at",
                (self.part, after),
            ).fetchall()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def race(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[Race]:
    async with demo_server(tmp_path_factory.mktemp("races"), demo_database, WITNESS) as server:
        owner, school = [await Person(server, key).log_in() for key in ("owner", "school")]
        yield Race(server, owner, school, await owner.plan())
        await owner.close()
        await school.close()


class Writing:
    """The school types without waiting for anything, and remembers what it was told about each edit."""

    def __init__(self, document: Document, name: str) -> None:
        self.document, self.name = document, name
        self.words: list[str] = []
        self._stopped = False

    async def go_on(self) -> None:
        while not self._stopped:
            self.words.append(f"{self.name}x{len(self.words)}z")
            self.document.type(self.words[-1], at=0)
            await self.document.flush()
            await asyncio.sleep(TYPING_PAUSE)

    def stop(self) -> None:
        self._stopped = True


async def _race_once(race: Race, socket: Socket, number: int, level: str) -> tuple[int, int]:
    """One round; answers how many edits were acknowledged and how many were sent after the answer."""
    await race.sign("edit")
    document = await socket.open(f"part/{race.part}")
    before = race.witnessed()[-1][0]
    step2s, writing = document.sent, Writing(document, f"r{number}")
    typing = asyncio.create_task(writing.go_on())
    await race.a_moment()
    await race.sign(level)
    sent_before_answer = len(writing.words)
    await race.a_moment(0.006)
    writing.stop()
    await typing
    if level == "none":
        assert await document.ended() == "consent-withdrawn"
    else:
        await socket.until(lambda: document.acked + document.nacked >= document.sent)
        assert document.closed is None
        await socket.send(protocol.close(document.address))
    asked = await socket.ask("part/no-such-part")
    await socket.until(lambda: asked.denied)
    acked = document.acked - step2s
    assert acked <= sent_before_answer, "a write sent after the answer was acknowledged"
    _assert_log(race, before, writing.words, acked)
    return acked, len(writing.words) - sent_before_answer


def _assert_log(race: Race, before: int, words: list[str], acked: int) -> None:
    log = race.witnessed(before)
    decided = [at for at, what, _, _ in log if what == "decision"]
    assert len(decided) == 1
    stored = b"".join(said for at, what, _, said in log if what == "update" and at < decided[0])
    late = [said for at, what, _, said in log if what == "update" and at > decided[0]]
    assert late == [], "an update was committed after the decision"
    missing = [word for word in words[:acked] if word.encode() not in stored]
    assert missing == [], "an acknowledged edit is not in the log"


@pytest.mark.parametrize("level", ["none", "read"])
async def test_a_write_that_races_with_the_withdrawal_is_in_the_log_before_it_or_refused(
    race: Race, level: str
) -> None:
    socket = await race.school.connect()
    rounds = [await _race_once(race, socket, number, level) for number in range(ROUNDS // 2 + 5)]
    await socket.close()
    acked, late = (sum(numbers) for numbers in zip(*rounds, strict=True))
    print(f"\n{level}: {len(rounds)} races, {acked} edits acknowledged, {late} sent after the answer")
    assert acked > 0, "no race was ever won"
    assert late > 0, "nobody ever wrote too late"


class Lead:
    """How long one of two that race waits for the other: it follows the edge at which either comes first."""

    def __init__(self) -> None:
        self.seconds = 0.0

    async def first(self) -> None:
        await asyncio.sleep(max(0.0, -self.seconds))

    async def second(self) -> None:
        await asyncio.sleep(max(0.0, self.seconds))

    def came(self, usual: float, *, second_first: bool) -> None:
        """``usual``: seconds that the first takes when nothing races with it."""
        self.seconds += usual / 4 if second_first else -usual / 4


async def _answered(socket: Socket, document: Document) -> None:
    await socket.until(lambda: document.denied or document.closed or socket.closed, 5.0)


async def test_an_opening_that_races_with_the_withdrawal_hears_nothing_written_after_it(
    race: Race,
) -> None:
    """Also a loading part is watched: the right is looked at again when the part is there."""
    canaries, heard_something, lead = Canaries(), 0, Lead()
    owner = await race.owner.connect()
    mine = await owner.open(f"part/{race.part}")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await race.sign("read")
        usual = time.perf_counter() - began
        socket = await race.school.connect()

        async def withdraw() -> None:
            await lead.first()
            await race.sign("none")

        signing = asyncio.create_task(withdraw())
        await lead.second()
        theirs = await socket.ask(mine.address)
        await signing
        mine.type(canaries.release(race.part, 0, "body").text, at=0)
        await mine.saved()
        await _answered(socket, theirs)
        assert (theirs.denied, theirs.closed) in (("not-found", None), (None, "consent-withdrawn"))
        heard_something += theirs.denied is None
        lead.came(usual, second_first=theirs.denied is None)
        newest = canaries.written_in(0)[-1]
        assert newest not in canaries.found_in(b"".join(socket.received))
        await socket.close()
    await owner.close()
    print(f"\n{ROUNDS} openings, {heard_something} of them were let in before the withdrawal")
    assert 0 < heard_something < ROUNDS


async def _logged_out(leaving: Person, lead: Lead) -> float:
    """How long it took, in seconds."""
    await lead.first()
    began = time.perf_counter()
    assert (await leaving.send("POST", "/logout", {})).status_code == 204
    return time.perf_counter() - began


async def test_a_socket_that_races_with_the_logout_does_not_outlive_it(race: Race) -> None:
    closed, lead = 0, Lead()
    for _ in range(ROUNDS // 2):
        leaving = await Person(race.server, "owner").log_in()
        socket = await leaving.connect()
        logging_out = asyncio.create_task(_logged_out(leaving, lead))
        await lead.second()
        theirs = await socket.ask(f"part/{race.part}")
        usual = await logging_out
        await _answered(socket, theirs)
        was_open = socket.closed is not None
        if was_open:
            assert socket.closed == (4401, "session-expired")
        else:
            assert theirs.denied == "session-expired"
            await socket.close()
        closed += was_open
        lead.came(usual, second_first=was_open)
        await leaving.close()
    print(f"\n{closed} of {ROUNDS // 2} sockets were open when their session ended")
    assert 0 < closed < ROUNDS // 2
