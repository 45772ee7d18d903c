"""From a case to a plan over HTTP: offered, consented to, founded, coordinated, and ended."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from server.domain.cases.vocabulary import CaseId
from server.domain.plan import PlanId
from tests.integration.http_site import Site, assert_problem
from tests.integration.test_http_cases import INBOX, REPORTS, SAID_BY, Desk
from tests.support.clients.people import Person
from tests.support.operations import REPORT

TODAY = "2126-11-21"


async def case_of(here: Site, key: str = "stranger") -> Desk:
    """Somebody without a plan has reported their own need, is of age, and is granted both."""
    owner, unit = await here.person(key), await here.person("unit")
    assert (await owner.post(REPORTS, REPORT | {"reporter": "owner"})).status_code == 201
    (row,) = (await unit.get(INBOX)).json()["cases"]
    desk = Desk(unit, owner, row["id"])
    await desk.does(unit, "subject-corrected", {"subject": {"name": "Jonas", "born": "2100-01-01"}})
    await desk.opens()
    return desk


@pytest.fixture
async def desk(here: Site) -> Desk:
    return await case_of(here)


async def id_of(person: Person) -> str:
    return str((await person.get("/api/me")).json()["id"])


async def appoints(desk: Desk, person: Person, *, start: str = TODAY) -> None:
    await desk.does(desk.owner, "wish-recorded", {"wish": "no-preference", **SAID_BY})
    who = {"person": await id_of(person), "name": "Hilde Brekke", "workplace": "Helse", "as_wished": True}
    await desk.does(desk.unit, "coordinator-proposed", who)
    await desk.does(desk.unit, "coordinator-released", {"leader": "Liv Leder"})
    appointed = {"kind": "coordinator", "start": start, "training": "done"}
    await desk.does(desk.unit, "coordinator-appointed", appointed)


async def consents(desk: Desk) -> str:
    """The plan that comes of it."""
    await desk.does(desk.unit, "plan-offered")
    assert await desk.does(desk.owner, "plan-consented") == "drafting"
    return str((await desk.own())["plan"]["plan"])


def names(plan: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["role"], each["name"]) for each in plan["participants"]]


async def seen(person: Person, plan: str) -> dict[str, Any]:
    answer = await person.get(f"/api/plans/{plan}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def actions(here: Site, plan: str) -> list[str]:
    return [entry.event.action for entry in await here.ledger.entries(PlanId(plan))]


@pytest.mark.rule(1)
async def test_the_owners_consent_founds_a_plan_that_nobody_else_is_in(here: Site, desk: Desk) -> None:
    await desk.does(desk.unit, "plan-offered")
    assert [each["step"] for each in (await desk.own())["waiting"]] == ["say-wish", "answer-plan"]
    body = {"expected": await desk.number(), "action": "plan-consented"}
    shown = (await desk.owner.post(f"/api/cases/{desk.case}/preview", body)).json()["text"]
    assert shown.startswith("Jeg vil ha en individuell plan.")
    records = f"/api/cases/{desk.case}/records"
    assert_problem(await desk.owner.post(records, body | {"shown": "Noe annet."}), 409, "text-changed")
    assert (await desk.owner.get("/api/plans")).json() == []
    answer = await desk.owner.post(records, body | {"shown": shown})
    assert (answer.status_code, answer.json()["status"]) == (201, "drafting"), answer.text
    plan = (await desk.own())["plan"]
    assert (plan["status"], plan["gaps"]) == ("drafting", [])
    own = await seen(desk.owner, plan["plan"])
    assert names(own) == [("owner", "Jonas Vik")]
    assert [part["kind"] for part in own["parts"]] == ["about-me", "resources", "needs", "period"]
    assert {part["level"] for part in own["parts"]} == {"edit"}
    assert await actions(here, plan["plan"]) == ["plan-founded"]
    assert_problem(await desk.unit.get(f"/api/plans/{plan['plan']}"), 404, "not-found")


@pytest.mark.rule(9)
async def test_who_is_appointed_is_in_it_as_coordinator_and_reads_nothing(here: Site, desk: Desk) -> None:
    hilde = await here.person("coordinator")
    await appoints(desk, hilde)
    plan = await consents(desk)
    theirs = await seen(hilde, plan)
    assert names(theirs) == [("owner", "Jonas Vik"), ("coordinator", "Hilde Brekke")]
    assert theirs["parts"] == []
    assert await actions(here, plan) == ["plan-founded", "participation-begun"]


@pytest.mark.rule(4)
async def test_who_is_appointed_later_comes_in_then_and_goes_when_another_begins(
    here: Site, desk: Desk
) -> None:
    hilde, silje = await here.person("coordinator"), await here.person("school")
    plan = await consents(desk)
    assert_problem(await hilde.get(f"/api/plans/{plan}"), 404, "not-found")
    await appoints(desk, hilde)
    assert names(await seen(hilde, plan))[1][0] == "coordinator"
    here.hub.heard.clear()
    await desk.does(desk.unit, "handover-begun", {"reason": "Slutter."})
    assert (here.hub.heard, (await hilde.get(f"/api/plans/{plan}")).status_code) == ([], 200)
    await appoints(desk, silje)
    assert here.hub.heard == [("plan_changed", plan)]
    assert_problem(await hilde.get(f"/api/plans/{plan}"), 404, "not-found")
    assert names(await seen(silje, plan))[1] == ("coordinator", "Silje Tangen")
    ended = ["participation-begun", "participation-ended", "participation-begun"]
    assert await actions(here, plan) == ["plan-founded", *ended]
    await desk.does(desk.unit, "coordinator-left", {"reason": "Sluttet."})
    assert_problem(await silje.get(f"/api/plans/{plan}"), 404, "not-found")
    assert names(await seen(desk.owner, plan)) == [("owner", "Jonas Vik")]


async def test_nobody_coordinates_their_own_plan(desk: Desk) -> None:
    await desk.does(desk.owner, "wish-recorded", {"wish": "no-preference", **SAID_BY})
    me = {"person": await id_of(desk.owner), "name": "Jonas", "workplace": "Hjemme", "as_wished": True}
    assert_problem(await desk.tries(desk.unit, "coordinator-proposed", me), 422, "invalid")


@pytest.mark.rule(2)
async def test_whoever_has_a_plan_already_is_told_so(here: Site) -> None:
    desk = await case_of(here, "owner")
    await desk.does(desk.unit, "plan-offered")
    before = await desk.number()
    refused = await desk.tries(desk.owner, "plan-consented")
    assert_problem(refused, 409, "not-now")
    assert refused.json()["detail"] == "has-a-plan"
    assert (await desk.number(), (await desk.own())["plan"]["status"]) == (before, "offered")


async def test_of_two_consents_at_once_one_founds_a_plan(here: Site, desk: Desk) -> None:
    await desk.does(desk.unit, "plan-offered")
    answers = await asyncio.gather(*(desk.tries(desk.owner, "plan-consented") for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert len((await desk.owner.get("/api/plans")).json()) == 1
    entries = await here.ledger.entries_of_case(CaseId(desk.case))
    assert [each.event.action for each in entries][-2:] == ["case-plan-consented", "case-plan-begun"]


async def test_whose_age_nobody_knows_does_not_consent_alone(here: Site, desk: Desk) -> None:
    await desk.does(desk.unit, "subject-corrected", {"subject": {"name": "Jonas"}})
    await desk.does(desk.unit, "plan-offered")
    refused = await desk.tries(desk.owner, "plan-consented")
    assert refused.json()["detail"] == "may-not-consent"
    assert await desk.does(desk.owner, "plan-not-wanted") == "not-wanted"


@pytest.mark.rule(10)
async def test_who_withdraws_consent_reads_their_plan_and_nobody_else_does(here: Site, desk: Desk) -> None:
    hilde = await here.person("coordinator")
    await appoints(desk, hilde)
    plan = await consents(desk)
    about_me = (await seen(desk.owner, plan))["parts"][0]["id"]
    here.hub.heard.clear()
    assert await desk.does(desk.owner, "plan-ended", {"reason": "Jeg vil ikke."}) == "ended"
    assert here.hub.heard == [("plan_changed", plan)]
    assert_problem(await hilde.get(f"/api/plans/{plan}"), 404, "not-found")
    assert (await hilde.get("/api/plans")).json() != []  # the demo's
    own = await seen(desk.owner, plan)
    assert {part["level"] for part in own["parts"]} == {"read"}
    assert (own["may_create"], own["may_sign"]) == ([], False)
    assert_problem(await desk.owner.post(f"/api/plans/{plan}/parts", {"kind": "goal"}), 403, "forbidden")
    comment = await desk.owner.post(f"/api/parts/{about_me}/comments", {"text": "Hei"})
    assert_problem(comment, 403, "forbidden")
    case = await desk.own()
    assert (case["plan"]["status"], case["coordinator"]["status"]) == ("ended", "appointed")
    assert await actions(here, plan) == [
        "plan-founded",
        "participation-begun",
        "participation-ended",
        "plan-ended",
    ]


async def test_after_an_ended_plan_there_may_be_another(here: Site, desk: Desk) -> None:
    first = await consents(desk)
    await desk.does(desk.owner, "plan-ended", {"reason": "Jeg vil ikke."})
    second = await consents(desk)
    assert first != second
    assert {part["level"] for part in (await seen(desk.owner, second))["parts"]} == {"edit"}
    assert {part["level"] for part in (await seen(desk.owner, first))["parts"]} == {"read"}


@pytest.mark.rule(10)
async def test_who_moves_has_neither_plan_nor_coordinator_here_and_reads_what_they_had(
    here: Site, desk: Desk
) -> None:
    hilde = await here.person("coordinator")
    await appoints(desk, hilde)
    plan = await consents(desk)
    here.hub.heard.clear()
    moved = {"municipality": "Berg", "hand_over": True}
    assert await desk.does(desk.unit, "moved", moved, on_behalf_of="Jonas, på telefon") == "moved"
    assert here.hub.heard == [("plan_changed", plan)]
    assert_problem(await hilde.get(f"/api/plans/{plan}"), 404, "not-found")
    assert {part["level"] for part in (await seen(desk.owner, plan))["parts"]} == {"read"}
    own = await desk.own()
    assert (own["plan"]["status"], own["coordinator"]["status"]) == ("ended", "ended")
    done = [(each["action"], each["on_behalf_of"]) for each in (await desk.seen())["timeline"][-3:]]
    assert done == [(each, "Jonas, på telefon") for each in ("plan-ended", "coordinator-ended", "moved")]


@pytest.mark.rule(15)
async def test_the_unit_that_offered_a_plan_reads_nothing_of_it(here: Site, desk: Desk) -> None:
    plan = await consents(desk)
    parts = [part["id"] for part in (await seen(desk.owner, plan))["parts"]]
    seen_by_unit = await desk.seen()
    assert seen_by_unit["timeline"][-1]["action"] == "plan-begun"
    for address in (f"/api/plans/{plan}", f"/api/plans/{plan}/grants", f"/api/parts/{parts[0]}/comments"):
        assert_problem(await desk.unit.get(address), 404, "not-found")


async def points(desk: Desk) -> dict[str, bool]:
    answer = await desk.owner.get(f"/api/cases/{desk.case}/plan-contents")
    assert answer.status_code == 200, answer.text
    return {each["point"]: each["missing"] for each in answer.json()["points"]}


@pytest.mark.rule(7)
async def test_the_owner_says_that_the_plan_is_valid_with_what_it_lacks(here: Site, desk: Desk) -> None:
    contents = f"/api/cases/{desk.case}/plan-contents"
    assert (await desk.owner.get(contents)).json()["detail"] == "no-plan"
    await appoints(desk, await here.person("coordinator"))
    plan = await consents(desk)
    assert (await desk.owner.get(contents)).json()["next_revision"] == "2127-05-21"
    assert [point for point, missing in (await points(desk)).items() if not missing] == [
        *("b", "c-2", "g", "i", "k")
    ]
    await desk.owner.post(f"/api/plans/{plan}/parts", {"kind": "goal", "title": "Bo for meg selv"})
    for wrong in ("2126-11-21", "2000-01-01"):
        refused = await desk.tries(desk.owner, "plan-declared-valid", {"next_revision": wrong})
        assert refused.json()["detail"] == "day-has-passed"
    said = {"next_revision": "2127-05-21"}
    valid = {"expected": await desk.number(), "action": "plan-declared-valid", "said": said}
    shown = (await desk.owner.post(f"/api/cases/{desk.case}/preview", valid)).json()["text"]
    assert shown.startswith(
        "Planen min gjelder fra nå av. Den skal gås gjennom igjen 21.05.2127.\n\nDette mangler"
    )
    assert "\n- Mål, ressurser og behov\n" in shown
    records = f"/api/cases/{desk.case}/records"
    for body in (
        valid | {"shown": ""},
        valid | {"shown": shown, "said": said | {"next_revision": "2127-06-01"}},
    ):
        assert_problem(await desk.owner.post(records, body), 409, "text-changed")
    assert (await desk.owner.post(records, valid | {"shown": shown})).json()["status"] == "active"
    own = (await desk.own())["plan"]
    assert (own["status"], own["next_revision"]) == ("active", "2127-05-21")
    assert (await seen(desk.owner, plan))["next_revision"] == own["next_revision"]
    assert own["gaps"] == ["a", "c-1", "d", "e", "f", "h", "j"]


async def test_what_is_claimed_to_lack_is_not_believed(desk: Desk) -> None:
    await consents(desk)
    said = {"next_revision": "2127-05-21", "gaps": []}
    assert await desk.does(desk.owner, "plan-declared-valid", said) == "active"
    assert "a" in (await desk.own())["plan"]["gaps"]


@pytest.mark.rule(15)
async def test_only_the_owner_reads_what_the_plan_lacks_and_declares_it_valid(desk: Desk) -> None:
    await consents(desk)
    assert_problem(await desk.unit.get(f"/api/cases/{desk.case}/plan-contents"), 403, "forbidden")
    said = {"next_revision": "2127-05-21"}
    assert_problem(await desk.tries(desk.unit, "plan-declared-valid", said), 403, "forbidden")
