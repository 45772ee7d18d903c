"""Whoever logs in where no provider says a name, as ID-porten says none, is called what is typed of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.integration.http_site import Site, site
from tests.integration.test_http_cases import INBOX, REPORTS, SAID_BY, Desk
from tests.integration.test_http_cases_plan import consents, id_of, names, seen
from tests.integration.test_http_invitations_owner import HERS, KEYS, Arriving
from tests.support.clients.people import Person
from tests.support.operations import REPORT

KARI = "Kari Nordmann"


@pytest.fixture
async def here(tmp_path: Path, demo_database: Path) -> AsyncIterator[Site]:
    async with site(tmp_path, copied_from=demo_database, keys=KEYS) as built:
        yield built


async def called(person: Person) -> str:
    return str((await person.get("/api/me")).json()["name"])


async def reports(person: Person, **said: Any) -> None:
    answer = await person.post(REPORTS, REPORT | {"reporter": "owner"} | said)
    assert answer.status_code == 201, answer.text


async def found(here: Site) -> tuple[Person, dict[str, Any]]:
    """The unit, and the case that waits."""
    unit = await here.person("unit")
    (row,) = (await unit.get(INBOX)).json()["cases"]
    return unit, row


@pytest.mark.rule(1, 6)
async def test_who_reports_their_own_need_is_called_what_they_write_up_to_their_own_plan(here: Site) -> None:
    kari = Arriving(here, "kari")
    await kari.arrive(HERS)
    assert await called(kari) == ""
    await reports(kari, subject={"name": f" {KARI} "})
    unit, row = await found(here)
    assert (row["name"], await called(kari)) == (KARI, KARI)
    desk = Desk(unit, kari, row["id"])
    assert (await desk.seen())["timeline"][0]["said"]["consent_by"] == KARI
    await desk.does(unit, "subject-corrected", {"subject": {"name": KARI, "born": "2100-01-01"}})
    await desk.opens()
    assert names(await seen(kari, await consents(desk))) == [("owner", KARI)]
    await reports(kari, subject={"name": "Noen Annen"})
    assert (await called(kari), (await desk.seen())["row"]["name"]) == (KARI, KARI)


async def test_whom_a_provider_has_named_is_called_that_whatever_they_write(here: Site) -> None:
    jonas = await here.person("stranger")
    await reports(jonas, subject={"name": KARI})
    _, row = await found(here)
    assert (row["name"], await called(jonas)) == ("Jonas Vik", "Jonas Vik")


@pytest.mark.rule(5, 12)
async def test_who_expects_a_child_has_a_name_to_act_for_it_with_once_it_is_born(here: Site) -> None:
    elin = Arriving(here, "elin")
    await elin.arrive(HERS)
    day = (here.clock() + timedelta(days=30)).date().isoformat()
    await reports(elin, reporter_name="Elin Sand", subject={"name": "Familien Sand", "expected": day})
    unit, row = await found(here)
    assert (row["name"], await called(elin)) == ("Familien Sand", "Elin Sand")
    desk = Desk(unit, elin, row["id"])
    born = here.clock().date().isoformat()
    await desk.does(elin, "child-born", {"name": "Liv Sand", "born": born})
    (mother,) = (await desk.seen())["representatives"]
    assert mother["name"] == "Elin Sand"


@pytest.mark.rule(13)
async def test_who_reports_for_another_and_whom_the_unit_names_has_that_name(here: Site) -> None:
    tor, hilde, marit = [Arriving(here, each) for each in ("tor", "hilde", "marit")]
    for each, number in ((tor, HERS), (hilde, "41010000023"), (marit, "01874090022")):
        await each.arrive(number)
    await reports(tor, reporter="relative", reporter_name="Tor Vik", subject={"name": "Mia Vik"})
    assert await called(tor) == "Tor Vik"
    unit, row = await found(here)

    async def does(action: str, said: dict[str, Any]) -> None:
        number = (await unit.get(f"/api/cases/{row['id']}")).json()["number"]
        body = {"expected": number, "action": action, "said": said, "on_behalf_of": "Mia"}
        answer = await unit.post(f"/api/cases/{row['id']}/records", body)
        assert answer.status_code == 201, answer.text

    await does("taken", {})
    acting = {"person": await id_of(marit), "name": "Marit Vik", "basis": "guardian", "until": "2127-02-01"}
    await does("representative-registered", acting | {"proof": "Vedtak"})
    assert await called(marit) == "Marit Vik"
    await does("consent-checked", {"consent": "given", "by": "Mia"})
    for said in ("lasting", "several-services"):
        await does("assessed", {"criterion": said, "assessed": "met", "reason": "Ja."})
    decided = {"thing": "coordinator", "outcome": "granted", "reason": "Ja.", "means": "letter"}
    number = (await unit.get(f"/api/cases/{row['id']}")).json()["number"]
    body = {"expected": number, "action": "decided", "said": decided | {"known_on": "2126-11-21"}}
    body |= {"basis": "health"}
    body["shown"] = (await unit.post(f"/api/cases/{row['id']}/preview", body)).json()["text"]
    assert (await unit.post(f"/api/cases/{row['id']}/records", body)).status_code == 201
    await does("wish-recorded", {"wish": "no-preference", **SAID_BY})
    proposed = {"person": await id_of(hilde), "name": "Hilde Brekke", "workplace": "Helse", "as_wished": True}
    await does("coordinator-proposed", proposed)
    assert await called(hilde) == "Hilde Brekke"
