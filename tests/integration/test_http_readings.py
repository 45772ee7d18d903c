"""Whoever is shown words of others is in the log before they are: of each operation by itself.

``tests/support/relations/readings.py`` says which entry stands for reading what an operation answers, and the
oracle of relations that no other operation shows words of others.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

import httpx
import pytest
from sqlalchemy import select, text

from server.storage.metadata import ledger
from tests.integration.http_site import Site
from tests.integration.test_http_cases_representative import Family, family
from tests.integration.test_http_complaints import begun
from tests.integration.test_http_papers import makes, registers
from tests.support.clients.people import Person
from tests.support.relations.course import id_of

__all__ = ["family"]
LATE = "UPDATE parts SET due = '2126-01-01' WHERE kind = 'measure'"
pytestmark = pytest.mark.rule(14, "P8")


async def _entries(here: Site, who: str) -> dict[tuple[str, int], tuple[str, dict[str, Any]]]:
    """By chain and number."""
    wanted = select(ledger).where(ledger.c.person_id == who)
    found = await here.database.read(lambda connection: connection.execute(wanted).all())
    return {(each.chain, each.number): (each.action, each.details) for each in found}


async def left_by(
    here: Site, who: Person, asked: Awaitable[httpx.Response], status: int = 200
) -> dict[str, dict[str, Any]]:
    """What they are asked leaves in the log, by action, when what they read before is long ago."""
    here.clock.forward(minutes=16)
    person = await id_of(await who.log_in())
    before = await _entries(here, person)
    answer = await asked
    assert answer.status_code == status, answer.text
    after = await _entries(here, person)
    return dict(after[each] for each in after.keys() - before.keys())


@pytest.fixture
async def coordinator(here: Site) -> Person:
    return await here.person("coordinator")


@pytest.fixture
async def goal(coordinator: Person) -> str:
    return str((await coordinator.part("goal"))["id"])


@pytest.fixture
async def wish(here: Site, goal: str) -> dict[str, Any]:
    school = await (await here.person("school")).me_in()
    return {"participant": school, "part": goal, "level": "comment"}


async def test_the_sentences_of_a_paper_are_logged_as_read_with_the_titles_in_them(
    here: Site, coordinator: Person, goal: str, wish: dict[str, Any]
) -> None:
    plan, mother = (await coordinator.plan())["id"], await here.person("mother")
    making = coordinator.post(f"/api/plans/{plan}/papers", {"decisions": [wish]})
    made = await left_by(here, coordinator, making, 201)
    which = made["paper-made"]["paper"]
    read = {"titles-read": {"parts": goal}, "papers-read": {"papers": which}}
    assert made == read | {"paper-made": made["paper-made"]}
    for who in (coordinator, await here.person("owner")):
        assert await left_by(here, who, who.get(f"/api/plans/{plan}/papers")) == read
    assert await left_by(here, mother, mother.get(f"/api/plans/{plan}/papers")) == {}


async def test_who_checks_a_paper_is_logged_before_they_are_shown_its_sentences(
    here: Site, coordinator: Person, goal: str, wish: dict[str, Any]
) -> None:
    plan = (await coordinator.plan())["id"]
    sheet = await makes(coordinator, plan, wish)
    assert (await registers(coordinator, plan, sheet)).status_code == 204
    mother, unit = await here.person("mother"), await here.person("unit")
    read = {"titles-read": {"parts": goal}, "papers-read": {"papers": sheet["id"]}}
    asked = [who.post("/api/paper", {"code": sheet["code"]}) for who in (mother, unit)]
    assert await left_by(here, mother, asked[0]) == read
    assert await left_by(here, unit, asked[1]) == {}  # how many there are, and none of them


@pytest.mark.parametrize("address", ["evidence", "pack"])
async def test_no_log_says_that_the_owner_reads_what_of_their_plan_can_be_attached_to_a_complaint(
    here: Site, address: str
) -> None:
    """The plan's would tell that they write one."""
    owner = await here.person("owner")
    await here.database.write(lambda connection: connection.execute(text(LATE)) and None)
    which = await begun(owner)
    found = await left_by(here, owner, owner.get(f"/api/complaints/{which}/{address}"))
    assert "titles-read" not in found
    assert "decisions-read" not in found


async def test_who_helps_with_a_complaint_has_read_what_their_list_says_of_it(here: Site) -> None:
    owner, mother = await here.person("owner"), await here.person("mother")
    which = await begun(owner)
    said = {"expected": 1, "action": "helper-named", "said": {"person": await id_of(mother)}}
    assert (await owner.post(f"/api/complaints/{which}/records", said)).status_code == 201
    found = await left_by(here, mother, mother.get("/api/complaints"))
    assert found["complaints-listed"]["complaints"] == which
    assert await left_by(here, owner, owner.get("/api/complaints")) == {}  # their own


async def test_who_acts_for_the_owner_has_read_their_case_and_what_may_follow_them(
    here: Site, family: Family
) -> None:
    acting = family.owner
    assert (await family.registers()).status_code == 201
    await family.opens_for_her()
    assert await left_by(here, acting, acting.get("/api/my-cases")) == {"case-read": {}}
    gone = {"municipality": "Berg", "hand_over": True}
    await family.does(family.unit, "moved", gone, on_behalf_of="Marit, på telefon")
    moving = acting.get(f"/api/cases/{family.case}/moving")
    assert await left_by(here, acting, moving) == {"case-read": {}}
