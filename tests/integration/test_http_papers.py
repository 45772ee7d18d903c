"""A consent that is signed on paper: nothing opens before a second person has had it in hand."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from server.capabilities import witnessed_rows
from server.demo.municipality import NUMBER
from server.domain.plan import SERVER, PersonId, PlanId
from server.domain.unit.rights import UnitRight
from server.features.consent.paper.rules import MOST_WAITING, NO_FILE
from server.features.municipalities.store import Municipalities
from server.ports.randomness import SystemChance
from server.storage.seals.verifying import LogVerifier
from tests.integration.http_site import Site, assert_problem
from tests.support.clients.people import Person

SCAN = "5f" * 32


async def makes(who: Person, plan: str, *wishes: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = await who.post(f"/api/plans/{plan}/papers", {"decisions": list(wishes), **more})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def listed(who: Person, plan: str) -> list[dict[str, Any]]:
    answer = await who.get(f"/api/plans/{plan}/papers")
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def registers(who: Person, plan: str, sheet: dict[str, Any], **said: Any) -> httpx.Response:
    body = {"signed_on": "2126-11-21", "scan": SCAN} | said
    return await who.post(f"/api/plans/{plan}/papers/{sheet['id']}", body)


async def checks(who: Person, code: str, verdict: str = "right", on: str = "2126-11-21") -> httpx.Response:
    return await who.post("/api/paper/check", {"code": code, "signed_on": on, "verdict": verdict})


async def person_of(who: Person) -> PersonId:
    return PersonId((await who.get("/api/me")).json()["id"])


async def altered(here: Site) -> list[str]:
    found = [each async for each in LogVerifier(here.database, None, witnessed_rows()).wrong()]
    return [each for each in found if "seal" not in each]


@pytest.fixture
async def coordinator(here: Site) -> Person:
    return await here.person("coordinator")


@pytest.fixture
async def mother(here: Site) -> Person:
    """Who knows everybody that is named in these tests, and gains nothing."""
    return await here.person("mother")


@pytest.fixture
async def plan(coordinator: Person) -> str:
    return str((await coordinator.plan())["id"])


@pytest.fixture
async def wish(here: Site, coordinator: Person) -> dict[str, Any]:
    """Of a part that coordinator and mother see, for the school that does not."""
    school = await (await here.person("school")).me_in()
    return {"participant": school, "part": (await coordinator.part("needs"))["id"], "level": "read"}


async def test_the_owner_is_told_when_what_is_signed_in_their_name_on_paper_begins_to_hold(
    here: Site, coordinator: Person, mother: Person, plan: str, wish: dict[str, Any]
) -> None:
    owner = await here.person("owner")

    async def told(who: Person) -> list[str]:
        return [each["text"] for each in (await who.get("/api/messages")).json()["messages"]]

    for verdict, holds in (("wrong", False), ("right", True)):
        sheet = await makes(coordinator, plan, wish)
        await registers(coordinator, plan, sheet, scan=("5f" if holds else "6f") * 32)
        assert (await checks(mother, sheet["code"], verdict)).status_code == 200
        said = "Et samtykke på papir gjelder fra nå av. Logg inn for å se det."
        assert await told(owner) == [said] * holds
    assert await told(coordinator) == await told(mother) == []


@pytest.mark.rule(9, 13)
async def test_what_stands_on_the_sheet_holds_once_a_second_person_has_checked_it(
    here: Site, coordinator: Person, mother: Person, plan: str, wish: dict[str, Any]
) -> None:
    sheet = await makes(coordinator, plan, wish)
    (text,) = sheet["texts"]
    assert text.startswith("Fra i dag lar jeg skolen (Silje Tangen, Sundvåg videregående skole) lese")
    assert_problem(await mother.post("/api/paper", {"code": sheet["code"]}), 404, "not-found")
    assert (await registers(coordinator, plan, sheet)).status_code == 204
    school = await here.person("school")
    assert [p for p in (await school.plan())["parts"] if p["id"] == wish["part"]] == []
    shown = (await mother.post("/api/paper", {"code": sheet["code"]})).json()
    assert (shown["texts"], shown["registered_by"]) == ([text], "Hilde Brekke")
    refused = await checks(mother, sheet["code"], on="2126-11-20")
    assert (refused.status_code, refused.json()["detail"]) == (409, "other-day")
    assert (await checks(mother, sheet["code"])).json() == {"status": "checked"}
    assert (await school.part("needs"))["level"] == "read"
    owner = await here.person("owner")
    signed = (await owner.get(f"/api/plans/{plan}/grants")).json()["decisions"][0]
    assert (signed["text"], signed["signed_by"]) == (text, "Runa Elvestad")
    assert (signed["basis"], signed["proof"]) == ("paper", sheet["id"])
    entries = await here.ledger.entries(PlanId(plan))
    by = await person_of(mother)
    acts = [each.event.action for each in entries if each.event.person == by]
    assert acts[-2:] == ["decision-signed", "paper-checked"]
    (paper,) = await listed(owner, plan)
    assert (paper["status"], paper["checked_by"], paper["scan"]) == ("checked", "Marit Elvestad", SCAN)
    assert_problem(await checks(mother, sheet["code"]), 404, "not-found")
    closed = await owner.post(f"/api/plans/{plan}/grants", wish | {"level": "none"})
    assert closed.status_code == 201  # as any other
    assert await altered(here) == []


@pytest.mark.rule(13)
async def test_nobody_checks_what_they_registered_or_gain_by_in_any_role(
    here: Site, coordinator: Person, mother: Person, plan: str, wish: dict[str, Any]
) -> None:
    own = wish | {"participant": await coordinator.me_in(), "level": "edit"}
    sheet = await makes(coordinator, plan, wish, own)
    await registers(coordinator, plan, sheet)
    again = await here.person("coordinator")
    for who in (coordinator, again):
        assert_problem(await checks(who, sheet["code"]), 403, "forbidden")
    units = Municipalities(here.database, here.clock, SystemChance())
    where = await units.numbered(NUMBER)
    assert where is not None
    await units.give(SERVER, where.id, await person_of(coordinator), UnitRight.CASE_HANDLER)
    assert_problem(await checks(coordinator, sheet["code"]), 403, "forbidden")
    assert_problem(await checks(await here.person("school"), sheet["code"]), 404, "not-found")
    assert (await checks(mother, sheet["code"])).status_code == 200


@pytest.mark.rule(15, 17)
async def test_an_unchecked_paper_is_there_for_nobody_but_whom_it_is_of(
    here: Site, coordinator: Person, plan: str, wish: dict[str, Any]
) -> None:
    """A case handler who has it in hand reads how many sentences there are, and none of them."""
    before = {key: await everything(await here.person(key), plan) for key in ("school", "mother", "unit")}
    sheet = await makes(coordinator, plan, wish | {"purpose": "Hemmelig grunn"})
    await registers(coordinator, plan, sheet)
    assert await altered(here) == []
    for key, seen in before.items():
        assert await everything(await here.person(key), plan) == seen
    assert [each["status"] for each in await listed(coordinator, plan)] == ["registered"]
    (paper,) = await listed(await here.person("owner"), plan)
    assert paper["texts"] == sheet["texts"]
    hidden = {"code": sheet["code"]}
    absent = {"code": "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF"}
    for key in ("school", "gp", "stranger"):
        who = await here.person(key)
        answers = [await who.post("/api/paper", each) for each in (hidden, absent)]
        if key != "gp":  # who may know all that it names
            assert answers[0].content == answers[1].content
            assert answers[0].status_code == 404
        for path in (
            f"/api/plans/{plan}/papers/{sheet['id']}/withdraw",
            f"/api/plans/{plan}/papers/x/withdraw",
        ):
            assert_problem(await who.post(path, {}), 404, "not-found")
    unit = await here.person("unit")
    shown = (await unit.post("/api/paper", hidden)).json()
    assert (shown["sentences"], shown["texts"], shown["signer"]) == (1, [], "")
    assert sheet["texts"][0].encode() not in unit.received
    assert (await checks(unit, sheet["code"])).json() == {"status": "checked"}


async def everything(who: Person, plan: str) -> list[tuple[int, bytes]]:
    paths = [f"/api/plans/{plan}", f"/api/plans/{plan}/grants", f"/api/plans/{plan}/papers", "/api/plans"]
    answers = [await who.get(path) for path in [*paths, "/api/messages"]]
    return [(each.status_code, each.content) for each in answers]


async def test_what_has_changed_since_it_was_printed_opens_nothing(
    here: Site, coordinator: Person, mother: Person, plan: str, wish: dict[str, Any]
) -> None:
    sheet = await makes(coordinator, plan, wish)
    await registers(coordinator, plan, sheet)
    owner = await here.person("owner")
    # The owner's later word counts, whatever day stands on a paper.
    assert (await owner.post(f"/api/plans/{plan}/grants", wish | {"level": "none"})).status_code == 201
    refused = await checks(mother, sheet["code"])
    assert (refused.status_code, refused.json()["detail"]) == (409, "changed-meanwhile")
    goal = await owner.part("goal")
    titled = wish | {"part": goal["id"], "level": "none"}
    second = await makes(coordinator, plan, titled)
    await registers(coordinator, plan, second, scan="6a" * 32)
    ended = await owner.post(f"/api/plans/{plan}/participants/{wish['participant']}/end", {})
    assert ended.status_code == 200
    assert_problem(await checks(mother, second["code"]), 404, "not-found")  # who it names is gone for her
    unit = await here.person("unit")
    refused = await checks(unit, second["code"])
    assert (refused.status_code, refused.json()["detail"]) == (409, "changed-meanwhile")
    assert (await checks(unit, second["code"], "wrong")).json() == {"status": "refused"}
    assert_problem(await checks(mother, second["code"]), 404, "not-found")
    assert {each["status"] for each in await listed(coordinator, plan)} == {"registered", "refused"}
    here.clock.forward(days=31)
    coordinator = await here.person("coordinator")
    assert {each["status"] for each in await listed(coordinator, plan)} == {"expired", "refused"}
    assert await altered(here) == []


async def test_two_who_check_at_once_sign_it_once(
    here: Site, coordinator: Person, mother: Person, plan: str, wish: dict[str, Any]
) -> None:
    sheet = await makes(coordinator, plan, wish)
    await registers(coordinator, plan, sheet)
    unit = await here.person("unit")
    answers = await asyncio.gather(*(checks(who, sheet["code"]) for who in (mother, unit, mother)))
    assert sorted(each.status_code for each in answers) == [200, 404, 404]
    owner = await here.person("owner")
    papers = [d for d in (await owner.get(f"/api/plans/{plan}/grants")).json()["decisions"] if d["proof"]]
    assert len(papers) == 1


async def test_a_scan_is_a_whole_hash_of_something_and_of_one_paper(
    coordinator: Person, plan: str, wish: dict[str, Any]
) -> None:
    sheet = await makes(coordinator, plan, wish)
    for wrong in (
        {"scan": ""},
        {"scan": "5F" * 32},
        {"scan": "5f" * 31},
        {"scan": SCAN + "\n"},
        {"scan": NO_FILE},
    ):
        assert_problem(await registers(coordinator, plan, sheet, **wrong), 422, "invalid")
    for day in ("2126-11-22", "2126-11-20", "i dag"):
        assert_problem(await registers(coordinator, plan, sheet, signed_on=day), 422, "invalid")
    missing = await coordinator.post(f"/api/plans/{plan}/papers/{sheet['id']}", {"signed_on": "2126-11-21"})
    assert_problem(missing, 422, "invalid")
    assert (await registers(coordinator, plan, sheet)).status_code == 204
    assert_problem(await registers(coordinator, plan, sheet), 409, "not-now")
    other = await makes(coordinator, plan, wish)
    assert_problem(await registers(coordinator, plan, other), 409, "exists")


async def test_sheets_are_bounded_and_only_for_who_coordinates(
    here: Site, coordinator: Person, plan: str, wish: dict[str, Any]
) -> None:
    for key, status in (("owner", 403), ("school", 403), ("mother", 403), ("unit", 404), ("stranger", 404)):
        who = await here.person(key)
        answer = await who.post(f"/api/plans/{plan}/papers", {"decisions": [wish]})
        assert answer.status_code == status
    hidden = wish | {"part": (await (await here.person("owner")).part("own-notes"))["id"]}
    assert (await coordinator.post(f"/api/plans/{plan}/papers", {"decisions": [hidden]})).status_code == 422
    sheets = [await makes(coordinator, plan, wish) for _ in range(MOST_WAITING)]
    full = await coordinator.post(f"/api/plans/{plan}/papers", {"decisions": [wish]})
    assert_problem(full, 409, "limit-reached")
    gone = await coordinator.post(f"/api/plans/{plan}/papers/{sheets[0]['id']}/withdraw", {})
    assert gone.status_code == 204
    await makes(coordinator, plan, wish)
