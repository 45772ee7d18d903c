"""Who was the last to coordinate, and since when nobody does. Pure."""

from __future__ import annotations

from datetime import date

from server.domain.cases.state import Appointment, CoordinatorFacts


def last_in_place(facts: CoordinatorFacts, day: date) -> Appointment | None:
    """Who coordinates on ``day``, or was the last to do so; never one whose appointment was over before it
    began."""
    been = (each for each in facts.appointments if each.start <= day and each.end != each.start)
    return max(been, key=lambda each: each.start, default=None)


def empty_since(facts: CoordinatorFacts, day: date) -> date | None:
    """Since when nobody has coordinated, of a day on which nobody does; ``None``: nobody ever was to.

    Where nobody ever did, it is from the record that took back whoever was appointed. While none is to
    coordinate nobody is missing: it counts from the day on which one is wished for anew.
    """
    last = last_in_place(facts, day)
    began = facts.said_empty if last is None else facts.goes if last.end is None else last.end
    if began is None or began > day:
        return None
    return began if facts.wished_anew is None else max(began, facts.wished_anew)
