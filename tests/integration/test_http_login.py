"""Logging in and out over HTTP: cookies, CSRF, Origin."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.features.login import store
from server.features.login.entries import LoggedIn, LoggedOut
from server.web.runner import WebSettings
from tests.integration.http_site import Site, assert_problem, site
from tests.support.operations import COMMANDS, address
from tests.unit.features.fakes import NOON

ABOUT_LOGINS = {LoggedIn.action, LoggedOut.action}


async def test_the_demo_persons_can_be_picked_from_without_a_session(here: Site) -> None:
    choices = (await here.browser().get("/api/login")).json()
    assert choices["providers"] == []
    assert [person["key"] for person in choices["demo"]] == [
        "owner",
        "mother",
        "coordinator",
        "gp",
        "school",
        "nav",
        "hospital",
        "unit",
        "stranger",
    ]
    assert choices["demo"][3] == {
        "key": "gp",
        "name": "Anders Myhre",
        "role": "gp",
        "organisation": "Sundvåg legesenter",
        "group": "plan",
    }


async def test_the_cookie_is_the_browsers_alone_and_the_token_is_not_stored(here: Site) -> None:
    browser = here.browser()
    answer = await browser.post("/login/demo", json={"person": "gp"})
    cookie = answer.headers["set-cookie"]
    assert answer.status_code == 204
    assert cookie.startswith("samplan_session=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie
    token = browser.cookies["samplan_session"]
    stored = await here.database.read(
        lambda connection: connection.exec_driver_sql("select token_hash from sessions").scalars().all()
    )
    assert stored
    assert all(token.encode() not in bytes(row) for row in stored)


async def test_the_cookie_is_secure_when_the_address_is_https(tmp_path: Path) -> None:
    async with site(tmp_path, WebSettings(public_url="https://plan.example")) as secure:
        answer = await secure.browser().post("/login/demo", json={"person": "gp"})
        cookies = answer.headers.get_list("set-cookie")
        assert [cookie.split("=")[0] for cookie in cookies] == ["samplan_session", "__Host-samplan_session"]
        for cookie in cookies:
            assert "Secure" in cookie
            assert "Path=/" in cookie
            assert "Domain" not in cookie
        assert "max-age" in answer.headers["strict-transport-security"]


async def test_who_is_signed_in_is_told_and_who_is_not_is_refused(here: Site) -> None:
    nav = await here.person("nav")
    me = (await nav.get("/api/me")).json()
    told = (await nav.get("/api/login")).json()["me"]
    assert told == me
    assert me["name"] == "Omar Haddad"
    assert me["locale"] == "nb"
    keys = {"id", "name", "csrf_token", "locale", "expires_in", "idle_in", "warn_before", "provider"}
    assert me.keys() == keys
    assert_problem(await here.browser().get("/api/me"), 401, "not-signed-in")


async def test_a_token_that_was_never_given_opens_nothing(here: Site) -> None:
    browser = here.browser()
    for token in ("", "x", "a" * 4000, "å"):
        headers = {b"Cookie": f"samplan_session={token}".encode()}
        assert_problem(await browser.get("/api/me", headers=headers), 401, "not-signed-in")


async def test_a_token_may_be_in_quotes_but_is_never_unquoted(here: Site) -> None:
    """The standard library takes the square of its length for that, and anybody may send 60 kB of it."""
    token = (await here.person("gp")).http.cookies["samplan_session"]
    escaped = f"\\{ord(token[0]):03o}{token[1:]}"
    for sent, known in ((f'"{token}"', True), (f'"{escaped}"', False), ('"' + '\\"' * 30_000 + '"', False)):
        headers = {"Cookie": f"samplan_session={sent}"}
        answer = await here.browser().get("/api/login", headers=headers)
        assert (answer.status_code, answer.json()["signed_in"]) == (200, known), sent[:80]


async def test_logging_in_again_gives_a_new_session_and_ends_the_old_one(here: Site) -> None:
    person = await here.person("gp")
    old = person.http.cookies["samplan_session"]
    assert (await person.http.post("/login/demo", json={"person": "school"})).status_code == 204
    assert person.http.cookies["samplan_session"] != old
    assert [heard for heard, _ in here.hub.heard] == ["end_session"]
    stolen = await here.browser().get("/api/me", headers={"Cookie": f"samplan_session={old}"})
    assert_problem(stolen, 401, "not-signed-in")


async def test_logging_out_ends_the_session_and_its_sockets(here: Site) -> None:
    person = await here.person("gp")
    token = person.http.cookies["samplan_session"]
    signed_in = await here.features.sessions.session(token)
    assert signed_in
    answer = await person.post("/logout")
    assert answer.status_code == 204
    assert "samplan_session=" in answer.headers["set-cookie"]
    assert answer.headers["clear-site-data"] == '"cache"'
    assert here.hub.heard == [("end_session", signed_in.session_key)]
    assert await here.features.sessions.session(token) is None
    assert_problem(await person.get("/api/me"), 401, "not-signed-in")


async def test_of_very_many_sessions_the_oldest_ends_with_its_sockets(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_SESSIONS", 2)
    people = []
    for _ in range(3):
        people.append(await here.person("gp"))
        here.clock.forward(seconds=1)
    assert [heard for heard, _ in here.hub.heard] == ["end_session"]
    assert [(await person.get("/api/me")).status_code for person in people] == [401, 200, 200]


async def test_logging_out_needs_the_token_of_the_session(here: Site) -> None:
    person = await here.person("gp")
    assert_problem(await person.http.post("/logout"), 403, "csrf-missing")
    assert (await person.get("/api/me")).status_code == 200


async def test_a_page_of_another_person_does_not_log_this_one_out(here: Site) -> None:
    person = await here.person("gp")
    assert_problem(await person.send("POST", "/logout", **{"X-Person": "another"}), 401, "not-signed-in")
    assert (await person.get("/api/me")).status_code == 200


async def test_logging_out_without_a_session_is_no_error(here: Site) -> None:
    assert (await here.browser().post("/logout")).status_code == 204


async def test_a_session_ends_by_itself(here: Site) -> None:
    person = await here.person("gp")
    for _ in range(25):
        here.clock.forward(minutes=28)
        await person.post("/api/me/session")
    here.clock.forward(minutes=19)
    answer = await person.get("/api/me")
    assert (answer.status_code, answer.json()["expires_in"]) == (200, 60)
    here.clock.forward(minutes=1)
    assert_problem(await person.get("/api/me"), 401, "not-signed-in")


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:9999", "null", ""])
async def test_another_sites_page_cannot_log_anybody_in(here: Site, origin: str) -> None:
    browser = here.browser()
    answer = await browser.post("/login/demo", json={"person": "gp"}, headers={"Origin": origin})
    assert_problem(answer, 403, "foreign-origin")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "http://localhost:8000"])
async def test_our_own_page_can_under_both_names_of_loopback(here: Site, origin: str) -> None:
    answer = await here.browser().post("/login/demo", json={"person": "gp"}, headers={"Origin": origin})
    assert answer.status_code == 204


@pytest.mark.parametrize("person", ["nobody", "server", "GP"])
async def test_nobody_logs_in_as_somebody_unknown(here: Site, person: str) -> None:
    assert_problem(await here.browser().post("/login/demo", json={"person": person}), 404, "not-found")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"person": 1}', b'{"person": "gp", "admin": true}'])
async def test_a_login_that_makes_no_sense_is_invalid(here: Site, body: bytes) -> None:
    assert_problem(await here.browser().post("/login/demo", content=body), 422, "invalid")


async def test_without_demo_mode_there_is_no_demo_login(tmp_path: Path) -> None:
    async with site(tmp_path, demo=False) as plain:
        assert (await plain.browser().get("/api/login")).json() == {
            "demo": None,
            "signed_in": False,
            "providers": [],
            "me": None,
        }
        answer = await plain.browser().post("/login/demo", json={"person": "gp"})
        assert_problem(answer, 404, "not-found")


async def test_the_language_is_kept_with_the_person(here: Site) -> None:
    person = await here.person("gp")
    assert (await person.send("PATCH", "/api/me", {"locale": "en"})).status_code == 204
    assert (await person.get("/api/me")).json()["locale"] == "en"
    assert_problem(await person.send("PATCH", "/api/me", {"locale": "nn"}), 422, "invalid")


@pytest.mark.rule("P8")
async def test_logins_are_in_the_log(here: Site) -> None:
    person = await here.person("gp")
    await person.post("/logout")
    entries = [entry for entry in await here.ledger.entries(None) if entry.event.action in ABOUT_LOGINS]
    assert [entry.event.action for entry in entries] == [LoggedIn.action, LoggedOut.action]
    assert {entry.event.at for entry in entries} == {NOON}
    assert await here.ledger.verify(None) is None


async def test_every_command_needs_the_token_of_its_own_session(here: Site) -> None:
    owner, gp = await here.person("owner"), await here.person("gp")
    plan = await owner.plan()
    part = plan["parts"][0]["id"]
    for command in COMMANDS.values():
        method, path = command.method, address(command, plan=plan["id"], part=part)
        if not command.csrf:
            continue
        for shown in ("", gp.csrf, owner.csrf[:-1], "å"):
            answer = await owner.http.request(
                method, path, json={}, headers={b"X-CSRF-Token": shown.encode()}
            )
            assert_problem(answer, 403, "csrf-missing")
        if command.signed_in:
            assert_problem(await here.browser().request(method, path, json={}), 401, "not-signed-in")


PASSED_ON = [
    {"X-Forwarded-For": "203.0.113.7"},
    {"Forwarded": "for=203.0.113.7"},
    {"X-Forwarded-Proto": "https"},
    {"X-Real-IP": "203.0.113.7"},
    {"Via": "1.1 proxy"},
    {"Host": "plan.example.no"},
    {"Host": "plan.example.no", "X-Forwarded-For": "203.0.113.7"},
]


@pytest.mark.parametrize("headers", PASSED_ON)
async def test_a_demo_answers_nobody_behind_a_proxy(here: Site, headers: dict[str, str]) -> None:
    browser = here.browser()
    refused = await browser.post("/login/demo", json={"person": "gp"}, headers=headers)
    assert_problem(refused, 404, "not-found")
    assert "set-cookie" not in refused.headers
    assert (await browser.get("/api/login", headers=headers)).json()["demo"] is None


async def test_sessions_of_the_demo_end_with_it(tmp_path: Path, demo_database: Path) -> None:
    async with site(tmp_path, copied_from=demo_database) as demo:
        person = await demo.person("gp")
        cookie = {b"Cookie": f"samplan_session={person.http.cookies['samplan_session']}".encode()}
        assert (await person.get("/api/me")).status_code == 200
    (tmp_path / "later").mkdir()
    async with site(tmp_path / "later", copied_from=tmp_path / "samplan.db", demo=False) as real:
        browser = real.browser()
        assert_problem(await browser.get("/api/me", headers=cookie), 401, "not-signed-in")
        assert_problem(await browser.get("/api/plans", headers=cookie), 401, "not-signed-in")


async def test_a_session_that_somebody_planted_never_wins(here: Site) -> None:
    """A neighbouring subdomain can set a cookie of the same name beside ours."""
    mine, planted = [
        (await here.person(key)).http.cookies["samplan_session"] for key in ("owner", "stranger")
    ]
    for first, second in ((mine, planted), (planted, mine)):
        headers = {"Cookie": f"samplan_session={first}; samplan_session={second}"}
        assert_problem(await here.browser().get("/api/me", headers=headers), 401, "not-signed-in")
    headers = {"Cookie": f"samplan_session={planted}; __Host-samplan_session={mine}"}
    assert (await here.browser().get("/api/me", headers=headers)).json()["name"] == "Runa Elvestad"


async def test_a_role_is_chosen_so_often_at_most(here: Site) -> None:
    """Each is an entry of the access log, whatever the rate of requests."""
    gp = await here.person("gp")
    for _ in range(60):
        assert (await gp.post("/api/me/role", {"role": "gp"})).status_code == 204
        gp.csrf = (await gp.get("/api/me")).json()["csrf_token"]
    refused = await gp.post("/api/me/role", {"role": "gp"})
    assert_problem(refused, 429, "too-many-requests")
