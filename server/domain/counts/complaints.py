"""What is counted of complaints (C15): of those sent to the unit, on the day on which it came. Pure.

Each is an event of its own: an answer this year may be to a complaint of last year.
"""

from __future__ import annotations

from datetime import date

from server.domain.cases.records import Record
from server.domain.cases.rules import years_after
from server.domain.complaints.taken_down import TakenDown
from server.domain.complaints.transitions import Forwarded, OutcomeCame, Rejected, Reversed, Sent
from server.domain.complaints.vocabulary import GovernorVerdict

COMPLAINTS, ANSWERS, OUTCOMES = "complaints", "complaint-answers", "complaint-outcomes"
ANSWERED = tuple(each.action for each in (Reversed, Forwarded, Rejected))
VERDICTS = tuple(each.value for each in GovernorVerdict)
COUNTED = (Sent.action, TakenDown.action, *ANSWERED, OutcomeCame.action)


def counted(record: Record) -> tuple[str, str] | None:
    """The count and its value that ``record`` adds one to."""
    match record.transition:
        case Sent() | TakenDown():
            return COMPLAINTS, ""
        case Reversed() | Forwarded() | Rejected() as answer:
            return ANSWERS, answer.action
        case OutcomeCame(verdict=verdict):
            return OUTCOMES, verdict.value
        case _:
            return None


def is_child(born: date | None, day: date, of_age: int) -> bool:
    """Whose day of birth is not known is an adult."""
    return born is not None and day < years_after(born, of_age)
