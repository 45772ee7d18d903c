"""Coordinators say themselves when they are to be away, over HTTP."""

from __future__ import annotations

from server.demo.municipality import NUMBER
from tests.integration.http_site import Site, assert_problem
from tests.integration.test_http_cases_plan import appoints, case_of, id_of
from tests.integration.test_http_coordinators_away import ahead, listed

OWN = "/api/time-off"
DAYS = {"since": "2126-12-01", "until": "2127-01-05"}


async def test_what_they_say_is_what_the_unit_keeps_and_sees(here: Site) -> None:
    hilde = await here.person("coordinator")
    desk = await case_of(here)
    await appoints(desk, hilde)
    assert (await hilde.get(OWN)).json() == []
    assert_problem(await hilde.send("PUT", f"{OWN}/{NUMBER}", {"version": 0, **DAYS}), 404, "not-found")
    await listed(desk.unit, hilde, substitute="Bente Moe", leader="Liv")
    before = await desk.own()
    said = await hilde.send("PUT", f"{OWN}/{NUMBER}", {"version": 1, **DAYS})
    assert (said.status_code, said.json()) == (200, {"version": 2})
    (row,) = (await hilde.get(OWN)).json()
    assert row == {
        "municipality": NUMBER,
        "name": row["name"],
        **DAYS,
        "substitute": "Bente Moe",
        "version": 2,
    }
    (announced,) = await ahead(desk.unit)
    assert (announced["person"], announced["since"], announced["uncovered"]) == (
        await id_of(hilde),
        DAYS["since"],
        1,
    )
    assert await desk.own() == before, "the owner reads what the unit enters in the case"
    entries = await here.ledger.entries(None)
    assert "time-off-said" in {entry.event.action for entry in entries}


async def test_what_is_no_time_off_or_not_as_it_was_read_changes_nothing(here: Site) -> None:
    hilde, unit = await here.person("coordinator"), await here.person("unit")
    await listed(unit, hilde, away_from="2126-12-01")
    backwards = {"version": 1, "since": "2126-12-02", "until": "2126-12-01"}
    assert_problem(await hilde.send("PUT", f"{OWN}/{NUMBER}", backwards), 422, "invalid")
    await listed(unit, hilde, 1, away_from="2126-12-03")
    assert_problem(await hilde.send("PUT", f"{OWN}/{NUMBER}", {"version": 1}), 409, "outdated")
    cleared = await hilde.send("PUT", f"{OWN}/{NUMBER}", {"version": 2})
    assert cleared.status_code == 200
    assert await ahead(unit) == []
    assert_problem(await unit.send("PUT", f"{OWN}/{NUMBER}", {"version": 3, **DAYS}), 404, "not-found")
