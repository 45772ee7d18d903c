"""A coordinator's checklist (docs/contract.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from server.catalogue.catalogue import Catalogue
from server.domain.plan import PersonId

from .rules import PHASES, SUBJECT, ListedItem, Tick, items_of


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """``by`` and ``at``: who said last that it is done, or is not; "" and null before anybody did.

    ``substitute``: they stood in for the coordinator then.
    """

    item: str
    text: str
    done: bool
    by: str
    at: datetime | None
    substitute: bool

    @classmethod
    def of(cls, item: ListedItem, tick: Tick | None, names: Mapping[PersonId, str]) -> ChecklistItem:
        if tick is None:
            return cls(item.item, item.text, done=False, by="", at=None, substitute=False)
        return cls(item.item, item.text, tick.done, names.get(tick.person, ""), tick.at, tick.substitute)


@dataclass(frozen=True, slots=True)
class ChecklistPhase:
    """``items``: none for the unit, which sees how many are done."""

    phase: str
    title: str
    done: int
    of: int
    items: tuple[ChecklistItem, ...]


@dataclass(frozen=True, slots=True)
class ChecklistAnswer:
    phases: tuple[ChecklistPhase, ...]


@dataclass(frozen=True, slots=True)
class ChecklistReader:
    """``counts_only``: of the unit."""

    catalogue: Catalogue
    language: str
    day: date
    counts_only: bool


def checklist_answer(
    ticks: Mapping[str, Tick], names: Mapping[PersonId, str], reader: ChecklistReader
) -> ChecklistAnswer:
    return ChecklistAnswer(tuple(_phase(each, ticks, names, reader) for each in PHASES))


def _phase(
    phase: str, ticks: Mapping[str, Tick], names: Mapping[PersonId, str], reader: ChecklistReader
) -> ChecklistPhase:
    listed = items_of(phase, reader.catalogue, reader.language, reader.day)
    items = tuple(ChecklistItem.of(each, ticks.get(each.item), names) for each in listed)
    title = reader.catalogue.text(f"{SUBJECT}.{phase}", reader.language, on=reader.day)
    done = sum(each.done for each in items)
    return ChecklistPhase(phase, title, done, len(items), () if reader.counts_only else items)
