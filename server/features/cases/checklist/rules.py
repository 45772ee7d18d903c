"""What whoever coordinates goes through, and what of it is done: folded from who ticked what. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from server.catalogue.catalogue import Catalogue
from server.domain import day_bounds
from server.domain.cases.records import day_of
from server.domain.errors import Invalid, LimitReached
from server.domain.plan import PersonId

SUBJECT = "checklist"
PHASES = ("start", "year", "before-meeting", "after-meeting", "end")
"""In the order in which they come; each has a title of its own name."""
MOST_A_DAY = 200
"""Ticks of one person in one case."""
MOST_TICKS = 3_000
"""In one case: they stay for good."""


@dataclass(frozen=True, slots=True)
class Tick:
    """``item``: its key in the catalogue. ``done``: ``False`` where a tick is taken back. ``substitute``: by
    who stood in for the coordinator."""

    item: str
    done: bool
    person: PersonId
    at: datetime
    substitute: bool = False


@dataclass(frozen=True, slots=True)
class ListedItem:
    item: str
    text: str


def items_of(phase: str, catalogue: Catalogue, language: str, on: date) -> list[ListedItem]:
    """In the catalogue's order, in the words of the municipality."""
    of_phase = f"{SUBJECT}.{phase}."
    keys = [each.key for each in catalogue.of_subject(SUBJECT, on) if each.key.startswith(of_phase)]
    return [ListedItem(key, catalogue.text(key, language, on=on)) for key in keys]


def newest(ticks: Iterable[Tick]) -> Mapping[str, Tick]:
    """Of each item what was said last."""
    return {each.item: each for each in ticks}


def require_possible(ticks: Sequence[Tick], new: Tick, catalogue: Catalogue) -> None:
    """Raises ``Invalid`` for what is no item, ``LimitReached``, ``TooManyRequests``."""
    known = [item.item for phase in PHASES for item in items_of(phase, catalogue, "nb", day_of(new.at))]
    if new.item not in known:
        raise Invalid("item: there is no such")
    if len(ticks) >= MOST_TICKS:
        raise LimitReached
    today = sum(each.person == new.person and day_of(each.at) == day_of(new.at) for each in ticks)
    day_bounds.require(today + 1, MOST_A_DAY, new.at)
