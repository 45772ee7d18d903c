"""Invitations in the database. Every step holds the plan's row: two at once come one after the other."""

from __future__ import annotations

from dataclasses import dataclass
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
from server.domain.messages.message import INVITATION_ANSWERED, Message
from server.domain.plan import Participant, ParticipantId, PlanId, Role
from server.domain.sight import Sight
from server.domain.unit.rights import MunicipalityId
from server.ports.clock import Clock
from server.ports.log import StorageUnavailable
from server.ports.sessions import SignedIn
from server.storage import ledger
from server.storage.counts.day_counts import count_act
from server.storage.database.database import Database
from server.storage.identity.keys import KeyReplaced, require_newest
from server.storage.identity.moving import has_no_login, has_only_logged_in
from server.storage.messages import outbox
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

LEAVES, LANGUAGE = "invitation.leaves", "nb"


@dataclass(frozen=True, slots=True)
class ShownInvitation:
    """To whom the invitation is. ``owner_name``: "" unless it is certain that it is for them. ``may_leave``:
    they joined, and were granted nothing."""

    invitation: Invitation
    status: InvitationStatus
    owner_name: str
    may_leave: bool = False


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
            invitation = _found(connection, invitations.c.id == which, invitations.c.plan_id == plan)
            require_step(sight, invitation, step)
            if step is InvitationStep.APPROVE:
                return _stored(connection, approved(sight, invitation, self._days(connection, sight)))
            if step is not InvitationStep.CONFIRM:
                return _stored(connection, ended(sight, invitation, step))
            return _stored(connection, joined_in(connection, sight, invitation, new, sight.event))

        return await write_as(self._database, principal, work)

    async def shown(self, code_hash: bytes, principal: Principal, provider: str) -> ShownInvitation:
        """Raises ``NotFound``, ``Forbidden``."""

        def work(connection: Connection) -> ShownInvitation:
            owner, invitation = self._by_code(connection, code_hash, Hold.NOTHING)
            return _shown(owner, invitation, _guest(connection, principal, provider))

        return await self._database.read(work)

    async def answer(
        self, code_hash: bytes, principal: Principal, provider: str, new: ParticipantId, *, accepted: bool
    ) -> ShownInvitation:
        """Raises ``NotFound``, ``Forbidden``, ``NotNow``, ``Exists``, ``OrganisationNotProved``."""

        def work(connection: Connection) -> ShownInvitation:
            owner, invitation = self._by_code(connection, code_hash, Hold.READERS)
            guest = _guest(connection, principal, provider)
            require_shown(owner, invitation, guest)
            self._tell_of_answer(connection, owner, invitation)
            if not accepted and invitation.participant is not None:
                return self._left(connection, owner, invitation, guest)
            if not accepted:
                return _shown(owner, _stored(connection, declined(owner, invitation, guest)), guest)
            taken = redeemed(owner, invitation, guest)
            if taken.wish.number is None or taken.wish.role is Role.OWNER:
                return _shown(owner, _stored(connection, waiting(owner, taken)), guest)
            member = joined_in(connection, owner, taken, new, partial(by_guest, owner, taken))
            return ShownInvitation(_stored(connection, member), InvitationStatus.JOINED, owner.me.name)

        await self.shown(code_hash, principal, provider)  # nobody waits for the writer to be refused
        return await self._database.write(work)

    def _left(
        self, connection: Connection, owner: Sight, invitation: Invitation, guest: InvitedGuest
    ) -> ShownInvitation:
        plan = invitation.plan
        text = catalogue_of_plan(connection, plan, self._standard).text(
            LEAVES, LANGUAGE, on=day_of(owner.now)
        )
        gone = left(owner, invitation, guest, text)
        store_ending(connection, gone)
        raise_version(connection, plan)
        ledger.append(
            connection, [Event.of(ParticipationEnded.of(gone), owner.now, guest.person, plan, gone.id)]
        )
        return ShownInvitation(invitation, InvitationStatus.LEFT, "")

    def _by_code(self, connection: Connection, code_hash: bytes, hold: Hold) -> tuple[Sight, Invitation]:
        """With the sight of the owner, whose row is held before the invitation is read."""
        wanted = invitations.c.code_hash == code_hash
        where = select(plans.c.id, plans.c.owner_id).join(invitations, invitations.c.plan_id == plans.c.id)
        row = connection.execute(where.where(wanted, plans.c.ended_at.is_(None))).one_or_none()
        if row is None:
            raise NotFound
        owner = sight_in(connection, row.id, Principal(row.owner_id), self._clock(), hold)
        return owner, _found(connection, wanted)

    def _tell_of_answer(self, connection: Connection, owner: Sight, invitation: Invitation) -> None:
        """Those who may confirm it, once. Rolled back where the answer is refused."""
        event, where = f"invitation/{invitation.id}/answered", _municipality_of(connection, owner)
        decides = () if invitation.wish.role is Role.OWNER else (owner.me.person,)
        people = sorted({*decides, invitation.invited_by})
        told = [Message(event, INVITATION_ANSWERED, where, person=each) for each in people]
        outbox.add(connection, told, owner.now)

    def _days(self, connection: Connection, sight: Sight) -> int:
        catalogue = catalogue_of_plan(connection, sight.access.plan.id, self._standard)
        return catalogue.rule("invitation.expires", on=day_of(sight.now)).amount


def _municipality_of(connection: Connection, sight: Sight) -> MunicipalityId | None:
    whose = select(plans.c.municipality_id).where(plans.c.id == sight.access.plan.id)
    found: MunicipalityId | None = connection.scalar(whose)
    return found


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


def _guest(connection: Connection, principal: Principal, provider: str) -> InvitedGuest:
    known = select(persons.c.identity_hash, persons.c.identity_key).where(persons.c.id == principal.person)
    number = number_of(connection.execute(known).one())
    return InvitedGuest(principal, provider, number, has_only_logged_in(connection, principal.person))


def _shown(owner: Sight, invitation: Invitation, guest: InvitedGuest) -> ShownInvitation:
    status = require_shown(owner, invitation, guest)
    named = owner.me.name if _named(owner, invitation, guest) else ""
    return ShownInvitation(invitation, status, named, may_leave(owner, invitation))


def _named(owner: Sight, invitation: Invitation, guest: InvitedGuest) -> bool:
    """Whether whose plan it is, is for this login: once they are in, where and as long as they take part."""
    if invitation.participant is None:
        return invitation.wish.number is not None
    member = owner.plan.of(invitation.participant)
    return member is not None and guest.principal.opens(member.me)
