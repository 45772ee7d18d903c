"""Who was the last to coordinate, and since when nobody does. Pure."""

from __future__ import annotations

from datetime import date

from .state import Appointment, CoordinatorFacts


def last_in_place(facts: CoordinatorFacts, day: date) -> Appointment | None:
    """Who coordinates on ``day``, or was the last to do so; never one whose appointment was over before it
    began."""
    been = (each for each in facts.appointments if each.start <= day and each.end != each.start)
    return max(been, key=lambda each: each.start, default=None)


def empty_since(facts: CoordinatorFacts, day: date) -> date | None:
    """Since when nobody has coordinated, of a day on which nobody does; ``None``: nobody ever did.

    While none is to coordinate nobody is missing: it counts from the day on which one is wished for anew.
    """
    last = last_in_place(facts, day)
    if last is None:
        return None
    ends = [each for each in (last.end, _leaves(facts, last), facts.wished_anew) if each is not None]
    return max((each for each in ends if each <= day), default=None)


def _leaves(facts: CoordinatorFacts, last: Appointment) -> date | None:
    return facts.goes if last.end is None else None
