"""Signing who may see what, and reading what is signed. Every decision is a record that stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.domain.access import Level, PlanAccess
from server.domain.audit import Action, Event
from server.domain.errors import Forbidden, Invalid
from server.domain.plan import Kind, Participant, ParticipantId, PartId, PersonId, PlanId, Role
from server.domain.sight import PlanSight, Sight
from server.features.plans.places import Places
from server.ports.clock import Clock
from server.ports.live import Live
from server.storage.drafts import DecisionDraft
from server.storage.errors import NotInPlan
from server.storage.plans import Plans

from .answers import DecisionAnswer, GrantsAnswer
from .grants_view import decision_answer, grants_answer
from .wording import decision_text, named


@dataclass(frozen=True, slots=True)
class DecisionWish:
    """What the signer asks for. Exactly one of ``part`` and ``kind`` is set; ``until`` is aware."""

    participant: ParticipantId
    level: Level
    part: PartId | None = None
    kind: Kind | None = None
    until: datetime | None = None
    purpose: str = ""


class Consents:
    def __init__(self, plans: Plans, live: Live, clock: Clock) -> None:
        self._plans, self._live, self._clock = plans, live, clock
        self._places = Places(plans, clock)

    async def grants(self, person: PersonId, plan: PlanId) -> GrantsAnswer:
        """Who may do what. Raises ``NotFound``; ``Forbidden`` for who neither signs nor coordinates."""
        place = await self._places.in_plan(person, plan)
        if not place.may_read_decisions:
            raise Forbidden
        return grants_answer(place)

    async def sign(self, person: PersonId, plan: PlanId, wish: DecisionWish) -> DecisionAnswer:
        """Sign one decision; open connections follow it before this returns.

        Raises ``NotFound``; ``Forbidden`` for who may not sign; ``Invalid`` for a participant or part the
        signer cannot decide about, and for a period that is over already.
        """
        place = await self._places.in_plan(person, plan)
        _may_decide(place, wish)
        draft = _drafted(place, wish)

        def allowed(access: PlanAccess) -> None:
            _may_decide(PlanSight(access, self._clock()).of_person(person), wish)

        try:
            decision = await self._plans.sign(plan, draft, _event(place, draft), allowed)
        except NotInPlan:
            raise Invalid("participant or part: not in this plan") from None
        await self._live.plan_changed(plan)
        return decision_answer(place.access, decision)


def _may_decide(place: Sight, wish: DecisionWish) -> None:
    if not place.may_sign:
        raise Forbidden
    whom = place.access.participants.get(wish.participant)
    if whom is None or not place.knows(whom.id):
        raise Invalid("participant: nobody you know of in this plan")
    if whom.role is Role.OWNER:
        raise Invalid("participant: the owner sees every part of their own plan")
    if wish.until is not None and wish.until <= place.now:
        raise Invalid("until: is over already")
    if wish.part is not None and wish.part not in place.levels:
        raise Invalid("part: none of yours in this plan")
    if place.me.role is not Role.OWNER:
        _within_mandate(place, whom, wish)


def _within_mandate(place: Sight, whom: Participant, wish: DecisionWish) -> None:
    """Nobody opens for themselves, or a kind of which something is kept from them (rule 12)."""
    if whom.id == place.me.id:
        raise Forbidden
    of_kind = [part.id for part in place.access.parts.values() if part.kind is wish.kind]
    if not all(part in place.levels for part in of_kind):
        raise Forbidden


def _drafted(place: Sight, wish: DecisionWish) -> DecisionDraft:
    # A withdrawal has no end: nothing opens again by itself.
    until = None if wish.level is Level.NONE else wish.until
    whom = place.access.participants[wish.participant]
    owner = place.me.role is Role.OWNER
    return DecisionDraft(
        participant=whom.id,
        level=wish.level,
        signed_by=place.me.person,
        signed_at=place.now,
        part=wish.part,
        kind=wish.kind,
        until=until,
        purpose=wish.purpose,
        text=decision_text(
            whom,
            _about(place.access, wish),
            wish.level,
            until,
            on_behalf_of=None if owner else place.access.plan.owner_name,
        ),
    )


def _about(access: PlanAccess, wish: DecisionWish) -> str:
    if wish.part is None:
        if wish.kind is None:
            raise Invalid("part, kind: one of them")
        return named(wish.kind)
    part = access.parts[wish.part]
    responsible = access.participants.get(part.responsible) if part.responsible else None
    return named(part, responsible)


def _event(place: Sight, draft: DecisionDraft) -> Event:
    return place.event(
        Action.DECISION_SIGNED,
        draft.part,
        participant=draft.participant,
        kind=draft.kind.value if draft.kind else None,
        level=draft.level.token,
        until=draft.until.isoformat() if draft.until else None,
    )
