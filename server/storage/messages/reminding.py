"""Reminders, reckoned from what is stored and added to the outbox, each once."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from server.catalogue import Catalogue
from server.domain.audit import Details, Event
from server.domain.cases.leaders import leading
from server.domain.cases.records import OSLO, day_of
from server.domain.cases.reminders import Reminded, Reminder, newest_come
from server.domain.cases.state import ALIVE, Case
from server.domain.cases.tracks.vacancy import last_in_place
from server.domain.cases.vocabulary import CaseId, CaseStatus
from server.domain.messages.message import Message
from server.domain.plan import COORDINATING, SERVER, PersonId, Role
from server.domain.unit.rights import HeldRight, MunicipalityId
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.cases.about import Known, is_about, known
from server.storage.cases.records import stored_cases
from server.storage.cases.tables import case_representatives, cases
from server.storage.database.database import Database
from server.storage.database.locks import lock_names
from server.storage.database.statements import Among
from server.storage.metadata import participants, plans
from server.storage.municipality.records import municipality, own_catalogue
from server.storage.municipality.rights import case_handlers, leaders_in

from . import outbox
from .tables import messages

logger = logging.getLogger(__name__)

REMINDERS = "reminders"
AT_ONCE = 100
"""Cases read in one transaction."""
LOOKED_AT = tuple(each.value for each in (*ALIVE, CaseStatus.DECLINED))
LOOKED_BACK = timedelta(days=30)
"""A worker that was away for longer tells no more of representations that ended before."""

Reckon = Callable[[Case, Catalogue, date], Iterable[Reminder]]
"""The reminders of a case that have come by a day, by the rules of this catalogue."""


@dataclass(frozen=True, slots=True)
class ReminderSent(Details):
    """The clock told ``people`` persons of ``text`` (a key of the catalogue)."""

    action = "reminder-sent"
    text: str
    people: int


class Reminding:
    """``standard``: the catalogue of which a municipality's own is made. All raise ``StorageUnavailable``."""

    def __init__(self, database: Database, clock: Clock, standard: Catalogue) -> None:
        self._database, self._clock, self._standard = database, clock, standard

    async def of_cases(self, today: date, reckon: Reckon) -> int:
        """Returns how many messages were added."""
        added, after = 0, ""
        while some := await self._database.read(partial(_cases_after, after=after)):
            added += await self._of_readable(some, today, reckon)
            after = some[-1]
        return added

    async def of_representatives(self, today: date) -> int:
        """Of those whom no case registered, in whose reminders they are: to the owner, the representative and
        the coordinator of a plan. Returns how many were added."""

        found = partial(self._of_representatives, today=today)
        if not await self._database.read(found):
            return 0
        return await self._database.write(partial(self._add, found=found))

    async def _of_readable(self, which: Sequence[CaseId], today: date, reckon: Reckon) -> int:
        """A case that cannot be read holds up no other."""
        try:
            return await self._of_cases(which, today, reckon)
        except (ValueError, LookupError):
            if len(which) == 1:
                logger.exception("the reminders of a case could not be reckoned")
                return 0
        return sum([await self._of_readable([each], today, reckon) for each in which])

    async def _of_cases(self, which: Sequence[CaseId], today: date, reckon: Reckon) -> int:
        # Reckoned twice: a snapshot holds nobody up, and what it finds is seldom anything.
        found = await self._database.read(partial(self._new, which=which, today=today, reckon=reckon))
        reminded = sorted({each.case for each in found if each.case is not None})
        if not reminded:
            return 0
        found_again = partial(self._new, which=reminded, today=today, reckon=reckon)
        return await self._database.write(partial(self._add, found=found_again))

    def _of_representatives(self, connection: Connection, today: date) -> list[Message]:
        ending = connection.execute(_representatives(today)).all()
        every = [each for row in ending for each in self._ending(connection, row, today)]
        return unknown(connection, every)

    def _new(
        self, connection: Connection, which: Sequence[CaseId], today: date, reckon: Reckon
    ) -> list[Message]:
        units: dict[MunicipalityId, _Unit] = {}
        every: list[Message] = []
        for stored in stored_cases(connection, which):
            where = stored.municipality
            unit = units.get(where) or units.setdefault(where, self._unit(connection, where))
            for reminder in reckon(stored.case, unit.catalogue, today):
                every += _messages(stored.case, where, reminder, unit, today)
        return unknown(connection, every)

    def _unit(self, connection: Connection, which: MunicipalityId) -> _Unit:
        found = municipality(connection, which)
        catalogue = self._standard if found is None else own_catalogue(connection, found, self._standard)
        handlers, leaders = case_handlers(connection, which), leaders_in(connection, which)
        people = known(connection, [*handlers, *(each.person for each in leaders)])
        return _Unit(catalogue, handlers, leaders, people)

    def _add(self, connection: Connection, found: Callable[[Connection], list[Message]]) -> int:
        """With an entry in the log for each text in each case."""
        lock_names(connection, REMINDERS)  # what another worker adds meanwhile is not told in the log twice
        now, new = self._clock(), found(connection)
        outbox.add(connection, new, now)
        told = Counter((each.case or "", each.text) for each in new)
        events = [_event(CaseId(case), text, told[case, text], now) for case, text in sorted(told)]
        ledger.append(connection, events)
        return len(new)

    def _ending(self, connection: Connection, row: Any, today: date) -> Iterator[Message]:
        where = None if row.municipality_id is None else MunicipalityId(row.municipality_id)
        catalogue = self._standard if where is None else self._unit(connection, where).catalogue
        days = catalogue.rule("representation.expiry-reminder", on=today).amounts
        ends = day_of(row.until)
        newest = newest_come(ends, days, today)
        if newest is None:
            return
        text = "representation-ended" if newest == 0 else "representation-ends"
        for person in {row.owner_id, row.person_id, *_coordinators(connection, row.plan_id, self._clock())}:
            yield Message(f"representation/{row.id}/{ends}/{newest}", text, where, person=person)


@dataclass(frozen=True, slots=True)
class _Unit:
    catalogue: Catalogue
    handlers: Sequence[PersonId]
    leaders: Sequence[HeldRight]
    people: Mapping[PersonId, Known]

    def strangers(self, case: Case, of: Iterable[PersonId]) -> list[PersonId]:
        """As ``storage.cases.about.strangers``, looked up once for all cases."""
        return [each for each in of if not is_about(case, self.people.get(each, Known(each)))]


def _event(case: CaseId, text: str, people: int, at: datetime) -> Event:
    return Event.of(ReminderSent(text, people), at, SERVER, case=case or None)


def _messages(
    case: Case, where: MunicipalityId, reminder: Reminder, unit: _Unit, today: date
) -> Iterator[Message]:
    """Whoever acts for the owner is told what they are, and of other representatives nothing."""
    event = f"case/{case.id}/{reminder.name}"
    people = dict.fromkeys(
        person for who in reminder.to for person in _people(case, who, reminder, unit, today)
    )
    if reminder.person is not None:
        people[reminder.person] = None
    elif Reminded.OWNER in reminder.to:
        people |= dict.fromkeys(each.person for each in case.representation.on(today))
    yield from (Message(event, reminder.text, where, person, case=case.id) for person in people)


def _people(case: Case, who: Reminded, reminder: Reminder, unit: _Unit, today: date) -> Iterable[PersonId]:
    """Whose case it is, and who acts for them, are told as that alone, also where they work in the unit."""
    handlers = unit.strangers(case, unit.handlers)
    if who is Reminded.LEADER:
        last = last_in_place(case.coordinator, today)
        led = [] if last is None else leading(case, last.workplace, unit.leaders)
        return unit.strangers(case, led)
    named = {
        Reminded.OWNER: case.case.subject.person,
        Reminded.HANDLER: case.case.handler if case.case.handler in handlers else None,
        Reminded.COORDINATOR: reminder.coordinator,
        Reminded.SUBSTITUTE: case.coordinator.substitute_on(today),
    }.get(who)
    if named is not None or who in (Reminded.OWNER, Reminded.SUBSTITUTE):
        return [] if named is None else [named]
    return handlers


def unknown(connection: Connection, every: Sequence[Message]) -> list[Message]:
    """Those that were not told before."""
    known = {row.id for row in KNOWN.rows(connection, [each.id for each in every])}
    return [each for each in every if each.id not in known]


def _cases_after(connection: Connection, after: str) -> list[CaseId]:
    wanted = select(cases.c.id).where(cases.c.id > after, cases.c.status.in_(LOOKED_AT))
    return [CaseId(each) for each in connection.scalars(wanted.order_by(cases.c.id).limit(AT_ONCE))]


def _representatives(today: date) -> Any:
    """Whose end has a day that has not long passed, and whom no case reminds of."""
    whose = cases.c.id == case_representatives.c.case_id, cases.c.owner_id == plans.c.owner_id
    registered = select(case_representatives.c.case_id).where(
        *whose, cases.c.status.in_(LOOKED_AT), case_representatives.c.person_id == participants.c.person_id
    )
    since = datetime.combine(today, time.min, OSLO) - LOOKED_BACK
    columns = participants.c.id, participants.c.plan_id, participants.c.person_id, participants.c.until
    return (
        select(*columns, plans.c.owner_id, plans.c.municipality_id)
        .join(plans, plans.c.id == participants.c.plan_id)
        .where(
            participants.c.role == Role.REPRESENTATIVE,
            participants.c.until >= since,
            participants.c.ended_at.is_(None),
            plans.c.ended_at.is_(None),
            ~registered.correlate(participants, plans).exists(),
        )
    )


def _coordinators(connection: Connection, plan: str, now: datetime) -> Iterable[PersonId]:
    found = select(participants.c.person_id, participants.c.until).where(
        participants.c.plan_id == plan,
        participants.c.role.in_(COORDINATING),
        participants.c.ended_at.is_(None),
    )
    return [row.person_id for row in connection.execute(found) if row.until is None or row.until > now]


KNOWN = Among(select(messages.c.id), messages.c.id)
