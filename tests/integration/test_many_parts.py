"""What is asked of a plan as full as it may be costs little more than of a small one, and stalls nobody."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
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

pytestmark = [pytest.mark.alone, pytest.mark.rule("P7")]
KEYS = ("owner", "mother", "coordinator", "gp", "school", "nav", "hospital", "owner", "coordinator", "nav")
"""Who has the plan open: ten pages."""
TIMES = 7
FEWER = 30
"""Parts less than may be: those that the test makes."""
EACH_PART = 40e-6
TALKATIVE = 100
"""Comments on each part."""
HELD = 0.02
REQUESTS = {"withdraw": 2}
MANY_PEOPLE = 38
"""Besides those of the demo plan."""


def cpu_of_all_threads(pid: int) -> float:
    threads = Path(f"/proc/{pid}/task")
    found = [(threads / thread / "schedstat").read_text() for thread in os.listdir(threads)]
    return sum(int(text.split()[0]) for text in found) / 1e9


@dataclass
class Full:
    """A plan that everybody in it looks at; all of its measures are open to all."""

    server: Server
    change: Change
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

    async def threads(self) -> None:
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

    async def least(self, act: Callable[[], Awaitable[None]], cpu: Callable[[int], float]) -> float:
        """Seconds of the server's CPU for one: the least of some, for others need this machine too."""
        await act()
        found = []
        for _ in range(TIMES):
            before = cpu(self.server.pid)
            await act()
            await self.owner.get("/healthz")  # the notices are sent by now
            found.append(cpu(self.server.pid) - before)
        return min(found)


Change = Callable[[str], Awaitable[object]]


@asynccontextmanager
async def on_sqlite(directory: Path, demo_database: Path) -> AsyncIterator[tuple[Server, Change]]:
    async with demo_server(directory, demo_database) as server:

        async def change(statement: str) -> None:
            with closing(sqlite3.connect(server.database, timeout=60)) as connection, connection:
                connection.execute(statement)

        yield server, change


@asynccontextmanager
async def on_postgresql(directory: Path, postgres: Postgres) -> AsyncIterator[tuple[Server, Change]]:
    url = await postgres.create_database()
    server = Server(directory, SAMPLAN_DATABASE_URL=url)
    await server.command("demo", "--plan-only")
    await server.start()
    try:
        yield server, partial(postgres.run, database=url.rsplit("/", 1)[1])
    finally:
        await server.stop()
        await postgres.drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
async def full(
    request: pytest.FixtureRequest, tmp_path: Path, demo_database: Path, postgres: Postgres
) -> AsyncIterator[Full]:
    opened = (
        on_sqlite(tmp_path, demo_database) if request.param == "sqlite" else on_postgresql(tmp_path, postgres)
    )
    async with opened as (server, change):
        people = {key: await Person(server, key).log_in() for key in dict.fromkeys(KEYS)}
        plan = (await people["owner"].plan())["id"]
        built = Full(server, change, people, plan)
        try:
            await built.begin()
            yield built
        finally:
            for person in people.values():
                await person.close()


async def test_a_full_plan_costs_little_more_than_a_small_one_and_holds_nobody_up(full: Full) -> None:
    asked = {"make": full.make, "look": full.look, "decide": full.decide}
    small = {name: await full.least(act, cpu_of_all_threads) for name, act in asked.items()}
    await full.become(FILL, MOST_IN_PLAN - FEWER)
    assert len((await full.owner.plan())["parts"]) == MOST_IN_PLAN - FEWER >= 500
    large = {name: await full.least(act, cpu_of_all_threads) for name, act in asked.items()}
    assert large["make"] <= 3 * small["make"], (small, large)
    for name in ("look", "decide"):
        assert large[name] <= 3 * small[name] + EACH_PART * MOST_IN_PLAN, (small, large)
    every = (full.make, full.look, full.grants, full.decide, full.withdraw, full.move)
    loop = {act.__name__: await full.least(act, cpu_seconds) for act in every}
    # All turns of the loop that one request takes, of which none is longer than all.
    assert all(taken <= HELD * REQUESTS.get(name, 1) for name, taken in loop.items()), loop
    await full.become(CROWD, MANY_PEOPLE)
    crowded = {act.__name__: await full.least(act, cpu_seconds) for act in every}
    # What is read and what is answered are turns of their own.
    assert all(taken <= 2 * HELD * REQUESTS.get(name, 1) for name, taken in crowded.items()), crowded


async def test_who_is_told_what_waits_does_not_wait_for_every_comment(full: Full) -> None:
    """Neither does anybody else. Wall time, since PostgreSQL counts in a process of its own."""
    asked = (full.plans, full.threads)
    await full.become(FILL, MOST_IN_PLAN - FEWER)
    few = [await quickest(act) for act in asked]
    before = full.waiting
    await full.become(TALK, TALKATIVE)
    many = [await quickest(act) for act in asked]
    assert full.waiting - before > 500 * TALKATIVE
    assert all(after <= 3 * each + HELD for each, after in zip(few, many, strict=True)), (few, many)
    assert await full.least(full.plans, cpu_seconds) <= HELD


async def quickest(act: Callable[[], Awaitable[None]]) -> float:
    """Seconds: the least of some, for others need this machine too."""
    found = []
    for _ in range(TIMES):
        before = time.monotonic()
        await act()
        found.append(time.monotonic() - before)
    return min(found)
