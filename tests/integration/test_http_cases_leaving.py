"""A coordinator leaves: all their cases over HTTP, each by itself, and doing it twice does nothing twice."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from server.demo.municipality import NUMBER
from tests.integration.http_site import Site, assert_problem
from tests.integration.test_http_cases import Desk
from tests.integration.test_http_cases_coordinator import coordinated
from tests.integration.test_http_cases_plan import appoints, case_of, consents, id_of
from tests.support.clients.people import Person

DIRECTORY = f"/api/units/{NUMBER}/coordinators"
LEAVING = {"last_day": "2126-11-25", "reason": "Slutter i kommunen."}


@pytest.fixture
async def desk(here: Site) -> Desk:
    return await case_of(here)


@pytest.fixture
async def hilde(here: Site, desk: Desk) -> Person:
    person = await here.person("coordinator")
    await appoints(desk, person)
    return person


async def lists(desk: Desk, person: Person) -> str:
    who = await id_of(person)
    said = {"version": 0, "workplace": "Skolen", "trained_on": "2126-01-02"}
    assert (await desk.unit.send("PUT", f"{DIRECTORY}/{who}", said)).status_code == 200
    return who


async def hands_over(
    unit: Person, leaver: Person, *cases: dict[str, Any], **more: Any
) -> list[dict[str, Any]]:
    path = f"{DIRECTORY}/{await id_of(leaver)}/handover"
    answer = await unit.post(path, LEAVING | more | {"cases": list(cases)})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["cases"])


@pytest.mark.rule(4)
async def test_each_case_is_its_own_and_one_that_is_refused_does_not_stop_the_others(
    here: Site, desk: Desk, hilde: Person
) -> None:
    other, plan = await case_of(here, "school"), await consents(desk)
    await appoints(other, hilde)
    nav = await here.person("nav")
    successor = await lists(desk, nav)
    first = {"case": desk.case, "successor": successor, "leader": "Liv Leder"}
    wrong = [{"case": "nowhere"}, {"case": other.case, "successor": await id_of(hilde)}]
    found = await hands_over(desk.unit, hilde, *wrong, first, {"case": other.case}, appoint=True)
    assert [(each["refused"], each["detail"].partition(":")[0]) for each in found] == [
        ("not-found", ""),
        ("invalid", "successor"),
        ("", ""),
        ("", ""),
    ]
    begun = ["handover-begun", "coordinator-proposed", "coordinator-released", "coordinator-appointed"]
    assert [each["did"] for each in found] == [[], [], begun, ["handover-begun"]]
    again = await hands_over(desk.unit, hilde, first, {"case": other.case}, appoint=True)
    assert [(each["did"], each["lacks"], each["refused"]) for each in again] == [([], "", "")] * 2
    assert [each["goes"] for each in await coordinated(hilde)] == ["2126-11-26"] * 2
    assert (await hilde.get(f"/api/plans/{plan}")).status_code == 200


@pytest.mark.rule(4)
async def test_a_leader_answers_for_who_takes_over_and_their_no_is_read_in_the_list(
    here: Site, desk: Desk, hilde: Person
) -> None:
    leader, nav = await here.person("school"), await here.person("nav")
    led = {"person": await id_of(leader), "workplace": "skolen"}
    assert (await desk.unit.post(f"/api/units/{NUMBER}/leaders", led)).status_code == 204
    to = {"case": desk.case, "successor": await lists(desk, nav), "leader": "Silje, på telefon"}
    (asked,) = await hands_over(desk.unit, hilde, to, appoint=True)
    assert (asked["did"], asked["lacks"]) == (["handover-begun", "coordinator-proposed"], "leader-asked")
    (request,) = (await leader.get("/api/release-requests")).json()["requests"]
    no = {"proposal": request["proposal"], "released": False, "reason": "Han har fullt."}
    assert (await leader.post(f"/api/release-requests/{desk.case}", no)).status_code == 204
    (again,) = await hands_over(desk.unit, hilde, to, appoint=True, reason="")
    assert (again["did"], again["lacks"]) == ([], "leader-declined")
    listed = f"/api/units/{NUMBER}/cases?status=open&coordinator={await id_of(hilde)}"
    (row,) = (await desk.unit.get(listed)).json()["cases"]
    said = {key: value for key, value in row["coordinator"].items() if key.startswith(("decl", "last"))}
    assert said == {
        "declined": to["successor"],
        "declined_name": "Omar Haddad",
        "declined_by": "Silje Tangen",
        "declined_reason": "Han har fullt.",
        "last_day": "2126-11-25",
    }
    other = await case_of(here, "gp")
    await appoints(other, hilde)
    (unsaid,) = await hands_over(desk.unit, hilde, {"case": other.case}, reason=" ")
    assert (unsaid["did"], unsaid["detail"]) == ([], "reason: is not said")


async def test_two_handlers_at_once_hand_it_over_once(here: Site, desk: Desk, hilde: Person) -> None:
    second = await here.person("unit")
    both = await asyncio.gather(
        *(hands_over(unit, hilde, {"case": desk.case}) for unit in (desk.unit, second))
    )
    assert sorted(each["did"] for (each,) in both) == [[], ["handover-begun"]]


@pytest.mark.rule(15)
async def test_it_is_hidden_from_whoever_handles_no_case_there(here: Site, desk: Desk, hilde: Person) -> None:
    path = f"{DIRECTORY}/{await id_of(hilde)}/handover"
    body = LEAVING | {"cases": [{"case": desk.case}]}
    for person in (hilde, desk.owner):
        assert_problem(await person.post(path, body), 404, "not-found")
    assert_problem(await desk.unit.post(path.replace(NUMBER, "0000"), body), 404, "not-found")
    assert_problem(await desk.unit.post(path, body | {"cases": []}), 422, "invalid")
    gone = f"{DIRECTORY}/nobody/handover"
    (refused,) = (await desk.unit.post(gone, body)).json()["cases"]
    assert (refused["refused"], refused["detail"]) == ("not-now", "not-theirs")
