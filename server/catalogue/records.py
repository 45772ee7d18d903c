"""Entries of a file of the catalogue, validated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

LANGUAGES = ("nb", "nn", "en")
COMPLETE = ("nb", "en")
"""The languages every text has; another one falls back to the first of them."""
UNITS = ("minutes", "days", "weeks", "months", "years", "people")
PLACE = re.compile(r"\{([^{}]*)\}")
BRACE = re.compile(r"[{}]")
KEY = r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)+"
NAME = re.compile(r"[a-z][a-z_]*")
LONGEST = 4_000
"""Characters of one text."""


def plain(text: str) -> str:
    """As it is shown: lines of a paragraph joined, an empty line between paragraphs, ``- `` before items."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(re.sub(r"\s*\n(?!- )\s*", " ", re.sub(r"\n[ \t]+", "\n", each)) for each in paragraphs)


def _sound(text: str) -> str:
    if BRACE.search(PLACE.sub("", text)):
        raise ValueError("a brace without its other one")
    return plain(text)


Words = Annotated[str, Field(min_length=1, max_length=LONGEST), AfterValidator(_sound)]


def places(text: str) -> frozenset[str]:
    """The placeholders of a text, references with a dot among them."""
    return frozenset(PLACE.findall(text))


class Dated(BaseModel):
    """What texts and rules have in common: a version of ``key`` that is in force from ``valid_from`` on.

    ``valid_until``: the last day, where nothing follows it. ``source``: law and section, or whose practice.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    key: str = Field(pattern=KEY, max_length=80)
    nb: Words
    nn: Words | None = None
    en: Words
    source: str = Field(min_length=3, max_length=300)
    confidence: Literal["read", "read-earlier", "known", "design", "open"]
    valid_from: date
    valid_until: date | None = None

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)

    def said(self, language: str) -> str | None:
        """``None`` if it is not said in that language."""
        return getattr(self, language) if language in LANGUAGES else None


class Version(Dated):
    """A text. ``values``: the names that the code fills in."""

    values: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _all_languages_fill_in_the_same(self) -> Self:
        for language in LANGUAGES:
            text = self.said(language)
            if text is not None:
                self.require(text, language)
        return self

    def require(self, text: str, language: str) -> None:
        """Raises ``ValueError`` unless ``text`` fills in all ``values`` and no others, but for references."""
        found = {place for place in places(text) if "." not in place}
        for name in sorted(found ^ set(self.values)):
            unknown = "unknown placeholder" if name in found else "nothing is filled in for"
            raise ValueError(f"{language}: {unknown} {{{name}}}")


class Rule(Dated):
    """A deadline, an age, an interval or another number. ``nb`` and ``en`` say what it is.

    ``least``, ``most``: between them a municipality may choose; both ``None`` where it is law.
    """

    unit: Literal["minutes", "days", "weeks", "months", "years", "people"]
    amounts: tuple[int, ...] = Field(min_length=1)
    least: int | None = None
    most: int | None = None

    @model_validator(mode="before")
    @classmethod
    def _unit_and_amounts(cls, given: Any) -> Any:
        units = [unit for unit in UNITS if unit in given] if isinstance(given, Mapping) else []
        if len(units) != 1:
            raise ValueError(f"needs one of {', '.join(UNITS)}")
        amounts = given[units[0]]
        several = tuple(amounts) if isinstance(amounts, list) else (amounts,)
        return {name: value for name, value in given.items() if name != units[0]} | {
            "unit": units[0],
            "amounts": several,
        }

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        if (self.least is None) != (self.most is None):
            raise ValueError("least and most come together")
        if self.least is not None and self.most is not None:
            if len(self.amounts) != 1:
                raise ValueError("several numbers cannot be chosen")
            if not self.least <= self.amounts[0] <= self.most:
                raise ValueError("is not between least and most")
        return self

    @property
    def is_chosen(self) -> bool:
        """Whether a municipality may choose it."""
        return self.least is not None

    @property
    def amount(self) -> int:
        """The only one. Raises ``ValueError`` where there are several."""
        (only,) = self.amounts
        return only

    @property
    def days(self) -> int:
        """The only one in days. Raises ``ValueError`` for what has no fixed number of days."""
        if self.unit not in ("days", "weeks"):
            raise ValueError(f"{self.key} is in {self.unit}")
        return self.amount * (7 if self.unit == "weeks" else 1)


@dataclass(frozen=True, slots=True)
class Switches:
    """What a municipality decides that is neither words nor a number.

    ``appointable``: from which services a coordinator may come; ``None``: from any. ``says_service``: whoever
    is proposed comes from one that is said.
    """

    asks_coordination: bool = False
    asks_both_parents: bool = True
    appointable: frozenset[str] | None = None
    says_service: bool = False
