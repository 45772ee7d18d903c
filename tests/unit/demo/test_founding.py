"""The demo plan, stored."""

from __future__ import annotations

from pathlib import Path

from server.demo import found_demo
from server.demo.people import DEMO_KEYS
from server.demo.remarks import REMARKS
from server.domain.plan import Role
from server.features.comments.store import Comments
from server.features.login.store import People
from server.features.plans.store import PlanStore
from server.ports.randomness import SystemChance
from server.storage.database.database import Database
from server.storage.database.migrate import migrate
from server.storage.ledger import Ledger
from tests.support.principals import demo
from tests.unit.features.fakes import SetClock


async def test_founding_the_demo_twice_is_founding_it_once(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'samplan.db'}"
    migrate(url)
    database = await Database.open(url)
    people, clock = People(database), SetClock()
    plans, comments = PlanStore(database, clock), Comments(database, clock)
    try:
        assert await found_demo(database, clock, SystemChance())
        first = await people.demo_people()
        clock.forward(days=400)
        assert not await found_demo(database, clock, SystemChance())
        assert await people.demo_people() == first
        assert {person.demo_key for person in first} == set(DEMO_KEYS)

        owner = await people.person_by_demo_key("owner")
        assert owner
        (mine,) = await plans.plans_of(demo(owner.id))
        plan = mine.plan
        assert mine.me.role is Role.OWNER
        sight = await plans.sight(demo(owner.id), plan.id)
        found = [(await comments.of_part(demo(owner.id), part)).comments for part in sight.levels]
        assert sum(map(len, found)) == len(REMARKS)
        assert await Ledger(database).verify(plan.id) is None
    finally:
        await database.close()
