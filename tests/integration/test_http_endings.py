"""Ending a participation over HTTP, and what the others are told of it."""

from __future__ import annotations

import pytest

from tests.integration.http_site import Site, assert_problem
from tests.support.clients.people import Person


async def ended(here: Site, key: str) -> tuple[Person, str, str]:
    """The owner, who has ended that participation; the plan and the participant."""
    owner, whom = await here.person("owner"), await here.person(key)
    plan = await whom.plan()
    address = f"/api/plans/{plan['id']}/participants/{plan['me']}/end"
    shown = (await owner.get(address)).json()
    answer = await owner.post(address, {"text": shown["text"]})
    assert answer.status_code == 200
    assert answer.json() == shown | {"ended_at": "2126-11-21T12:00:00Z"}
    assert (await owner.post(address, {})).json() == (await owner.get(address)).json() == answer.json()
    return owner, plan["id"], plan["me"]


@pytest.mark.rule(9, 10)
async def test_who_was_ended_finds_no_plan_and_gets_nothing_of_it(here: Site) -> None:
    owner, plan, gone = await ended(here, "school")
    assert here.hub.heard == [("plan_changed", plan)] * 2
    school = await here.person("school")
    assert (await school.get("/api/plans")).json() == []
    part = (await owner.part("education"))["id"]
    for path in (f"/api/plans/{plan}", f"/api/plans/{plan}/grants", f"/api/parts/{part}/comments"):
        assert_problem(await school.get(path), 404, "not-found")
    assert_problem(await school.post(f"/api/plans/{plan}/participants/{gone}/end", {}), 404, "not-found")


@pytest.mark.rule(17)
async def test_only_owner_and_coordinator_are_told_who_took_part(here: Site) -> None:
    owner, plan, gone = await ended(here, "school")
    theirs = next(part for part in (await owner.plan())["parts"] if part["responsible"] == gone)
    for key in ("owner", "coordinator"):
        answer = await (await here.person(key)).plan()
        assert gone not in [who["id"] for who in answer["participants"]]
        assert answer["former"] == [
            {
                "id": gone,
                "name": "Silje Tangen",
                "role": "school",
                "organisation": "Sundvåg videregående skole",
            }
        ]
    for key in ("mother", "gp", "nav"):
        answer = await (await here.person(key)).plan()
        assert answer["former"] == []
        assert gone not in str(answer)
    grants = (await owner.get(f"/api/plans/{plan}/grants")).json()
    assert gone not in [who["id"] for who in grants["participants"]]
    assert theirs["visible_to"]


async def test_the_version_of_an_answer_is_another_when_somebody_is_gone(here: Site) -> None:
    coordinator = await here.person("coordinator")
    before = (await coordinator.plan())["version"]
    await ended(here, "nav")
    assert (await coordinator.plan())["version"] != before


async def test_what_is_refused(here: Site) -> None:
    owner, school = await here.person("owner"), await here.person("school")
    plan = await owner.plan()
    who = {each["role"]: each["id"] for each in plan["participants"]}

    def address(participant: str) -> str:
        return f"/api/plans/{plan['id']}/participants/{participant}/end"

    assert_problem(await owner.post(address(who["coordinator"]), {}), 403, "forbidden")
    assert_problem(await owner.post(address(who["owner"]), {}), 403, "forbidden")
    assert_problem(await owner.post(address("nobody"), {}), 404, "not-found")
    assert_problem(await owner.post(address(who["school"]), {"text": "Ja."}), 409, "text-changed")
    assert_problem(await school.post(address(who["gp"]), {}), 403, "forbidden")
    assert_problem(await school.post(address("nobody"), {}), 403, "forbidden")
    coordinator = await here.person("coordinator")
    assert_problem(await coordinator.post(address(who["coordinator"]), {}), 403, "forbidden")
