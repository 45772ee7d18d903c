"""Choosing who sees what, in the table of a wide screen and in the lists of a narrow one."""

from __future__ import annotations

from playwright.async_api import Locator, expect

from .screen import Screen


async def cell(screen: Screen, person: str, label: str) -> Locator:
    """The choice for one person and one part, by ``label``; on a narrow screen the person is picked first."""
    page = screen.page
    if not screen.stage.narrow:
        return page.get_by_label(label)
    pick = page.locator(".grants__choose", has_text=person)
    choices = page.get_by_role("group", name=label)
    await expect(pick.or_(choices).first).to_be_visible()
    if await pick.count():
        await pick.click()
    return choices


async def choose(cell: Locator, level: str) -> None:
    if await cell.evaluate("cell => cell.tagName") == "SELECT":
        await cell.focus()
        await cell.select_option(level)
    else:
        await cell.locator(f"label:has(input[value={level}])").click()
