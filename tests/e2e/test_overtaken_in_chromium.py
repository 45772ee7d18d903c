"""Somebody is writing an answer, and somebody else is first: the words stay to be copied."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from server.demo.municipality import NUMBER
from tests.support.operations import REPORT
from tests.support.wide import course_at_pages

from .screen import Stage
from .test_coordinated_in_chromium import does

pytestmark = [pytest.mark.asyncio(loop_scope="module"), course_at_pages]
WORDS = "Det er mor som følger meg."


@pytest.mark.rule(6)
async def test_an_owners_answer_stays_to_be_copied_where_the_unit_wrote_one_first(stage: Stage) -> None:
    owner, unit = await stage.person("stranger"), await stage.person("unit")
    if not (await owner.get("/api/my-cases")).json():
        await owner.post(
            f"/api/municipalities/{NUMBER}/reports", REPORT | {"reporter": "owner", "wish": "both"}
        )
        await does(unit, owner, "taken", {})
    await does(unit, owner, "asked", {"of": "owner", "question": "Hvem følger deg til skolen?"})
    (case,) = (await owner.get("/api/my-cases")).json()
    (asked,) = case["questions"]
    screen = await stage.enter("stranger", "/sak")
    page = screen.page
    await page.get_by_label("Hvem følger deg til skolen?").fill(WORDS)
    await does(unit, owner, "answered", {"question": asked["record"], "answer": "Drosje."})
    stage.refuses(409, at="/records")
    await page.get_by_role("button", name="Send svaret").press("Enter")
    left = page.get_by_role("alert").filter(has_text="Hvem følger deg til skolen?")
    await expect(left).to_contain_text(
        "Noen andre svarte på dette mens du skrev. Det du skrev, er ikke sendt."
    )
    await expect(left.get_by_label("Det du skrev")).to_have_value(WORDS)
    await expect(left).to_be_in_viewport()
    await screen.looked_at("overtaken")
    await left.get_by_role("button", name="Lukk").press("Enter")
    await expect(left).to_have_count(0)
