"""Consents on paper in the database. Every step holds the plan's row: of two at once one waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from server.catalogue.catalogue import Catalogue
from server.domain import day_bounds
from server.domain.audit import Details, Event
from server.domain.cases.records import day_of
from server.domain.errors import Exists, NotFound
from server.domain.identity.principal import Principal
from server.domain.messages.message import PAPER_HOLDS, Message
from server.domain.plan import PlanId, Role
from server.domain.sight import Sight
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.features.consent.store import store_signed
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.counts.day_counts import count_act
from server.storage.database.database import Database
from server.storage.database.told import may_be_an_id
from server.storage.decisions import DecisionSigned
from server.storage.messages import outbox
from server.storage.metadata import persons, plans
from server.storage.municipality.records import catalogue_of_plan
from server.storage.municipality.rights import rights_in
from server.storage.rights import Hold, sight_in, write_as

from .rules import (
    CHECKS,
    MOST_A_DAY,
    ChangedPaper,
    Checker,
    NewSheet,
    Paper,
    PaperStatus,
    checked,
    made,
    may_see,
    refused,
    require_checker,
)
from .tables import as_paper, as_row, paper_days, papers

MOST_SHOWN = 100
Step = Callable[[Sight, Paper], ChangedPaper]


@dataclass(frozen=True, slots=True)
class PaperIn:
    """As ``sight`` sees it. ``checker``: the name of whoever checked it."""

    paper: Paper
    sight: Sight
    checker: str = ""


class PaperStore:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(self, database: Database, clock: Clock, standard: Catalogue) -> None:
        self._database, self._clock, self._standard = database, clock, standard

    async def of_plan(self, principal: Principal, plan: PlanId) -> list[PaperIn]:
        """Those that this person may see, newest first. Raises ``NotFound``."""

        def work(connection: Connection) -> list[PaperIn]:
            sight = sight_in(connection, plan, principal, self._clock())
            mine = papers.c.plan_id == plan
            if sight.me.role is not Role.OWNER:
                mine &= (papers.c.made_as == sight.me.id) | (papers.c.signer == sight.me.id)
            asked = select(papers, persons.c.name).outerjoin(persons, persons.c.id == papers.c.checked_by)
            newest = asked.where(mine).order_by(papers.c.made_at.desc(), papers.c.id).limit(MOST_SHOWN)
            rows = connection.execute(newest)
            return [PaperIn(as_paper(row), sight, row.name or "") for row in rows]

        return await self._database.read(work)

    async def make(self, principal: Principal, plan: PlanId, new: NewSheet) -> PaperIn:
        """Raises what ``made`` does, ``NotFound``, ``TooManyRequests``."""

        def work(connection: Connection) -> PaperIn:
            sight = sight_in(connection, plan, principal, self._clock(), Hold.READERS)
            said = catalogue_of_plan(connection, plan, self._standard)
            days = said.rule("paper.check", on=day_of(sight.now)).days
            paper, event = made(sight, new, days, _waiting(connection, sight))
            acts = count_act(connection, paper_days, principal.person, sight.now)
            day_bounds.require(acts, MOST_A_DAY, sight.now)
            connection.execute(insert(papers).values(as_row(paper)))
            ledger.append(connection, [event])
            return PaperIn(paper, sight)

        return await write_as(self._database, principal, work)

    async def take(self, principal: Principal, plan: PlanId, which: str, step: Step) -> None:
        """Raises what ``step`` does, ``NotFound``; ``Exists`` for a scan that is another paper's."""

        def work(connection: Connection) -> None:
            sight = sight_in(connection, plan, principal, self._clock(), Hold.READERS)
            asked = which if may_be_an_id(which) else ""
            paper = _found(connection, papers.c.plan_id == plan, papers.c.id == asked)
            if not may_see(sight, paper):
                raise NotFound
            _store(connection, *step(sight, paper))

        await write_as(self._database, principal, work)

    async def shown(self, principal: Principal, code_hash: bytes) -> tuple[PaperIn, Sight | None]:
        """A paper that waits, and as whom of its plan they read its sentences; ``None``: they do not.

        Raises ``NotFound``, ``Forbidden``."""

        def work(connection: Connection) -> tuple[PaperIn, Sight | None]:
            owner, paper = self._by_code(connection, code_hash, Hold.NOTHING)
            checker = _checker(connection, owner, paper, principal)
            require_checker(owner, paper, checker)
            return PaperIn(paper, owner), checker.sight

        return await self._database.read(work)

    async def check(self, principal: Principal, code_hash: bytes, signed_on: date, *, right: bool) -> PaperIn:
        """What it says holds from now on, or never. Raises ``NotFound``, ``Forbidden``, ``NotNow``."""

        def work(connection: Connection) -> PaperIn:
            owner, paper = self._by_code(connection, code_hash, Hold.READERS)
            checker = _checker(connection, owner, paper, principal)
            require_checker(owner, paper, checker)

            def said(details: Details, about: object = None) -> Event:
                me = None if checker.sight is None else checker.sight.me
                where = "" if me is None else me.organisation
                who = None if me is None else me.id
                return Event.of(details, owner.now, checker.person, paper.plan, who, where, about)  # type: ignore[arg-type]

            if right:
                new, after = checked(owner, paper, checker, signed_on)
                signer = owner.plan.of(paper.signer)
                assert signer is not None
                events = [said(DecisionSigned.of(each), each.part) for each in new]
                store_signed(connection, signer, new, events)
                _tell_owner(connection, owner, paper)
            else:
                after = refused(owner, paper)
            _store(connection, after, said(CHECKS[right](after.id, after.fingerprint)))
            return PaperIn(after, owner)

        await self.shown(principal, code_hash)  # nobody waits for the writer to be refused
        return await self._database.write(work)

    def _by_code(self, connection: Connection, code_hash: bytes, hold: Hold) -> tuple[Sight, Paper]:
        """One that waits, with the sight of the owner, whose plan is held before it is read."""
        wanted = papers.c.code_hash == code_hash
        where = select(plans.c.id, plans.c.owner_id).join(papers, papers.c.plan_id == plans.c.id)
        row = connection.execute(where.where(wanted, plans.c.ended_at.is_(None))).one_or_none()
        if row is None:
            raise NotFound
        owner = sight_in(connection, row.id, Principal(row.owner_id), self._clock(), hold)
        paper = _found(connection, wanted)
        if paper.status(owner.now) is not PaperStatus.REGISTERED:
            raise NotFound
        return owner, paper


def _checker(connection: Connection, owner: Sight, paper: Paper, principal: Principal) -> Checker:
    """In the plan, if they take part; else as who handles its case. Raises ``NotFound``."""
    me = owner.access.participant_of(principal, owner.now)
    sight = None if me is None else owner.plan.of(me.id)
    if sight is not None and sight.takes_part:
        return Checker(principal.person, sight)
    everybody = owner.access.participants.values()
    if any(who.person == principal.person and who.active(owner.now) for who in everybody):
        raise NotFound
    where = connection.scalar(select(plans.c.municipality_id).where(plans.c.id == paper.plan))
    rights = rights_in(connection, principal.person, MunicipalityId(where or ""))
    if UnitRight.CASE_HANDLER not in rights:
        raise NotFound
    return Checker(principal.person, None)


def _tell_owner(connection: Connection, owner: Sight, paper: Paper) -> None:
    """Others acted in their name: nothing in a page of theirs was pressed."""
    where = connection.scalar(select(plans.c.municipality_id).where(plans.c.id == paper.plan))
    sender = None if where is None else MunicipalityId(where)
    told = Message(f"paper/{paper.id}/holds", PAPER_HOLDS, sender, person=owner.me.person)
    outbox.add(connection, [told], owner.now)


def _waiting(connection: Connection, sight: Sight) -> int:
    ends = papers.c.ended_at.is_(None), papers.c.checked_at.is_(None), papers.c.expires_at > sight.now
    found = select(func.count()).where(papers.c.plan_id == sight.access.plan.id, *ends)
    return int(connection.execute(found).scalar_one())


def _found(connection: Connection, *wanted: ColumnElement[bool]) -> Paper:
    row = connection.execute(select(papers).where(*wanted)).one_or_none()
    if row is None:
        raise NotFound
    return as_paper(row)


def _store(connection: Connection, paper: Paper, event: Event) -> None:
    if paper.scan is not None:
        same = papers.c.plan_id == paper.plan, papers.c.scan == paper.scan, papers.c.id != paper.id
        if connection.execute(select(papers.c.id).where(*same)).first() is not None:
            raise Exists
    connection.execute(update(papers).where(papers.c.id == paper.id).values(as_row(paper)))
    ledger.append(connection, [event])
