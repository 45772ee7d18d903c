"""Goals and measures are put away and brought back, over HTTP and while somebody writes."""

from __future__ import annotations

from typing import Any

import pytest

from server.domain.plan import PlanId
from server.features.parts import rules
from server.features.parts.entries import PartBroughtBack, PartPutAway
from tests.integration.http_site import Site, assert_problem
from tests.support.clients.people import Person

ABOUT = (PartPutAway.action, PartBroughtBack.action)


async def put_away(person: Person, part: str, away: bool = True) -> Any:
    return await person.post(f"/api/parts/{part}/put-away", {} if away else {"put_away": False})


async def lists(person: Person, part: str) -> tuple[list[str], list[str]]:
    """The level at which it stands in the plan, and among what is put away."""
    plan = await person.plan()
    found = [[each["level"] for each in plan[name] if each["id"] == part] for name in ("parts", "put_away")]
    return found[0], found[1]


@pytest.mark.rule(9, 11)
async def test_what_is_put_away_stands_in_no_list_and_is_read_by_who_read_it(here: Site) -> None:
    owner, school, mother, gp = [await here.person(key) for key in ("owner", "school", "mother", "gp")]
    measure = (await school.part("measure", "Studietid"))["id"]
    before = [await lists(person, measure) for person in (owner, school, mother, gp)]
    assert before == [(["edit"], []), (["edit"], []), (["read"], []), ([], [])]
    here.hub.heard.clear()
    assert (await put_away(owner, measure)).status_code == 204
    assert [heard for heard, _ in here.hub.heard] == ["plan_changed"]
    reading: tuple[list[str], list[str]] = ([], ["read"])
    assert [await lists(person, measure) for person in (owner, school, mother)] == [reading] * 3
    assert measure not in str(await gp.plan())
    (seen,) = (await school.plan())["put_away"]
    assert (seen["id"], seen["put_away_by"]) == (measure, await owner.me_in())
    assert (await put_away(owner, measure, away=False)).status_code == 204
    assert [await lists(person, measure) for person in (owner, school, mother, gp)] == before


async def test_nobody_changes_or_comments_on_what_is_put_away(here: Site) -> None:
    owner, school = await here.person("owner"), await here.person("school")
    measure = (await school.part("measure", "Studietid"))["id"]
    await put_away(owner, measure)
    for person in (owner, school):
        for method, path, body in (
            ("PATCH", f"/api/parts/{measure}", {"area": "home"}),
            ("POST", f"/api/parts/{measure}/comments", {"text": "Hei"}),
        ):
            assert_problem(await person.send(method, path, body), 403, "forbidden")
        assert (await person.get(f"/api/parts/{measure}/comments")).status_code == 200


async def test_again_is_no_change_and_is_not_in_the_log_twice(here: Site) -> None:
    owner = await here.person("owner")
    goal, plan = (await owner.part("goal"))["id"], PlanId((await owner.plan())["id"])
    for away in (True, True, False, False):
        assert (await put_away(owner, goal, away)).status_code == 204
    said = [entry.event for entry in await here.ledger.entries(plan)]
    about = [(event.action, event.part) for event in said if event.action in ABOUT]
    assert about == [(PartPutAway.action, goal), (PartBroughtBack.action, goal)]
    assert await here.ledger.verify(plan) is None


async def test_who_may_not_is_refused_and_who_may_not_see_is_told_nothing(here: Site) -> None:
    owner, school, gp = [await here.person(key) for key in ("owner", "school", "gp")]
    measure = (await school.part("measure", "Studietid"))["id"]
    health = (await owner.part("health"))["id"]
    assert_problem(await put_away(school, measure), 403, "forbidden")
    assert_problem(await put_away(gp, measure), 404, "not-found")
    assert_problem(await put_away(owner, "nowhere"), 404, "not-found")
    assert_problem(await put_away(owner, health), 422, "invalid")
    assert_problem(await owner.post(f"/api/parts/{measure}/put-away", {"put_away": 1}), 422, "invalid")


async def test_whoever_made_it_puts_it_away_and_brings_it_back(here: Site) -> None:
    owner, coordinator = await here.person("owner"), await here.person("coordinator")
    plan = (await owner.plan())["id"]
    goal = (await coordinator.post(f"/api/plans/{plan}/parts", {"kind": "goal", "title": "Feil"})).json()[
        "id"
    ]
    assert (await put_away(coordinator, goal)).status_code == 204
    assert (await put_away(coordinator, goal, away=False)).status_code == 204
    assert (await put_away(owner, goal)).status_code == 204
    assert_problem(await put_away(coordinator, goal, away=False), 403, "forbidden")


async def test_what_is_put_away_still_counts_for_who_may_see_it(here: Site) -> None:
    """What is signed about it is shown and can be withdrawn at any moment (rule 9)."""
    owner, school = await here.person("owner"), await here.person("school")
    measure, plan = (await school.part("measure", "Studietid"))["id"], (await owner.plan())["id"]
    whom = await school.me_in()
    await put_away(owner, measure)
    grants = (await owner.get(f"/api/plans/{plan}/grants")).json()
    assert [part["put_away"] for part in grants["parts"] if part["id"] == measure] == [True]
    cells = [c for c in grants["cells"] if (c["part"], c["participant"]) == (measure, whom)]
    assert [cell["level"] for cell in cells] == ["edit"]
    wish = {"participant": whom, "part": measure, "level": "none"}
    assert (await owner.post(f"/api/plans/{plan}/grants", wish)).status_code == 201
    assert measure not in str(await school.plan())


async def test_a_full_plan_has_room_again_when_something_is_put_away(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await here.person("owner")
    plan, goal = await owner.plan(), (await owner.part("goal"))["id"]
    address, wish = f"/api/plans/{plan['id']}/parts", {"kind": "goal", "title": "Nytt"}
    monkeypatch.setattr(rules, "MOST_IN_PLAN", len(plan["parts"]))
    assert_problem(await owner.post(address, wish), 409, "limit-reached")
    await put_away(owner, goal)
    assert (await owner.post(address, wish)).status_code == 201
    assert_problem(await put_away(owner, goal, away=False), 409, "limit-reached")
