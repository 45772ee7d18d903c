"""What a municipality has decided for itself; stored as JSON, where it differs from what is usual here.

A field that comes later has a default; one that goes is taken out by a migration. Numbers of days and the
like are rules of the catalogue: ``chosen`` holds those that the municipality may choose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt

from server.catalogue import Switches

OFFERS_AT_MOST = 40
LINE, LINES, PARAGRAPHS = 120, 400, 2_000
"""Characters of one line, of an address, of a description."""


def _line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("one line of printable characters")
    return " ".join(text.split())


def _lines(text: str) -> str:
    if not all(line.isprintable() for line in text.splitlines()):
        raise ValueError("lines of printable characters")
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


Line = Annotated[str, Field(max_length=LINE), AfterValidator(_line)]
Lines = Annotated[str, Field(max_length=LINES), AfterValidator(_lines)]
Paragraphs = Annotated[str, Field(max_length=PARAGRAPHS), AfterValidator(_lines)]
Phone = Annotated[str, Field(max_length=30, pattern=r"^(\+?[0-9][0-9 ]{2,28})?$")]
MAIL = r"^([^@\s<>\"?&]+@[^@\s<>\".]+(\.[^@\s<>\".]+)+)?$"
Mail = Annotated[str, Field(max_length=LINE, pattern=MAIL), AfterValidator(_line)]


class SettingsPart(BaseModel):
    """A part of the settings: nothing is converted, nothing unknown is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class InLanguages(SettingsPart):
    """What a municipality says itself: ``nb`` is what counts where a language says nothing."""

    nb: str = ""
    nn: str = ""
    en: str = ""

    def said(self, language: str) -> str:
        """``language``: as an address names it; a name that is none of these says nothing."""
        own: str = getattr(self, language) if language in type(self).model_fields else ""
        return own or self.nb


class LocalWords(InLanguages):
    """On one line each."""

    nb: Line = ""
    nn: Line = ""
    en: Line = ""


class Description(InLanguages):
    """With room for paragraphs."""

    nb: Paragraphs = ""
    nn: Paragraphs = ""
    en: Paragraphs = ""


class Contact(SettingsPart):
    """How the unit is reached. ``address``: for letters; ``visit``: where one may come."""

    name: LocalWords = LocalWords(nb="Koordinerende enhet", en="Coordinating unit")
    phone: Phone = ""
    mail: Mail = ""
    address: Lines = ""
    visit: Lines = ""
    hours: LocalWords = LocalWords()


class Office(SettingsPart):
    """Somebody outside of the municipality who is named where people may complain."""

    name: Line = ""
    phone: Phone = ""


class Offer(SettingsPart):
    """Something the municipality offers: a course, a group, a service."""

    title: LocalWords
    text: Description = Description()
    phone: Phone = ""


Appointable = Literal["municipal-health", "school", "nav", "child-welfare", "other"]


SERVICES: tuple[str, ...] = get_args(Appointable)


class MunicipalitySettings(SettingsPart):
    """``asks_coordination``: a signed consent to coordination is asked, beside the wish for a coordinator.

    ``asks_both_parents``: both are asked where parents consent. ``appointable``: from which services a
    coordinator may come. ``chosen``: by the key of a rule, the number within its bounds.
    """

    contact: Contact = Contact()
    governor: Office = Office()
    ombud: Office = Office()
    offers: Annotated[tuple[Offer, ...], Field(max_length=OFFERS_AT_MOST)] = ()
    asks_coordination: StrictBool = False
    asks_both_parents: StrictBool = True
    appointable: Annotated[tuple[Appointable, ...], Field(max_length=5)] = (
        "municipal-health",
        "school",
        "nav",
        "child-welfare",
    )
    chosen: Annotated[dict[str, StrictInt], Field(max_length=50)] = {}

    def stored(self) -> dict[str, Any]:
        """As JSON, without what is usual."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def switches(self) -> Switches:
        """Whoever has decided from where coordinators come is told it of each; with what is usual nobody has
        to say it."""
        services = frozenset(self.appointable)
        usual = frozenset(type(self).model_fields["appointable"].default)
        return Switches(self.asks_coordination, self.asks_both_parents, services, services != usual)


def settings_of(stored: Mapping[str, Any]) -> MunicipalitySettings:
    """What is stored of a municipality. Raises pydantic's ``ValidationError``."""
    return MunicipalitySettings.model_validate(stored)


NUMBER = re.compile(r"[0-9]{4}")
"""A kommunenummer."""
