"""What each participant is answered about the demo plan: exactly their own, and nothing beside it."""

from __future__ import annotations

import time
from statistics import median
from typing import Any

import httpx
import pytest

from server.demo.people import DEMO_PEOPLE
from server.domain.access import Level
from server.domain.plan import Kind
from server.domain.sight import PlanSight
from server.features.accesslog.entries import DecisionsRead, TitlesRead
from server.storage.rights import SqlAccessBook
from tests.integration.http_site import Site, assert_problem
from tests.support.operations import requests_about

MEMBERS = ("owner", "mother", "coordinator", "gp", "school", "nav", "hospital")
ORDER = ("none", "read", "comment", "edit")

# Rows of docs/domain.md for kinds with one answer per role: mother is the relative.
MATRIX = {
    "about-me": "e c c r r r r",
    "goal": "e c c c c c c",
    "resources": "e c c r c c r",
    "needs": "e c e c - - c",
    "health": "e - r e - - e",
    "education": "e - r - e - -",
    "work": "e - r - - e -",
    "home": "e c e - - - -",
    "family": "e - c - - - -",
    "child-welfare": "e - - - - - -",
    "crisis": "e r e c - - c",
    "period": "e r e r r r r",
    "own-notes": "e - - - - - -",
}
WORDS = {"e": "edit", "c": "comment", "r": "read", "-": None}

# Measures by area and responsible, columns as MEMBERS.
MEASURES = {
    ("education", "school"): "e r c - e - -",
    ("work", "nav"): "e r c - - e -",
    ("health", "gp"): "e r r e - - c",
    ("health", "hospital"): "e r r c - - e",
    ("home", "coordinator"): "e r e - - - -",
    ("home", "owner"): "e r e - - - -",
    ("general", "coordinator"): "e r e c c c c",
}


async def views(here: Site) -> dict[str, dict[str, Any]]:
    return {key: await (await here.person(key)).plan() for key in MEMBERS}


async def test_everybody_sees_their_column_of_the_default_matrix(here: Site) -> None:
    seen = await views(here)
    for kind, row in MATRIX.items():
        for key, letter in zip(MEMBERS, row.split(), strict=True):
            levels = {part["level"] for part in seen[key]["parts"] if part["kind"] == kind}
            assert levels == ({WORDS[letter]} if WORDS[letter] else set()), (kind, key)


async def test_measures_are_open_by_responsibility_and_area(here: Site) -> None:
    seen = await views(here)
    keys = {view["me"]: key for key, view in seen.items()}
    met = set()
    for measure in (part for part in seen["owner"]["parts"] if part["kind"] == "measure"):
        case = (measure["area"], keys[measure["responsible"]])
        met.add(case)
        for key, letter in zip(MEMBERS, MEASURES[case].split(), strict=True):
            mine = [part["level"] for part in seen[key]["parts"] if part["id"] == measure["id"]]
            assert mine == ([WORDS[letter]] if WORDS[letter] else []), (measure["title"], key)
    assert met == set(MEASURES)


async def test_a_contribution_is_written_by_its_own_and_read_by_the_others(here: Site) -> None:
    seen = await views(here)
    keys = {view["me"]: key for key, view in seen.items()}
    fixed = {"owner": "edit", "coordinator": "edit"}
    for key, view in seen.items():
        for part in (part for part in view["parts"] if part["kind"] == "contribution"):
            own = keys[part["responsible"]] == key
            assert part["level"] == fixed.get(key, "edit" if own else "read")
            assert part["title"] == ""


async def test_an_answer_says_what_the_contract_says(here: Site) -> None:
    view = await (await here.person("school")).plan()
    assert view.keys() == {
        "id",
        "epoch",
        "roles",
        "version",
        "channel",
        "me",
        "owner_name",
        "next_revision",
        "may_create",
        "adding",
        "may_sign",
        "may_read_grants",
        "participants",
        "former",
        "parts",
        "put_away",
    }
    assert view["channel"] == f"plan/{view['id']}"
    assert view["owner_name"] == "Runa Elvestad"
    assert (view["may_sign"], view["may_read_grants"], view["may_create"]) == (False, False, [])
    for part in view["parts"]:
        assert part["document"] == f"part/{part['id']}"
        assert {"participant": view["me"], "level": part["level"]} in part["visible_to"]
        strengths = [ORDER.index(seen["level"]) for seen in part["visible_to"]]
        assert strengths == sorted(strengths, reverse=True)
        assert min(strengths) >= ORDER.index("read")


async def test_the_owner_may_create_and_sign_and_the_coordinator_may_read_what_is_signed(here: Site) -> None:
    seen = await views(here)
    assert seen["owner"]["may_create"] == ["goal", "contribution", "measure"]
    assert [key for key, view in seen.items() if view["may_sign"]] == ["owner"]
    assert [key for key, view in seen.items() if view["may_read_grants"]] == ["owner", "coordinator"]


async def test_positions_have_no_gap_where_something_is_hidden(here: Site) -> None:
    for view in (await views(here)).values():
        assert [part["position"] for part in view["parts"]] == list(range(1, len(view["parts"]) + 1))


@pytest.mark.rule(17)
async def test_you_know_of_those_you_share_a_part_with_the_owner_and_the_coordinator(here: Site) -> None:
    owner, gp = await here.person("owner"), await here.person("gp")
    plan, mine = await owner.plan(), await gp.plan()
    school = next(who for who in plan["participants"] if who["role"] == "school")
    assert school in mine["participants"]
    for kind in {part["kind"] for part in plan["parts"]}:
        await sign(owner, plan["id"], participant=school["id"], kind=kind, level="none")
    mine = await gp.plan()
    assert school not in mine["participants"]
    assert school["id"] not in str(mine)
    assert school["name"] not in str(mine)
    assert school in (await (await here.person("coordinator")).plan())["participants"]


@pytest.mark.rule(17)
async def test_who_has_lost_everything_finds_no_plan_until_something_is_opened_again(here: Site) -> None:
    owner, nav = await here.person("owner"), await here.person("nav")
    plan, whom = await owner.plan(), await nav.me_in()
    work = await owner.part("work")
    for kind in {part["kind"] for part in plan["parts"]}:
        await sign(owner, plan["id"], participant=whom, kind=kind, level="none")
    for path, answer in ((f"/api/plans/{plan['id']}", 404), ("/api/plans", 200)):
        found = await nav.get(path)
        assert found.status_code == answer
        assert plan["owner_name"] not in found.text
        assert plan["id"] not in found.text
    await sign(owner, plan["id"], participant=whom, part=work["id"], level="read")
    assert [part["id"] for part in (await nav.plan())["parts"]] == [work["id"]]


@pytest.mark.rule(17)
async def test_a_responsible_one_may_not_know_of_is_not_named(here: Site) -> None:
    owner, nav = await here.person("owner"), await here.person("nav")
    plan = await owner.plan()
    gp = next(who for who in plan["participants"] if who["role"] == "gp")
    meetings = await owner.part("measure", "Møter")
    changed = await owner.send("PATCH", f"/api/parts/{meetings['id']}", {"responsible": gp["id"]})
    assert changed.status_code == 204
    assert (await nav.part("measure", "Møter"))["responsible"] == gp["id"]
    for kind in {part["kind"] for part in plan["parts"]}:
        await sign(owner, plan["id"], participant=gp["id"], kind=kind, level="none")
    assert (await nav.part("measure", "Møter"))["responsible"] is None


async def test_the_version_changes_with_ones_own_answer_only(here: Site) -> None:
    owner, gp, nav = [await here.person(key) for key in ("owner", "gp", "nav")]
    plan = await owner.plan()
    before = [(await who.plan())["version"] for who in (gp, nav)]
    work = await owner.part("work")
    nav_id = await nav.me_in()
    await sign(owner, plan["id"], participant=nav_id, part=work["id"], level="read")
    after = [(await who.plan())["version"] for who in (gp, nav)]
    assert after[0] == before[0]
    assert after[1] != before[1]


async def test_the_versions_the_hub_compares_are_those_of_the_answers(here: Site) -> None:
    seen = await views(here)
    access = await SqlAccessBook(here.database).access(seen["owner"]["id"])
    assert access is not None
    versions = {sight.me.id: sight.version for sight in PlanSight(access, here.clock()).everybody()}
    assert versions == {view["me"]: view["version"] for view in seen.values()}


# Whoever has no place here.


@pytest.mark.rule(15)
@pytest.mark.parametrize("key", ["unit", "stranger"])
async def test_who_takes_no_part_has_no_plans_and_finds_none(here: Site, key: str) -> None:
    plan, outsider = await (await here.person("owner")).plan(), await here.person(key)
    assert (await outsider.get("/api/plans")).json() == []
    for path in paths_of(plan):
        assert_problem(await outsider.get(path), 404, "not-found")


@pytest.mark.rule(15)
async def test_the_coordinating_unit_sees_counts_and_the_coordinators_name(here: Site) -> None:
    owner = await (await here.person("owner")).plan()
    kinds = [part["kind"] for part in owner["parts"]]
    answer = await (await here.person("unit")).get("/api/overview")
    (counts,) = answer.json()["plans"]
    assert counts.pop("created_at") == "2126-11-21T12:00:00Z"
    assert counts == {
        "coordinator_name": "Hilde Brekke",
        "participants": 7,
        "parts": len(kinds),
        "measures": kinds.count("measure"),
        "goals": kinds.count("goal"),
    }
    assert "Elvestad" not in answer.text


@pytest.mark.rule(15)
@pytest.mark.parametrize("person", [p.key for p in DEMO_PEOPLE if p.key != "unit"])
async def test_nobody_else_gets_an_overview(here: Site, person: str) -> None:
    assert_problem(await (await here.person(person)).get("/api/overview"), 404, "not-found")


def paths_of(plan: dict[str, Any]) -> list[str]:
    parts = [f"/api/parts/{part['id']}/comments" for part in plan["parts"]]
    return [f"/api/plans/{plan['id']}", f"/api/plans/{plan['id']}/grants", *parts]


def bytes_of(answer: httpx.Response) -> tuple[int, list[tuple[str, str]], bytes]:
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "date")
    return answer.status_code, headers, answer.content


@pytest.mark.rule("P3")
async def test_hidden_and_non_existing_answer_alike_to_the_byte(here: Site) -> None:
    owner, school, stranger = [await here.person(key) for key in ("owner", "school", "stranger")]
    plan = await owner.plan()
    comment = (
        await owner.post(f"/api/parts/{(await owner.part('health'))['id']}/comments", {"text": "hei"})
    ).json()
    hidden = {"plan": plan["id"], "part": (await owner.part("health"))["id"], "comment": comment["id"]}
    nothing = dict.fromkeys(hidden, "AAAAAAAAAAAAAAAAAAAAAA")
    asked = [(stranger, what) for what in hidden] + [(school, "part"), (school, "comment")]
    for who, what in asked:
        await assert_alike(who, what, hidden, nothing)


async def assert_alike(who: Any, what: str, hidden: dict[str, str], nothing: dict[str, str]) -> None:
    for there_is, none_is in zip(
        requests_about(what, **hidden), requests_about(what, **nothing), strict=True
    ):
        there, nowhere = [bytes_of(await who.send(*request)) for request in (there_is, none_is)]
        method, path, _ = there_is
        assert there[0] == 404, (method, path)
        assert there == nowhere, (method, path)


@pytest.mark.alone
async def test_hidden_takes_about_as_long_as_non_existing(here: Site) -> None:
    owner, school = await here.person("owner"), await here.person("school")
    hidden = (await owner.part("health"))["id"]
    taken: dict[str, list[float]] = {hidden: [], "AAAAAAAAAAAAAAAAAAAAAA": []}
    for _ in range(40):
        for part, times in taken.items():
            begun = time.process_time()  # of all threads: others need this machine too
            await school.get(f"/api/parts/{part}/comments")
            times.append(time.process_time() - begun)
    there, nowhere = (median(times) for times in taken.values())
    assert there < 1.5 * nowhere
    assert nowhere < 1.5 * there


async def test_every_kind_is_in_the_matrix_of_this_test() -> None:
    assert set(MATRIX) | {"measure", "contribution"} == {kind.value for kind in Kind}
    assert [level.token for level in Level] == list(ORDER)


async def sign(person: Any, plan: str, **decision: object) -> dict[str, Any]:
    answer = await person.post(f"/api/plans/{plan}/grants", decision)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def plans_own_numbers(owner: Any, plan: str) -> dict[str, int]:
    """Of decisions by their text: the owner's own list has them."""
    grants = (await owner.get(f"/api/plans/{plan}/grants")).json()
    return {each["text"]: each["number"] for each in grants["decisions"]}


def numbers_in(ranges: str) -> set[int]:
    ends = [[*map(int, each.split("-"))] for each in ranges.split(",")]
    return {number for first, *last in ends for number in range(first, (last or [first])[0] + 1)}


@pytest.mark.rule(14, "P8")
async def test_whose_titles_a_plan_and_its_consent_page_show_is_in_the_log_once_in_a_while(
    here: Site,
) -> None:
    owner, coordinator = await here.person("owner"), await here.person("coordinator")
    plan = await coordinator.plan()
    gp = next(who["id"] for who in plan["participants"] if who["role"] == "gp")
    for kind in ("own-notes", "health"):  # of the first the coordinator hears nothing
        await sign(owner, plan["id"], participant=gp, kind=kind, level="read")
    titled = {part["id"] for part in plan["parts"] if part["title"]}
    await coordinator.plan()
    grants = (await coordinator.get(f"/api/plans/{plan['id']}/grants")).json()
    await coordinator.get(f"/api/plans/{plan['id']}/grants")
    events = [entry.event for entry in await here.ledger.entries(plan["id"])]
    mine = [event for event in events if event.action in (TitlesRead.action, DecisionsRead.action)]
    assert [event.action for event in mine] == [TitlesRead.action, DecisionsRead.action]
    assert set(str(mine[0].details["parts"]).split()) == titled
    numbers = await plans_own_numbers(owner, plan["id"])
    shown = [each for each in grants["decisions"] if each["number"] not in grants["withheld"]]
    read = [numbers[each["text"]] for each in shown]
    assert read != [each["number"] for each in shown]
    assert numbers_in(str(mine[1].details["numbers"])) == set(read)
    here.clock.forward(minutes=15)
    await coordinator.plan()
    assert (await here.ledger.entries(plan["id"]))[-1].event.action == TitlesRead.action
