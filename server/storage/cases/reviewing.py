"""What is to be gone through on days that are known, opened by the clock: once, however many workers look."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, select

from server.catalogue import Catalogue
from server.domain.access import Level
from server.domain.cases.flow import judged
from server.domain.cases.life.days import dated
from server.domain.cases.life.transitions import ReviewOpened
from server.domain.cases.records import OSLO, By, Command, day_of
from server.domain.cases.rules import CaseRules, days_after, years_after
from server.domain.cases.vocabulary import Actor, CaseId, CaseStatus, LifeEvent
from server.domain.errors import NotNow, Outdated
from server.domain.plan import Role
from server.ports.clock import Clock
from server.storage.database.database import Database
from server.storage.metadata import decisions, participants, plans
from server.storage.municipality.records import municipality, own_catalogue

from .records import StoredCase, add_record, stored_case, stored_cases
from .tables import cases

logger = logging.getLogger(__name__)

AT_ONCE = 100
"""Cases read in one transaction."""
TRIES = 5
"""To open something while others add records to the case."""
LOOKED_BACK = timedelta(days=30)
"""A worker that was away for longer opens nothing for what ended before."""
NOTICE = {
    LifeEvent.REPRESENTATION_ENDS: "representation.expiry-reminder",
    LifeEvent.CONSENT_ENDS: "consent.expiry-reminder",
}
"""Of the days that a rule names, the first is the one on which it is opened."""

RulesOf = Callable[[Catalogue, date], CaseRules]


class Reviewing:
    """``standard``: the catalogue of which a municipality's own is made. All raise ``StorageUnavailable``."""

    def __init__(self, database: Database, clock: Clock, standard: Catalogue, rules_of: RulesOf) -> None:
        self._database, self._clock = database, clock
        self._standard, self._rules_of = standard, rules_of

    async def open(self) -> int:
        """Returns how many were opened: all of one moment, and of its day."""
        opened, after, now = 0, "", self._clock()
        today = day_of(now)
        while some := await self._database.read(partial(self._young, after=after, today=today)):
            for case in await self._with_something(some, today):
                opened += await self._open(case, (), now)
            after = some[-1]
        ending = await self._database.read(partial(self._ending, today=today))
        for case, what in ending.items():
            opened += await self._open(case, what, now)
        return opened

    async def _open(self, case: CaseId, ending: Sequence[ReviewOpened], now: datetime) -> int:
        for _ in range(TRIES):
            try:
                return await self._database.write(partial(self._opened, case=case, ending=ending, now=now))
            except Outdated:
                continue  # somebody added a record meanwhile, perhaps another worker this one
            except (ValueError, LookupError):
                logger.exception("what is to be gone through in a case could not be reckoned")
                return 0
        return 0

    def _opened(
        self, connection: Connection, case: CaseId, ending: Sequence[ReviewOpened], now: datetime
    ) -> int:
        stored, today = stored_case(connection, case), day_of(now)
        if stored is None:
            return 0
        rules, before = self._rules(connection, stored, today), stored.case.number
        for opened in (*dated(stored.case, rules, today), *ending):
            command = Command(By(None, Actor.CLOCK), now, opened)
            try:
                stored = add_record(connection, stored, judged(stored.case, command, rules))
            except NotNow:
                continue  # opened before
        return stored.case.number - before

    async def _with_something(self, which: Sequence[CaseId], today: date) -> list[CaseId]:
        """A snapshot holds nobody up, and what it finds is seldom anything."""
        try:
            return await self._database.read(partial(self._to_open, which=which, today=today))
        except (ValueError, LookupError):
            return list(which)  # one cannot be read: each by itself

    def _to_open(self, connection: Connection, which: Sequence[CaseId], today: date) -> list[CaseId]:
        found = stored_cases(connection, which)
        of_one = {each.municipality: each for each in found}
        rules = {where: self._rules(connection, each, today) for where, each in of_one.items()}
        return [each.case.id for each in found if any(dated(each.case, rules[each.municipality], today))]

    def _rules(self, connection: Connection, stored: StoredCase, today: date) -> CaseRules:
        where = municipality(connection, stored.municipality)
        own = self._standard if where is None else own_catalogue(connection, where, self._standard)
        return self._rules_of(own, today)

    def _young(self, connection: Connection, after: str, today: date) -> list[CaseId]:
        """Open cases of those who have a day of their birth ahead, or had it lately."""
        life = self._rules_of(self._standard, today).life
        oldest = years_after(today, -max(*life.ages.values(), *life.school_years.values()) - 1)
        wanted = select(cases.c.id).where(cases.c.status == CaseStatus.OPEN.value, cases.c.born >= oldest)
        page = wanted.where(cases.c.id > after).order_by(cases.c.id).limit(AT_ONCE)
        return [CaseId(each) for each in connection.scalars(page)]

    def _ending(self, connection: Connection, today: date) -> dict[CaseId, list[ReviewOpened]]:
        """Representations and consents in the plans of open cases. Nothing of whose, or to what."""
        found: dict[CaseId, list[ReviewOpened]] = defaultdict(list)
        for event, of in ENDING.items():
            first = min(self._standard.rule(NOTICE[event], on=today).amounts)
            rows = connection.execute(of(today))
            ends = {(row.id, row.plan_id, day_of(row.until)) for row in rows}
            come = sorted(each for each in ends if days_after(each[2], first) <= today)
            theirs = {each.case.id: each.case for each in _stored(connection, come)}
            for case, plan, day in come:
                opened, its = ReviewOpened(event, day), theirs.get(case)
                if its and its.plan.plan == plan and opened.name not in its.reviews.names:
                    found[case].append(opened)
        return found


def _stored(connection: Connection, which: Iterable[tuple[CaseId, str, date]]) -> list[StoredCase]:
    return stored_cases(connection, sorted({case for case, _, _ in which}))


def _cases_of_plans(*columns: Any) -> Select[Any]:
    """Of all cases of a plan's owner; which of them goes on with it, its records say."""
    return (
        select(cases.c.id, participants.c.plan_id, *columns)
        .join(plans, plans.c.owner_id == cases.c.owner_id)
        .join(participants, participants.c.plan_id == plans.c.id)
        .where(
            cases.c.status == CaseStatus.OPEN.value,
            cases.c.municipality_id == plans.c.municipality_id,
            plans.c.ended_at.is_(None),
            participants.c.ended_at.is_(None),
        )
    )


def _not_long_past(today: date) -> datetime:
    return datetime.combine(today, time.min, OSLO) - LOOKED_BACK


def _representations(today: date) -> Select[Any]:
    return _cases_of_plans(participants.c.until).where(
        participants.c.role == Role.REPRESENTATIVE, participants.c.until >= _not_long_past(today)
    )


def _consents(today: date) -> Select[Any]:
    """Those from which a right still follows."""
    signed = decisions.c.participant_id == participants.c.id
    return (
        _cases_of_plans(decisions.c.until)
        .join(decisions, signed)
        .where(
            ~decisions.c.overridden,
            decisions.c.level != Level.NONE.token,
            decisions.c.until >= _not_long_past(today),
        )
    )


ENDING: dict[LifeEvent, Callable[[date], Select[Any]]] = {
    LifeEvent.REPRESENTATION_ENDS: _representations,
    LifeEvent.CONSENT_ENDS: _consents,
}
