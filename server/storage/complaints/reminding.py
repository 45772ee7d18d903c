"""The reminders of complaints, reckoned from what is stored and added to the outbox, each once."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from sqlalchemy import Connection, select

from server.catalogue import Catalogue
from server.domain.audit import Event
from server.domain.complaints.messages import Sides
from server.domain.complaints.reminders import ComplaintReminder
from server.domain.complaints.state import Complaint
from server.domain.complaints.vocabulary import OVER, ComplaintId
from server.domain.messages.message import Message
from server.domain.plan import SERVER
from server.domain.unit.rights import MunicipalityId
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.database.database import Database
from server.storage.database.locks import lock_names
from server.storage.messages import outbox
from server.storage.messages.reminding import AT_ONCE, REMINDERS, ReminderSent, unknown
from server.storage.municipality.records import municipality, own_catalogue

from .records import StoredComplaint, stored_complaints
from .sides import sides
from .tables import complaints

logger = logging.getLogger(__name__)

ReckonComplaint = Callable[[Complaint, Catalogue, date], Iterable[ComplaintReminder]]
"""The reminders of a complaint that have come by a day, by the rules of this catalogue."""


class ComplaintReminding:
    """``standard``: the catalogue of which a municipality's own is made. Raises ``StorageUnavailable``."""

    def __init__(self, database: Database, clock: Clock, standard: Catalogue) -> None:
        self._database, self._clock, self._standard = database, clock, standard

    async def of_complaints(self, today: date, reckon: ReckonComplaint) -> int:
        """Returns how many messages were added."""
        added, after = 0, ""
        while some := await self._database.read(partial(_running_after, after=after)):
            added += sum([await self._of_readable(each, today, reckon) for each in some])
            after = some[-1]
        return added

    async def _of_readable(self, which: ComplaintId, today: date, reckon: ReckonComplaint) -> int:
        """One that cannot be read holds up no other."""
        found = partial(self._new, which=which, today=today, reckon=reckon)
        try:
            # Reckoned twice: a snapshot holds nobody up, and what it finds is seldom anything.
            if not await self._database.read(found):
                return 0
            return await self._database.write(partial(self._add, found=found))
        except (ValueError, LookupError):
            logger.exception("the reminders of a complaint could not be reckoned")
            return 0

    def _new(
        self, connection: Connection, which: ComplaintId, today: date, reckon: ReckonComplaint
    ) -> list[Message]:
        every: list[Message] = []
        for stored in stored_complaints(connection, [which]):
            own = self._catalogue(connection, stored.standing.municipality)
            people = sides(connection, stored.complaint, stored.standing, self._clock())
            for reminder in reckon(stored.complaint, own, today):
                every += _messages(stored, reminder, people)
        return unknown(connection, every)

    def _catalogue(self, connection: Connection, which: MunicipalityId) -> Catalogue:
        found = municipality(connection, which)
        return self._standard if found is None else own_catalogue(connection, found, self._standard)

    def _add(self, connection: Connection, found: Callable[[Connection], list[Message]]) -> int:
        """With an entry in the chain of the complaint for each text."""
        lock_names(connection, REMINDERS)  # what another worker adds meanwhile is not told in the log twice
        now, new = self._clock(), found(connection)
        outbox.add(connection, new, now)
        told = Counter((each.complaint, each.text) for each in new)
        events = [
            Event.of(ReminderSent(text, people), now, SERVER, complaint=complaint)
            for (complaint, text), people in sorted(told.items())
        ]
        ledger.append(connection, events)
        return len(new)


def _messages(stored: StoredComplaint, reminder: ComplaintReminder, people: Sides) -> Iterator[Message]:
    which, where = stored.complaint.id, stored.standing.municipality
    complainants = people.complainants if reminder.complainants else ()
    told = *complainants, *(people.others if reminder.unit else ())
    event = f"complaint/{which}/{reminder.name}"
    yield from (Message(event, reminder.text, where, each, complaint=which) for each in told)


def _running_after(connection: Connection, after: str) -> Sequence[ComplaintId]:
    wanted = select(complaints.c.id).where(complaints.c.id > after, complaints.c.status.not_in(OVER))
    return [ComplaintId(each) for each in connection.scalars(wanted.order_by(complaints.c.id).limit(AT_ONCE))]
