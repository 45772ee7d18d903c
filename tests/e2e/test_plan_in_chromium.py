"""Issue row "In Chromium": people in their own browsers, at 1280 and at 390 px."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import expect

from .screen import Stage
from .widths import WIDE, only_at

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _let_write(stage: Stage, role: str, kind: str) -> None:
    owner = await stage.person("owner")
    plan = await owner.plan()
    them = next(p["id"] for p in plan["participants"] if p["role"] == role)
    grant = {"participant": them, "kind": kind, "level": "edit"}
    assert (await owner.send("POST", f"/api/plans/{plan['id']}/grants", grant)).status_code == 201


@only_at(WIDE, "documents on their way")
async def test_three_people_write_in_one_paragraph_see_each_other_and_converge(stage: Stage) -> None:
    words = {"owner": " sjøfugl", "coordinator": " tyttebær", "gp": " vindusvask"}
    await _let_write(stage, "gp", "crisis")
    screens = {key: await stage.enter(key) for key in words}
    for screen in screens.values():
        await screen.open_part("crisis")
        await screen.saved()
    before = await screens["owner"].paragraphs()
    # First everybody takes their place, so that nobody's place is behind another's first letters.
    await asyncio.gather(*(screen.go_to_end(1) for screen in screens.values()))
    await asyncio.gather(*(screens[key].page.keyboard.type(words[key], delay=15) for key in words))
    for screen in screens.values():
        for word in words.values():
            await screen.reads(word.strip())
        await screen.saved()
    after = await screens["owner"].paragraphs()
    added = after[1].removeprefix(before[1])
    # In whatever order, each word stands whole where its writer put the caret; nothing else has changed.
    assert "".join(sorted(re.findall(r" \w+", added))) == "".join(sorted(words.values())), added
    assert [*before[:1], before[1] + added, *before[2:]] == after
    assert {tuple(await screen.paragraphs()) for screen in screens.values()} == {tuple(after)}
    carets = screens["owner"].page.locator(".caret")
    await expect(carets).to_have_count(2)
    names = {await carets.nth(i).get_attribute("data-name") for i in range(2)}
    everybody = {p["id"]: p for p in (await screens["owner"].plan())["participants"]}
    assert names == {p["name"] for p in everybody.values() if p["role"] in ("coordinator", "gp")}


async def test_nothing_moves_when_others_come_go_and_comment(stage: Stage) -> None:
    owner = await stage.enter("owner")
    part = await owner.open_part("crisis")
    await owner.saved()
    others = {key: await stage.enter(key) for key in ("coordinator", "gp", "mother")}
    places = [await owner.place_of_the_text()]
    for count, screen in enumerate(others.values(), 1):
        await screen.open_part("crisis")
        await expect(owner.page.locator(".part__head .who__person")).to_have_count(count)
        places.append(await owner.place_of_the_text())
    person = await stage.person("coordinator")
    said = f"En kommentar til {stage.width}"
    answer = await person.send("POST", f"/api/parts/{part['id']}/comments", {"text": said})
    assert answer.status_code == 201
    shown = owner.page.get_by_role("button", name=re.compile(r"\d+ kommentar")) if stage.narrow else None
    await expect(shown or owner.page.get_by_text(said)).to_be_visible()
    places.append(await owner.place_of_the_text())
    await others["gp"].page.goto("/")
    await expect(owner.page.locator(".part__head .who__person")).to_have_count(2)
    places.append(await owner.place_of_the_text())
    assert set(places) == {places[0]}


async def test_what_others_write_above_moves_neither_what_i_read_nor_where_i_write(stage: Stage) -> None:
    owner = await stage.enter("owner")
    part = await owner.open_part("health")
    await owner.saved()
    other = await (await stage.person("owner")).connect()
    theirs = await other.open(part["document"])
    paragraphs = await owner.paragraphs()
    last = owner.text.locator("> .block").nth(len(paragraphs) - 1)
    await last.scroll_into_view_if_needed()
    await last.click()
    await owner.page.mouse.wheel(0, 200)
    await owner.page.wait_for_function("scrollY > 0")
    before = await owner.top_of_last_paragraph()
    for word in ("En ", "ganske ", "lang ", "setning ", "som fyller mer enn én linje øverst i teksten. ") * 3:
        theirs.type(word, 0, 0)
        await theirs.saved()
    await owner.reads("lang ")
    assert await owner.top_of_last_paragraph() == pytest.approx(before, abs=0.5)
    for number in range(3):
        theirs.add_block(f"Nytt avsnitt {number}", at=1)
        await theirs.saved()
    await owner.reads("Nytt avsnitt 2")
    assert abs(await owner.top_of_last_paragraph() - before) <= 2
    # Now in the same part with the caret in the last line, and what comes on the screen above it.
    await owner.page.mouse.wheel(0, -250)
    await owner.go_to_end(len(await owner.paragraphs()) - 1)
    before = await owner.top_of_last_paragraph()
    for number in range(3):
        theirs.add_block(f"Enda et avsnitt {number}", at=len(theirs.body.children) - 2)
        await theirs.saved()
    await owner.reads("Enda et avsnitt 2")
    assert abs(await owner.top_of_last_paragraph() - before) <= 2
    await other.close()


async def test_what_others_write_above_does_not_move_what_one_may_only_read(stage: Stage) -> None:
    school = await stage.enter("school")
    readable = ("read", "comment")
    part = next(
        p for p in (await school.plan())["parts"] if p["kind"] == "measure" and p["level"] in readable
    )
    other = await (await stage.person("owner")).connect()
    theirs = await other.open(part["document"])
    for number in range(30):
        theirs.add_block(f"Avsnitt {number}, med noen ord som er lange nok til å lese.")
    await theirs.saved()
    await school.open_part("measure", part["title"])
    await school.reads("Avsnitt 29")
    await school.text.locator("> .block").last.scroll_into_view_if_needed()
    before = await school.top_of_last_paragraph()
    for number in range(3):
        theirs.add_block(f"Nytt avsnitt {number}", at=2)
        await theirs.saved()
    await school.reads("Nytt avsnitt 2")
    assert abs(await school.top_of_last_paragraph() - before) <= 2
    await other.close()


@only_at(WIDE, "rights")
async def test_the_school_writes_its_own_measure_and_cannot_write_anothers(stage: Stage) -> None:
    school = await stage.enter("school")
    plan = await school.plan()
    mine = next(p for p in plan["parts"] if p["kind"] == "measure" and p["responsible"] == plan["me"])
    others = next(
        p
        for p in plan["parts"]
        if p["kind"] == "measure" and p["responsible"] != plan["me"] and p["level"] in ("read", "comment")
    )
    await school.open_part("measure", mine["title"])
    await school.page.get_by_role("radio", name="Gjort").click()
    await school.page.get_by_role("button", name="Endre", exact=True).click()
    extent = school.page.get_by_label("Hvor mye og hvor ofte?")
    await extent.click()
    await school.page.keyboard.press("End")
    await school.page.keyboard.type(" Også i uke 46.", delay=10)
    await school.type_at_end(" Skolen følger opp.")
    await school.saved()

    owner = await (await stage.person("owner")).connect()
    seen = await owner.open(mine["document"])
    assert "Også i uke 46." in str(seen.fields["extent"])
    assert seen.fields["status"] == "done"
    assert "Skolen følger opp." in seen.text
    await owner.close()

    await school.open_part("measure", others["title"])
    await expect(school.text).to_have_attribute("contenteditable", "false")
    await expect(school.page.get_by_text(re.compile("Du kan lese"))).not_to_have_count(0)


async def test_the_owner_comments_while_the_coordinator_reads(stage: Stage) -> None:
    owner, coordinator = await stage.enter("owner"), await stage.enter("coordinator")
    await owner.open_part("home")
    await coordinator.open_part("home")
    words = f"Dette vil jeg snakke om {stage.width}"
    if stage.narrow:
        await owner.page.get_by_role("button", name=re.compile("kommentar", re.I)).first.click()
        await coordinator.page.get_by_role("button", name=re.compile("kommentar", re.I)).first.click()
    await owner.page.get_by_role("button", name="Kommenter hele delen").click()
    await owner.page.get_by_role("textbox", name="Kommentaren din").fill(words)
    await owner.page.get_by_role("button", name="Send", exact=True).click()
    await expect(coordinator.page.get_by_text(words).first).to_be_visible()


@only_at(WIDE, "rights; where the menu is in view too")
@pytest.mark.alone
@pytest.mark.rule(10)
async def test_a_part_that_is_taken_away_goes_from_the_schools_screen(stage: Stage) -> None:
    owner, school = await stage.person("owner"), await stage.enter("school")
    plan = await owner.plan()
    part = next(p["id"] for p in plan["parts"] if p["kind"] == "education")
    them = next(p["id"] for p in plan["participants"] if p["role"] == "school")
    path, grant = f"/api/plans/{plan['id']}/grants", {"participant": them, "part": part}
    title = school.page.get_by_role("heading", level=1)
    gone = school.page.get_by_text("Denne delen er ikke lenger delt med deg")

    assert (await owner.send("POST", path, {**grant, "level": "edit"})).status_code == 201
    await school.open_part("education")
    await expect(title).to_have_text("Opplæring")
    assert (await owner.send("POST", path, {**grant, "level": "none"})).status_code == 201
    await expect(gone).to_be_visible(timeout=1_000)
    await expect(school.text).to_have_count(0)
    await expect(school.page.get_by_role("link", name=re.compile("^Opplæring"))).to_have_count(0)
    assert (await owner.send("POST", path, {**grant, "level": "edit"})).status_code == 201
    await school.open_part("education")


@only_at(WIDE, "documents on their way")
async def test_what_is_written_without_a_connection_is_sent_when_it_is_back(stage: Stage) -> None:
    owner = await stage.enter("owner")
    part = await owner.open_part("family")
    await owner.saved()
    other = await (await stage.person("owner")).connect()
    theirs = await other.open(part["document"])
    await stage.tunnel.cut()
    await expect(owner.save_line).to_contain_text("Frakoblet")
    await owner.type_at_end(f" Skrevet på toget {stage.width}.")
    theirs.add_block(f"Skrevet hjemme {stage.width}.")
    await theirs.saved()
    await expect(owner.save_line).to_contain_text("Frakoblet")
    await stage.tunnel.open()
    await owner.reads(f"Skrevet hjemme {stage.width}.")
    await owner.saved()
    await other.until(lambda: f"Skrevet på toget {stage.width}." in theirs.text)
    await other.close()


@only_at(WIDE, "documents on their way")
async def test_saved_is_said_only_after_the_acknowledgement(stage: Stage) -> None:
    owner = await stage.enter("owner")
    part = await owner.open_part("own-notes")
    await owner.saved()
    other = await (await stage.person("owner")).connect()
    theirs = await other.open(part["document"])
    stage.tunnel.hold()
    await owner.type_at_end(f" Uten svar {stage.width}.")
    await expect(owner.save_line).to_contain_text("Lagrer")
    # The server has it on disk and has told others; the page still has not been told.
    await other.until(lambda: f"Uten svar {stage.width}." in theirs.text)
    await expect(owner.save_line).to_contain_text("Lagrer")
    assert "Lagret" not in await owner.save_line.inner_text()
    stage.tunnel.release()
    await owner.saved()
    await other.close()


async def test_the_plan_can_be_used_with_the_keyboard_alone(stage: Stage) -> None:
    owner = await stage.enter("owner", "/")
    await expect(owner.page.get_by_role("heading", level=1)).to_be_visible()
    await owner.page.keyboard.press("Tab")
    focused = owner.page.locator(":focus")
    await expect(focused).to_have_text(re.compile("Hopp til|Til innholdet", re.I))
    await owner.open_part("resources")
    await owner.text.focus()
    await owner.page.keyboard.press("Control+End")
    await owner.page.keyboard.type(f" Med tastatur {stage.width}.", delay=10)
    await owner.reads(f"Med tastatur {stage.width}.")
    await owner.saved()
    await owner.page.keyboard.press("Escape")
    await owner.page.keyboard.press("Tab")
    await expect(owner.text).not_to_be_focused()


@pytest.mark.parametrize("kind", ["goal", "period"])
async def test_axe_finds_nothing_serious(stage: Stage, kind: str) -> None:
    """Nor on the other pages: ``test_every_page_in_chromium``."""
    owner = await stage.enter("owner")
    await owner.open_part(kind)
    await owner.saved()
    await owner.accessible()


async def test_logging_in_as_a_demo_person_leads_to_the_plan(stage: Stage) -> None:
    screen = await stage.blank()
    await screen.page.goto("/")
    await expect(screen.page.get_by_role("heading", level=1)).to_have_text("Logg inn")
    await screen.accessible()
    await screen.page.get_by_role("button", name=re.compile("Runa")).click()
    await expect(screen.page.get_by_role("heading", level=1)).to_have_text("Planen min")


@only_at(WIDE, "words")
async def test_whoever_takes_part_in_no_plan_is_given_no_role_in_one(stage: Stage) -> None:
    screen = await stage.blank()
    await screen.page.goto("/logg-inn")
    await expect(screen.page.get_by_role("button", name="Jonas Vik")).to_have_text(
        re.compile("Kan melde sitt eget behov$")
    )
    await expect(screen.page.get_by_role("button", name="Torunn Hauge")).not_to_contain_text("ndre")


SHARES_A_ROW = """([marks, words]) => {
  const [one, other] = [marks, words].map(each => each.getBoundingClientRect());
  return other.right > one.left && other.left < one.right && other.bottom > one.top && other.top < one.bottom;
}"""


async def test_whoever_is_here_covers_no_words(stage: Stage) -> None:
    owner = await stage.enter("owner")
    await owner.open_part("about-me")
    for key in ("mother", "coordinator", "gp", "school", "nav", "hospital"):
        await (await stage.enter(key)).open_part("about-me")
    for width in (390, 360, 320) if stage.narrow else (stage.width,):
        await owner.page.set_viewport_size({"width": width, "height": 800})
        shown = 5 if not stage.narrow else 2 if width == stage.width else 1
        for row, words in ((".top-bar", "a"), (".part__head", "p")):
            here = owner.page.locator(f"{row} .who")
            await expect(here.locator(".who__person")).to_have_count(shown + 1)
            await expect(here.get_by_text(f"+{6 - shown}")).to_be_visible()
            beside = [
                each for each in await owner.page.locator(f"{row} {words}").all() if await each.is_visible()
            ]
            for each in beside:
                both = [await here.element_handle(), await each.element_handle()]
                assert not await owner.page.evaluate(SHARES_A_ROW, both), (width, await each.inner_text())
    await owner.page.get_by_role("button", name="Her nå: 6").focus()
    names = owner.page.get_by_role("list", name="Her nå")
    await expect(names.get_by_text("Silje Tangen, skole")).to_be_in_viewport()
    await owner.accessible()
