"""What a municipality decides for itself, by whoever may decide it; and what everybody may read of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from server.catalogue import LANGUAGES, Catalogue, Unfit
from server.domain.errors import Invalid, NotFound
from server.domain.plan import PersonId
from server.ports.clock import Clock
from server.storage.municipality.records import Municipality
from server.storage.municipality.settings import MunicipalitySettings, settings_of

from .answers import Choice, OwnText, SettingsAnswer, UnitAnswer
from .contact import UnitContact, contact_lines
from .store import Allowed, Municipalities, Own, case_handler

OSLO = ZoneInfo("Europe/Oslo")


class Units:
    """``standard``: the catalogue without any municipality's own words."""

    def __init__(self, store: Municipalities, standard: Catalogue, clock: Clock) -> None:
        self._store, self.standard, self._clock = store, standard, clock

    async def mine(self, person: PersonId) -> tuple[UnitAnswer, ...]:
        """The units this person is of."""
        held = await self._store.units_of(person)
        return tuple(
            UnitAnswer(where.number, where.name, tuple(dict.fromkeys(right for _, right in of_it)))
            for where, of_it in groupby(held, key=lambda each: each[0])
        )

    async def settings(self, person: PersonId, number: str) -> SettingsAnswer:
        """Raises ``NotFound`` for everybody but its case handlers."""
        own = await self._own_of(person, number)
        settings = settings_of(own.municipality.settings)
        choices = tuple(self._choices(settings))
        it = own.municipality
        return SettingsAnswer(it.number, it.name, it.version, settings, choices)

    async def change(
        self, person: PersonId, number: str, version: int, settings: MunicipalitySettings
    ) -> int:
        """The new version. Raises ``NotFound``, ``Outdated``, ``Invalid``."""
        it = replace((await self._own_of(person, number)).municipality, version=version)
        return await self.decide(person, it, settings, case_handler(person, it.id))

    async def decide(
        self, by: PersonId, it: Municipality, settings: MunicipalitySettings, allowed: Allowed
    ) -> int:
        """As ``change``, by whoever ``allowed`` lets; ``it`` as in ``Municipalities.change``."""
        for key, amount in settings.chosen.items():
            try:
                self.standard.require_chosen(key, amount, self.today())
            except Unfit as error:
                raise Invalid(f"settings.chosen.{key}: {error}") from None
        return await self._store.change(by, it, settings.stored(), allowed)

    async def texts(self, person: PersonId, number: str) -> tuple[OwnText, ...]:
        """Every text, with the municipality's own words. Raises ``NotFound`` as ``settings`` does."""
        own = await self._own_of(person, number)
        return tuple(self._texts(own))

    async def say(self, person: PersonId, number: str, key: str, language: str, text: str) -> None:
        """In its own words; "" goes back to the usual ones. Raises ``NotFound``, ``Invalid``."""
        where = (await self._own_of(person, number)).municipality.id
        if key not in self.standard.texts or language not in LANGUAGES:
            raise NotFound
        if text.strip():
            try:
                text = self.standard.require_text(key, language, text)
            except Unfit as error:
                raise Invalid(f"text: {error}") from None
        allowed = case_handler(person, where)
        await self._store.say(person, where, key, language, text.strip(), allowed)

    async def words(self, number: str | None, subject: str, language: str) -> dict[str, str]:
        """The texts of one subject as they are shown, with ``{value}`` where something is filled in later.

        ``number``: in that municipality's words. Raises ``NotFound`` for a subject that does not exist.
        """
        catalogue, today = self.standard, self.today()
        if number is not None:
            catalogue = self.own_catalogue(await self._store.own((await self._found(number)).id))
        found = {
            each.key: catalogue.text(each.key, language, on=today, **_as_they_are(each.values))
            for each in catalogue.of_subject(subject, today)
        }
        if not found:
            raise NotFound
        return found

    async def contact(self, number: str, language: str) -> UnitContact:
        """How the unit is reached. Raises ``NotFound``."""
        return self.contact_of(await self._store.own((await self._found(number)).id), language)

    def contact_of(self, own: Own, language: str) -> UnitContact:
        catalogue, today = self.own_catalogue(own), self.today()
        contact = settings_of(own.municipality.settings).contact

        def label(key: str) -> str:
            return catalogue.text(f"information.label.{key}", language, on=today)

        lines = tuple(contact_lines(contact, label, language))
        return UnitContact(contact.name.said(language), own.municipality.name, lines)

    def own_catalogue(self, own: Own) -> Catalogue:
        """The catalogue as that municipality has it."""
        settings = settings_of(own.municipality.settings)
        return self.standard.with_own(own.texts, settings.chosen, settings.switches)

    def today(self) -> date:
        """In Norway."""
        return self._clock().astimezone(OSLO).date()

    async def _found(self, number: str) -> Municipality:
        found = await self._store.numbered(number)
        if found is None:
            raise NotFound
        return found

    async def _own_of(self, person: PersonId, number: str) -> Own:
        """Raises ``NotFound`` for everybody but its case handlers."""
        where = (await self._found(number)).id
        return await self._store.own(where, case_handler(person, where))

    def _choices(self, settings: MunicipalitySettings) -> Any:
        today = self.today()
        own = self.standard.with_own({}, settings.chosen)
        for usual in self.standard.to_choose(today):
            amount = own.rule(usual.key, on=today).amount
            bounds = usual.least or 0, usual.most or 0
            words = usual.key, usual.nb, usual.en, usual.unit
            yield Choice(*words, amount, usual.amount, *bounds, usual.source)

    def _texts(self, own: Own) -> Any:
        today = self.today()
        for key, versions in self.standard.texts.items():
            for text in [each for each in versions if each.in_force(today)][-1:]:
                said = {each: own.texts[key, each] for each in LANGUAGES if (key, each) in own.texts}
                known = text.nb, text.nn, text.en, said, text.values, text.source, text.confidence
                yield OwnText(key, *known, text.valid_from.isoformat())


def _as_they_are(values: tuple[str, ...]) -> dict[str, str]:
    return {name: f"{{{name}}}" for name in values}
