"""The unit's list of cases over HTTP: what it is filtered by, what is logged of it, what it never shows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from server.demo.municipality import NUMBER
from server.domain.plan import PersonId
from server.domain.unit.rights import UnitRight
from server.features.municipalities.store import Municipalities
from server.ports.randomness import SystemChance
from server.storage.metadata import persons
from server.storage.municipality.rights import rights_of
from tests.integration.http_site import Site, assert_problem
from tests.support.clients.people import Person
from tests.support.operations import REPORT

REPORTS = f"/api/municipalities/{NUMBER}/reports"
TYPED = f"/api/municipalities/{NUMBER}/typed-reports"
INBOX = f"/api/units/{NUMBER}/cases"
HANDLERS = f"/api/units/{NUMBER}/handlers"


async def reported(here: Site, name: str, **more: Any) -> None:
    subject = {"name": name, **more.pop("subject", {})}
    answer = await here.browser().post(REPORTS, json=REPORT | {"subject": subject} | more)
    assert answer.status_code == 201, answer.text


async def listed(unit: Person, query: str = "") -> list[str]:
    answer = await unit.get(f"{INBOX}?{query}")
    assert answer.status_code == 200, answer.text
    return [row["name"] for row in answer.json()["cases"]]


async def does(unit: Person, name: str, action: str, **said: Any) -> None:
    (row,) = (await unit.get(f"{INBOX}?name={name}")).json()["cases"]
    body = {"expected": row["number"], "action": action, "said": said}
    answer = await unit.post(f"/api/cases/{row['id']}/records", body)
    assert answer.status_code == 201, answer.text


async def handler(here: Site, key: str) -> Person:
    unit, other = await here.person("unit"), await here.person(key)
    me = PersonId((await unit.get("/api/me")).json()["id"])
    them = PersonId((await other.get("/api/me")).json()["id"])
    held = await here.database.read(lambda connection: rights_of(connection, me))
    store = Municipalities(here.database, here.clock, SystemChance())
    assert await store.give(me, held[0].municipality, them, UnitRight.CASE_HANDLER)
    return other


async def test_each_filter_shows_what_it_says_and_no_other(here: Site) -> None:
    unit = await here.person("unit")
    await reported(here, "Gammel", wish="plan")
    here.clock.forward(days=20)
    await unit.log_in()
    await reported(here, "Åse Ås", subject={"protected": True})
    await reported(here, "Barn", wish="child-coordinator")
    typed = REPORT | {"subject": {"name": "Ringt_inn"}, "means": "phone"}
    assert (await unit.post(TYPED, typed)).status_code == 201
    await does(unit, "Barn", "taken")
    await does(unit, "Barn", "consent-checked", consent="given", by="mor")
    everybody = {"Gammel", "Åse Ås", "Barn", "Ringt_inn"}
    assert {*await listed(unit)} == everybody
    shown = {
        "age=aging": {"Gammel"},
        "age=fresh": everybody - {"Gammel"},
        "age=late": set(),
        "means=phone": {"Ringt_inn"},
        "thing=coordinator": {"Åse Ås", "Ringt_inn"},
        "thing=child-coordinator": {"Barn"},
        "consent=missing": everybody - {"Barn"},
        "protected": {"Åse Ås"},
        "handler=me": {"Barn"},
        "handler=nobody": everybody - {"Barn"},
        "name=åse": {"Åse Ås"},
        "name=_": {"Ringt_inn"},
        "name=%25": set(),
        "coordinator=nobody": set(),
        "status=clarifying": {"Barn"},
        "means=phone&protected": set(),
    }
    assert {query: {*await listed(unit, query)} for query in shown} == shown
    for wrong in ("age=x", "means=x", "thing=both", "name=%00", f"name={'a' * 201}", "coordinator=%00"):
        assert_problem(await unit.get(f"{INBOX}?{wrong}"), 422, "invalid")


async def test_a_case_is_given_to_another_handler_and_a_list_says_to_whom_it_may_be(here: Site) -> None:
    unit, colleague = await here.person("unit"), await handler(here, "school")
    await reported(here, "Per")
    found = (await unit.get(HANDLERS)).json()
    assert {each["name"] for each in found} == {"Torunn Hauge", "Silje Tangen"}
    other = next(each for each in found if each["name"] == "Silje Tangen")
    await does(unit, "Per", "assigned", handler=other["person"])
    (row,) = (await colleague.get(f"{INBOX}?handler=me")).json()["cases"]
    assert (row["name"], row["status"], row["handler"]) == ("Per", "clarifying", "Silje Tangen")
    assert_problem(await (await here.person("gp")).get(HANDLERS), 404, "not-found")


@pytest.mark.rule(15)
async def test_whose_case_it_is_does_not_depend_on_how_a_letter_was_typed(here: Site) -> None:
    unit = await here.person("unit")
    theirs = persons.c.id == (await unit.get("/api/me")).json()["id"]
    named = update(persons).where(theirs).values(name="Åse Ås", birth_date=date(1980, 5, 1))
    await here.database.write(lambda connection: connection.execute(named))
    await reported(here, "A\u030ase A\u030as", subject={"born": "1980-05-01"})
    assert await listed(unit, "") == []


@pytest.mark.rule(15)
async def test_no_handler_sees_a_case_about_themselves_whoever_reported_it(here: Site) -> None:
    unit, colleague = await here.person("unit"), await handler(here, "school")
    me = (await unit.get("/api/me")).json()["id"]
    born = {"born": "1980-05-01"}
    await here.database.write(
        lambda connection: connection.execute(
            update(persons).where(persons.c.id == me).values(birth_date=date(1980, 5, 1))
        )
    )
    await reported(here, "torunn  Marie HAUGE", subject=born)
    await reported(here, "Torunn Hauge", subject={"born": "1980-05-02"})
    await reported(here, "Grete Hauge", subject=born)
    assert await listed(unit, "name=torunn") == ["Torunn Hauge"]
    page = (await colleague.get(INBOX)).json()
    seen = {row["name"]: row for row in page["cases"]}
    assert (len(seen), sum(page["ages"].values())) == (3, 3)
    assert sum((await unit.get(INBOX)).json()["ages"].values()) == 2
    hidden = seen["torunn Marie HAUGE"]
    for method, path, body in (
        ("GET", f"/api/cases/{hidden['id']}", None),
        ("POST", f"/api/cases/{hidden['id']}/records", {"expected": 1, "action": "taken"}),
        ("POST", f"/api/cases/{seen['Grete Hauge']['id']}/merge", {"into": hidden["id"]}),
    ):
        assert_problem(await unit.send(method, path, body), 404, "not-found")
    counted = f"/api/units/{NUMBER}/overview/cases?count=reports"
    behind = [(await who.get(counted)).json()["cases"] for who in (unit, colleague)]
    assert [hidden["id"] in {row["id"] for row in rows} for rows in behind] == [False, True]
    body = {"expected": 1, "action": "assigned", "said": {"handler": me}}
    assert_problem(await colleague.post(f"/api/cases/{hidden['id']}/records", body), 422, "invalid")
    assert (await unit.get(f"/api/cases/{seen['Grete Hauge']['id']}")).status_code == 200


@pytest.mark.rule(15)
async def test_that_names_were_read_in_the_list_is_logged_once_in_a_while(here: Site) -> None:
    unit = await here.person("unit")
    await reported(here, "Per")
    for _ in range(3):
        await listed(unit)
    await reported(here, "Kari")
    await listed(unit)
    here.clock.forward(minutes=16)
    await listed(unit)
    entries = await here.ledger.entries(None)
    said = [each.event.details["cases"] for each in entries if each.event.action == "cases-listed"]
    assert [len(str(each).split()) for each in said] == [1, 1, 2]
