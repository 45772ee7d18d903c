"""What the clock tells in a complaint, and whom: reckoned from where it is, the rules and the day. Pure.

A reminder is called by the day it is about, as those of cases are: told once however often it is reckoned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from server.domain.cases.reminders import newest_come
from server.domain.cases.vocabulary import Actor

from .deadline import Deadline
from .messages import NEUTRAL
from .rules import ComplaintRules
from .state import Complaint
from .vocabulary import UNSENT
from .waiting import Awaited, waiting

SOON, LATE = "complaint-waits", "complaint-late"


@dataclass(frozen=True, slots=True)
class ReminderDays:
    """Days after what they are about, those before it negative. ``deadline``: of complaining at all;
    ``due``: of what somebody has to do in it."""

    deadline: Sequence[int]
    due: Sequence[int]


@dataclass(frozen=True, slots=True)
class ComplaintReminder:
    """``name``: unlike that of any other of the complaint. To whom: ``complainants``, ``unit``, or both."""

    name: str
    text: str
    complainants: bool
    unit: bool


def reminders(
    complaint: Complaint, rules: ComplaintRules, days: ReminderDays, today: date
) -> Iterator[ComplaintReminder]:
    """Those that have come by ``today``."""
    if complaint.status in UNSENT:
        yield from _of_a_deadline("deadline", complaint.deadline(rules), days.deadline, today)
    rejection = complaint.rejection_deadline(rules)
    yield from _of_a_deadline("rejection", rejection, days.deadline, today)
    for wait in waiting(complaint, rules):
        yield from _of_what_waits(wait, days.due, today)


def _of_a_deadline(
    what: str, deadline: Deadline | None, days: Sequence[int], today: date
) -> Iterator[ComplaintReminder]:
    """In words that say nothing of a complaint: a mailbox may be read by others. Over is over: then the page
    says that a late complaint may be sent too."""
    if deadline is None or deadline.end is None or today > deadline.end:
        return
    newest = newest_come(deadline.end, days, today)
    if newest is not None:
        yield ComplaintReminder(f"{what}/{deadline.end}/{newest}", NEUTRAL, complainants=True, unit=False)


def _of_what_waits(wait: Awaited, days: Sequence[int], today: date) -> Iterator[ComplaintReminder]:
    """Before its day whoever has to do it; after it both sides, as the complainant may go elsewhere then."""
    newest = None if wait.due is None else newest_come(wait.due, days, today)
    if newest is None:
        return
    late, theirs = newest > 0, wait.who is Actor.OWNER
    unit = wait.who is Actor.CASE_HANDLER
    if late or theirs or unit:
        name = f"{wait.step}/{wait.record}/{wait.due}/{newest}"
        yield ComplaintReminder(name, LATE if late else SOON, complainants=late or theirs, unit=late or unit)
