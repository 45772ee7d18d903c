"""Logging in at identity providers, the whole way: the certified oidc-provider set up as each of them."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from server.features.login.oidc.refusals import Failure
from tests.support.faults.tunnel import Tunnel
from tests.support.providers.certified import KEYS, CertifiedProvider
from tests.support.servers.server import ROOT, Server, free_port
from tests.support.wide import seldom_concerned

from .screen import Stage
from .widths import WIDE, only_at

pytestmark = [pytest.mark.asyncio(loop_scope="module"), seldom_concerned]

PROFILES = ("idporten", "helseid", "ansattporten", "generic")
BUTTONS = {
    "idporten": "Logg inn med ID-porten",
    "helseid": "Logg inn med HelseID",
    "ansattporten": "Logg inn med Ansattporten",
    "generic": "Logg inn med Sandvik kommune",
}
KARI = {"idporten": "kari", "ansattporten": "kari", "helseid": "Kari Nordmann", "generic": "Kari Nordmann"}
SAID = json.loads((ROOT / "frontend/src/i18n/nb/login.json").read_text(encoding="utf-8"))["failed"]
NOBODY = "Du er ikke med i noen plan"

Providers = Mapping[str, CertifiedProvider]


@pytest.fixture(scope="module")
def providers(directory: Path) -> Providers:
    return {profile: CertifiedProvider(profile, directory) for profile in PROFILES}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(directory: Path, providers: Providers) -> AsyncIterator[tuple[Server, Tunnel]]:
    """A server without demo persons, where people log in at four providers."""
    port = free_port()
    settings: dict[str, Any] = {"SAMPLAN_DEMO": "0", "SAMPLAN_PUBLIC_URL": f"http://127.0.0.1:{port}", **KEYS}
    for each in providers.values():
        settings |= each.environment
    server = Server(directory, **settings)
    await server.command("migrate")
    tunnel = Tunnel(server.port, port)
    await asyncio.gather(*(each.start(tunnel.url) for each in providers.values()))
    await server.start()
    await tunnel.open()
    yield server, tunnel
    await tunnel.cut()
    await server.stop()
    await asyncio.gather(*(each.stop() for each in providers.values()))


async def _at_the_provider(page: Page, profile: str) -> None:
    await page.get_by_role("link", name=BUTTONS[profile]).click()
    await expect(page.get_by_role("heading", name=profile)).to_be_visible()


async def _in_no_plan(page: Page) -> None:
    """Logged in, on the front page of whoever has none."""
    await expect(page.get_by_text(NOBODY)).to_be_visible()


async def _me(page: Page) -> dict[str, Any]:
    answer = await page.request.get("/api/me")
    return dict(await answer.json()) if answer.ok else {}


@only_at(WIDE, "requests")
@pytest.mark.parametrize(
    "profile", ["idporten", *(pytest.param(each, marks=pytest.mark.wide) for each in PROFILES[1:])]
)
async def test_somebody_logs_in_and_is_where_they_wanted_to_be(stage: Stage, profile: str) -> None:
    screen = await stage.blank()
    page = screen.page
    await page.goto("/?x")
    await _at_the_provider(page, profile)
    await page.get_by_role("button", name=KARI[profile], exact=True).click()
    await _in_no_plan(page)
    assert (await _me(page))["provider"] == profile
    assert [each["name"] for each in await page.context.cookies() if "login" in each["name"]] == []


@only_at(WIDE, "requests")
async def test_one_person_with_several_logins_is_one_person(stage: Stage) -> None:
    seen = {}
    for profile in PROFILES:
        page = (await stage.blank()).page
        await page.goto("/")
        await _at_the_provider(page, profile)
        await page.get_by_role("button", name=KARI[profile], exact=True).click()
        await _in_no_plan(page)
        seen[profile] = (await _me(page))["id"]
    assert len({seen[profile] for profile in ("idporten", "helseid", "ansattporten")}) == 1
    assert seen["generic"] != seen["idporten"], "whose identity number is not believed is somebody else"


async def test_the_page_of_logins_can_be_read_by_all(stage: Stage) -> None:
    screen = await stage.blank()
    await screen.page.goto("/logg-inn?feil=login-level&hos=idporten")
    await expect(screen.page.get_by_role("link", name=BUTTONS["helseid"])).to_be_visible()
    await expect(screen.page.get_by_role("alert")).to_contain_text("Du må logge inn på en sikrere måte")
    await screen.accessible()
    await screen.page.keyboard.press("Tab")
    assert await screen.page.evaluate("document.activeElement.tagName") == "A"


@only_at(WIDE, "words")
async def test_every_refusal_is_said_in_a_sentence_and_leaves_a_way_to_try_again(stage: Stage) -> None:
    page = (await stage.blank()).page
    for failure in Failure:
        await page.goto(f"/logg-inn?feil={failure}&hos=idporten")
        for words in SAID[failure].values():
            await expect(page.get_by_role("alert")).to_contain_text(words.replace("{{title}}", "ID-porten"))
        await expect(page.get_by_role("link", name=BUTTONS["idporten"])).to_be_visible()


@only_at(WIDE, "requests")
async def test_who_says_no_at_the_provider_is_told_that_nothing_happened(stage: Stage) -> None:
    page = (await stage.blank()).page
    await page.goto("/")
    await _at_the_provider(page, "idporten")
    await page.get_by_role("button", name="Avbryt").click()
    await expect(page.get_by_role("alert")).to_contain_text("Du avbrøt innloggingen")
    await expect(page).to_have_url(re.compile(r"feil=login-cancelled"))
    assert await _me(page) == {}


@only_at(WIDE, "requests")
@pytest.mark.parametrize(("profile", "who"), [("idporten", "kari med MinID"), ("helseid", "Lav Sikkerhet")])
async def test_who_logs_in_with_less_is_told_to_use_more(stage: Stage, profile: str, who: str) -> None:
    page = (await stage.blank()).page
    await page.goto("/")
    await _at_the_provider(page, profile)
    await page.get_by_role("button", name=who, exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("Du må logge inn på en sikrere måte")
    assert await _me(page) == {}


@only_at(WIDE, "requests")
async def test_two_tabs_log_in_beside_each_other_and_going_back_changes_nothing(stage: Stage) -> None:
    one = (await stage.blank()).page
    other = await one.context.new_page()
    for page in (one, other):
        await page.goto("/")
        await _at_the_provider(page, "generic")
    await one.get_by_role("button", name="Kari Nordmann", exact=True).click()
    await _in_no_plan(one)
    before = await _me(one)
    stage.refuses(401, at="/api/")  # what a tab asks for with the session that the other has just ended
    await other.get_by_role("button", name="Kari Nordmann", exact=True).click()
    await _in_no_plan(other)
    assert (await _me(one))["id"] == before["id"]
    await one.go_back()
    await one.go_forward()
    await _in_no_plan(one)
    assert (await _me(one))["id"] == before["id"]


async def _logged_in(stage: Stage, profile: str) -> Page:
    page = (await stage.blank()).page
    await page.goto("/")
    await _at_the_provider(page, profile)
    await page.get_by_role("button", name=KARI[profile], exact=True).click()
    await _in_no_plan(page)
    return page


@only_at(WIDE, "requests")
@pytest.mark.parametrize("button", ["Logg ut", "Logg ut overalt"])
async def test_who_logs_out_is_logged_out_there_too(stage: Stage, button: str) -> None:
    page = await _logged_in(stage, "generic")
    await page.goto("/innlogginger")
    await page.get_by_role("button", name=button, exact=True).click()
    await expect(page.get_by_role("heading", name="generic")).to_be_visible()
    assert await _me(page) == {}
    await page.get_by_role("button", name="Logg ut").click()
    await expect(page.get_by_text("Du er logget ut. Ingenting av planen")).to_be_visible()
    await page.get_by_role("link", name=BUTTONS["generic"]).click()
    await expect(page.get_by_role("button", name=KARI["generic"], exact=True)).to_be_visible()


@only_at(WIDE, "requests")
async def test_who_logs_out_at_the_provider_is_logged_out_here(stage: Stage, providers: Providers) -> None:
    page = await _logged_in(stage, "helseid")
    there = await page.context.new_page()
    await there.goto(f"{providers['helseid'].issuer}/session/end")
    assert await _me(page) != {}
    stage.refuses(401, at="/api/")
    await there.get_by_role("button", name="Logg ut").click()
    await there.wait_for_url("**/session/end/success*")
    assert await _me(page) == {}


@only_at(WIDE, "requests")
async def test_a_provider_that_is_down_is_said_in_plain_words(stage: Stage, providers: Providers) -> None:
    provider = providers["ansattporten"]
    await provider.stop()
    page = (await stage.blank()).page
    await page.goto("/logg-inn?til=/plan/x")
    await page.get_by_role("link", name=BUTTONS["ansattporten"]).click()
    await expect(page.get_by_role("alert")).to_contain_text("Ansattporten svarer ikke akkurat nå")
    await expect(page.get_by_role("status")).to_contain_text("Vi prøver igjen av oss selv")
    assert "til=%2Fplan%2Fx" in page.url
    await provider.start(stage.tunnel.url)
    await expect(page.get_by_role("status")).to_have_count(0, timeout=60_000)
    await page.get_by_role("link", name=BUTTONS["ansattporten"]).click()
    await expect(page.get_by_role("heading", name="ansattporten")).to_be_visible()
