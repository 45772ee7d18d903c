"""Where a complaint is: the facts that its records make. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self

from server.domain.cases.records import Record
from server.domain.cases.rules import days_after
from server.domain.plan import PersonId

from .deadline import Deadline, Started, reckoned, reckoned_of_rejection
from .rules import ComplaintRules
from .taken_down import TakenDown
from .transitions import DaysSaid, NoteAdded, PaperAdded, Written
from .vocabulary import ComplaintId, ComplaintStatus, GovernorVerdict, Identity, Mandate

NOTHING = Written()


def own_key(number: int, said: NoteAdded | PaperAdded) -> str:
    """Of the evidence that it is. ``number``: of its record."""
    kind = "note" if isinstance(said, NoteAdded) else "mandate" if said.mandate else "paper"
    return f"{kind}-{number}"


@dataclass(frozen=True, slots=True)
class Order:
    """``number``: of the record that gave it."""

    number: int
    text: str
    responsible: str
    due: date
    reported_on: date | None = None
    confirmed_on: date | None = None

    def reported(self, day: date) -> Self:
        return replace(self, reported_on=self.reported_on or day)

    def confirmed(self, day: date) -> Self:
        return replace(self, confirmed_on=self.confirmed_on or day)

    def overdue(self, day: date) -> bool:
        return self.confirmed_on is None and day > self.due


@dataclass(frozen=True, slots=True)
class Complaint:
    """``number``, ``at``: of its last record; 0 and ``None``: there is none. ``answered``: the newest of
    ``Reversed``, ``Forwarded`` and ``Rejected``.

    By the number of their record: ``own``, notes and papers of the complainant's; ``questions``, those of the
    county governor that wait. ``mending``: what the addressee asked to be mended, until something is said to
    it.
    """

    id: ComplaintId
    number: int = 0
    at: datetime | None = None
    status: ComplaintStatus = ComplaintStatus.NONE
    since: date | None = None
    mandate: Mandate | None = None
    dated: DaysSaid | None = None
    written: Written = NOTHING
    helpers: tuple[PersonId, ...] = ()
    to_unit: bool = False
    addressee: str = ""
    chosen: tuple[str, ...] = ()
    own: Mapping[int, NoteAdded | PaperAdded] = field(default_factory=dict)
    identity: Identity | None = None
    sent: Record | None = None
    received_on: date | None = None
    contested_on: date | None = None
    delay: Record | None = None
    late_asked: bool = False
    mending: Record | None = None
    comments: tuple[Record, ...] = ()
    answered: Record | None = None
    questions: Mapping[int, Record] = field(default_factory=dict)
    outcome: Record | None = None
    orders: Mapping[int, Order] = field(default_factory=dict)

    @property
    def started(self) -> Started | None:
        said = self.dated
        if said is None or said.known_on is None:
            return None
        reasons = said.reasons_asked, said.reasons_came
        extended = said.extended_on, said.extended_to
        return Started(said.basis, said.known_on, said.uncertain, *reasons, *extended)

    def deadline(self, rules: ComplaintRules) -> Deadline | None:
        return None if self.started is None else reckoned(self.started, rules)

    def rejection_deadline(self, rules: ComplaintRules) -> Deadline | None:
        """Of complaining that it was rejected, until somebody has. From when they were told: here, on the day
        it was recorded; by letter, on the day that it is said to be of."""
        if self.status is not ComplaintStatus.REJECTED or self.answered is None:
            return None
        said: date = self.answered.transition.day
        return reckoned_of_rejection(self.answered.day if self.to_unit else said, rules)

    def is_late(self, day: date, rules: ComplaintRules) -> bool:
        deadline = self.deadline(rules)
        return deadline is not None and deadline.is_late(day)

    @property
    def mandate_shown(self) -> bool:
        """Whoever complains by a written mandate has said which paper it is."""
        papers = (each for each in self.own.values() if isinstance(each, PaperAdded))
        return self.mandate is not Mandate.WRITTEN or any(each.mandate for each in papers)

    @property
    def was_sent(self) -> bool:
        """From then on its addressee may know of it, also once it is withdrawn."""
        return self.sent is not None

    @property
    def unseen(self) -> int:
        """How many records came before the sending. Whoever it was sent to counts from there on, also in what
        is derived of a number: how often it was rewritten is not theirs to know or to find out by trying."""
        return 0 if self.sent is None else self.sent.number - 1

    @property
    def came_to(self) -> date | None:
        """The day, as it was said, of the newest of these: sending, receiving, answer, outcome."""
        newest = self.outcome or self.answered
        if newest is not None:
            answered: date = newest.transition.day
            return answered
        return self.received_on or (None if self.sent is None else self.sent.transition.day)

    @property
    def taken_down(self) -> bool:
        """By the unit, which also writes down what they say of it from then on: they may have no login."""
        return self.sent is not None and isinstance(self.sent.transition, TakenDown)

    @property
    def settled_on(self) -> date | None:
        """Since when nobody has anything to do in it: the county governor did not uphold it, or all that was
        ordered is done, as whoever complained says. Never where it was sent back to be decided anew."""
        verdict = None if self.outcome is None else self.outcome.transition.verdict
        if self.status is ComplaintStatus.OUTCOME and verdict is GovernorVerdict.NOT_UPHELD:
            return self.since
        done = [each.confirmed_on for each in self.orders.values() if each.confirmed_on is not None]
        follows = self.status is ComplaintStatus.FOLLOW_UP and verdict is not GovernorVerdict.SENT_BACK
        return max(done) if follows and self.all_done and done else None

    def closes_on(self, rules: ComplaintRules) -> date | None:
        """The day on which the clock closes it."""
        return None if self.settled_on is None else days_after(self.settled_on, rules.closing_days)

    @property
    def all_done(self) -> bool:
        return all(order.confirmed_on is not None for order in self.orders.values())
