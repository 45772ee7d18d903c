"""Adding parts over HTTP, and changing what stands beside their text."""

from __future__ import annotations

from typing import Any

import pytest
from pycrdt import Doc, Map

from server.domain.plan import SERVER, PartId
from server.features.parts import rules
from server.features.parts.entries import PartAdded, PartChanged
from server.storage.log.update_log import SqlUpdateLog
from tests.integration.http_site import Site, assert_problem
from tests.support.clients.people import Person


async def add(person: Person, **wish: object) -> Any:
    return await person.post(f"/api/plans/{(await person.plan())['id']}/parts", wish)


async def fields_of(here: Site, part: str) -> dict[str, str]:
    loaded = await SqlUpdateLog(here.database, here.clock).load(PartId(part))
    assert loaded is not None
    assert {row.person for row in loaded.rows} == set(loaded.clients.values()) == {SERVER}
    doc: Doc[Any] = Doc()
    for row in loaded.rows:
        doc.apply_update(row.payload)
    fields = doc.get("fields", type=Map)
    return {name: str(fields[name]) for name in fields}


async def test_the_owner_adds_a_measure_that_nobody_else_sees(here: Site) -> None:
    owner, school = await here.person("owner"), await here.person("school")
    plan, who = await owner.plan(), await school.me_in()
    here.hub.heard.clear()
    answer = await add(owner, kind="measure", title="Leie lydutstyr", area="work", responsible=who)
    assert answer.status_code == 201
    part = answer.json()["id"]
    assert answer.json() == {"id": part, "document": f"part/{part}"}
    assert here.hub.heard == [("plan_changed", plan["id"])]
    (mine,) = [p for p in (await owner.plan())["parts"] if p["id"] == part]
    assert (mine["title"], mine["area"], mine["responsible"]) == ("Leie lydutstyr", "work", who)
    assert mine["created_by"] == plan["me"]
    assert mine["visible_to"] == [{"participant": plan["me"], "level": "edit"}]
    assert mine["position"] == len(plan["parts"]) + 1
    assert part not in str(await school.plan())


async def test_the_first_content_is_the_servers(here: Site) -> None:
    owner = await here.person("owner")
    measure = (await add(owner, kind="measure", title="Leie lydutstyr")).json()["id"]
    goal = (await add(owner, kind="goal", title="Ta førerkort")).json()["id"]
    expected = {"title": "Leie lydutstyr", "extent": "", "how": "", "status": "planned", "decision": "none"}
    assert await fields_of(here, measure) == expected
    assert await fields_of(here, goal) == {"title": "Ta førerkort", "status": "open"}


async def test_a_new_goal_is_open_to_those_who_may_see_goals(here: Site) -> None:
    owner, nav = await here.person("owner"), await here.person("nav")
    goal = (await add(owner, kind="goal", title="Ta førerkort")).json()["id"]
    assert [p["level"] for p in (await nav.plan())["parts"] if p["id"] == goal] == ["comment"]


async def test_creating_needs_edit_on_the_kind(here: Site) -> None:
    owner, school = await here.person("owner"), await here.person("school")
    plan, who = (await owner.plan())["id"], await school.me_in()
    assert_problem(await add(school, kind="measure", title="Vårt"), 403, "forbidden")
    await owner.post(f"/api/plans/{plan}/grants", {"participant": who, "kind": "measure", "level": "edit"})
    assert (await school.plan())["may_create"] == ["measure"]
    made = await add(school, kind="measure", title="Vårt", area="education", responsible=who)
    assert made.status_code == 201
    (mine,) = [p for p in (await school.plan())["parts"] if p["id"] == made.json()["id"]]
    assert (mine["level"], mine["created_by"]) == ("edit", who)
    await owner.post(f"/api/plans/{plan}/grants", {"participant": who, "kind": "measure", "level": "none"})
    assert made.json()["id"] not in str(await school.plan())


async def test_a_section_is_there_once(here: Site) -> None:
    owner = await here.person("owner")
    for kind in ("about-me", "health", "own-notes", "period"):
        assert_problem(await add(owner, kind=kind), 409, "exists")


async def test_who_may_not_see_a_section_is_not_told_that_it_exists(here: Site) -> None:
    owner, nav = await here.person("owner"), await here.person("nav")
    plan, who, notes = (await owner.plan())["id"], await nav.me_in(), await owner.part("own-notes")
    for about in ({"kind": "own-notes", "level": "edit"}, {"part": notes["id"], "level": "none"}):
        await owner.post(f"/api/plans/{plan}/grants", {"participant": who, **about})
    assert (await nav.plan())["may_create"] == []
    assert_problem(await add(nav, kind="own-notes"), 403, "forbidden")


async def test_everybody_has_one_contribution(here: Site) -> None:
    owner, school = await here.person("owner"), await here.person("school")
    assert_problem(await add(owner, kind="contribution"), 409, "exists")
    assert_problem(await add(owner, kind="contribution", responsible=await school.me_in()), 409, "exists")


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"kind": "minutes"},
        {"kind": "goal", "title": "x" * 301},
        {"kind": "goal", "title": "\x00"},
        {"kind": "goal", "area": "health"},
        {"kind": "goal", "title": "Et mål", "goal": "nothing"},
        {"kind": "measure", "title": "Et tiltak", "goal": "nothing"},
        {"kind": "goal", "level": "edit"},
        {"kind": "measure", "area": "gardening"},
        {"kind": "measure", "responsible": "nobody"},
        {"kind": "contribution", "title": "Mitt"},
        {"kind": "measure", "title": 7},
    ],
)
async def test_a_part_that_makes_no_sense_is_invalid(here: Site, wish: dict[str, object]) -> None:
    owner = await here.person("owner")
    before = await owner.plan()
    assert_problem(await add(owner, **wish), 422, "invalid")
    assert await owner.plan() == before


async def test_who_may_edit_changes_area_and_responsible_and_rights_stay(here: Site) -> None:
    owner, school, gp = [await here.person(key) for key in ("owner", "school", "gp")]
    mine, who = await school.part("measure", "Studietid"), await gp.me_in()
    here.hub.heard.clear()
    answer = await school.send("PATCH", f"/api/parts/{mine['id']}", {"area": "health", "responsible": who})
    assert answer.status_code == 204
    assert [heard for heard, _ in here.hub.heard] == ["plan_changed"]
    changed = await school.part("measure", "Studietid")
    assert (changed["area"], changed["responsible"], changed["level"]) == ("health", who, "edit")
    assert mine["id"] not in str(await gp.plan())
    taken = await owner.send("PATCH", f"/api/parts/{mine['id']}", {"responsible": None, "area": None})
    assert taken.status_code == 204
    bare = await school.part("measure", "Studietid")
    assert (bare["area"], bare["responsible"]) == (None, None)


async def test_who_may_only_read_or_comment_changes_nothing(here: Site) -> None:
    mother, gp = await here.person("mother"), await here.person("gp")
    read, commented = await mother.part("measure", "Studietid"), await gp.part("measure", "stivhet")
    for person, part in ((mother, read), (gp, commented)):
        answer = await person.send("PATCH", f"/api/parts/{part['id']}", {"area": "home"})
        assert_problem(answer, 403, "forbidden")


@pytest.mark.parametrize(
    "change",
    [
        {"level": "edit"},
        {"title": "Nytt navn"},
        {"area": "gardening"},
        {"responsible": "nobody"},
        {"position": 0},
        {"position": None},
        {"position": "1"},
        {"position": 1.5},
    ],
)
async def test_a_change_that_makes_no_sense_is_invalid(here: Site, change: dict[str, object]) -> None:
    owner = await here.person("owner")
    before, measure = await owner.plan(), await owner.part("measure")
    assert_problem(await owner.send("PATCH", f"/api/parts/{measure['id']}", change), 422, "invalid")
    assert await owner.plan() == before


async def test_only_measures_have_an_area_and_only_they_and_contributions_a_responsible(here: Site) -> None:
    owner = await here.person("owner")
    goal, mine = await owner.part("goal"), await owner.me_in()
    for change in ({"area": "home"}, {"responsible": mine}):
        assert_problem(await owner.send("PATCH", f"/api/parts/{goal['id']}", change), 422, "invalid")


@pytest.mark.parametrize("position", [1, 2, 5, 14, 33, 100])
async def test_a_part_moves_to_the_place_one_names_in_ones_own_list(here: Site, position: int) -> None:
    owner, school = await here.person("owner"), await here.person("school")
    for person in (owner, school):
        parts = [part["id"] for part in (await person.plan())["parts"]]
        moved = (await person.part("measure", "Heldags"))["id"]
        assert (await person.send("PATCH", f"/api/parts/{moved}", {"position": position})).status_code == 204
        parts.remove(moved)
        parts.insert(position - 1, moved)
        assert [part["id"] for part in (await person.plan())["parts"]] == parts


@pytest.mark.rule("P8")
async def test_parts_added_and_changed_are_in_the_log(here: Site) -> None:
    owner = await here.person("owner")
    plan, goal = (
        (await owner.plan())["id"],
        (await add(owner, kind="goal", title="Ta førerkort")).json()["id"],
    )
    await owner.send("PATCH", f"/api/parts/{goal}", {"position": 1})
    entries = (await here.ledger.entries(plan))[-2:]
    assert [entry.event.action for entry in entries] == [PartAdded.action, PartChanged.action]
    assert [entry.event.part for entry in entries] == [goal, goal]
    assert "førerkort" not in str([entry.event.details for entry in entries])


async def test_a_full_plan_takes_no_part_more_and_says_so(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await here.person("owner")
    before = await owner.plan()
    monkeypatch.setattr(rules, "MOST_IN_PLAN", len(before["parts"]))
    assert_problem(await add(owner, kind="goal", title="Ett til"), 409, "limit-reached")
    after = await owner.plan()
    assert after == before


async def test_one_participant_makes_so_many_parts_and_the_others_still_can(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_OF_ONE", 1)
    owner, nav = await here.person("owner"), await here.person("nav")
    plan, nav_id = (await owner.plan())["id"], await nav.me_in()
    opened = {"participant": nav_id, "kind": "measure", "level": "edit"}
    assert (await owner.post(f"/api/plans/{plan}/grants", opened)).status_code == 201
    made = [await add(nav, kind="measure", title="Praksis") for _ in range(2)]
    assert made[0].status_code == 201
    assert_problem(made[1], 409, "limit-reached")
    assert (await add(owner, kind="measure", title="Mitt")).status_code == 201


async def test_a_day_is_full_for_one_person_until_midnight(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_A_DAY", 2)
    owner = await here.person("owner")
    goal = (await add(owner, kind="goal", title="Ett")).json()["id"]
    moved = [await owner.send("PATCH", f"/api/parts/{goal}", {"position": 1}) for _ in range(2)]
    assert moved[0].status_code == 204
    for refused in (moved[1], await add(owner, kind="goal", title="To")):
        assert_problem(refused, 429, "too-many-requests")
        assert 0 < int(refused.headers["retry-after"]) <= 24 * 60 * 60
    here.clock.forward(days=1)
    assert (await add(await here.person("owner"), kind="goal", title="To")).status_code == 201
