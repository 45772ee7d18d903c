"""Every page of the list of routes, by who sees it, in the demo: axe finds nothing, nothing is too wide."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import product
from typing import Any, Literal, get_args

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from server.demo.municipality import NUMBER
from tests.support.days import day
from tests.support.faults.tunnel import Tunnel
from tests.support.servers.server import Server
from tests.support.wide import one_now

from .readable import CUT, WIDER
from .routes import routes, who_sees
from .screen import SECONDS, Screen, Stage, pictured
from .widths import NARROW, WIDE

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(600)]
Colours = Literal["light", "dark"]
PAGES = [*dict.fromkeys(routes())]
WIDTHS = (WIDE, NARROW)
MOST = 3
"""Of the cases, complaints and parts that one person sees, how many are opened."""
COUNT = f"/api/units/{NUMBER}/cases?status=open"
ASKED = {"/enhet/:municipality/oversikt/saker": "?month={month}&count=reports"}
"""What stands behind the address of a page that shows nothing without it."""


@pytest.fixture(scope="module")
def demo_cases() -> bool:
    return True


class Rooms:
    """One screen for each person and width, kept open: who has logged in goes from page to page."""

    def __init__(self, browser: Browser, site: tuple[Server, Tunnel]) -> None:
        self._stages = [Stage(browser, *site, size) for size in WIDTHS]
        self._screens: dict[tuple[str, int], Screen] = {}
        self.known: dict[str, list[str]] = {}

    async def screen(self, key: str, which: int) -> Screen:
        if (key, which) not in self._screens:
            stage = self._stages[which]
            self._screens[key, which] = await (stage.enter(key) if key else stage.blank())
        return self._screens[key, which]

    async def asked(self, key: str, path: str) -> Any:
        return await (await self.screen(key, 0)).asks(path)

    async def code(self) -> str:
        """Of an invitation into the owner's plan."""
        owner = await self._stages[0].person("owner")
        (plan, *_) = (await owner.get("/api/plans")).json()
        wish = {"name": "Jonas Vik", "role": "relative", "organisation": "Onkel"}
        made = await owner.post(f"/api/plans/{plan['id']}/invitations", wish)
        assert made.status_code == 201, made.text
        return str(made.json()["code"])

    async def close(self) -> None:
        complaints = [said for stage in self._stages for said in stage.complaints]
        for stage in self._stages:
            await stage.close()
        assert complaints == []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def rooms(browser: Browser, site: tuple[Server, Tunnel]) -> AsyncIterator[Rooms]:
    rooms = Rooms(browser, site)
    yield rooms
    await rooms.close()


async def values(rooms: Rooms, key: str, parameter: str) -> list[str]:
    """What a parameter stands for, for that person. Raises ``KeyError`` for one that nobody has told of."""
    found = {
        "municipality": lambda: _just([NUMBER]),
        "case": lambda: _ids(rooms, key, COUNT, "cases"),
        "person": lambda: _ids(rooms, key, f"/api/units/{NUMBER}/coordinators", "coordinators", "person"),
        "plan": lambda: _ids(rooms, key, "/api/plans"),
        "complaint": lambda: _complaints(rooms, key),
        "code": lambda: _code(rooms),
        "part": lambda: _parts(rooms, key),
    }[parameter]()
    return (await found)[:MOST]


async def _just(said: list[str]) -> list[str]:
    return said


async def _ids(rooms: Rooms, key: str, path: str, within: str = "", name: str = "id") -> list[str]:
    answer = await rooms.asked(key, path)
    return [each[name] for each in (answer[within] if within else answer)]


async def _complaints(rooms: Rooms, key: str) -> list[str]:
    of_unit = key == "unit"
    path = f"/api/units/{NUMBER}/complaints" if of_unit else "/api/complaints"
    return await _ids(rooms, key, path, "complaints")


async def _code(rooms: Rooms) -> list[str]:
    if "code" not in rooms.known:
        rooms.known["code"] = [await rooms.code()]
    return rooms.known["code"]


async def _parts(rooms: Rooms, key: str) -> list[str]:
    (plan, *_) = await rooms.asked(key, "/api/plans")
    parts = (await rooms.asked(key, f"/api/plans/{plan['id']}"))["parts"]
    return [next(each["id"] for each in parts if each["kind"] == kind) for kind in ("about-me", "measure")]


async def addresses(rooms: Rooms, key: str, route: str) -> list[str]:
    """The route with each of the values of its last parameter, and the first of the others."""
    names = [part[1:] for part in route.split("/") if part.startswith(":")]
    found = [route]
    for name in names:
        said = await values(rooms, key, name)
        assert said, (route, key, name)
        chosen = said if name == names[-1] else said[:1]
        found = [each.replace(f":{name}", value) for each in found for value in chosen]
    return found


async def settled(page: Page) -> None:
    """The page is there with all that it asked for."""
    await expect(page.get_by_role("heading", level=1).first).to_be_visible()
    await page.wait_for_load_state("networkidle", timeout=SECONDS)
    await expect(page.get_by_text("Vi finner ikke siden")).to_have_count(0)


def named(route: str, key: str) -> str:
    return "page" + route.replace("/", "-").replace(":", "") + (f"-{key}" if key else "")


@pytest.mark.parametrize(
    ("route", "which", "colours"),
    [
        pytest.param(route, *look, marks=marks if number % 3 == 0 else pytest.mark.wide)
        for number, route in enumerate(PAGES)
        for look, marks in one_now(route, *product(range(len(WIDTHS)), get_args(Colours)))
    ],
)
async def test_axe_finds_nothing_and_nothing_is_too_wide(
    rooms: Rooms, route: str, which: int, colours: Colours
) -> None:
    for key in who_sees(route):
        screen = await rooms.screen(key, which)
        await screen.page.emulate_media(color_scheme=colours)
        for number, address in enumerate(await addresses(rooms, key, route)):
            await screen.page.goto(address + ASKED.get(route, "").format(month=day()[:7]))
            await settled(screen.page)
            await screen.looked_at(f"{named(route, key)}-{number}-{colours}")
            assert await screen.page.evaluate(WIDER) == [], address
            assert await screen.page.evaluate(CUT) == [], address


async def test_on_paper_a_checklist_shows_what_is_done_and_no_card_of_buttons_is_left(rooms: Rooms) -> None:
    page = (await rooms.screen("coordinator-2", 0)).page
    await page.goto("/koordinator")
    await page.get_by_role("button", name="Sjekkliste for Aisha Noor").click()
    boxes = page.get_by_role("checkbox")
    await boxes.first.click()  # is ticked once that is kept
    await expect(boxes.first).to_be_checked()
    on_screen = await boxes.count()
    await page.emulate_media(media="print")
    looks = "nodes => nodes.map(node => getComputedStyle(node).appearance)"
    assert await boxes.evaluate_all(looks) == ["auto"] * on_screen
    for each in await boxes.all():
        await expect(each).to_be_visible()
    await page.emulate_media(media="screen")
    owner = (await rooms.screen("vacant", 0)).page
    await owner.goto("/sak")
    await expect(owner.get_by_role("heading", name="Du kan")).to_be_visible()
    await owner.emulate_media(media="print")
    await expect(owner.get_by_role("heading", name="Svarene du har fått")).to_be_visible()
    await expect(owner.get_by_role("heading", name="Du kan")).to_be_hidden()
    await pictured(owner, "paper-sak", 1280)
    await owner.emulate_media(media="screen")


async def test_on_paper_a_units_case_is_what_is_known_of_it_and_no_form(rooms: Rooms) -> None:
    page = (await rooms.screen("unit", 0)).page
    await page.goto(f"/enhet/{NUMBER}?status=open")
    await page.get_by_role("link", name="Åpne saken til Aisha Noor").click()
    await expect(page.get_by_role("heading", name="Hovedansvar")).to_be_visible()
    await page.emulate_media(media="print")
    await expect(page.get_by_role("heading", name="Hva som er gjort")).to_be_visible()
    await expect(page.get_by_role("heading", name="Hovedansvar")).to_be_hidden()
    await expect(page.get_by_role("link", name="Alle saker")).to_be_hidden()
    for each in await page.locator("main :is(input, select, textarea)").all():
        await expect(each).to_be_hidden()
    await expect(page.locator("main blockquote:visible").first).to_be_visible()
    feet = "[...document.adoptedStyleSheets].flatMap(sheet => [...sheet.cssRules]).map(rule => rule.cssText)"
    assert "Saken til Aisha Noor" in "".join(await page.evaluate(feet))
    await pictured(page, "paper-desk-case", 1280)
    await page.emulate_media(media="screen")


async def test_what_is_ones_own_stands_in_one_row_on_a_phone_and_when_the_page_is_twice_as_large(
    rooms: Rooms,
) -> None:
    page = (await rooms.screen("unit", 1)).page

    async def many(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, json=await answer.json() | {"unread": 48})

    await page.route("**/api/messages", many)
    for width in (390, 640):
        await page.set_viewport_size({"width": width, "height": 844})
        await page.goto(f"/enhet/{NUMBER}")
        await settled(page)
        bar = page.get_by_role("banner")
        names = ("Meldinger", "Mine innlogginger", "Logg ut")
        boxes = [await bar.get_by_text(name).first.bounding_box() for name in names]
        assert len({round(box["y"] + box["height"] / 2) for box in boxes if box}) == 1, boxes
    await page.unroute("**/api/messages")
    await page.set_viewport_size({"width": 390, "height": 844})
