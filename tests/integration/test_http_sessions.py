"""Own sessions over HTTP: where one is logged in, for how long, and how each of them ends."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from server.domain.plan import PersonId
from server.features.login.proven import ProvenIdentity, ProvenOrganisation
from server.features.login.service import Logins
from server.features.login.store import People
from server.ports.randomness import SystemChance
from tests.integration.http_site import Site, assert_problem
from tests.unit.features.fakes import NOON

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
HELSEID = ProvenIdentity(
    "helseid",
    "https://helseid.no",
    "subject",
    "Anders Myhre",
    NOON,
    organisation=ProvenOrganisation("987654321", "Sundvåg legesenter"),
    level="4",
    sid="sid",
)


def logins(here: Site) -> Logins:
    """As of a server whose settings name this provider."""
    people = People(here.database)
    return Logins(people, here.hub, here.clock, SystemChance(), demo=True, providers=["helseid"])


async def test_one_sees_where_one_is_logged_in_and_how(here: Site) -> None:
    old = await here.person("gp")
    here.clock.forward(minutes=10)
    browser = here.browser()
    await browser.post("/login/demo", json={"person": "gp"}, headers={"User-Agent": FIREFOX})
    await here.person("school")
    one, other = (await browser.get("/api/sessions")).json()
    assert one.pop("id") != other.pop("id")
    assert one == {
        "this": True,
        "opened_at": "2126-11-21T12:10:00Z",
        "last_seen_at": "2126-11-21T12:10:00Z",
        "provider": "demo",
        "organisation": "",
        "device": "Firefox, Windows",
    }
    assert (other["this"], other["opened_at"]) == (False, "2126-11-21T12:00:00Z")
    assert [each["this"] for each in (await old.get("/api/sessions")).json()] == [False, True]


async def test_a_proven_organisation_is_told_and_no_name_of_anything_else(here: Site) -> None:
    person = await here.person("gp")
    me = PersonId((await person.get("/api/me")).json()["id"])
    here.clock.forward(seconds=1)
    await logins(here).log_in(me, "helseid", proven=HELSEID, device="Edge, Windows")
    newest = (await person.get("/api/sessions")).json()[0]
    assert (newest["provider"], newest["organisation"]) == ("helseid", "Sundvåg legesenter")
    assert "subject" not in str(newest)


async def test_one_session_is_ended_from_another(here: Site) -> None:
    lost, here_now = await here.person("gp"), await here.person("gp")
    listed = (await here_now.get("/api/sessions")).json()
    other = next(each["id"] for each in listed if not each["this"])
    assert (await here_now.send("DELETE", f"/api/sessions/{other}")).status_code == 204
    assert here.hub.heard == [("end_session", other)]
    assert_problem(await lost.get("/api/me"), 401, "not-signed-in")
    assert (await here_now.get("/api/me")).status_code == 200
    assert_problem(await here_now.send("DELETE", f"/api/sessions/{other}"), 404, "not-found")


async def test_a_session_of_somebody_else_is_as_one_that_is_not(here: Site) -> None:
    theirs, mine = await here.person("school"), await here.person("gp")
    other = (await theirs.get("/api/sessions")).json()[0]["id"]
    refused = [await mine.send("DELETE", f"/api/sessions/{each}") for each in (other, "x" * 32)]
    assert refused[0].content == refused[1].content
    assert_problem(refused[0], 404, "not-found")
    assert (await theirs.get("/api/me")).status_code == 200


async def test_one_logs_out_everywhere_at_once(here: Site) -> None:
    people = [await here.person("gp") for _ in range(3)]
    stays = await here.person("school")
    assert (await people[0].send("DELETE", "/api/sessions")).status_code == 204
    assert [heard for heard, _ in here.hub.heard] == ["end_session"] * 3
    for person in people:
        assert_problem(await person.get("/api/me"), 401, "not-signed-in")
    assert (await stays.get("/api/me")).status_code == 200
    last = (await here.ledger.entries(None))[-1].event
    assert (last.action, last.details) == ("sessions-ended", {"how": "everywhere"})


async def test_a_session_is_not_ended_by_another_sites_page(here: Site) -> None:
    person = await here.person("gp")
    assert_problem(await person.http.delete("/api/sessions"), 403, "csrf-missing")
    assert_problem(await person.http.post("/api/me/session"), 403, "csrf-missing")


LATER = NOON + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("issuer", "subject", "sid", "before", "ends"),
    [
        (HELSEID.issuer, None, "sid", LATER, True),
        (HELSEID.issuer, "subject", None, LATER, True),
        (HELSEID.issuer, "subject", "another", LATER, False),
        (HELSEID.issuer, "another", None, LATER, False),
        ("https://idporten.no", None, "sid", LATER, False),
        (HELSEID.issuer, None, "sid", NOON, False),
    ],
)
async def test_a_log_out_at_the_provider_ends_what_it_is_about(
    here: Site, issuer: str, subject: str | None, sid: str | None, before: datetime, ends: bool
) -> None:
    demo = await here.person("gp")
    me = PersonId((await demo.get("/api/me")).json()["id"])
    opened = await logins(here).log_in(me, "helseid", proven=HELSEID)
    await logins(here).log_out_at(issuer, subject, sid, before)
    assert (await logins(here).session(opened.token) is None) == ends
    assert len(here.hub.heard) == ends
    assert (await demo.get("/api/me")).status_code == 200
    if ends:
        assert (await here.ledger.entries(None))[-1].event.details == {"how": "provider"}


async def test_a_session_ends_when_nobody_was_seen_for_half_an_hour(here: Site) -> None:
    person = await here.person("gp")
    here.clock.forward(minutes=29, seconds=59)
    answer = await person.get("/api/me")
    assert (answer.status_code, answer.json()["idle_in"], answer.json()["warn_before"]) == (200, 1, 300)
    here.clock.forward(seconds=1)
    assert_problem(await person.get("/api/me"), 401, "not-signed-in")
    assert await logins(here).own_sessions(PersonId(answer.json()["id"])) == []


async def test_who_says_that_they_are_there_stays_for_twelve_hours_at_most(here: Site) -> None:
    person = await here.person("gp")
    for _ in range(25):
        here.clock.forward(minutes=28)
        answer = await person.post("/api/me/session")
        assert answer.status_code == 200, answer.text
        assert answer.json()["idle_in"] == 1800
    assert answer.json()["expires_in"] == 12 * 3600 - 25 * 28 * 60
    here.clock.forward(minutes=20)
    assert_problem(await person.post("/api/me/session"), 401, "not-signed-in")


async def test_a_command_shows_that_somebody_is_there_and_a_question_does_not(here: Site) -> None:
    person = await here.person("gp")
    here.clock.forward(minutes=20)
    await person.get("/api/plans")
    await here.features.close()
    assert (await person.get("/api/me")).json()["idle_in"] == 600
    await person.send("PATCH", "/api/me", {"locale": "nb"})
    await here.features.close()
    assert (await person.get("/api/me")).json()["idle_in"] == 1800
