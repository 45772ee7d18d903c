"""Looks up texts and rules as they were on a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Self, TypeVar
from unicodedata import category

from .records import COMPLETE, LANGUAGES, LONGEST, PLACE, Dated, Rule, Switches, Version, places, plain

E = TypeVar("E", bound=Dated)
BEGINNING = re.compile(r"(^|[.!?]\s+|\n\n|\n- )$")
"""Where a sentence begins, and so a word from elsewhere with a capital."""
LONGEST_WORD = 200
"""Characters of a text that stands within others, as often as they like."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode's categories of what turns text around or hides in it."""
Texts = Mapping[tuple[str, str], str]
"""By key and language."""


class UnknownKey(LookupError):
    """No text or rule has this key: a mistake in the program."""


class NotInForce(LookupError):
    """There is such a key, and on that day it had no version."""


class Unfit(ValueError):
    """A municipality's own words or number that cannot be used; says why."""


class Catalogue:
    """``texts`` and ``rules`` by key, each with its versions, oldest first.

    A municipality's own (``with_own``) is one too: what it says in its own words, and what it has chosen,
    stand in front of the rest.
    """

    def __init__(
        self,
        texts: Mapping[str, Sequence[Version]],
        rules: Mapping[str, Sequence[Rule]],
        own_texts: Texts | None = None,
        chosen: Mapping[str, int] | None = None,
        words: frozenset[str] | None = None,
        switches: Switches | None = None,
    ) -> None:
        self._texts, self._rules = texts, rules
        self._words_within = _within_others(texts) if words is None else words
        self._own_texts, self._chosen = own_texts or {}, chosen or {}
        self.switches = switches or Switches()

    @property
    def texts(self) -> Mapping[str, Sequence[Version]]:
        return self._texts

    @property
    def rules(self) -> Mapping[str, Sequence[Rule]]:
        return self._rules

    def text(self, key: str, language: str, /, *, on: date, **values: str | int) -> str:
        """The words in force on that day, filled in. ``nn`` and any other language fall back to ``nb``.

        Raises ``UnknownKey``, ``NotInForce``, and ``TypeError`` for values that the text does not have.
        """
        version = _in_force(self._texts, key, on)
        if set(values) != set(version.values):
            raise TypeError(f"{key} fills in {', '.join(version.values) or 'nothing'}")
        said = self._words(version, language)
        # Once over the text: what is filled in is never read as a placeholder itself.
        return PLACE.sub(lambda place: self._filled(place, language, on, values), said)

    def rule(self, key: str, /, *, on: date) -> Rule:
        """In force on that day; with the municipality's number where it may choose one.

        Raises ``UnknownKey``, ``NotInForce``.
        """
        rule = _in_force(self._rules, key, on)
        chosen = self._chosen.get(key)
        if chosen is None or not _may_be_chosen(rule, chosen):
            return rule
        return rule.model_copy(update={"amounts": (chosen,)})

    def of_subject(self, subject: str, on: date) -> Iterator[Version]:
        """The texts of one file that are in force, in its order."""
        for key, versions in self._texts.items():
            if key.partition(".")[0] == subject:
                yield from [each for each in versions if each.in_force(on)][-1:]

    def to_choose(self, on: date) -> Iterator[Rule]:
        """The rules in force that a municipality may choose, as they are for this one."""
        for key, versions in self._rules.items():
            if any(each.in_force(on) and each.is_chosen for each in versions):
                yield self.rule(key, on=on)

    # -- a municipality's own -------------------------------------------------------------------------

    def with_own(self, texts: Texts, chosen: Mapping[str, int], switches: Switches | None = None) -> Self:
        """As one municipality has it. What a later release does not know any more is left out."""
        kept = {where: text for where, text in texts.items() if self._fits(*where, text)}
        return type(self)(self._texts, self._rules, kept, chosen, self._words_within, switches)

    def require_text(self, key: str, language: str, text: str) -> str:
        """A municipality's own words, as they are kept. Raises ``Unfit``."""
        versions = self._texts.get(key)
        if versions is None or language not in LANGUAGES:
            raise Unfit("there is no such text")
        text = plain(text)
        longest = LONGEST_WORD if key in self._words_within else LONGEST
        if not text or len(text) > longest:
            raise Unfit(f"a text has 1 to {longest} characters")
        if any(category(each) in UNSEEN for each in text if each != "\n"):
            raise Unfit("a character that is not seen")
        if set("{}") & set(PLACE.sub("", text)):
            raise Unfit("a brace without its other one")
        newest = versions[-1]
        try:
            newest.require(text, language)
        except ValueError as error:
            raise Unfit(str(error)) from None
        if unknown := {place for place in places(text) if "." in place and not self._may_refer(key, place)}:
            raise Unfit(f"unknown placeholder {{{min(unknown)}}}")
        return text

    def require_chosen(self, key: str, amount: int, on: date) -> None:
        """Raises ``Unfit`` if a municipality may not choose that number."""
        try:
            rule = _in_force(self._rules, key, on)
        except LookupError:
            raise Unfit("there is no such rule") from None
        if not rule.is_chosen:
            raise Unfit("this is law, and nobody chooses it")
        if not _may_be_chosen(rule, amount):
            raise Unfit(f"must be from {rule.least} to {rule.most}")

    def standard_words(self, key: str, language: str, on: date) -> str:
        """What a municipality without own words says, with its placeholders."""
        version = _in_force(self._texts, key, on)
        return version.said(language) or version.nb

    def _fits(self, key: str, language: str, text: str) -> bool:
        try:
            self.require_text(key, language, text)
        except Unfit:
            return False
        return True

    def _words(self, version: Version, language: str) -> str:
        wanted = dict.fromkeys((language, COMPLETE[0]))
        said = (self._own_texts.get((version.key, each)) or version.said(each) for each in wanted)
        return next(text for text in said if text)

    def _filled(self, place: re.Match[str], language: str, on: date, values: Mapping[str, str | int]) -> str:
        name = place[1]
        if "." not in name:
            return str(values[name])
        if name in self._rules:
            return str(self.rule(name, on=on).amount)
        word = self.text(name, language, on=on)
        return word[0].upper() + word[1:] if BEGINNING.search(place.string[: place.start()]) else word

    def _may_refer(self, key: str, place: str) -> bool:
        """A word that stands within others has none within itself: two could lead to each other for ever."""
        words = self._words_within
        return self.refers(place) and (place in self._rules or (place in words and key not in words))

    def refers(self, place: str) -> bool:
        """Whether a reference leads to a number, or to a text that fills in nothing itself."""
        numbers = [len(rule.amounts) == 1 for rule in self._rules.get(place, ())]
        texts = [not places(said) for text in self._texts.get(place, ()) for said in (text.nb, text.en)]
        return bool(numbers + texts) and all(numbers + texts)


def _within_others(texts: Mapping[str, Sequence[Version]]) -> frozenset[str]:
    """The keys of texts that stand within other texts."""
    said = [each for versions in texts.values() for it in versions for each in (it.nb, it.nn or "", it.en)]
    return frozenset[str]().union(*map(places, said)) & texts.keys()


def _in_force(entries: Mapping[str, Sequence[E]], key: str, on: date) -> E:
    versions = entries.get(key)
    if versions is None:
        raise UnknownKey(key)
    found = [each for each in versions if each.in_force(on)]
    if not found:
        raise NotInForce(f"{key} on {on.isoformat()}")
    return found[-1]


def _may_be_chosen(rule: Rule, amount: int) -> bool:
    return rule.least is not None and rule.most is not None and rule.least <= amount <= rule.most
