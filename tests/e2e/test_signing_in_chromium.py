"""Who may see what, signed in the page: what is read is what is kept, and it bites at once."""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Locator, Route, expect

from .choosing import cell, choose
from .screen import Screen, Stage
from .widths import NARROW, WIDE, only_at

pytestmark = pytest.mark.asyncio(loop_scope="module")

SOON = 1.0
"""Seconds from the click until the part is gone (LOOK.md; issue row "Revocation")."""
NOTE_WHEN_GONE = """() => new Promise(gone => {
  const look = () => document.querySelector('[data-part-state=gone]') && gone(Date.now());
  new MutationObserver(look).observe(document, {subtree: true, childList: true, attributes: true});
  look();
})"""
NOTE_THE_CLICK = "document.addEventListener('click', () => { window.clickedAt = Date.now() }, true)"


@dataclass(frozen=True)
class Words:
    """What the page says in one language, as far as the tests look for it."""

    locale: str
    title: str
    cell: str
    parts: tuple[str, str]
    read: str
    sign: str
    signed: str


NB = Words(
    "nb",
    "Hvem får se hva",
    "{person}: tilgang til «{part}»",
    ("Bolig, fritid og avlastning", "Periode, revisjon og samarbeid"),
    "Les og signer",
    "Signer",
    "Signert",
)
EN = Words(
    "en",
    "Who may see what",
    "{person}: access to “{part}”",
    ("Home, leisure and respite", "Period, revision and cooperation"),
    "Read and sign",
    "Sign",
    "Signed",
)


async def _grants(screen: Screen, words: Words = NB) -> None:
    await screen.page.goto(f"/plan/{(await screen.plan())['id']}/tilgang")
    await expect(screen.page.get_by_role("heading", level=1)).to_have_text(words.title)


async def _cell(screen: Screen, person: str, part: str, words: Words = NB) -> Locator:
    return await cell(screen, person, words.cell.format(person=person, part=part))


async def _choose_another(cell: Locator) -> None:
    """Open what is shut, and shut what is open: something to sign whatever was signed before."""
    chosen = "cell => cell.value ?? cell.querySelector('input:checked').value"
    await choose(cell, "comment" if await cell.evaluate(chosen) == "none" else "none")


@pytest_asyncio.fixture(loop_scope="module", params=[NB, EN], ids=["nb", "en"])
async def words(request: pytest.FixtureRequest, stage: Stage) -> AsyncIterator[Words]:
    """The owner has chosen a language."""
    words: Words = request.param
    owner = await stage.person("owner")
    assert (await owner.send("PATCH", "/api/me", {"locale": words.locale})).status_code == 204
    yield words
    await owner.send("PATCH", "/api/me", {"locale": "nb"})


async def _dialog_of_two(owner: Screen, words: Words) -> Locator:
    """The dialog in which two changes are read, when both sentences are there."""
    gp = next(p["name"] for p in (await owner.plan())["participants"] if p["role"] == "gp")
    for part in words.parts:
        await _choose_another(await _cell(owner, gp, part, words))
    await owner.page.get_by_role("button", name=words.read).click()
    dialog = owner.page.get_by_role("dialog")
    await expect(_sign(dialog, words)).to_be_enabled()
    await expect(dialog.locator(".signing__sentence")).to_have_count(2)
    return dialog


def _sign(dialog: Locator, words: Words) -> Locator:
    return dialog.get_by_role("button", name=re.compile(f"^{words.sign} "))


async def _sentences(dialog: Locator) -> list[str]:
    """Letter for letter, as they stand in the page."""
    found: list[str] = await dialog.locator(".signing__sentence").evaluate_all(
        "all => all.map(each => each.textContent)"
    )
    return found


async def _kept(stage: Stage, plan: str) -> list[str]:
    """The texts of all decisions, newest first."""
    view = (await (await stage.person("owner")).get(f"/api/plans/{plan}/grants")).json()
    return [decision["text"] for decision in view["decisions"]]


@pytest.mark.rule(9)
async def test_the_sentence_that_is_read_is_the_sentence_that_is_kept(stage: Stage, words: Words) -> None:
    owner = await stage.enter("owner")
    plan = (await owner.plan())["id"]
    await _grants(owner, words)
    dialog = await _dialog_of_two(owner, words)
    before, shown = await _kept(stage, plan), await _sentences(dialog)
    await owner.accessible()
    posts: list[str] = []
    owner.page.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)
    await _sign(dialog, words).click()
    await expect(owner.page.get_by_role("heading", name=words.signed, exact=True)).to_be_focused()
    assert await _sentences(dialog) == shown
    assert await _kept(stage, plan) == [*reversed(shown), *before]
    signed = [url for url in posts if not url.endswith("/preview")]  # sentences may be asked for once more
    assert [url.endswith("/grants") for url in signed] == [True]
    await owner.page.get_by_role("dialog").get_by_role("button").last.press("Enter")
    await _back_where_one_was(owner)


async def _back_where_one_was(screen: Screen) -> None:
    """In the cell that was chosen last, which is in view."""
    cell = screen.page.locator(".level :focus")
    await expect(cell).to_have_count(1)
    await expect(cell).to_be_in_viewport()


async def test_who_closes_the_dialog_or_discards_goes_on_where_they_were(stage: Stage) -> None:
    owner = await stage.enter("owner")
    await _grants(owner)
    dialog = await _dialog_of_two(owner, NB)
    await owner.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(owner.page.get_by_role("button", name=NB.read)).to_be_focused()
    await owner.page.get_by_role("button", name="Forkast").press("Enter")
    await _back_where_one_was(owner)


async def test_by_keyboard_one_goes_from_a_choice_to_signing_and_back_again(stage: Stage) -> None:
    owner = await stage.enter("owner")
    await _grants(owner)
    gp = next(p["name"] for p in (await owner.plan())["participants"] if p["role"] == "gp")
    await _choose_another(await _cell(owner, gp, "Ressurser"))
    await owner.page.keyboard.press("Tab")
    await expect(owner.page.get_by_role("button", name="Gå til signering")).to_be_focused()
    await owner.page.keyboard.press("Enter")
    await expect(owner.page.locator(".change-bar button:focus")).to_have_count(1)
    discard = owner.page.get_by_role("button", name="Forkast")
    while not await discard.evaluate("button => button === document.activeElement"):
        await owner.page.keyboard.press("Tab")
    await owner.page.keyboard.press("Enter")
    await _back_where_one_was(owner)


@only_at(NARROW, "a window that is low")
@pytest.mark.rule(9)
async def test_what_is_signed_can_be_read_to_its_end_in_a_low_window(stage: Stage) -> None:
    owner = await stage.enter("owner")
    await owner.page.set_viewport_size({"width": 320, "height": 256})
    await _grants(owner)
    gp = next(p["name"] for p in (await owner.plan())["participants"] if p["role"] == "gp")
    await _choose_another(await _cell(owner, gp, "Ressurser"))
    bar = owner.page.locator(".change-bar")
    for words in (bar.locator(".change-bar__words"), bar.get_by_role("button").last):
        for block in ("start", "end"):
            await words.evaluate("(words, block) => words.scrollIntoView({block})", block)
            edge, room = await words.bounding_box(), await bar.bounding_box()
            assert edge is not None
            assert room is not None
            at = edge["y"] + (0 if block == "start" else edge["height"])
            assert 0 <= room["y"] <= at + 1 <= room["y"] + room["height"] + 2 <= 256 + 2


@only_at(WIDE, "a table of hundreds of choices")
async def test_past_each_group_of_parts_one_goes_with_one_key(stage: Stage) -> None:
    owner = await stage.enter("owner")
    await _grants(owner)
    past = owner.page.locator(".grants__skip")
    groups = await past.count()
    assert groups > 1
    await past.first.focus()
    for group in range(groups):
        await expect(past.nth(group)).to_be_focused()
        await expect(past.nth(group)).to_be_in_viewport()
        await owner.page.keyboard.press("Enter")
        await owner.page.keyboard.press("Tab")
    outside = "!document.activeElement.closest('.grants__table') && document.activeElement !== document.body"
    await owner.page.wait_for_function(outside)


@only_at(WIDE, "what the server refuses")
@pytest.mark.rule(9)
async def test_words_that_changed_after_they_were_read_are_read_again(stage: Stage) -> None:
    owner = await stage.enter("owner")
    plan = (await owner.plan())["id"]
    await _grants(owner)
    _, changed = NB.parts

    async def of_earlier(route: Route) -> None:
        answer = await route.fetch()
        body = await answer.json()
        # Between two choices there may be a preview of the first alone.
        body["texts"] = [text.replace("jeg", "vi") if changed in text else text for text in body["texts"]]
        await route.fulfill(response=answer, json=body)

    await owner.page.route("**/grants/preview", of_earlier)
    dialog = await _dialog_of_two(owner, NB)
    before, read = await _kept(stage, plan), await _sentences(dialog)
    await owner.page.unroute("**/grants/preview")
    stage.refuses(409, at="/grants")
    await _sign(dialog, NB).click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Les setningene på nytt. Ingenting er signert.")
    await expect(dialog.get_by_text("Teksten er endret siden du leste den.")).to_have_count(1)
    assert await _kept(stage, plan) == before
    await expect(_sign(dialog, NB)).to_be_enabled()
    shown = await _sentences(dialog)
    assert [text for text in shown if text not in read] == [text for text in shown if changed in text]
    await owner.accessible()
    await _sign(dialog, NB).click()
    await expect(owner.page.get_by_role("heading", name="Signert", exact=True)).to_be_visible()
    assert await _kept(stage, plan) == [*reversed(shown), *before]


@only_at(WIDE, "what may be signed when")
async def test_without_sentences_to_read_nothing_can_be_signed(stage: Stage) -> None:
    owner = await stage.enter("owner")
    await _grants(owner)
    stage.may_say("ERR_FAILED", at="/grants/preview")
    await owner.page.route("**/grants/preview", lambda route: route.abort())
    gp = next(p["name"] for p in (await owner.plan())["participants"] if p["role"] == "gp")
    for part in NB.parts:
        await _choose_another(await _cell(owner, gp, part))
    await owner.page.get_by_role("button", name="Les og signer").click()
    dialog = owner.page.get_by_role("dialog")
    await expect(dialog.get_by_role("alert")).to_contain_text("kunne ikke hentes")
    await expect(_sign(dialog, NB)).to_be_disabled()
    await owner.accessible()
    await owner.page.unroute("**/grants/preview")
    retry = dialog.get_by_role("button", name="Prøv igjen")
    with contextlib.suppress(
        PlaywrightError
    ):  # the page, which asks for its plan again, may have been faster
        await retry.click(timeout=2_000)
    await expect(retry).to_have_count(0)
    await expect(_sign(dialog, NB)).to_be_enabled()
    await dialog.get_by_role("button", name="Tilbake uten å signere").click()


@only_at(WIDE, "the way through the server")
@pytest.mark.alone
@pytest.mark.rule(10, "P4")
async def test_what_the_owner_withdraws_by_clicking_is_gone_within_a_second(stage: Stage) -> None:
    owner, school = await stage.enter("owner"), await stage.enter("school")
    plan, person = await owner.plan(), await stage.person("owner")
    them = next(p for p in plan["participants"] if p["role"] == "school")
    part = next(p["id"] for p in plan["parts"] if p["kind"] == "education")
    grants, grant = (
        f"/api/plans/{plan['id']}/grants",
        {"participant": them["id"], "part": part, "level": "edit"},
    )
    sign = owner.page.get_by_role("button", name="Signer", exact=True)

    assert (await person.send("POST", grants, grant)).status_code == 201
    await school.open_part("education")
    await _grants(owner)
    stage.refuses(404, at=f"/api/parts/{part}/")
    await choose(await _cell(owner, them["name"], "Opplæring"), "none")
    await expect(sign).to_be_visible()
    await owner.page.evaluate(NOTE_THE_CLICK)
    gone = await school.page.evaluate_handle(f"{{ const gone = ({NOTE_WHEN_GONE})(); ({{ gone }}) }}")
    await sign.click()
    at = await gone.evaluate("({ gone }) => gone")
    clicked = await owner.page.evaluate("window.clickedAt")
    await expect(owner.page.get_by_role("heading", name="Signert")).to_be_visible()
    assert at - clicked < SOON * 1_000
    assert (await person.send("POST", grants, grant)).status_code == 201


TOUCHES = 12
"""From the front page to the receipt; a tap and each key are one."""


async def test_three_parts_are_opened_to_somebody_until_a_day_with_few_touches(stage: Stage) -> None:
    owner = await stage.enter("owner")
    page, plan = owner.page, await owner.plan()
    nav = next(p for p in plan["participants"] if p["role"] == "nav")
    person = await stage.person("owner")
    parts = [part["id"] for part in plan["parts"] if part["kind"] in ("health", "education", "home")]
    for part in parts:
        closed = {"participant": nav["id"], "part": part, "level": "none"}
        assert (await person.send("POST", f"/api/plans/{plan['id']}/grants", closed)).status_code == 201
    await _grants(owner)
    touches = 1  # the link to this page
    if stage.narrow:
        await page.locator(".grants__choose", has_text=nav["name"]).click()
        touches += 1
    for title in ("Helse", "Opplæring", "Bolig, fritid og avlastning"):
        await choose(await _cell(owner, nav["name"], title), "read")
        touches += 1
    await page.get_by_role("button", name="Les og signer").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Samme siste dag for alle").click()
    touches += 2
    for key in "1.8":
        await page.keyboard.press(key)
        touches += 1
    await dialog.get_by_role("heading", name="Dette åpnes").click()  # leaves the box, to read on
    touches += 1
    await expect(dialog.locator(".signing__sentence", has_text="til og med 1. august")).to_have_count(3)
    await expect(_sign(dialog, NB)).to_be_enabled()
    await _sign(dialog, NB).click()
    touches += 1
    await expect(page.get_by_role("heading", name="Signert", exact=True)).to_be_visible()
    assert touches <= TOUCHES
    assert all("til og med 1. august" in text for text in (await _kept(stage, plan["id"]))[:3])


@only_at(NARROW, "what is asked once more; here there is less room for it")
async def test_what_few_show_anybody_is_opened_only_by_who_says_so_twice(stage: Stage) -> None:
    owner = await stage.enter("owner")
    page, plan = owner.page, await owner.plan()
    school = next(p["name"] for p in plan["participants"] if p["role"] == "school")
    before = await _kept(stage, plan["id"])
    await _grants(owner)
    await choose(await _cell(owner, school, "Mine notater"), "read")
    await page.get_by_role("button", name="Les og signer").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator(".signing__sentence")).to_contain_text("Mine notater")
    await _sign(dialog, NB).click()
    sure = dialog.get_by_role("checkbox")
    await expect(sure).to_be_focused()
    await owner.accessible()
    assert await _kept(stage, plan["id"]) == before
    await dialog.get_by_role("button", name="Ta bort denne").click()
    await dialog.get_by_role("button", name="Tilbake uten å signere").click()
