"""Inviting somebody into a plan, and what they and those in the plan do with it."""

from __future__ import annotations

from dataclasses import replace

from server.domain.errors import Invalid
from server.domain.identity.keys import IdentityKeys
from server.domain.identity.number import IdentityNumber, NotAnIdentityNumber
from server.domain.identity.principal import Principal
from server.domain.plan import COORDINATING, ParticipantId, PlanId, Role
from server.ports.live import Live
from server.ports.randomness import Chance, hash_of, new_code
from server.ports.sessions import SignedIn

from .answers import (
    ROLES,
    InvitationsAnswer,
    NewInvitationAnswer,
    OwnInvitationAnswer,
    ReplaceableAnswer,
    invitation_answer,
)
from .rules import DECIDING, InvitationStatus, InvitationStep, InvitationWish, NumberHash, steps_open_to
from .store import GuestReply, InvitationStore


class Invitations:
    """``keys`` hash identity numbers; without them nobody can be invited by theirs. ``synthetic``: numbers
    made for tests are taken, as one of the providers is a test's."""

    def __init__(
        self,
        store: InvitationStore,
        live: Live,
        chance: Chance,
        keys: IdentityKeys | None,
        *,
        synthetic: bool = False,
    ) -> None:
        self._store, self._live, self._chance = store, live, chance
        self._keys, self._synthetic = keys, synthetic

    async def of_plan(self, who: SignedIn, plan: PlanId) -> InvitationsAnswer:
        """Raises ``NotFound``, ``Forbidden``."""
        found = await self._store.of_plan(who, plan)
        sight, listed = found.sight, found.invitations
        answers = tuple(
            invitation_answer(
                each,
                steps_open_to(sight, each.invitation, each.status),
                protected=sight.access.plan.protected,
            )
            for each in listed
        )
        replaceable = tuple(
            ReplaceableAnswer(old.id, old.name, old.known_organisation, old.role, text)
            for old, text in found.replaceable
        )
        proposing, numbers = sight.me.role not in DECIDING, self._keys is not None
        coordinates = sight.me.role in COORDINATING
        roles = (*ROLES, Role.OWNER) if coordinates and found.owner_without_login else ROLES
        return InvitationsAnswer(answers, roles, proposing, numbers, replaceable)

    async def invite(
        self, who: SignedIn, plan: PlanId, wish: InvitationWish, number: str | None
    ) -> NewInvitationAnswer:
        """``number``: an identity number as it was typed; only its hash leaves this.

        Raises ``NotFound``, ``Forbidden``, ``Invalid``, ``LimitReached``, ``TextChanged``,
        ``TooManyRequests``.
        """
        wish = replace(wish, number=self._hashed(number))
        code = new_code(self._chance.token())
        made = await self._store.invite(who, plan, wish, self._chance.id(), hash_of(code))
        status = InvitationStatus.PROPOSED if made.approved_at is None else InvitationStatus.OPEN
        return NewInvitationAnswer(made.id, code, status, made.expires_at)

    async def take(self, principal: Principal, plan: PlanId, which: str, step: InvitationStep) -> None:
        """Raises ``NotFound``, ``Forbidden``, ``NotNow``, ``Exists``."""
        taken = await self._store.take(principal, plan, which, step, ParticipantId(self._chance.id()))
        if taken.participant is not None:
            await self._live.plan_changed(plan)

    async def shown(self, guest: SignedIn, code: str) -> OwnInvitationAnswer:
        """Raises ``NotFound``, ``Forbidden`` for those it comes from."""
        return OwnInvitationAnswer.of(await self._store.shown(hash_of(code), guest))

    async def answer(self, guest: SignedIn, code: str, reply: GuestReply) -> OwnInvitationAnswer:
        """Raises ``NotFound``, ``Forbidden``, ``NotNow``, ``Exists``, ``OrganisationNotProved``,
        ``TextChanged``."""
        new = ParticipantId(self._chance.id())
        shown = await self._store.answer(hash_of(code), guest, new, reply)
        if shown.status in {InvitationStatus.JOINED, InvitationStatus.LEFT}:
            await self._live.plan_changed(shown.invitation.plan)
        return OwnInvitationAnswer.of(shown)

    def _hashed(self, number: str | None) -> NumberHash | None:
        if number is None:
            return None
        if self._keys is None:
            raise Invalid("number: no identity numbers are known here")
        try:
            read = IdentityNumber.read(number, synthetic_too=self._synthetic)
        except NotAnIdentityNumber as wrong:
            raise Invalid(f"number: {wrong}") from None
        return NumberHash(self._keys.current.hashed(read), self._keys.current.name)
