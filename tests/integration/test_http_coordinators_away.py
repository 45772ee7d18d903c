"""Coordinators' time off ahead over HTTP: what the unit knows, who has no substitute, and from which day."""

from __future__ import annotations

from typing import Any

import pytest

from server.demo.municipality import NUMBER
from tests.integration.http_site import Site, assert_problem
from tests.integration.test_http_cases_plan import appoints, case_of, id_of
from tests.integration.test_http_coordinators import DIRECTORY
from tests.support.clients.people import Person

ABSENCES = f"/api/units/{NUMBER}/absences"


async def listed(unit: Person, whom: Person, version: int = 0, **days: Any) -> None:
    said = {"version": version, "workplace": "Helse", **days}
    answer = await unit.send("PUT", f"{DIRECTORY}/{await id_of(whom)}", said)
    assert answer.status_code == 200, answer.text


async def ahead(unit: Person) -> list[dict[str, Any]]:
    answer = await unit.get(ABSENCES)
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def test_the_unit_sees_who_is_to_be_away_and_whose_cases_nobody_stands_in_for(here: Site) -> None:
    hilde, silje = await here.person("coordinator"), await here.person("school")
    desk = await case_of(here)
    unit = desk.unit
    await appoints(desk, hilde)
    assert await ahead(unit) == []
    await listed(unit, hilde, away_from="2126-12-01", away_until="2127-01-05")
    await listed(unit, silje, away_from="2126-11-25", away_until="2126-11-28", substitute="Bente Moe")
    first, second = await ahead(unit)
    assert (first["name"], first["substitute"], first["cases"], first["uncovered"], first["empty_from"]) == (
        *("Silje Tangen", "Bente Moe"),
        *(0, 0, None),
    )
    assert second == {
        "person": await id_of(hilde),
        "name": "Hilde Brekke",
        "workplace": "Helse",
        "since": "2126-12-01",
        "until": "2127-01-05",
        "substitute": "",
        "cases": 1,
        "uncovered": 1,
        "empty_from": "2126-12-16",
    }
    # Who is let stand in until before it begins does not cover the case, and nor does a name in the list.
    stands_in = {"substitute": "Silje", "substitute_person": await id_of(silje)}
    await desk.does(unit, "coordinator-absent", stands_in | {"until": "2126-11-30"})
    days = {"away_from": "2126-12-01", "away_until": "2127-01-05"}
    await listed(unit, hilde, 1, **days, substitute="Silje")
    hers = (await ahead(unit))[1]
    assert (hers["substitute"], hers["uncovered"], hers["empty_from"]) == ("Silje", 1, "2126-12-16")
    # Who is through the last day does, also somebody who has never logged in.
    for named in (stands_in, {"substitute": "Per"}):
        await desk.does(unit, "coordinator-absent", named | {"until": "2127-01-05"})
        hers = (await ahead(unit))[1]
        assert (hers["cases"], hers["uncovered"], hers["empty_from"]) == (1, 0, None)
    # On the day after the last it is no news any more.
    await desk.later(here, days=8)
    assert [each["name"] for each in await ahead(unit)] == ["Hilde Brekke"]


async def test_who_is_away_from_the_last_day_there_is_is_listed_as_any_other(here: Site) -> None:
    hilde, desk = await here.person("coordinator"), await case_of(here)
    await appoints(desk, hilde)
    await listed(desk.unit, hilde, away_from="9999-12-31")
    assert [each["uncovered"] for each in await ahead(desk.unit)] == [1]


@pytest.mark.rule(15)
async def test_nobody_but_the_units_case_handlers_knows_of_it(here: Site) -> None:
    unit = await here.person("unit")
    await listed(unit, await here.person("coordinator"), away_from="2126-12-01")
    for key in ("coordinator", "owner", "school", "stranger"):
        assert_problem(await (await here.person(key)).get(ABSENCES), 404, "not-found")
    assert_problem(await unit.get("/api/units/9999/absences"), 404, "not-found")
