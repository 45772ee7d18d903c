"""Signing who may see what, and reading what is signed. Every decision is a record that stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.domain.access import Level, PlanAccess, may_read_decisions, may_sign
from server.domain.audit import Action, Event
from server.domain.errors import Forbidden, Invalid
from server.domain.plan import Kind, Participant, ParticipantId, PartId, PersonId, PlanId, Role
from server.features.plans.places import Place, Places
from server.features.plans.plan_view import Sight
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
        if not may_read_decisions(place.me, place.now):
            raise Forbidden
        return grants_answer(Sight.at(place.access, place.now), place.me)

    async def sign(self, person: PersonId, plan: PlanId, wish: DecisionWish) -> DecisionAnswer:
        """Sign one decision; open connections follow it before this returns.

        Raises ``NotFound``; ``Forbidden`` for who may not sign; ``Invalid`` for a participant or part the
        signer cannot decide about, and for a period that is over already.
        """
        place = await self._places.in_plan(person, plan)
        _may_decide(place, wish)
        draft = _drafted(place, wish)

        def allowed(access: PlanAccess) -> None:
            _may_decide(Place.of(access, person, self._clock()), wish)

        try:
            decision = await self._plans.sign(plan, draft, _event(place, draft), allowed)
        except NotInPlan:
            raise Invalid("participant or part: not in this plan") from None
        await self._live.access_changed(plan)
        await self._live.plan_changed(plan)
        return decision_answer(place.access, decision)


def _may_decide(place: Place, wish: DecisionWish) -> None:
    if not may_sign(place.me, place.now):
        raise Forbidden
    whom = place.access.participants.get(wish.participant)
    if whom is None or not place.access.knows(place.me.id, whom.id, place.now):
        raise Invalid("participant: nobody you know of in this plan")
    if whom.role is Role.OWNER:
        raise Invalid("participant: the owner sees every part of their own plan")
    if wish.until is not None and wish.until <= place.now:
        raise Invalid("until: is over already")
    if wish.part is not None and place.level(wish.part) < Level.READ:
        raise Invalid("part: none of yours in this plan")
    if place.me.role is not Role.OWNER:
        _within_mandate(place, whom, wish)


def _within_mandate(place: Place, whom: Participant, wish: DecisionWish) -> None:
    """Nobody opens for themselves, or a kind of which something is kept from them (rule 12)."""
    if whom.id == place.me.id:
        raise Forbidden
    of_kind = [part.id for part in place.access.parts.values() if part.kind is wish.kind]
    if any(place.level(part) < Level.READ for part in of_kind):
        raise Forbidden


def _drafted(place: Place, wish: DecisionWish) -> DecisionDraft:
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


def _event(place: Place, draft: DecisionDraft) -> Event:
    return Event(
        at=place.now,
        person=place.me.person,
        action=Action.DECISION_SIGNED,
        plan=place.access.plan.id,
        participant=place.me.id,
        organisation=place.me.organisation,
        part=draft.part,
        details={
            "participant": draft.participant,
            "kind": draft.kind.value if draft.kind else None,
            "level": draft.level.token,
            "until": draft.until.isoformat() if draft.until else None,
        },
    )
