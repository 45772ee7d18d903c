"""Invitations in the database. Every step holds the plan's row: two at once come one after the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import (
    ColumnElement,
    Connection,
    insert,
    select,
    update,
)

from server.catalogue.catalogue import Catalogue
from server.domain import day_bounds
from server.domain.audit import Event
from server.domain.cases.records import day_of
from server.domain.errors import Invalid, NotFound
from server.domain.identity.keys import IdentityKeys
from server.domain.identity.principal import Principal
from server.domain.plan import Participant, ParticipantId, PlanId, Role
from server.domain.sight import Sight
from server.ports.clock import Clock
from server.ports.log import StorageUnavailable
from server.ports.sessions import SignedIn
from server.storage import ledger
from server.storage.counts.day_counts import count_act
from server.storage.database.database import Database
from server.storage.database.told import may_be_an_id
from server.storage.identity.keys import KeyReplaced, require_newest
from server.storage.identity.moving import has_no_login, has_only_logged_in, hold_login
from server.storage.metadata import persons, plans
from server.storage.municipality.records import catalogue_of_plan
from server.storage.plan.participations import ParticipationEnded, store_ending
from server.storage.rights import Hold, raise_version, sight_in, write_as

from . import replacing
from .joining.store import joined_in
from .redeeming import InvitedGuest, by_guest, declined, left, may_leave, redeemed, require_shown, waiting
from .rules import (
    MOST_A_DAY,
    ChangedInvitation,
    Invitation,
    InvitationStatus,
    InvitationStep,
    InvitationWish,
    approved,
    ended,
    invited,
    require_inviting,
    require_step,
)
from .tables import (
    ListedInvitation,
    as_invitation,
    as_row,
    invitation_days,
    invitations,
    listed_for,
    number_of,
    waiting_in,
)
from .telling.store import tell_of_answer, tell_unit

LEAVES = "invitation.leaves"


@dataclass(frozen=True, slots=True)
class ShownInvitation:
    """To whom the invitation is. ``owner_name``: "" unless it is certain that it is for them. ``leaving``:
    the sentence that they leave by, who joined and were granted nothing, else ""."""

    invitation: Invitation
    status: InvitationStatus
    owner_name: str
    leaving: str = ""


@dataclass(frozen=True, slots=True)
class GuestReply:
    """Of a guest. ``text``: the sentence that they read, where they leave by it."""

    accepted: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class ListedInPlan:
    """``replaceable``: whom somebody new may take over from, each with the sentence that is signed for it.

    ``owner_without_login``: others entered them, and nobody can log in as them yet.
    """

    sight: Sight
    invitations: list[ListedInvitation]
    replaceable: list[tuple[Participant, str]]
    owner_without_login: bool


class InvitationStore:
    """``standard``: the catalogue of which a municipality's own is made. ``keys`` hash identity numbers."""

    def __init__(
        self, database: Database, clock: Clock, standard: Catalogue, keys: IdentityKeys | None
    ) -> None:
        self._database, self._clock, self._standard, self._keys = database, clock, standard, keys

    async def of_plan(self, who: SignedIn, plan: PlanId) -> ListedInPlan:
        """What waits, newest first, then what is over. Raises ``NotFound``, ``Forbidden``."""

        def work(connection: Connection) -> ListedInPlan:
            sight = sight_in(connection, plan, who.principal, self._clock())
            require_inviting(sight)
            catalogue, day = catalogue_of_plan(connection, plan, self._standard), day_of(sight.now)
            signed = [
                (old, replacing.sentence(old, catalogue, who.locale, day))
                for old in replacing.replaceable(sight)
            ]
            alone = has_no_login(connection, sight.access.plan.owner)
            return ListedInPlan(sight, listed_for(connection, sight), signed, alone)

        return await self._database.read(work)

    async def invite(
        self, who: SignedIn, plan: PlanId, wish: InvitationWish, new: str, code_hash: bytes
    ) -> Invitation:
        """Raises what ``invited`` and ``require_signed`` do, ``NotFound``, ``TooManyRequests``,
        ``StorageUnavailable``."""
        principal = who.principal

        def work(connection: Connection) -> Invitation:
            sight = sight_in(connection, plan, principal, self._clock(), Hold.READERS)
            days, waits = self._days(connection, sight), waiting_in(connection, sight)
            invitation, event = invited(sight, wish, new, code_hash, days, waits)
            catalogue = catalogue_of_plan(connection, plan, self._standard)
            replacing.require_signed(sight, wish, catalogue, who.locale, day_of(sight.now))
            if wish.role is Role.OWNER and not has_no_login(connection, sight.access.plan.owner):
                raise Invalid("role: the owner logs in already")
            if wish.number is not None and self._keys is not None:
                require_newest(connection, self._keys)
            acts = count_act(connection, invitation_days, principal.person, self._clock())
            day_bounds.require(acts, MOST_A_DAY, self._clock())
            connection.execute(insert(invitations).values(as_row(invitation)))
            ledger.append(connection, [event])
            return invitation

        try:
            return await write_as(self._database, principal, work)
        except KeyReplaced:
            raise StorageUnavailable("another process has begun with another SAMPLAN_IDENTITY_KEY") from None

    async def take(
        self, principal: Principal, plan: PlanId, which: str, step: InvitationStep, new: ParticipantId
    ) -> Invitation:
        """``new``: the id of whoever joins. Raises what ``require_step`` does, ``NotFound``, ``Exists``."""

        def work(connection: Connection) -> Invitation:
            sight = sight_in(connection, plan, principal, self._clock(), Hold.READERS)
            require_inviting(sight)
            asked = which if may_be_an_id(which) else ""
            invitation = _found(connection, invitations.c.id == asked, invitations.c.plan_id == plan)
            require_step(sight, invitation, step)
            if step is InvitationStep.APPROVE:
                return _stored(connection, approved(sight, invitation, self._days(connection, sight)))
            if step is not InvitationStep.CONFIRM:
                return _stored(connection, ended(sight, invitation, step))
            return _stored(connection, joined_in(connection, sight, invitation, new, sight.event))

        return await write_as(self._database, principal, work)

    async def shown(self, code_hash: bytes, who: SignedIn) -> ShownInvitation:
        """Raises ``NotFound``, ``Forbidden``."""

        def work(connection: Connection) -> ShownInvitation:
            owner, invitation = self._by_code(connection, code_hash, Hold.NOTHING)
            shown = _shown(owner, invitation, _guest(connection, who, invitation))
            leaves = may_leave(owner, invitation)
            return replace(shown, leaving=self._leaving(connection, owner, who)) if leaves else shown

        return await self._database.read(work)

    async def answer(
        self, code_hash: bytes, who: SignedIn, new: ParticipantId, reply: GuestReply
    ) -> ShownInvitation:
        """Raises ``NotFound``, ``Forbidden``, ``NotNow``, ``Exists``, ``OrganisationNotProved``,
        ``TextChanged``."""

        def work(connection: Connection) -> ShownInvitation:
            owner, invitation = self._by_code(connection, code_hash, Hold.READERS)
            if reply.accepted:
                hold_login(connection, who.person)
            guest = _guest(connection, who, invitation)
            require_shown(owner, invitation, guest)
            tell_of_answer(connection, owner, invitation)
            if not reply.accepted and invitation.participant is not None:
                sentence = self._leaving(connection, owner, who)
                gone = left(owner, invitation, guest, sentence, reply.text)
                return _left(connection, owner, invitation, gone)
            if not reply.accepted:
                return _shown(owner, _stored(connection, declined(owner, invitation, guest)), guest)
            taken = redeemed(owner, invitation, guest)
            if taken.wish.number is None or taken.wish.role is Role.OWNER:
                tell_unit(connection, owner, taken)
                return _shown(owner, _stored(connection, waiting(owner, taken)), guest)
            member = joined_in(connection, owner, taken, new, partial(by_guest, owner, taken))
            return ShownInvitation(_stored(connection, member), InvitationStatus.JOINED, owner.me.name)

        await self.shown(code_hash, who)  # nobody waits for the writer to be refused
        return await self._database.write(work)

    def _leaving(self, connection: Connection, owner: Sight, who: SignedIn) -> str:
        catalogue = catalogue_of_plan(connection, owner.access.plan.id, self._standard)
        return catalogue.text(LEAVES, who.locale, on=day_of(owner.now))

    def _by_code(self, connection: Connection, code_hash: bytes, hold: Hold) -> tuple[Sight, Invitation]:
        """With the sight of the owner, whose row is held before the invitation is read."""
        wanted = invitations.c.code_hash == code_hash
        where = select(plans.c.id, plans.c.owner_id).join(invitations, invitations.c.plan_id == plans.c.id)
        row = connection.execute(where.where(wanted, plans.c.ended_at.is_(None))).one_or_none()
        if row is None:
            raise NotFound
        owner = sight_in(connection, row.id, Principal(row.owner_id), self._clock(), hold)
        return owner, _found(connection, wanted)

    def _days(self, connection: Connection, sight: Sight) -> int:
        catalogue = catalogue_of_plan(connection, sight.access.plan.id, self._standard)
        return catalogue.rule("invitation.expires", on=day_of(sight.now)).amount


def _found(connection: Connection, *wanted: ColumnElement[bool]) -> Invitation:
    row = connection.execute(select(invitations).where(*wanted)).one_or_none()
    if row is None:
        raise NotFound
    return as_invitation(row)


def _stored(connection: Connection, changed: ChangedInvitation) -> Invitation:
    invitation, event = changed
    row = as_row(invitation)
    connection.execute(update(invitations).where(invitations.c.id == invitation.id).values(row))
    ledger.append(connection, [event])
    return invitation


def _left(connection: Connection, owner: Sight, invitation: Invitation, gone: Participant) -> ShownInvitation:
    plan = invitation.plan
    store_ending(connection, gone)
    raise_version(connection, plan)
    ended = Event.of(ParticipationEnded.of(gone), owner.now, gone.person, plan, gone.id)
    ledger.append(connection, [ended])
    return ShownInvitation(invitation, InvitationStatus.LEFT, "")


def _guest(connection: Connection, who: SignedIn, invitation: Invitation) -> InvitedGuest:
    known = select(persons.c.identity_hash, persons.c.identity_key).where(persons.c.id == who.person)
    number = number_of(connection.execute(known).one())
    new = invitation.wish.role is Role.OWNER and has_only_logged_in(connection, who.person)
    return InvitedGuest(who.principal, who.provider, number, new)


def _shown(owner: Sight, invitation: Invitation, guest: InvitedGuest) -> ShownInvitation:
    status = require_shown(owner, invitation, guest)
    named = owner.me.name if _named(owner, invitation, guest) else ""
    return ShownInvitation(invitation, status, named)


def _named(owner: Sight, invitation: Invitation, guest: InvitedGuest) -> bool:
    """Whether whose plan it is, is for this login: once they are in, where and as long as they take part."""
    if invitation.participant is None:
        return invitation.wish.number is not None
    member = owner.plan.of(invitation.participant)
    return member is not None and guest.principal.opens(member.me)
