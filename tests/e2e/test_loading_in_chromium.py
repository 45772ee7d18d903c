"""What a browser is sent before somebody needs it: nothing. Of the goals for speed, what can be counted."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import Page, Route, WebSocket, expect

from server.version import release

from .screen import Screen, Stage
from .widths import NARROW, only_at

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    only_at(NARROW, "what is asked for"),
]

SCRIPTS_OF_THE_LOG_IN_PAGE = 120_000
ENGLISH, PLAN = re.compile("/en-"), re.compile("/plan-")
FETCHED_AHEAD = """() => {
  const came = performance.getEntriesByType('resource').map(each => each.name);
  return ['/PartsPage-', '/part-'].every(script => came.some(name => name.includes(script)));
}"""
"""The pages on which a part is found and opened: after the first words, on a busy machine much later."""
EDITOR = "ProseMirror"
"""Stands in every script that is part of the editor."""


@dataclass
class Heard:
    """What one page asks for: addresses, and documents on its sockets."""

    asked: list[str] = field(default_factory=list)
    frames: list[bytes] = field(default_factory=list)
    sockets: int = 0

    def listen(self, page: Page) -> None:
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", self._take_socket)

    def _take_socket(self, socket: WebSocket) -> None:
        self.sockets += 1
        socket.on("framesent", self._take)

    def _take(self, frame: Any) -> None:
        self.frames.append(frame if isinstance(frame, bytes) else str(frame).encode())

    def of(self, pattern: re.Pattern[str]) -> list[str]:
        return [url for url in self.asked if pattern.search(url)]

    async def editor(self, screen: Screen) -> list[str]:
        """The scripts that were asked for and are part of the editor."""
        scripts = {url for url in self.asked if url.endswith(".js")}
        texts = {url: await (await screen.page.request.get(url)).text() for url in scripts}
        return [url for url, text in texts.items() if EDITOR in text]

    def opened(self, parts: list[dict[str, Any]]) -> set[str]:
        """The kinds of those parts whose documents were asked for."""
        return {part["kind"] for part in parts if any(part["document"].encode() in f for f in self.frames)}


async def heard(screen: Screen, path: str) -> Heard:
    """All that is asked for from going to ``path`` until nothing more comes by itself."""
    found = Heard()
    found.listen(screen.page)
    await screen.page.goto(path)
    await expect(screen.page.get_by_role("heading", level=1)).to_be_visible()
    await screen.page.wait_for_load_state("networkidle")
    return found


async def test_the_first_words_need_nothing_but_the_page(stage: Stage) -> None:
    screen = await stage.blank()
    html = await (await screen.page.request.get("/logg-inn")).text()
    head, body = html.split("</head>")
    assert "stylesheet" not in head
    assert "<script" not in head
    assert body.index("Henter …") < body.index("<script") < body.index("stylesheet")


async def test_nobody_loads_a_plan_or_an_editor_to_log_in(stage: Stage) -> None:
    screen = await stage.blank()
    found = await heard(screen, "/logg-inn")
    assert [*found.of(PLAN), *found.of(ENGLISH), *found.frames] == []
    assert await found.editor(screen) == []
    sizes: list[int] = await screen.page.evaluate(
        "performance.getEntriesByType('resource').filter(each => each.name.endsWith('.js'))"
        ".map(each => each.transferSize)"
    )
    assert min(sizes) > 0
    assert sum(sizes) <= SCRIPTS_OF_THE_LOG_IN_PAGE


async def test_the_front_page_needs_no_editor_and_opens_what_it_shows(stage: Stage) -> None:
    screen = await stage.enter("owner")
    plan = await screen.plan()
    found = await heard(screen, f"/plan/{plan['id']}")
    await expect(screen.page.locator(".own-words")).to_be_visible()
    await expect(screen.page.locator(".status").first).to_be_visible()
    assert found.of(ENGLISH) == []
    assert await found.editor(screen) == []
    assert found.opened(plan["parts"]) <= {"about-me", "goal", "measure", "period"}


async def test_a_part_opens_itself_alone(stage: Stage) -> None:
    screen = await stage.enter("owner")
    plan = await screen.plan()
    part = next(part for part in plan["parts"] if part["kind"] == "health")
    found = await heard(screen, f"/plan/{plan['id']}/del/{part['id']}")
    await expect(screen.text).to_be_visible()
    assert found.opened(plan["parts"]) == {"health"}
    assert await found.editor(screen) != []


async def test_who_only_reads_is_shown_the_words_without_an_editor(stage: Stage) -> None:
    owner, reader = await stage.person("owner"), await stage.enter("nav")
    plan = await owner.plan()
    them = next(each["id"] for each in plan["participants"] if each["role"] == "nav")
    part = next(part for part in plan["parts"] if part["kind"] == "own-notes")
    grant = {"participant": them, "part": part["id"], "level": "read"}
    assert (await owner.send("POST", f"/api/plans/{plan['id']}/grants", grant)).status_code == 201
    found = await heard(reader, f"/plan/{plan['id']}/del/{part['id']}")
    await expect(reader.page.locator(".part-editor__text")).not_to_be_empty()
    assert await found.editor(reader) == []
    await reader.accessible()


@pytest.mark.parametrize("page", ["", "/deler", "/tilgang"])
async def test_a_line_that_is_lost_later_keeps_nobody_from_opening_a_part(stage: Stage, page: str) -> None:
    screen = await stage.enter("owner")
    plan = await screen.plan()
    title = next(part["title"] for part in plan["parts"] if part["kind"] == "measure")
    await heard(screen, f"/plan/{plan['id']}{page}")
    await screen.page.wait_for_function(FETCHED_AHEAD)
    stage.may_say("ERR_INTERNET_DISCONNECTED", "")
    await screen.page.context.set_offline(True)
    if not page.startswith("/deler"):
        await screen.page.get_by_role("link", name="Alle deler").first.click()
    await screen.page.get_by_role("main").get_by_role("link", name=title).click()
    await expect(screen.page.get_by_role("heading", level=1)).to_have_text(title)


async def test_english_words_come_when_they_are_wanted(stage: Stage) -> None:
    screen = await stage.enter("coordinator")
    plan = await screen.plan()
    found = await heard(screen, f"/plan/{plan['id']}/deler")
    await screen.page.locator(".my-menu").click()
    await screen.page.get_by_role("button", name="English").click()
    await expect(screen.page.get_by_role("heading", level=1)).to_have_text("All parts")
    assert len(found.of(ENGLISH)) == 1
    await screen.page.reload()
    await expect(screen.page.get_by_role("heading", level=1)).to_have_text("All parts")


async def test_the_answers_of_the_first_screen_are_asked_for_once(stage: Stage) -> None:
    screen = await stage.enter("owner")
    plan = await screen.plan()
    found = await heard(screen, f"/plan/{plan['id']}")
    assert found.of(re.compile("/api/me$")) == []  # the answer of /api/login says it
    assert len(found.of(re.compile("/api/login$"))) == 1
    assert len(found.of(re.compile(f"/api/plans/{plan['id']}$"))) <= 2  # once more when the channel opens
    assert found.sockets == 1  # the one that was begun before the scripts were there


async def test_a_second_visit_opens_its_socket_beside_the_first_question(stage: Stage) -> None:
    screen = await stage.enter("owner")
    plan = await screen.plan()
    await heard(screen, f"/plan/{plan['id']}")
    answered = asyncio.Event()

    async def wait(route: Route) -> None:
        await answered.wait()
        await route.continue_()

    await screen.page.route(re.compile(f"/api/(login|plans/{plan['id']})$"), wait)
    async with screen.page.expect_event("websocket"):
        await screen.page.reload(wait_until="commit")
    answered.set()
    await expect(screen.page.locator(".own-words")).to_be_visible()


@pytest.mark.parametrize("gone", ["epoch", "person"])
async def test_a_socket_for_what_is_so_no_more_is_closed_and_another_opened(stage: Stage, gone: str) -> None:
    screen = await stage.enter("owner")
    front = f"/plan/{(await screen.plan())['id']}"
    await heard(screen, front)
    before = await screen.page.evaluate(
        """gone => {
          const about = new URLSearchParams(localStorage.getItem('samplan.signed-in'));
          about.set(gone, 'before');
          localStorage.setItem('samplan.signed-in', String(about));
          return String(about);
        }""",
        gone,
    )
    async with screen.page.expect_event("websocket") as first:
        await screen.page.reload(wait_until="commit")
    early, closed = await first.value, asyncio.Event()
    assert before in early.url
    early.on("close", lambda _: closed.set())
    async with asyncio.timeout(30):
        while not early.is_closed():  # whether it failed or was closed
            await closed.wait()
    await expect(screen.page.locator(".own-words")).to_be_visible()
    assert before != await screen.page.evaluate("localStorage.getItem('samplan.signed-in')")


async def test_nobody_is_remembered_who_has_logged_out(stage: Stage) -> None:
    screen = await stage.enter("owner")
    await heard(screen, "/")
    whose = "localStorage.getItem('samplan.signed-in')"
    me = await screen.asks("/api/me")
    stage.refuses(401)
    assert f"person={me['id']}" in await screen.page.evaluate(whose)
    await screen.page.context.clear_cookies()
    for _ in range(2):  # as one who was here before, and as one who was not
        await screen.page.goto("/")
        await expect(screen.page.get_by_role("heading", name="Logg inn")).to_be_visible()
    assert await screen.page.evaluate(whose) is None


async def test_while_a_page_is_coming_its_words_stand_clear_of_the_edge(stage: Stage) -> None:
    owner = await stage.enter("owner")
    page = owner.page
    await page.goto(f"/plan/{(await owner.plan())['id']}")
    await expect(page.get_by_role("heading", name="De som er med")).to_be_visible()
    asked, come = asyncio.Event(), asyncio.Event()

    async def wait(route: Route) -> None:
        asked.set()
        await come.wait()
        await route.continue_()

    await page.route(re.compile("/api/plans/.*/grants$"), wait)
    await page.get_by_role("link", name="Hvem får se hva").first.click()
    await asked.wait()  # from here on it is the page's answer that comes, and not its script
    coming = page.locator("main .loading")
    await expect(coming).to_be_visible()
    words = await coming.locator("p").bounding_box()
    come.set()
    assert words is not None
    assert words["x"] >= 16


async def test_the_log_in_page_says_which_version_it_is_and_has_the_licences_of_others(stage: Stage) -> None:
    page = (await stage.blank()).page
    await page.goto("/logg-inn")
    built = await page.locator('meta[name="version"]').get_attribute("content")
    assert built is not None
    assert re.fullmatch(rf"{re.escape(release())} \([0-9a-z-]+\)", built)
    await expect(page.get_by_text(f"Samplan {built}")).to_be_visible()
    licences = await page.get_by_role("link", name="Lisenser").get_attribute("href")
    answer = await page.request.get(str(licences))
    assert (answer.status, answer.headers["content-type"].split(";")[0]) == (200, "text/plain")
    assert "\nreact 1" in await answer.text()
