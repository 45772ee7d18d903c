"""``samplan municipality``: what an installation needs before anybody can decide for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from server.domain.errors import Exists, Invalid, LimitReached, Refusal
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import UnitRight
from server.storage.municipality.records import Municipality
from server.storage.municipality.settings import NUMBER, MunicipalitySettings, settings_of

from .service import Units
from .store import Municipalities, anybody


class NotDone(Exception):
    """Says in one line what is wrong with what was asked; nothing was stored."""


class MunicipalityCommand:
    """Each method returns the lines to print, and raises ``NotDone``."""

    def __init__(self, store: Municipalities, units: Units) -> None:
        self._store, self._units = store, units

    async def listed(self) -> Sequence[str]:
        return [f"{each.number} {each.name}" for each in await self._store.all()]

    async def add(self, number: str, name: str) -> Sequence[str]:
        number, name = _number(number), _name(name)
        if await self._store.add(SERVER, number, name) is None:
            raise NotDone(f"there is a municipality with the number {number}")
        return [f"{number} {name} was added."]

    async def show(self, number: str) -> Sequence[str]:
        """Its settings as JSON, as ``set`` takes them."""
        found = settings_of((await self._found(number)).settings)
        return [found.model_dump_json(indent=2)]

    async def set(
        self, number: str, name: str | None = None, to: str | None = None, file: Path | None = None
    ) -> Sequence[str]:
        """``file``: settings as JSON; what it does not name is as usual. ``to``: another number."""
        found = await self._found(number)
        settings = settings_of(found.settings) if file is None else _read(file)
        changed = replace(found, name=_name(name or found.name), number=_number(to or number))
        try:
            version = await self._units.decide(SERVER, changed, settings, anybody)
        except Exists:
            raise NotDone(f"there is a municipality with the number {changed.number}") from None
        except Refusal as refusal:
            raise NotDone(refusal.detail or refusal.token) from None
        return [f"{changed.number} {changed.name}: version {version}."]

    async def rights(self, number: str) -> Sequence[str]:
        holders = await self._store.holders((await self._found(number)).id)
        return [
            f"{each.held.person} {_named(each.held.right.value, each.held.workplace)} {each.name}"
            for each in holders
        ]

    async def give(self, number: str, person: str, right: str, workplace: str = "") -> Sequence[str]:
        """``workplace``: the service that a leader leads, as the list of coordinators calls it."""
        found, which = await self._found(number), _right(right, workplace)
        try:
            given = await self._store.give(SERVER, found.id, PersonId(person), *which)
        except Invalid:
            raise NotDone(f"nobody has the id {person}: they log in once, and their page shows it") from None
        except LimitReached:
            raise NotDone(f"{number} has as many leaders as there may be") from None
        return [f"{person} {_named(*which)}: {'given' if given else 'held already'}."]

    async def end(self, number: str, person: str, right: str, workplace: str = "") -> Sequence[str]:
        found, which = await self._found(number), _right(right, workplace)
        if not await self._store.end(SERVER, found.id, PersonId(person), *which):
            raise NotDone(f"{person} does not hold {_named(*which)} in {number}")
        return [f"{person} {_named(*which)}: ended."]

    async def _found(self, number: str) -> Municipality:
        found = await self._store.numbered(number)
        if found is None:
            raise NotDone(f"there is no municipality with the number {number}")
        return found


def _right(right: str, workplace: str) -> tuple[UnitRight, str]:
    """Raises ``NotDone`` for a leader of nothing, and for a service of another right."""
    which, place = UnitRight(right), " ".join(workplace.split())
    if (which is UnitRight.LEADER) != bool(place):
        raise NotDone("a leader leads a service, and nobody else does: --workplace names it")
    return which, _name(place) if place else ""


def _named(right: str, workplace: str) -> str:
    return f"{right} ({workplace})" if workplace else right


def _number(text: str) -> str:
    if not NUMBER.fullmatch(text):
        raise NotDone(f"{text!r} is no number of a municipality: four digits")
    return text


def _name(text: str) -> str:
    if not text.strip() or not text.isprintable() or len(text) > 100:
        raise NotDone("a name has 1 to 100 characters")
    return text.strip()


def _read(file: Path) -> MunicipalitySettings:
    try:
        return MunicipalitySettings.model_validate_json(file.read_bytes())
    except OSError as error:
        raise NotDone(f"{file}: {error.strerror}") from None
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise NotDone(f"{file}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}") from None
