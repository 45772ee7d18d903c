"""Who may coordinate in a municipality, over HTTP: kept by its case handlers, each change by one of them."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import update

from server.demo.municipality import NUMBER
from server.features.coordinators import store
from server.storage.metadata import persons, sessions
from tests.integration.http_site import Site, assert_problem
from tests.integration.test_http_cases_plan import appoints, case_of
from tests.support.clients.people import Person

DIRECTORY = f"/api/units/{NUMBER}/coordinators"


async def id_of(person: Person) -> str:
    return str((await person.get("/api/me")).json()["id"])


async def test_who_is_listed_is_found_by_name_with_how_much_they_have(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = await here.person("unit")
    for key, most in (("school", 3), ("coordinator", 10), ("nav", 0)):
        said = {"version": 0, "workplace": "Helse", "most_cases": most, "languages": "arabisk"}
        answer = await unit.send("PUT", f"{DIRECTORY}/{await id_of(await here.person(key))}", said)
        assert (answer.status_code, answer.json()) == (200, {"version": 1})
    found = (await unit.get(DIRECTORY)).json()
    assert [each["name"] for each in found["coordinators"]] == ["Hilde Brekke", "Omar Haddad", "Silje Tangen"]
    assert found["after"] is None
    assert (found["coordinators"][0]["most_cases"], found["coordinators"][0]["active_cases"]) == (10, 0)
    monkeypatch.setattr(store, "PAGE", 2)
    first = (await unit.get(DIRECTORY)).json()
    rest = (await unit.get(f"{DIRECTORY}?after={first['after']}")).json()
    assert [len(each["coordinators"]) for each in (first, rest)] == [2, 1]
    assert (await unit.get(f"{DIRECTORY}?after=%00")).json()["coordinators"] == []


async def test_of_two_changes_at_once_one_wins_and_the_other_is_told(here: Site) -> None:
    unit = await here.person("unit")
    theirs = f"{DIRECTORY}/{await id_of(await here.person('school'))}"
    for version in (0, 1):
        both = await asyncio.gather(
            *(unit.send("PUT", theirs, {"version": version, "workplace": each}) for each in "ab")
        )
        assert sorted(each.status_code for each in both) == [200, 409]
    (listed,) = (await unit.get(DIRECTORY)).json()["coordinators"]
    assert listed["version"] == 2
    entries = [each.event.action for each in await here.ledger.entries(None)]
    assert entries.count("coordinator-listed") == 2


@pytest.mark.rule(15)
async def test_the_directory_is_hidden_from_whoever_handles_no_case(here: Site) -> None:
    unit = await here.person("unit")
    school = await here.person("school")
    theirs = f"{DIRECTORY}/{await id_of(school)}"
    said = {"version": 0, "workplace": "x"}
    assert_problem(await school.send("PUT", theirs, said), 404, "not-found")
    assert_problem(await school.get(DIRECTORY), 404, "not-found")
    assert_problem(await unit.get(DIRECTORY.replace(NUMBER, "0000")), 404, "not-found")
    for whom in ("nobody", "server", "%00"):
        assert_problem(await unit.send("PUT", f"{DIRECTORY}/{whom}", said), 422, "invalid")
    wrong = said | {"trained_on": "2126-01-01", "refresh_due": "2125-01-01"}
    assert_problem(await unit.send("PUT", theirs, wrong), 422, "invalid")


async def test_how_much_is_listed_and_changed_is_bounded(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = await here.person("unit")
    theirs, said = f"{DIRECTORY}/{await id_of(unit)}", {"version": 0, "workplace": "x"}
    monkeypatch.setattr(store, "MOST_LISTED", 0)
    assert_problem(await unit.send("PUT", theirs, said), 409, "limit-reached")
    monkeypatch.setattr(store, "MOST_LISTED", 9)
    monkeypatch.setattr(store, "MOST_CHANGES_A_DAY", 1)
    assert (await unit.send("PUT", theirs, said)).status_code == 200
    assert_problem(await unit.send("PUT", theirs, said | {"version": 1}), 429, "too-many-requests")


async def looks_for(unit: Person, name: str) -> list[tuple[str, str]]:
    answer = await unit.post(f"/api/units/{NUMBER}/people", {"name": name})
    assert answer.status_code == 200, answer.text
    return [(each["name"], each["organisation"]) for each in answer.json()["people"]]


@pytest.mark.rule(15)
async def test_whoever_works_for_somebody_is_found_by_the_whole_name_and_a_stranger_by_nobody(
    here: Site,
) -> None:
    unit, owner = await here.person("unit"), await here.person("stranger")
    found = await looks_for(unit, "  hilde  BREKKE ")
    assert [name for name, _ in found] == ["Hilde Brekke"]
    for name in ("Hilde", "Brekke", "%", "Hilde Brekke%", "Jonas Vik"):
        assert await looks_for(unit, name) == []
    assert (await owner.get("/api/me")).json()["name"] == "Jonas Vik"
    proves = update(sessions).where(sessions.c.person_id == await id_of(owner))
    proved = proves.values(organisation_number="974760673", organisation="Skolen")
    await here.database.write(lambda connection: connection.execute(proved) and None)
    assert await looks_for(unit, "jonas vik") == [("Jonas Vik", "Skolen")]
    named = update(persons).where(persons.c.id == await id_of(owner)).values(name="Øystein Ås")
    await here.database.write(lambda connection: connection.execute(named) and None)
    for spelled in ("øystein  ås", "ØYSTEIN ÅS", "Øystein A\u030as"):
        assert await looks_for(unit, spelled) == [("Øystein Ås", "Skolen")], spelled
    here.clock.forward(hours=24)  # the login is over
    await unit.log_in()
    assert await looks_for(unit, "Jonas Vik") == []
    entries = [
        each.event for each in await here.ledger.entries(None) if each.event.action == "person-looked-for"
    ]
    assert entries[-1].details == {
        "municipality": entries[0].details["municipality"],
        "name": "Jonas Vik",
        "found": "",
    }
    for person in (owner, await here.person("school")):
        await person.log_in()
        assert_problem(
            await person.post(f"/api/units/{NUMBER}/people", {"name": "Hilde Brekke"}), 404, "not-found"
        )


async def test_whoever_coordinates_nobody_is_taken_off_the_list_once(here: Site) -> None:
    desk, hilde = await case_of(here), await here.person("coordinator")
    await appoints(desk, hilde)
    theirs, said = (
        f"{DIRECTORY}/{await id_of(hilde)}",
        {"version": 0, "workplace": "Helse", "experience": "barn"},
    )
    assert (await desk.unit.send("PUT", theirs, said)).status_code == 200
    assert (await desk.unit.get(DIRECTORY)).json()["coordinators"][0]["experience"] == "barn"
    refused = await desk.unit.post(f"{theirs}/removal", {"version": 1})
    assert_problem(refused, 409, "not-now")
    assert refused.json()["detail"] == "still-coordinates"
    await desk.does(hilde, "coordinator-left", {"reason": "Sluttet."})
    assert_problem(await desk.unit.post(f"{theirs}/removal", {"version": 2}), 409, "outdated")
    both = await asyncio.gather(*(desk.unit.post(f"{theirs}/removal", {"version": 1}) for _ in range(2)))
    assert sorted(each.status_code for each in both) == [204, 409]
    assert (await desk.unit.get(DIRECTORY)).json()["coordinators"] == []
