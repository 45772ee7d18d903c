"""A case that was moved away, and the report that follows it, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert

from server.catalogue.catalogue import Catalogue
from server.domain import day_bounds
from server.domain.cases.case_transitions import Subject
from server.domain.cases.records import Command, Record
from server.domain.cases.state import Case
from server.domain.cases.vocabulary import Actor, CaseId
from server.domain.errors import NotFound, Outdated
from server.domain.plan import PersonId
from server.features.cases.desk.noting.store import note_reading
from server.features.cases.desk.store import CaseStore, SeenCase, require_room
from server.features.cases.rules import MOST_REPORTS_A_DAY
from server.features.cases.store import Reporting, own_case, report_codes, report_days
from server.ports.clock import Clock
from server.storage.cases.records import StoredCase, add_record, begin_case, hold_cases, stored_case
from server.storage.counts.day_counts import count_act
from server.storage.municipality.records import (
    Municipality,
    all_municipalities,
    municipality_numbered,
    own_catalogue,
)


@dataclass(frozen=True, slots=True)
class Destined:
    """``expected``: the number of the case's last record; ``to``: the number of the municipality."""

    expected: int
    to: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """The record in the case, and what is reported elsewhere, about whom."""

    record: Record
    about: Subject
    report: Command


@dataclass(frozen=True, slots=True)
class ReportThere:
    """``case``: what it is called if they have none there. ``code_hash``: of the receipt's code."""

    case: CaseId
    code_hash: bytes


JudgeLeaving = Callable[[SeenCase, str], Leaving]
"""Of the case, and the number of the new municipality."""
JudgeArriving = Callable[[Case, Command, Catalogue], Record]


class MovingStore:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(self, cases: CaseStore, clock: Clock, standard: Catalogue) -> None:
        self._cases, self._clock, self._standard = cases, clock, standard

    async def moved(self, person: PersonId, which: CaseId) -> tuple[SeenCase, Sequence[Municipality]]:
        """With the other municipalities here, by name. Raises ``NotFound``.

        That somebody who acts for its owner read it is in the log when this returns.
        """

        def work(connection: Connection, seen: SeenCase) -> tuple[SeenCase, Sequence[Municipality]]:
            every = all_municipalities(connection)
            if seen.actor is Actor.REPRESENTATIVE:
                note_reading(connection, person, which, self._clock())
            return seen, [each for each in every if each.id != seen.stored.municipality]

        acts = await self._cases.actor(person, which) is Actor.REPRESENTATIVE
        return await (self._cases.writing if acts else self._cases.reading)(person, which, work)

    async def pass_on(
        self,
        person: PersonId,
        which: CaseId,
        wanted: Destined,
        leave: JudgeLeaving,
        arrive: JudgeArriving,
        new: ReportThere,
    ) -> Catalogue:
        """Returns that of the new municipality. Raises ``NotFound``, ``Outdated``, ``TooManyRequests``,
        ``LimitReached``, and what is raised by the judges."""

        def work(connection: Connection, seen: SeenCase) -> Catalogue:
            leaving = leave(seen, wanted.to)
            if seen.stored.case.number != wanted.expected:
                raise Outdated
            there = municipality_numbered(connection, wanted.to)
            if there is None or there.id == seen.stored.municipality:
                raise NotFound
            require_room(seen, person, (leaving.record,), self._clock())
            known = _known(connection, there, leaving.about)
            # Whose it is, the count of what they report, and rows of cases: in this order, as whoever reports
            # does. Else each would wait for the other.
            acts = count_act(connection, report_days, person, self._clock())
            day_bounds.require(acts, MOST_REPORTS_A_DAY, self._clock())
            known = _held(connection, seen.stored, known)
            add_record(connection, seen.stored, leaving.record)
            own = own_catalogue(connection, there, self._standard)
            if known is None:
                begun = arrive(Case(new.case), leaving.report, own)
                stored = begin_case(connection, new.case, there.id, begun)
            else:
                stored = add_record(connection, known, arrive(known.case, leaving.report, own))
            code = {"code_hash": new.code_hash, "case_id": stored.case.id, "record": stored.case.number}
            connection.execute(insert(report_codes).values(code))
            return own

        await self._cases.actor(person, which)
        return await self._cases.writing(person, which, work)


def _known(connection: Connection, there: Municipality, about: Subject) -> StoredCase | None:
    """Their own case where they go, if they have one; nobody else begins one for them meanwhile."""
    if about.person is None:
        return None
    return own_case(connection, there.id, Reporting(about.person, own=True, family=about.family))


def _held(connection: Connection, gone: StoredCase, known: StoredCase | None) -> StoredCase | None:
    """``known`` as it is now: nobody else adds to either of them meanwhile."""
    hold_cases(connection, [each.case.id for each in (gone, known) if each is not None])
    return None if known is None else stored_case(connection, known.case.id)
