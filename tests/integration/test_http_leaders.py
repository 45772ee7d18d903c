"""Leaders of services over HTTP: given and ended by the unit, asked for whom is proposed, and answering."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from server.demo.municipality import NUMBER
from server.domain.audit import chain_of_case
from server.domain.cases.vocabulary import CaseId
from server.domain.plan import PlanId
from server.features.cases.release import store as release
from server.features.municipalities import store
from server.storage.cases.tables import case_records, cases
from tests.integration.http_site import Site, assert_problem
from tests.integration.test_http_cases import SAID_BY, Desk
from tests.integration.test_http_cases_plan import appoints, case_of, id_of
from tests.support.clients.people import Person
from tests.support.operations import requests_about
from tests.support.statements import counted

LEADERS = f"/api/units/{NUMBER}/leaders"
ASKED = "/api/release-requests"
HEALTH = "Helse"
OF_THE_CASE = ("Jonas", "2100-01-01", "Vilkårene er vurdert", "Trenger")
"""The owner's name and birthday, the reasons of decisions, and what was reported."""


@pytest.fixture
async def desk(here: Site) -> Desk:
    return await case_of(here)


async def leads(here: Site, key: str = "school", workplace: str = HEALTH) -> Person:
    unit, leader = await here.person("unit"), await here.person(key)
    given = await unit.post(LEADERS, {"person": await id_of(leader), "workplace": workplace})
    assert given.status_code == 204, given.text
    return leader


async def proposes(here: Site, desk: Desk, key: str = "coordinator", workplace: str = HEALTH) -> None:
    await desk.does(desk.owner, "wish-recorded", {"wish": "no-preference", **SAID_BY})
    who = {"person": await id_of(await here.person(key)), "name": "Hilde Brekke", "as_wished": True}
    await desk.does(desk.unit, "coordinator-proposed", who | {"workplace": workplace})


async def asked(leader: Person) -> list[dict[str, Any]]:
    answer = await leader.get(ASKED)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["requests"])


async def told(person: Person) -> list[str]:
    return [each["text"] for each in (await person.get("/api/messages")).json()["messages"]]


async def assert_hidden(person: Person, desk: Desk) -> None:
    """Whatever is asked about the case is answered as about one that does not exist."""
    assert await asked(person) == []
    for method, path, body in requests_about("case", case=desk.case):
        hidden = await person.send(method, path, body)
        nowhere = await person.send(method, path.replace(desk.case, "nowhere"), body)
        assert (hidden.status_code, hidden.content) == (nowhere.status_code, nowhere.content), path
        assert_problem(hidden, 404, "not-found")


@pytest.mark.rule(15)
async def test_the_unit_gives_and_ends_and_nobody_else_and_never_to_oneself(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, leader = await here.person("unit"), await leads(here, workplace=" Helse  og omsorg ")
    await leads(here, workplace="HELSE OG OMSORG")  # held already, however it is spelled
    me = await id_of(leader)
    listed = (await unit.get(LEADERS)).json()["leaders"]
    assert listed == [{"person": me, "name": "Silje Tangen", "workplace": "Helse og omsorg"}]
    for method, path, body in (("GET", LEADERS, None), ("POST", LEADERS, {"person": me, "workplace": "x"})):
        hidden = await leader.send(method, path, body)
        nowhere = await leader.send(method, path.replace(NUMBER, "0000"), body)
        assert_problem(hidden, 404, "not-found")
        assert hidden.content == nowhere.content
    mine = {"person": await id_of(unit), "workplace": "Helse"}
    assert_problem(await unit.post(LEADERS, mine), 422, "invalid")
    for wrong in ({"person": "nobody", "workplace": "x"}, {"person": me, "workplace": " "}):
        assert_problem(await unit.post(LEADERS, wrong), 422, "invalid")
    monkeypatch.setattr(store, "MOST_LEADERS", 1)
    assert_problem(await unit.post(LEADERS, {"person": me, "workplace": "x"}), 409, "limit-reached")
    ended = await unit.post(f"{LEADERS}/end", {"person": me, "workplace": "helse og omsorg"})
    assert ended.status_code == 204
    assert (await unit.get(LEADERS)).json() == {"leaders": []}
    actions = [each.event.action for each in await here.ledger.entries(None)]
    assert [each for each in actions if "right" in each][-2:] == ["unit-right-given", "unit-right-ended"]


@pytest.mark.rule(6, 15)
async def test_a_leader_sees_whom_they_are_asked_for_and_nothing_of_the_case(here: Site, desk: Desk) -> None:
    leader, other = await leads(here), await leads(here, "nav", "NAV Lia")
    unit = desk.unit
    them = await id_of(await here.person("coordinator"))
    listing = {"version": 0, "workplace": HEALTH, "most_cases": 6}
    await unit.send("PUT", f"/api/units/{NUMBER}/coordinators/{them}", listing)
    await proposes(here, desk)
    (request,) = await asked(leader)
    assert request == {
        "case": desk.case,
        "code": (await desk.seen())["code"],
        "proposal": await desk.number(),
        "since": "2126-11-21",
        "person": them,
        "name": "Hilde Brekke",
        "workplace": HEALTH,
        "municipality": "Sundvåg kommune",
        "active_cases": 0,
        "most_cases": 6,
    }
    leader.received.clear()
    await asked(leader)
    for method, path, body in requests_about("case", case=desk.case):
        if not path.startswith(ASKED):
            assert_problem(await leader.send(method, path, body), 404, "not-found")
    messages = await leader.get("/api/messages")
    (message,) = messages.json()["messages"]
    assert (message["seen_as"], request["code"] in message["text"]) == ("leader", True)
    heard = (messages.content + bytes(leader.received)).decode()
    assert [word for word in OF_THE_CASE if word in heard] == []
    await assert_hidden(other, desk)
    assert await told(other) == []
    entries = [each.event for each in await here.ledger.entries(None)]
    read = [each for each in entries if each.action == "candidates-listed"]
    assert [(each.person, each.details["cases"]) for each in read] == [(await id_of(leader), desk.case)]


async def test_a_yes_is_the_leaders_own_and_the_unit_cannot_say_it_for_them(here: Site, desk: Desk) -> None:
    leader = await leads(here)
    await proposes(here, desk, workplace="HELSE")
    assert {"coordinator-released", "release-refused"} & {*(await desk.seen())["may"]} == set()
    typed = await desk.tries(desk.unit, "coordinator-released", {"leader": "Liv"})
    assert_problem(typed, 409, "not-now")
    assert typed.json()["detail"] == "leader-answers"
    path, (request,) = f"{ASKED}/{desk.case}", await asked(leader)
    said = {"proposal": request["proposal"], "released": True}
    assert_problem(await leader.post(path, said | {"proposal": 1}), 409, "outdated")
    assert_problem(await leader.post(path, said | {"released": False}), 422, "invalid")
    await desk.does(desk.unit, "plan-offered")  # nothing to the leader
    assert (await leader.post(path, said)).status_code == 204
    await assert_hidden(leader, desk)
    timeline = (await desk.seen())["timeline"]
    released = next(each for each in timeline if each["action"] == "coordinator-released")
    assert (released["by"], released["said"]["leader"]) == ("Silje Tangen", "Silje Tangen")
    by = [each.event for each in await here.ledger.entries(PlanId(chain_of_case(CaseId(desk.case))))]
    answer = next(each for each in by if each.action == "case-coordinator-released")
    assert (answer.person, answer.organisation) == (await id_of(leader), "HELSE")


async def test_a_no_has_a_reason_that_the_unit_reads_and_another_is_proposed(here: Site, desk: Desk) -> None:
    leader = await leads(here)
    await proposes(here, desk)
    path, (request,) = f"{ASKED}/{desk.case}", await asked(leader)
    no = {"proposal": request["proposal"], "released": False, "reason": "Hun har fullt."}
    assert (await leader.post(path, no)).status_code == 204
    seen = await desk.seen()
    assert "Hun har fullt." in [each["said"].get("reason") for each in seen["timeline"]]
    await proposes(here, desk)
    assert [each["proposal"] for each in await asked(leader)] == [await desk.number()]


async def test_without_a_leader_the_unit_writes_what_was_said_also_once_a_right_is_over(
    here: Site, desk: Desk
) -> None:
    leader = await leads(here)
    await proposes(here, desk)
    ended = {"person": await id_of(leader), "workplace": HEALTH}
    assert (await desk.unit.post(f"{LEADERS}/end", ended)).status_code == 204
    await assert_hidden(leader, desk)
    assert await desk.does(desk.unit, "coordinator-released", {"leader": "Liv"}) == "accepted-by-leader"


@pytest.mark.rule(6)
async def test_nobody_answers_for_themselves_nor_in_a_case_of_their_own(here: Site, desk: Desk) -> None:
    for key in ("coordinator", "stranger"):
        await leads(here, key)
    await proposes(here, desk)
    hilde, jonas = await here.person("coordinator"), desk.owner
    await assert_hidden(hilde, desk)
    assert await asked(jonas) == []
    said = {"proposal": await desk.number(), "released": True}
    assert_problem(await jonas.post(f"{ASKED}/{desk.case}", said), 404, "not-found")
    assert await desk.does(desk.unit, "coordinator-released", {"leader": "Liv"}) == "accepted-by-leader"


async def test_the_leader_of_who_left_is_told_and_sees_nothing(here: Site, desk: Desk) -> None:
    await appoints(desk, await here.person("coordinator"))
    leader = await leads(here)
    await desk.does(desk.unit, "coordinator-left", {"reason": "Sluttet."})
    code = (await desk.seen())["code"]
    assert await told(leader) == [f"Sak {code} har ingen koordinator nå."]
    await assert_hidden(leader, desk)


async def test_a_list_comes_a_page_at_a_time_with_as_many_statements_however_long(
    here: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = await leads(here)
    await proposes(here, desk)
    await asked(leader)  # after which nothing of it is new to the log
    with counted() as of_one:
        await asked(leader)
    for number in range(4):
        await here.database.write(partial(copied, which=desk.case, to=f"copy-{number}"))
    assert len(await asked(leader)) == 5
    with counted() as of_five:
        await asked(leader)
    assert of_five == of_one
    monkeypatch.setattr(release, "PAGE", 3)
    first = (await leader.get(ASKED)).json()
    rest = (await leader.get(f"{ASKED}?after={first['after']}")).json()
    assert [len(each["requests"]) for each in (first, rest)] == [3, 2]
    assert rest["after"] is None
    assert_problem(await leader.get(f"{ASKED}?after=%00"), 422, "invalid")


def copied(connection: Connection, which: str, to: str) -> None:
    """The case once more, with its records."""
    for table, key in ((cases, "id"), (case_records, "case_id")):
        rows = connection.execute(select(table).where(table.c[key] == which)).mappings().all()
        connection.execute(insert(table), [{**row, key: to} for row in rows])
