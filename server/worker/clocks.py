"""What comes with the days, once a day, in the morning: reviews, messages, complaints that are over, and the
month that is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from server.catalogue import Catalogue
from server.domain.cases.records import morning_of
from server.domain.cases.reminders import Reminder, reminders
from server.domain.cases.state import Case
from server.domain.complaints.reminders import ComplaintReminder, ReminderDays
from server.domain.complaints.reminders import reminders as reminders_of_complaint
from server.domain.complaints.state import Complaint
from server.features.cases.rules import rules_on
from server.features.complaints.rules import rules_on as complaint_rules_on
from server.ports.clock import Clock
from server.storage.cases.reviewing import Reviewing
from server.storage.complaints.closing import ComplaintClosing
from server.storage.complaints.reminding import ComplaintReminding
from server.storage.counts.months import PlanMonths
from server.storage.messages.reminding import Reminding


class Clocks:
    def __init__(
        self,
        months: PlanMonths,
        reviewing: Reviewing,
        reminding: Reminding,
        complaints: ComplaintReminding,
        closing: ComplaintClosing,
        clock: Clock,
    ) -> None:
        self._months, self._reviewing, self._reminding = months, reviewing, reminding
        self._complaints, self._closing, self._clock = complaints, closing, clock
        self._done: date | None = None

    async def run(self) -> int:
        """Nothing where it has run today. Returns how many messages were added, reviews opened, and
        complaints closed.

        Raises ``StorageUnavailable``, and begins anew when called again: what was told is not told twice.
        """
        today = morning_of(self._clock())
        if today == self._done:
            return 0
        added = await self._reviewing.open()
        added += await self._reminding.of_cases(today, reckoned)
        added += await self._reminding.of_representatives(today)
        added += await self._complaints.of_complaints(today, reckoned_of_complaint)
        added += await self._closing.close()
        await self._months.count(today)  # last: nothing waits for it
        self._done = today
        return added


def reckoned(case: Case, catalogue: Catalogue, today: date) -> Iterator[Reminder]:
    """By the rules of a municipality, whose ``catalogue`` this is."""
    of_revision = catalogue.rule("plan.revision-reminder", on=today).amounts
    return reminders(case, rules_on(catalogue, today), of_revision, today)


def reckoned_of_complaint(
    complaint: Complaint, catalogue: Catalogue, today: date
) -> Iterator[ComplaintReminder]:
    """By the rules of a municipality, whose ``catalogue`` this is."""
    days = ReminderDays(
        deadline=catalogue.rule("complaint.deadline-reminder", on=today).amounts,
        due=catalogue.rule("complaint.due-reminder", on=today).amounts,
    )
    return reminders_of_complaint(complaint, complaint_rules_on(catalogue, today), days, today)
