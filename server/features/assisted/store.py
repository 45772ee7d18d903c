"""Assisted sessions of a plan. Every step holds the plan's row: two at once come one after the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, func, select

from server.catalogue.catalogue import Catalogue
from server.domain.cases.records import Record, day_of
from server.domain.errors import Forbidden, NotFound, NotNow
from server.domain.identity.principal import Principal
from server.domain.on_behalf.assisting import AssistedEnd, AssistedSession
from server.domain.plan import Kind, PersonId, PlanId, Role
from server.domain.sight import Sight
from server.ports.clock import Clock
from server.storage.cases.of_plans import said_valid_in
from server.storage.database.database import Database
from server.storage.database.told import may_be_an_id
from server.storage.metadata import comments, decisions, sessions
from server.storage.municipality.records import catalogue_of_plan
from server.storage.plan.assisted import (
    AssistedEnded,
    assisted_sessions,
    sessions_where,
    store_begun,
    store_steps,
)
from server.storage.rights import Hold, sight_in, write_as

from .answers import AssistedComment, AssistedDecision, AssistedDeclaration
from .rules import AssistedBeginning, begun, ended, may_begin, may_look_back, read, require_day

MOST_SHOWN, MOST_DONE = 50, 500
"""Sessions, and of what was done in them decisions and comments each."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SeenSessions:
    """``own``: the one that runs in the login that asks. ``decisions``, ``remarks``, ``declared``: the newest
    of what was done in ``past``, by session, for the owner; ``numbers``: those of the decisions."""

    sight: Sight
    catalogue: Catalogue
    today: date
    own: AssistedSession | None
    past: Sequence[AssistedSession]
    decisions: Mapping[str, Sequence[AssistedDecision]]
    remarks: Mapping[str, Sequence[AssistedComment]]
    declared: Mapping[str, Sequence[AssistedDeclaration]]
    numbers: Sequence[int]


class AssistedStore:
    """``idle``: whoever was not seen for so long is logged in no more."""

    def __init__(self, database: Database, clock: Clock, standard: Catalogue, idle: timedelta) -> None:
        self._database, self._clock, self._standard, self._idle = database, clock, standard, idle

    async def of_plan(self, principal: Principal, plan: PlanId, login: bytes) -> SeenSessions:
        """Raises ``NotFound``; ``Forbidden`` for who neither begins one nor decides for the owner."""

        def work(connection: Connection) -> SeenSessions:
            sight = sight_in(connection, plan, principal, self._clock())
            if not (may_begin(sight) or may_look_back(sight)):
                raise Forbidden
            found = sessions_where(connection, _of(plan), limit=MOST_SHOWN)
            runs = (each for each in found if each.login == login and each.runs(sight.now))
            own = next((each for each in runs if sight.may_assist(each)), None)
            past = found if may_look_back(sight) else []
            ids = [each.id for each in past] if sight.me.role is Role.OWNER else []
            signed, remarks = _signed_in(connection, plan, ids), _written_in(connection, ids)
            declared = said_valid_in(connection, plan, ids)
            return SeenSessions(
                sight,
                self._own(connection, plan),
                day_of(sight.now),
                own,
                past,
                _by_session((row.proof, _decision(row)) for row in signed),
                _by_session((row.assisted, _remark(row)) for row in remarks),
                _by_session((each.transition.assisted, _declaration(each)) for each in declared),
                [row.number for row in signed],
            )

        return await self._database.read(work)

    async def begin(
        self, principal: Principal, plan: PlanId, beginning: AssistedBeginning, language: str
    ) -> AssistedSession:
        """What the plan's coordinator confirmed, in the words of its municipality. One runs at a time.

        Raises what ``begun`` does, ``NotFound``, ``NotNow``, ``TooManyRequests``.
        """

        def work(connection: Connection) -> AssistedSession:
            sight = sight_in(connection, plan, principal, self._clock(), Hold.READERS)
            said, today = self._own(connection, plan), day_of(sight.now)
            text = said.text("assisted.begin", language, on=today, owner=sight.access.plan.owner_name)
            minutes = said.rule("assisted.duration", on=today).amount
            session, event = begun(sight, replace(beginning, text=text, minutes=minutes))
            if self._logged_in(connection, sight.access.plan.owner, sight.now):
                raise NotNow("owner-logged-in")
            lately = sessions_where(connection, _of(plan), limit=MOST_SHOWN)
            require_day([each.begun_at for each in lately], sight.now)
            there = [each for each in lately if each.runs(sight.now)]
            over = [each.ended(sight.now, AssistedEnd.BEGUN_ANEW) for each in there]
            store_steps(connection, [(each, sight.event(AssistedEnded.of(each))) for each in over])
            store_begun(connection, session, event)
            return session

        return await write_as(self._database, principal, work)

    async def end(self, principal: Principal, plan: PlanId, which: str) -> None:
        """Again: nothing more. Raises ``NotFound``."""

        def work(connection: Connection) -> None:
            sight = sight_in(connection, plan, principal, self._clock(), Hold.READERS)
            asked = which if may_be_an_id(which) else ""
            found = sessions_where(connection, _of(plan), assisted_sessions.c.id == asked)
            if not found:
                raise NotFound
            over = ended(sight, found[0])
            if found[0].runs(sight.now):
                store_steps(connection, [over])

        await write_as(self._database, principal, work)

    async def mark_read(self, principal: Principal, plan: PlanId) -> None:
        """Raises ``NotFound``; ``Forbidden`` for all but the owner."""

        def work(connection: Connection) -> None:
            sight = sight_in(connection, plan, principal, self._clock(), Hold.READERS)
            if sight.me.role is not Role.OWNER:
                raise Forbidden
            unread = sessions_where(connection, _of(plan), assisted_sessions.c.read_at.is_(None))
            store_steps(connection, [read(sight, each) for each in unread if not each.runs(sight.now)])

        await write_as(self._database, principal, work)

    def _own(self, connection: Connection, plan: PlanId) -> Catalogue:
        return catalogue_of_plan(connection, plan, self._standard)

    def _logged_in(self, connection: Connection, owner: PersonId, now: datetime) -> bool:
        seen = func.coalesce(sessions.c.last_seen_at, sessions.c.opened_at) > now - self._idle
        theirs = sessions.c.person_id == owner, sessions.c.expires_at > now, seen
        return connection.execute(select(sessions.c.csrf_token).where(*theirs).limit(1)).first() is not None


def _of(plan: PlanId) -> ColumnElement[bool]:
    return assisted_sessions.c.plan_id == plan


def _signed_in(connection: Connection, plan: PlanId, ids: Collection[str]) -> Sequence[Row[Any]]:
    if not ids:
        return []
    wanted = decisions.c.plan_id == plan, decisions.c.proof.in_(ids)
    asked = select(decisions).where(*wanted).order_by(decisions.c.number.desc()).limit(MOST_DONE)
    return connection.execute(asked).all()


def _written_in(connection: Connection, ids: Collection[str]) -> Sequence[Row[Any]]:
    if not ids:
        return []
    wanted = comments.c.assisted.in_(ids), comments.c.removed_at.is_(None)
    newest = select(comments).where(*wanted).order_by(comments.c.created_at.desc(), comments.c.id)
    return connection.execute(newest.limit(MOST_DONE)).all()


def _decision(row: Row[Any]) -> AssistedDecision:
    return AssistedDecision(
        at=row.signed_at,
        participant=row.participant_id,
        part=row.part_id,
        kind=None if row.kind is None else Kind(row.kind),
        level=row.level,
        proposing=row.proposing,
        stands=not row.overridden,
        text=row.text,
    )


def _remark(row: Row[Any]) -> AssistedComment:
    return AssistedComment(row.created_at, row.id, row.part_id, row.text)


def _declaration(record: Record) -> AssistedDeclaration:
    return AssistedDeclaration(record.command.at, record.command.shown)


def _by_session(found: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    said: dict[str, list[T]] = {}
    for session, each in found:
        said.setdefault(session, []).append(each)
    return said
