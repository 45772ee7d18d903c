"""Who has logged in by an owner's link, as the unit of the case sees it and decides."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from server.domain.cases.vocabulary import CaseId
from server.domain.errors import NotFound, NotNow, Refusal
from server.domain.identity.principal import Principal
from server.domain.plan import PersonId, PlanId, Role
from server.domain.sight import Sight
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.features.invitations.entries import InvitationMistaken
from server.features.invitations.redeeming import NOT_NEW
from server.features.invitations.rules import ChangedInvitation, Invitation
from server.features.invitations.tables import as_invitation, as_row, invitations
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.cases.about import about
from server.storage.cases.records import stored_case
from server.storage.cases.tables import cases
from server.storage.database.database import Database
from server.storage.database.locks import lock_names
from server.storage.database.told import may_be_an_id
from server.storage.identity.moving import has_no_login, has_only_logged_in, move_login
from server.storage.metadata import ledger as entries
from server.storage.metadata import persons, plans
from server.storage.municipality.rights import rights_in
from server.storage.persons import ENROLLING
from server.storage.rights import Hold, sight_in

from .rules import confirmed, mistaken, refused, require_second


@dataclass(frozen=True, slots=True)
class Arrival:
    """``name``: of whoever used the link, as a provider says it, "" where none does."""

    invitation: Invitation
    name: str
    inviter: str


@dataclass(frozen=True, slots=True)
class ArrivalStep:
    """``right``: it is the owner, who has read ``digits`` out."""

    invitation: str
    right: bool
    digits: str


@dataclass(frozen=True, slots=True)
class ArrivalTaken:
    """What was done in ``plan``, which is stored where ``refusal`` is to be raised too."""

    plan: PlanId
    refusal: Refusal | None = None


class ArrivalStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def waiting(self, person: PersonId, case: CaseId) -> Arrival | None:
        """Raises ``NotFound`` for who does not handle the case."""

        def work(connection: Connection) -> Arrival | None:
            plan = _plan_of(connection, person, case)
            found = None if plan is None else _redeemed(connection, plan)
            return None if found is None else _named(connection, found)

        return await self._database.read(work)

    async def take(self, person: PersonId, case: CaseId, step: ArrivalStep) -> ArrivalTaken:
        """Wrong digits are stored, and the link ends with the last of ``MOST_MISTAKES``.

        Raises ``NotFound``, ``Forbidden``; ``NotNow`` where the owner has a login by now, or whoever used the
        link has more here than logins."""

        def work(connection: Connection) -> ArrivalTaken:
            plan = _plan_of(connection, person, case)
            owner = None if plan is None else self._held(connection, plan)
            invitation = None if plan is None else _redeemed(connection, plan)
            if owner is None or invitation is None or invitation.id != step.invitation:
                raise NotFound
            require_second(owner, invitation, person)
            if not step.right:
                _store(connection, refused(owner, invitation, person))
                return ArrivalTaken(invitation.plan)
            if step.digits != invitation.check:
                before = mistakes(connection, invitation.plan, invitation.id)
                changes, refusal = mistaken(owner, invitation, person, before)
                _store(connection, *changes)
                return ArrivalTaken(invitation.plan, refusal)
            _store(connection, confirmed(owner, invitation, person))
            move_login(connection, _newcomer(connection, owner, invitation), owner.me.person, owner.now)
            return ArrivalTaken(invitation.plan)

        await self.waiting(person, case)  # nobody waits for the writer to be refused
        return await self._database.write(work)

    def _held(self, connection: Connection, plan: PlanId) -> Sight:
        whose = connection.scalar(select(plans.c.owner_id).where(plans.c.id == plan))
        if whose is None:
            raise NotFound
        return sight_in(connection, plan, Principal(whose), self._clock(), Hold.READERS)


def _plan_of(connection: Connection, person: PersonId, case: CaseId) -> PlanId | None:
    """Raises ``NotFound``, after the same statements for a hidden case and for one that is nowhere."""
    mine = about(connection, person).label("mine")
    asked = case if may_be_an_id(case) else ""
    row = connection.execute(select(cases.c.municipality_id, mine).where(cases.c.id == asked)).one_or_none()
    where = MunicipalityId("") if row is None else row.municipality_id
    handles = UnitRight.CASE_HANDLER in rights_in(connection, person, where)
    stored = None if row is None or row.mine or not handles else stored_case(connection, case)
    if stored is None:
        raise NotFound
    return stored.case.plan.plan


def _redeemed(connection: Connection, plan: PlanId) -> Invitation | None:
    """The newest owner's link that somebody has used, and that waits for a yes."""
    used = invitations.c.redeemed_by.is_not(None), invitations.c.participant_id.is_(None)
    waits = invitations.c.ended_at.is_(None), invitations.c.role == Role.OWNER.value
    wanted = select(invitations).where(invitations.c.plan_id == plan, *used, *waits)
    newest = wanted.order_by(invitations.c.redeemed_at.desc(), invitations.c.id).limit(1)
    row = connection.execute(newest).one_or_none()
    return None if row is None else as_invitation(row)


def mistakes(connection: Connection, plan: PlanId, invitation: str) -> int:
    """How often wrong digits were said about it: the access log knows, in whatever process it was."""
    said = entries.c.chain == plan, entries.c.action == InvitationMistaken.action
    about = entries.c.details["invitation"].as_string() == invitation
    return connection.execute(select(func.count()).where(*said, about)).scalar_one()


def _newcomer(connection: Connection, owner: Sight, invitation: Invitation) -> PersonId:
    """Whose login becomes the owner's. Raises ``NotNow``."""
    lock_names(connection, ENROLLING)  # nobody gets a login, or is moved, between the question and the move
    assert invitation.redeemed_by is not None
    if not has_no_login(connection, owner.me.person):
        raise NotNow("has-a-login")
    new = has_only_logged_in(connection, invitation.redeemed_by)
    if not new or _waits_elsewhere(connection, invitation):
        raise NotNow(NOT_NEW)
    return invitation.redeemed_by


def _waits_elsewhere(connection: Connection, invitation: Invitation) -> bool:
    """Whether who used it has used another one that waits: a yes to that would be to nobody any more."""
    theirs = invitations.c.redeemed_by == invitation.redeemed_by, invitations.c.id != invitation.id
    waits = invitations.c.participant_id.is_(None), invitations.c.ended_at.is_(None)
    runs = select(plans.c.id).where(plans.c.id == invitations.c.plan_id, plans.c.ended_at.is_(None)).exists()
    found = select(invitations.c.id).where(*theirs, *waits, runs).limit(1)
    return connection.execute(found).first() is not None


def _named(connection: Connection, invitation: Invitation) -> Arrival:
    people = {invitation.redeemed_by, invitation.invited_by}
    known = connection.execute(select(persons.c.id, persons.c.name).where(persons.c.id.in_(people)))
    names = {row.id: row.name for row in known}
    return Arrival(invitation, names[invitation.redeemed_by], names[invitation.invited_by])


def _store(connection: Connection, *changes: ChangedInvitation) -> None:
    for invitation, _ in changes:
        row = as_row(invitation)
        connection.execute(update(invitations).where(invitations.c.id == invitation.id).values(row))
    ledger.append(connection, [event for _, event in changes])
