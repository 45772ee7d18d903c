"""The public page of a municipality, as HTML that is readable without scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from server.catalogue import Catalogue, UnknownKey
from server.domain.errors import NotFound
from server.storage.municipality.settings import settings_of

from .service import Units
from .store import Municipalities

PAGES = Path(__file__).parent / "pages"
STYLE = (PAGES / "side.css").read_text(encoding="utf-8")
DOORS = ("complaint", "supervision", "ombud")


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph (``text``), or a list."""

    text: str = ""
    items: tuple[str, ...] = ()


def blocks_of(text: str) -> list[TextBlock]:
    """Paragraphs and lists of a text of the catalogue, or of one that a municipality wrote."""
    found: list[TextBlock] = []
    for paragraph in text.split("\n\n"):
        before, *items = re.split(r"(?:^|\n)- ", paragraph)
        found += [TextBlock(text=before)] if before.strip() else []
        found += [TextBlock(items=tuple(items))] if items else []
    return found


@dataclass(frozen=True, slots=True)
class PageWish:
    """How a page is asked for. ``shorter``: in shorter text."""

    language: str = "nb"
    shorter: bool = False

    def query(self, language: str | None = None, shorter: bool | None = None) -> str:
        """What asks for it in the address, or for it in another language or length."""
        language, shorter = language or self.language, self.shorter if shorter is None else shorter
        return f"?lang={language}" + ("&kort=1" if shorter else "")


class Information:
    """``report_page``: the address of the page where a need is reported, with ``{number}`` in the place of
    the municipality's; ``None`` while nobody can report on the web."""

    def __init__(self, store: Municipalities, units: Units, report_page: str | None = None) -> None:
        self._store, self._units, self._report_page = store, units, report_page
        self._pages = Environment(
            loader=FileSystemLoader(PAGES), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        self._pages.filters["blocks"] = blocks_of

    async def listed(self, shown: PageWish) -> str:
        """The page that names all municipalities; of the only one where there is one, its own."""
        served = await self._store.all()
        if len(served) == 1:
            return await self.page(served[0].number, shown)
        return await self._list(shown, "choose")

    async def missing(self, shown: PageWish) -> str:
        """Instead of the page of a municipality that is not served here."""
        return await self._list(shown, "missing")

    async def page(self, number: str, shown: PageWish) -> str:
        """Raises ``NotFound``."""
        found = await self._store.numbered(number)
        if found is None:
            raise NotFound
        own = await self._store.own(found.id)
        settings = settings_of(own.municipality.settings)
        return self._rendered(
            "municipality.html",
            self._units.own_catalogue(own),
            shown,
            link=lambda **other: f"/om/{found.number}{shown.query(**other)}",
            shorter=shown.shorter,
            name=found.name,
            reach=self._units.contact_of(own, shown.language),
            contact=settings.contact,
            hours=settings.contact.hours.said(shown.language),
            offers=settings.offers,
            doors=[*zip(DOORS, (None, settings.governor, settings.ombud), strict=True)],
            report_page=self._report_page and self._report_page.format(number=found.number),
        )

    async def _list(self, shown: PageWish, heading: str) -> str:
        words = _Words(self._units, self._units.standard, shown)
        return self._rendered(
            "list.html",
            self._units.standard,
            shown,
            link=lambda **other: f"/om{shown.query(**other)}",
            shorter=None,
            query=shown.query(),
            heading=words.label(heading),
            municipalities=await self._store.all(),
        )

    def _rendered(self, template: str, catalogue: Catalogue, shown: PageWish, **more: Any) -> str:
        words = _Words(self._units, catalogue, shown)
        return self._pages.get_template(template).render(
            language=shown.language,
            say=words.say,
            label=words.label,
            door_title=words.door_title,
            say_door=words.say_door,
            **more,
        )


class _Words:
    """What the templates ask for, in one language and length."""

    def __init__(self, units: Units, catalogue: Catalogue, shown: PageWish) -> None:
        self._catalogue, self._shown, self._today = catalogue, shown, units.today()

    def say(self, key: str) -> str:
        return self._said(f"information.{key}", f"information.{key}.short")

    def label(self, key: str) -> str:
        return self._text(f"information.label.{key}")

    def door_title(self, door: str) -> str:
        return self._text(f"complaint.door.{door}.title")

    def say_door(self, door: str) -> str:
        return self._said(f"complaint.door.{door}", f"information.complaint.door.{door}.short")

    def _said(self, key: str, short: str) -> str:
        if self._shown.shorter:
            try:
                return self._text(short)
            except UnknownKey:
                pass  # said as shortly as it can be already
        return self._text(key)

    def _text(self, key: str) -> str:
        return self._catalogue.text(key, self._shown.language, on=self._today)


def asked_for(lang: str | None, kort: str | None, accepted: Sequence[str]) -> PageWish:
    """``lang`` and ``kort`` of the address count before ``accepted``, the header's languages, best first."""
    spoken = "en" if lang == "en" else "nb" if lang is not None else _first_spoken(accepted)
    return PageWish(spoken, kort == "1")


def _first_spoken(accepted: Sequence[str]) -> str:
    for each in accepted:
        if each in ("no", "nb", "nn", "da", "sv"):
            return "nb"
        if each == "en":
            return "en"
    return "nb"
