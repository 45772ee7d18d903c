"""Reports of need: stored with their case, and found again by whoever has the code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    bindparam,
    func,
    insert,
    select,
)

from server.catalogue.catalogue import Catalogue
from server.domain import day_bounds
from server.domain.cases.case_transitions import Subject
from server.domain.cases.records import Record, day_of
from server.domain.cases.state import Case
from server.domain.cases.vocabulary import CaseId, CaseStatus
from server.domain.errors import LimitReached, NotFound
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.ports.clock import Clock
from server.storage.cases.about import represented
from server.storage.cases.records import StoredCase, add_record, begin_case, stored_cases
from server.storage.cases.tables import cases
from server.storage.counts.day_counts import count_act, day_table
from server.storage.database.database import Database
from server.storage.database.locks import lock_names
from server.storage.database.statements import Prepared
from server.storage.identity.moving import hold_login
from server.storage.metadata import metadata, persons
from server.storage.municipality.records import (
    Municipality,
    all_municipalities,
    municipality_numbered,
    own_catalogue,
)
from server.storage.municipality.rights import require_right
from server.storage.persons import name_once

from .rules import MOST_WAITING, is_same

report_codes = Table(
    "report_codes",
    metadata,
    Column("code_hash", LargeBinary, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("record", Integer, nullable=False),
)
"""The code itself is known to the reporter alone."""

report_days = day_table("report_days")


@dataclass(frozen=True, slots=True)
class Reporting:
    """Who reports. ``family``: of a child whom their own family expects. ``typist``: in the unit, typing what
    somebody else said. ``most``: reports of one day. ``acts_for``: whom they say that they act for.
    ``called``: by whoever has logged in without a name, what they call themselves."""

    person: PersonId | None
    own: bool = False
    family: bool = False
    typist: bool = False
    most: int = 0
    acts_for: Subject | None = None
    called: str = ""


@dataclass(frozen=True, slots=True)
class CodeFound:
    """``record``: the number of the report in its case, of which the rest is said as it is now."""

    case: CaseId
    record: int
    status: CaseStatus
    unanswered_from: int | None


Judge = Callable[[Case, date | None], Record]
"""The record of the report in a case; with the day of birth of whoever reports their own need."""


class ReportStore:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(self, database: Database, clock: Clock, standard: Catalogue) -> None:
        self._database, self._clock, self._standard = database, clock, standard

    async def municipalities(self) -> Sequence[Municipality]:
        """By name."""
        return await self._database.read(all_municipalities)

    async def municipality(self, number: str) -> tuple[Municipality, Catalogue]:
        """With its own catalogue. Raises ``NotFound``."""

        def work(connection: Connection) -> tuple[Municipality, Catalogue]:
            found = municipality_numbered(connection, number)
            if found is None:
                raise NotFound
            return found, own_catalogue(connection, found, self._standard)

        return await self._database.read(work)

    async def report(
        self, where: MunicipalityId, who: Reporting, code_hash: bytes, new: CaseId, judge: Judge
    ) -> None:
        """In the owner's own case if they have one here, else in one called ``new``.

        Raises ``NotFound`` for a typist without the right, ``TooManyRequests``, ``LimitReached``, ``NotNow``
        for who is somebody else by now, and what ``judge`` raises.
        """

        def work(connection: Connection) -> None:
            if who.person is not None and who.typist:
                require_right(connection, who.person, where, UnitRight.CASE_HANDLER)
            born = birth_date(connection, who.person) if who.own and not who.family else None
            found = own_case(connection, where, who) if who.own else self._acted_for(connection, where, who)
            if who.person is None:
                _require_room(connection, where)
            else:
                if found is None and not who.typist:
                    hold_login(connection, who.person)
                if who.called:
                    name_once(connection, who.person, who.called)
                # Its row holds the person's, for which whoever moves their login waits.
                acts = count_act(connection, report_days, who.person, self._clock())
                day_bounds.require(acts, who.most, self._clock())
            if found is None:
                stored = begin_case(connection, new, where, judge(Case(new), born))
            else:
                stored = add_record(connection, found, judge(found.case, born))
            values = {"code_hash": code_hash, "case_id": stored.case.id, "record": stored.case.number}
            connection.execute(insert(report_codes).values(values))

        await self._database.write(work)

    def _acted_for(self, connection: Connection, where: MunicipalityId, who: Reporting) -> StoredCase | None:
        """The newest in which they act today for whom they report."""
        if who.person is None or who.acts_for is None:
            return None
        lock_names(connection, f"case of {who.person}")
        theirs = cases.c.id.in_(represented(who.person)), cases.c.municipality_id == where
        wanted = select(cases.c.id).where(*theirs, cases.c.status != CaseStatus.MERGED.value)
        found = connection.scalars(wanted.order_by(cases.c.created_at.desc(), cases.c.id)).all()
        today, subject = day_of(self._clock()), who.acts_for
        for each in stored_cases(connection, [CaseId(each) for each in found]):
            acting = each.case.representation.of(who.person, today)
            if acting is not None and is_same(each.case.case.subject, subject):
                return each
        return None

    async def by_code(self, code_hash: bytes) -> CodeFound:
        """Raises ``NotFound``. One row, however long the case is and whatever came of it: whoever measures
        how long the answer takes learns no more than what it says."""
        row = await self._database.read(lambda connection: BY_CODE.row(connection, {"code_hash": code_hash}))
        if row is None:
            raise NotFound
        return CodeFound(CaseId(row.case_id), row.record, CaseStatus(row.status), row.unanswered_from)


BY_CODE = Prepared(
    select(report_codes.c.case_id, report_codes.c.record, cases.c.status, cases.c.unanswered_from)
    .join(cases, cases.c.id == report_codes.c.case_id)
    .where(report_codes.c.code_hash == bindparam("code_hash"))
)


def own_case(connection: Connection, where: MunicipalityId, who: Reporting) -> StoredCase | None:
    """The newest that is this person's own here, or of the child whom their family expects now: each child
    has a case. Nobody else begins one for them meanwhile."""
    lock_names(connection, f"case of {who.person}")
    wanted = select(cases.c.id).where(
        cases.c.owner_id == who.person,
        cases.c.municipality_id == where,
        cases.c.status != CaseStatus.MERGED.value,
    )
    found = connection.scalars(wanted.order_by(cases.c.created_at.desc(), cases.c.id)).all()
    owned = stored_cases(connection, [CaseId(each) for each in found])
    return next((each for each in owned if _is_of(each.case.case.subject, who)), None)


def _is_of(subject: Subject, who: Reporting) -> bool:
    return subject.expected is not None if who.family and subject.family else subject.family == who.family


def birth_date(connection: Connection, person: PersonId | None) -> date | None:
    found: date | None = connection.scalar(select(persons.c.birth_date).where(persons.c.id == person))
    return found


def _require_room(connection: Connection, where: MunicipalityId) -> None:
    waiting = select(func.count()).where(
        cases.c.municipality_id == where, cases.c.status == CaseStatus.REPORTED.value
    )
    if int(connection.execute(waiting).scalar_one()) >= MOST_WAITING:
        raise LimitReached
