"""What is asked of a plan as full as it may be costs little more than of a small one, and stalls nobody."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from server.features.parts.rules import MOST_IN_PLAN
from tests.support.clients.people import Person
from tests.support.hostile.pulse import cpu_seconds
from tests.support.servers.demo import demo_server
from tests.support.servers.many_parts import CROWD, FILL, TALK
from tests.support.servers.postgres import Postgres
from tests.support.servers.server import Server
from tests.support.wide import seldom_concerned

pytestmark = [pytest.mark.alone, pytest.mark.rule("P7"), seldom_concerned]
KEYS = ("owner", "mother", "coordinator", "gp", "school", "nav", "hospital", "owner", "coordinator", "nav")
"""Who has the plan open: ten pages."""
TIMES, MOST_TIMES = 7, 30
"""Others on this machine make work dearer and never cheaper: one that costs little enough tells.
Only while there is none, more are tried."""
FEWER = 100
"""Parts less than may be: those that the test makes, three times as many as it tries at most."""
EACH_PART = 40e-6
TALKATIVE = 100
"""Comments on each part."""
HELD = 0.02
YARD = 0.014
"""Seconds of CPU that ``dearer`` takes where nothing else runs, on the machine for which ``HELD`` was set."""
STICK = json.dumps([{"id": f"{n:020}", "n": n, "words": ["å" * n for n in range(8)]} for n in range(4000)])
STICKS = 3
REQUESTS = {"withdraw": 2}
MANY_PEOPLE = 38
"""Besides those of the demo plan."""


def dearer() -> float:
    """How many times as dear CPU is at this moment: who shares a core and its caches pays for others too.

    The least of several, and twice at most: what only this process had to do would excuse the server else.
    """
    return min(2.0, max(1.0, min(stick_seconds() for _ in range(STICKS)) / YARD))


def stick_seconds() -> float:
    began = time.thread_time()
    json.dumps(json.loads(STICK))
    return time.thread_time() - began


def cpu_of_threads(pids: Sequence[int]) -> dict[str, float]:
    """Seconds of CPU of each thread that they have now."""
    found = {}
    for threads in (Path(f"/proc/{pid}/task") for pid in pids):
        with suppress(FileNotFoundError):  # it has just ended
            for thread in os.listdir(threads):
                found[thread] = int((threads / thread / "schedstat").read_text().split()[0]) / 1e9
    return found


@dataclass
class Full:
    """A plan that everybody in it looks at; all of its measures are open to all."""

    server: Server
    change: Change
    database: Callable[[], Sequence[int]]
    """The processes of a database server, if there is one."""
    people: dict[str, Person]
    plan: str
    _turn: int = 0
    waiting: int = 0

    @property
    def owner(self) -> Person:
        return self.people["owner"]

    async def become(self, statements: Sequence[str], number: int) -> None:
        for statement in statements:
            await self.change(statement.format(number=number))

    async def make(self) -> None:
        wish = {"kind": "measure", "title": "Enda ett"}
        assert (await self.people["nav"].post(f"/api/plans/{self.plan}/parts", wish)).status_code == 201

    async def look(self) -> None:
        assert (await self.owner.get(f"/api/plans/{self.plan}")).status_code == 200

    async def plans(self) -> None:
        """Their list, and how many comments wait in it."""
        (mine,) = (await self.people["gp"].get("/api/plans")).json()
        self.waiting = mine["unanswered"]

    async def waits(self) -> None:
        assert (await self.people["gp"].get(f"/api/plans/{self.plan}/comments")).status_code == 200

    async def grants(self) -> None:
        assert (await self.owner.get(f"/api/plans/{self.plan}/grants")).status_code == 200

    async def decide(self) -> None:
        self._turn += 1
        await self.open_measures(self.people["gp"], ("read", "comment")[self._turn % 2])

    async def withdraw(self) -> None:
        await self.open_measures(self.people["gp"], "none")
        await self.open_measures(self.people["gp"], "read")

    async def move(self) -> None:
        self._turn += 1
        moved = await self.owner.send("PATCH", f"/api/parts/{self.last}", {"position": 2 + self._turn % 2})
        assert moved.status_code == 204

    async def open_measures(self, who: Person, level: str) -> None:
        wish = {"participant": self.ids[who.key], "kind": "measure", "level": level}
        assert (await self.owner.post(f"/api/plans/{self.plan}/grants", wish)).status_code == 201

    async def begin(self) -> None:
        self.ids = {key: await person.me_in() for key, person in self.people.items()}
        self.last = (await self.owner.plan())["parts"][-1]["id"]
        for key, person in self.people.items():
            if key != "owner":
                await self.open_measures(person, "edit" if key == "nav" else "read")
        for key in KEYS:
            await (await self.people[key].connect()).open(f"plan/{self.plan}")

    def loop(self) -> dict[str, float]:
        """CPU of the server's event loop."""
        return {"loop": cpu_seconds(self.server.pid)}

    async def holds(self, act: Act, most: float) -> float:
        """Seconds of CPU of the event loop for one, at what CPU costs where nothing else runs."""
        return await self.least(act, self.loop, most, dearer)

    def threads(self) -> dict[str, float]:
        """CPU of all threads of the server."""
        return cpu_of_threads([self.server.pid])

    def everything(self) -> dict[str, float]:
        """CPU of the server and of the database, wherever that counts."""
        return cpu_of_threads([self.server.pid, *self.database()])

    async def least(
        self,
        act: Act,
        cpu: Callable[[], dict[str, float]],
        enough: float = 1.0,
        dear: Callable[[], float] = lambda: 1.0,
    ) -> float:
        """Seconds of CPU for one, the least of some; of more until one takes no longer than ``enough``.
        ``dear``: by how much each is divided, measured beside it."""
        await act()
        found = list[float]()
        while len(found) < TIMES or (min(found) > enough and len(found) < MOST_TIMES):
            before = cpu()
            await act()
            await self.owner.get("/healthz")  # the notices are sent by now
            spent = sum(now - before.get(thread, 0) for thread, now in cpu().items())
            found.append(spent / dear())
        return min(found)

    async def holds_nobody_up(self, acts: Sequence[Act], seconds: float) -> None:
        """Longer than that in one request."""
        for act in acts:
            name = act.__name__
            most = seconds * REQUESTS.get(name, 1)
            assert await self.holds(act, most) <= most, name


Act = Callable[[], Awaitable[None]]
Change = Callable[[str], Awaitable[object]]
Opened = tuple[Server, Change, Callable[[], Sequence[int]]]


@asynccontextmanager
async def on_sqlite(directory: Path, demo_database: Path) -> AsyncIterator[Opened]:
    async with demo_server(directory, demo_database) as server:

        async def change(statement: str) -> None:
            with closing(sqlite3.connect(server.database, timeout=60)) as connection, connection:
                connection.execute(statement)

        yield server, change, list


@asynccontextmanager
async def on_postgresql(directory: Path, postgres: Postgres) -> AsyncIterator[Opened]:
    url = await postgres.create_database()
    server = Server(directory, SAMPLAN_DATABASE_URL=url)
    await server.command("demo", "--plan-only")
    await server.start()
    try:
        yield server, partial(postgres.run, database=url.rsplit("/", 1)[1]), lambda: postgres.pids
    finally:
        await server.stop()
        await postgres.drop_database(url)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.wide)])
async def full(
    request: pytest.FixtureRequest, tmp_path: Path, demo_database: Path, postgres: Postgres
) -> AsyncIterator[Full]:
    opened = (
        on_sqlite(tmp_path, demo_database) if request.param == "sqlite" else on_postgresql(tmp_path, postgres)
    )
    async with opened as (server, change, database):
        people = {key: await Person(server, key).log_in() for key in dict.fromkeys(KEYS)}
        plan = (await people["owner"].plan())["id"]
        built = Full(server, change, database, people, plan)
        try:
            await built.begin()
            yield built
        finally:
            for person in people.values():
                await person.close()


async def test_a_full_plan_costs_little_more_than_a_small_one_and_holds_nobody_up(full: Full) -> None:
    asked = {"make": full.make, "look": full.look, "decide": full.decide}
    small = {name: await full.least(act, full.threads) for name, act in asked.items()}
    dearest = {name: 3 * cost + EACH_PART * MOST_IN_PLAN * (name != "make") for name, cost in small.items()}
    await full.become(FILL, MOST_IN_PLAN - FEWER)
    assert len((await full.owner.plan())["parts"]) == MOST_IN_PLAN - FEWER >= 500
    for name, act in asked.items():
        large = await full.least(act, full.threads, dearest[name])
        assert large <= dearest[name], (name, small, large)
    every = (full.make, full.look, full.grants, full.decide, full.withdraw, full.move)
    # All turns of the loop that one request takes, of which none is longer than all.
    await full.holds_nobody_up(every, HELD)
    await full.become(CROWD, MANY_PEOPLE)
    # What is read and what is answered are turns of their own.
    await full.holds_nobody_up(every, 2 * HELD)


async def test_who_is_told_what_waits_does_not_wait_for_every_comment(full: Full) -> None:
    """Neither does anybody else. PostgreSQL counts in processes of its own."""
    asked = (full.plans, full.waits)
    await full.become(FILL, MOST_IN_PLAN)
    dearest = [3 * await full.least(act, full.everything) + HELD for act in asked]
    before = full.waiting
    await full.become(TALK, TALKATIVE)
    for act, most in zip(asked, dearest, strict=True):
        assert await full.least(act, full.everything, most) <= most
    assert full.waiting - before > 500 * TALKATIVE
    await full.holds_nobody_up([full.plans], HELD)
