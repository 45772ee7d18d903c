"""What is asked of a plan as full as it may be costs little more than of a small one, and stalls nobody."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from server.features.parts.rules import MOST_IN_PLAN
from tests.support.clients.people import Person
from tests.support.hostile.pulse import cpu_seconds
from tests.support.servers.demo import demo_server
from tests.support.servers.many_parts import fill
from tests.support.servers.server import Server

pytestmark = [pytest.mark.alone, pytest.mark.rule("P7")]
KEYS = ("owner", "mother", "coordinator", "gp", "school", "nav", "hospital", "owner", "coordinator", "nav")
"""Who has the plan open: ten pages."""
TIMES = 7
FEWER = 30
"""Parts less than may be: those that the test makes."""
EACH_PART = 40e-6
HELD = 0.02


def cpu_of_all_threads(pid: int) -> float:
    threads = Path(f"/proc/{pid}/task")
    found = [(threads / thread / "schedstat").read_text() for thread in os.listdir(threads)]
    return sum(int(text.split()[0]) for text in found) / 1e9


@dataclass
class Full:
    """A plan that everybody in it looks at; all of its measures are open to all."""

    server: Server
    people: dict[str, Person]
    plan: str
    nav: str
    _turn: int = 0

    @property
    def owner(self) -> Person:
        return self.people["owner"]

    async def make(self) -> None:
        wish = {"kind": "measure", "title": "Enda ett"}
        assert (await self.people["nav"].post(f"/api/plans/{self.plan}/parts", wish)).status_code == 201

    async def look(self) -> None:
        assert (await self.owner.get(f"/api/plans/{self.plan}")).status_code == 200

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


@pytest.fixture
async def full(tmp_path: Path, demo_database: Path) -> AsyncIterator[Full]:
    async with demo_server(tmp_path, demo_database) as server:
        people = {key: await Person(server, key).log_in() for key in dict.fromkeys(KEYS)}
        plan = (await people["owner"].plan())["id"]
        built = Full(server, people, plan, "nav")
        try:
            await built.begin()
            yield built
        finally:
            for person in people.values():
                await person.close()


async def test_a_full_plan_costs_little_more_than_a_small_one_and_holds_nobody_up(full: Full) -> None:
    asked = {"make": full.make, "look": full.look, "decide": full.decide}
    small = {name: await full.least(act, cpu_of_all_threads) for name, act in asked.items()}
    fill(full.server.database, MOST_IN_PLAN - FEWER)
    assert len((await full.owner.plan())["parts"]) == MOST_IN_PLAN - FEWER >= 500
    large = {name: await full.least(act, cpu_of_all_threads) for name, act in asked.items()}
    assert large["make"] <= 3 * small["make"], (small, large)
    for name in ("look", "decide"):
        assert large[name] <= 3 * small[name] + EACH_PART * MOST_IN_PLAN, (small, large)
    every = (full.make, full.look, full.grants, full.decide, full.withdraw, full.move)
    loop = {act.__name__: await full.least(act, cpu_seconds) for act in every}
    # All turns of the loop that one takes, of which none is longer than all.
    assert all(taken <= HELD for taken in loop.values()), loop
    print({name: round(taken * 1e3, 1) for name, taken in loop.items()})
