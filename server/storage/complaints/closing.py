"""Complaints that nobody has anything to do in are closed by the clock: once, however many workers look."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from sqlalchemy import Connection, select

from server.catalogue import Catalogue
from server.domain.cases.records import By, Command, Record, day_of
from server.domain.cases.vocabulary import Actor
from server.domain.complaints.flow import judged
from server.domain.complaints.rules import ComplaintRules
from server.domain.complaints.transitions import ComplaintClosed
from server.domain.complaints.vocabulary import ComplaintId, ComplaintStatus
from server.domain.errors import NotNow, Outdated
from server.domain.plan import SERVER
from server.ports.clock import Clock
from server.storage.database.database import Database
from server.storage.messages.reminding import AT_ONCE
from server.storage.municipality.records import municipality, own_catalogue

from .records import StoredComplaint, add_record, stored_complaint
from .tables import complaints

logger = logging.getLogger(__name__)

RulesOf = Callable[[Catalogue, date], ComplaintRules]
DECIDED = ComplaintStatus.OUTCOME, ComplaintStatus.FOLLOW_UP


class ComplaintClosing:
    """``standard``: the catalogue of which a municipality's own is made. Raises ``StorageUnavailable``."""

    def __init__(self, database: Database, clock: Clock, standard: Catalogue, rules_of: RulesOf) -> None:
        self._database, self._clock = database, clock
        self._standard, self._rules_of = standard, rules_of

    async def close(self) -> int:
        """Returns how many were closed: each by the rules of the day that its record has."""
        closed, after = 0, ""
        while some := await self._database.read(partial(_decided_after, after=after)):
            closed += sum([await self._close(each) for each in some])
            after = some[-1]
        return closed

    async def _close(self, which: ComplaintId) -> int:
        """One that cannot be read holds up no other, and one that is written in meanwhile has another day."""
        try:
            # Judged twice: a snapshot holds nobody up, and it is seldom time for one.
            if await self._database.read(partial(self._closing, which=which)) is None:
                return 0
            return await self._database.write(partial(self._closed, which=which))
        except Outdated:
            return 0
        except (ValueError, LookupError):
            logger.exception("whether a complaint is closed could not be reckoned")
            return 0

    def _closed(self, connection: Connection, which: ComplaintId) -> int:
        found = self._closing(connection, which)
        if found is None:
            return 0
        add_record(connection, *found)
        return 1

    def _closing(self, connection: Connection, which: ComplaintId) -> tuple[StoredComplaint, Record] | None:
        """The record that closes it; ``None`` where it is not to be closed today."""
        stored = stored_complaint(connection, which)
        if stored is None:
            return None
        where = municipality(connection, stored.standing.municipality)
        own = self._standard if where is None else own_catalogue(connection, where, self._standard)
        now = self._clock()
        command = Command(By(SERVER, Actor.CLOCK), now, ComplaintClosed())
        try:
            return stored, judged(stored.complaint, command, self._rules_of(own, day_of(now)))
        except NotNow:
            return None


def _decided_after(connection: Connection, after: str) -> Sequence[ComplaintId]:
    wanted = select(complaints.c.id).where(complaints.c.id > after, complaints.c.status.in_(DECIDED))
    return [ComplaintId(each) for each in connection.scalars(wanted.order_by(complaints.c.id).limit(AT_ONCE))]
