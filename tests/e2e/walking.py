"""Two people in the same fields at random, held against what their screens say is saved."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import Any, Self

from playwright.async_api import Locator
from playwright.async_api import TimeoutError as NotSeen
from pycrdt import XmlElement, XmlText

from server.domain.kinds import KINDS, FieldType
from server.domain.plan import Kind
from tests.support.clients.people import Document, Person
from tests.support.servers.server import ROOT

from .screen import SECONDS, Screen

WORDS = json.loads((ROOT / "frontend" / "src" / "i18n" / "nb" / "plan.json").read_text())
COLUMNS = ("responsible", "area")
"""Of the plan, not of the document of a part."""


@dataclass(frozen=True)
class Controls:
    """What people write in on the page of a part, by label; and whether a choice is open.

    Read from the table of kinds and the words of the page, so that a new field of a kind is in the walk.
    """

    texts: dict[str, str]
    days: dict[str, str]
    lists: dict[str, str]
    open_choice: bool

    @classmethod
    def of(cls, kind: Kind) -> Self:
        record, words = KINDS[kind], WORDS.get(kind, {})

        def labelled(*types: FieldType) -> dict[str, str]:
            return {
                words[label]: name
                for name, field in record.fields.items()
                for label in (name, f"{name}Other")
                if field.type in types and name != "status" and label in words
            }

        columns = {WORDS["placement"][name]: name for name in COLUMNS} if record.area else {}
        controls = cls(
            labelled(FieldType.TEXT),
            labelled(FieldType.DATE),
            labelled(FieldType.PART, FieldType.CHOICE) | columns,
            "status" in record.fields,
        )
        assert controls.fields == {*record.fields, *columns.values()}, f"a field of {kind} has no label"
        return controls

    @property
    def names(self) -> dict[str, str]:
        return self.texts | self.days | self.lists

    @property
    def fields(self) -> set[str]:
        return {*self.names.values(), *(["status"] if self.open_choice else [])}


TYPING_MS = 2_500
"""A complete day is sent a second after its last figure."""
TYPED_DAYS = ("15062027", "1.9.2027", "03.04.27", "", "31.02.2027", "15.0", "080826", "0026", "2027-11-01")
WATCH = """([names, days]) => {
  const iso = typed => {
    const dotted = /^(\\d{1,2})\\.(\\d{1,2})\\.(\\d{2,4})$/.exec(typed);
    const figures = dotted ?? /^(\\d\\d)(\\d\\d)(\\d{2,4})$/.exec(typed);
    if (!figures) return typed;
    const [, day, month, year] = figures;
    return `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  };
  const words = block => {
    const copy = block.cloneNode(true);
    for (const widget of copy.querySelectorAll('.ProseMirror-widget, .caret')) widget.remove();
    return copy.textContent.replaceAll('\\u2060', '');
  };
  // One look: what the page says of saving, and what stands in every control at that moment.
  window.look = () => {
    const shown = {};
    for (const label of document.querySelectorAll('.facts label')) {
      const box = document.getElementById(label.htmlFor);
      const name = names[label.textContent];
      if (box && name) shown[name] = box.type === 'text' ? iso(box.value) : box.value;
    }
    const open = document.querySelector('.open-choice');
    if (open) shown.status = open.querySelector('input:checked')?.value ?? '';
    shown.text = [...document.querySelectorAll('.tiptap > .block')].map(words).join('\\n');
    return {save: document.querySelector('.save-line').dataset.save, shown};
  };
  window.settled = () => ['saved', 'unfinished'].includes(look().save) && look();
  // What somebody is in the middle of is theirs until it is written.
  window.shows = wanted => {
    const {save, shown} = look();
    const theirs = name => save !== 'saved' && days.includes(name);
    return Object.keys(wanted).every(name => shown[name] === wanted[name] || theirs(name));
  };
}"""


class Walk:
    """``compared``: how often a screen said that all is saved, and was held against the log and the other."""

    def __init__(
        self, kind: Kind, screens: list[Screen], log: Document, reader: Person, chance: random.Random
    ) -> None:
        """``screens``: of people who have the same part open; ``reader`` sees the plan's list of parts."""
        self._controls = Controls.of(kind)
        self._screens, self._log, self._reader, self._chance = screens, log, reader, chance
        self._chosen_by: dict[str, Screen] = {}
        """By list, who chose in it last."""
        self.compared = 0

    async def take(self, steps: int) -> None:
        for screen in self._screens:
            await screen.page.evaluate(WATCH, [self._controls.names, [*self._controls.days.values()]])
        acts = [self._type, self._type]
        acts += [self._set_day, self._set_day] if self._controls.days else []
        acts += [self._choose] if self._controls.lists or self._controls.open_choice else []
        for _ in range(steps):
            screen = self._chance.choice(self._screens)
            await self._chance.choice(acts)(screen)
            if self._chance.random() < 0.3:
                await self._compare(screen)
        for screen in self._screens:  # a short walk may else end uncompared
            await self._compare(screen)

    async def _type(self, screen: Screen) -> None:
        words = self._chance.choice(["a", "ø ", "hei", "😀"])
        place = self._chance.choice([*self._controls.texts, None])
        if place is None:
            await screen.text.press(self._chance.choice(["Control+End", "Control+Home", "End"]))
            if self._chance.random() < 0.1:
                await screen.page.keyboard.press("Enter")
        else:
            await self._box(screen, place).press(self._chance.choice(["End", "Home"]))
        if self._chance.random() < 0.3:
            await screen.page.keyboard.press("Backspace")
        await screen.page.keyboard.type(words)

    async def _set_day(self, screen: Screen) -> None:
        box = self._box(screen, await self._one_of(screen, self._controls.days))
        await box.press("Control+A")
        await box.press("Delete")
        await box.press_sequentially(self._chance.choice(TYPED_DAYS))
        if self._chance.random() < 0.6:
            await box.press(self._chance.choice(["Tab", "Enter"]))

    async def _choose(self, screen: Screen) -> None:
        lists = self._controls.lists
        if self._controls.open_choice and (not lists or self._chance.random() < 0.3):
            choices = screen.page.locator(".open-choice label")
            await choices.nth(self._chance.randrange(await choices.count())).click()
            return
        label = await self._one_of(screen, lists)
        self._chosen_by[lists[label]] = screen
        box = self._box(screen, label)
        choices = await box.evaluate("box => box.options.length")
        await box.select_option(index=self._chance.randrange(min(choices, 4)))

    def _box(self, screen: Screen, label: str) -> Locator:
        return screen.page.locator("main").get_by_label(label, exact=True)

    async def _one_of(self, screen: Screen, labels: dict[str, str]) -> str:
        """A label that this person's page has: some are worded for the owner, and for the others."""
        there = [label for label in labels if await self._box(screen, label).count()]
        assert {labels[label] for label in there} == {*labels.values()}
        return self._chance.choice(there)

    async def _compare(self, screen: Screen) -> None:
        """Wait until the screen says that all is saved, mending what cannot be; what it shows then is so."""
        shown = await self._said_to_be_saved(screen)
        for other in self._screens:
            if not await self._shows(other, shown, TYPING_MS):
                # A day that stood unwritten in a box has been written since: then all have that one.
                shown = await self._said_to_be_saved(screen)
                assert await self._shows(other, shown, SECONDS), await self._differing(other, shown)
        self.compared += 1

    async def _said_to_be_saved(self, screen: Screen) -> dict[str, str]:
        shown = await self._saved(screen)
        try:
            await self._log.socket.until(lambda: self._stored_otherwise(shown) == {}, TYPING_MS / 1_000)
        except TimeoutError:
            # What another wrote came there first.
            shown = await self._saved(screen)
            await self._log.socket.until(lambda: self._stored_otherwise(shown) == {})
        stored = await self._columns()
        differing = {name: (shown[name], stored[name]) for name in stored if shown[name] != stored[name]}
        assert screen not in map(self._chosen_by.get, differing), differing
        return shown | stored  # what another chose may still be on its way here

    async def _saved(self, screen: Screen) -> dict[str, str]:
        seen = await self._settled(screen)
        for _ in self._controls.days:
            if seen["save"] != "saved":
                await self._mend(screen)
                seen = await self._settled(screen)
        assert seen["save"] == "saved", seen
        return dict(seen["shown"])

    async def _shows(self, other: Screen, shown: dict[str, str], ms: float) -> bool:
        try:
            await other.page.wait_for_function("shown => shows(shown)", arg=shown, timeout=ms)
        except NotSeen:
            return False
        return True

    async def _differing(self, other: Screen, shown: dict[str, str]) -> str:
        seen = (await other.page.evaluate("look()"))["shown"]
        differing = {name: (words, seen[name]) for name, words in shown.items() if seen[name] != words}
        return f"after {self.compared} comparisons, in the log and there: {differing}"

    async def _settled(self, screen: Screen) -> dict[str, Any]:
        try:
            seen = await screen.page.wait_for_function("() => settled()", timeout=TYPING_MS)
        except NotSeen:
            # A box waits for the rest of a day.
            await screen.page.keyboard.press("Tab")
            seen = await screen.page.wait_for_function("() => settled()", timeout=SECONDS)
        return dict(await seen.json_value())

    async def _mend(self, screen: Screen) -> None:
        # Looked up once: of two that are wrong, the one in which somebody stands is not called wrong.
        wrong = await screen.page.locator(".facts [aria-invalid=true]").first.element_handle()
        assert wrong is not None
        await wrong.press("Control+A")
        await screen.page.keyboard.type("15.06.2027")

    def _stored_otherwise(self, shown: dict[str, str]) -> dict[str, tuple[str, str]]:
        """What differs between a screen and the document in the log, by field."""
        names = self._controls.fields - {*COLUMNS}
        fields = {name: str(self._log.fields.get(name) or "") for name in names}
        fields["text"] = "\n".join(_words(block) for block in self._log.body.children)
        return {name: (shown[name], value) for name, value in fields.items() if shown[name] != value}

    async def _columns(self) -> dict[str, str]:
        asked = [name for name in COLUMNS if name in self._controls.fields]
        if not asked:
            return {}
        plan = await self._reader.plan()
        part = next(part for part in plan["parts"] if part["document"] == self._log.address)
        return {name: part[name] or "" for name in asked}


def _words(block: XmlElement) -> str:
    """Without marks and line breaks, as the screen's are read."""
    runs = [run for text in block.children if isinstance(text, XmlText) for run, _ in text.diff()]
    return "".join(run for run in runs if isinstance(run, str)).replace("\n", "")
