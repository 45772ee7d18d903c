"""How a unit is reached: the same lines on its municipality's public page and on the pages of owners."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from server.storage.municipality.settings import Contact

Kind = Literal["phone", "mail", "text"]


@dataclass(frozen=True, slots=True)
class ContactLine:
    """``kind``: how ``said`` is followed. ``note``: what to know before one does; "" if nothing."""

    kind: Kind
    label: str
    said: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnitContact:
    """``lines``: what the municipality has said of it, and none of what it has not."""

    unit: str
    municipality: str
    lines: tuple[ContactLine, ...]


def contact_lines(contact: Contact, label: Callable[[str], str], language: str) -> Iterator[ContactLine]:
    """``label``: the text of the catalogue by its key after ``information.label.``."""
    said: tuple[tuple[str, Kind, str], ...] = (
        ("phone", "phone", contact.phone),
        ("hours", "text", contact.hours.said(language)),
        ("address", "text", contact.address),
        ("visit", "text", contact.visit),
        ("mail", "mail", contact.mail),
    )
    for key, kind, words in said:
        if words:
            yield ContactLine(kind, label(key), words, label("mail-warning") if kind == "mail" else "")
