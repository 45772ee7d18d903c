"""A command as somebody gives it, and the record that is kept of it. A case is the fold over its records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from server.domain.plan import PersonId

from .vocabulary import Actor

OSLO = ZoneInfo("Europe/Oslo")
"""A day of a case is a day in Norway."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""By no more than this do clocks that are kept right."""


@dataclass(frozen=True, slots=True)
class Transition:
    """What is done, with what must be said about it: ``case_transitions``, ``care_transitions``."""

    action: ClassVar[str]


@dataclass(frozen=True, slots=True)
class By:
    """Who does something. ``person``: ``None`` where nobody had logged in.

    ``on_behalf_of``: in words, where somebody does it for another.
    """

    person: PersonId | None
    actor: Actor
    organisation: str = ""
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """``at`` is aware. ``basis``: what in law or in a mandate allows it; ``shown``: the text they read."""

    by: By
    at: datetime
    transition: Any
    """A ``Transition``; a guard of its row knows which."""
    basis: str = ""
    shown: str = ""

    @property
    def day(self) -> date:
        return day_of(self.at)

    def not_before(self, last: datetime | None) -> Command:
        """As it is recorded after what was recorded at ``last``: clocks of two machines differ a little. What
        is further ahead dates nothing after it (decision 0064)."""
        if last is None or self.at >= last or self.is_far_behind(last):
            return self
        return replace(self, at=last)

    def is_far_behind(self, last: datetime | None) -> bool:
        """One of the two clocks is wrong."""
        return last is not None and last - self.at > CLOCKS_DIFFER


@dataclass(frozen=True, slots=True)
class Record:
    """A command that was let through. ``number`` is dense in its case, from 1; no record is of a moment
    before the one before it, unless that one was ahead (``Command.not_before``).

    ``status``: where it left its track. It is kept and not reckoned again, so that a later table of states
    changes nothing that has been.
    """

    number: int
    command: Command
    status: str

    @property
    def transition(self) -> Any:
        return self.command.transition

    @property
    def day(self) -> date:
        return self.command.day


def day_of(moment: datetime) -> date:
    return moment.astimezone(OSLO).date()


NIGHT = timedelta(hours=7)
"""What comes with a day comes when people get up: a mail at midnight would wake them."""


def morning_of(moment: datetime) -> date:
    """The day whose morning was last: seven by the clock, also on a day of 23 or 25 hours."""
    return (moment.astimezone(OSLO) - NIGHT).date()


def end_of(day: date) -> datetime:
    """The moment a day is over in Norway: what holds "til og med" that day holds until then."""
    return datetime.combine(day + timedelta(days=1), time(), OSLO).astimezone(UTC)
