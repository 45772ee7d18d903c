"""Who may sign what, and the record that a signature leaves: pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.domain.access import Decision, Level
from server.domain.audit import Event
from server.domain.errors import Forbidden, Invalid
from server.domain.plan import Kind, Participant, ParticipantId, PartId, Role
from server.domain.sight import Sight

from .entries import DecisionSigned
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


def signed(signer: Sight, wish: DecisionWish) -> tuple[Decision, Event]:
    """The plan's next decision, and its entry in the access log.

    Raises ``Forbidden`` for who may not sign; ``Invalid`` for a participant or part the signer cannot decide
    about, and for a period that is over already.
    """
    whom = _may_decide(signer, wish)
    owner = signer.me.role is Role.OWNER
    # A withdrawal has no end: nothing opens again by itself.
    until = None if wish.level is Level.NONE else wish.until
    on_behalf_of = None if owner else signer.access.plan.owner_name
    decision = Decision(
        number=signer.access.last_decision + 1,
        participant=whom.id,
        level=wish.level,
        signed_by=signer.me.person,
        signed_at=signer.now,
        part=wish.part,
        kind=wish.kind,
        until=until,
        purpose=wish.purpose,
        text=decision_text(whom, _about(signer, wish), wish.level, until, on_behalf_of=on_behalf_of),
    )
    return decision, _event(signer, decision)


def _may_decide(signer: Sight, wish: DecisionWish) -> Participant:
    """Whom the decision is about."""
    if not signer.may_sign:
        raise Forbidden
    if not signer.knows(wish.participant):
        raise Invalid("participant: nobody you know of in this plan")
    whom = signer.access.participants[wish.participant]
    if whom.role is Role.OWNER:
        raise Invalid("participant: the owner sees every part of their own plan")
    if wish.until is not None and wish.until <= signer.now:
        raise Invalid("until: is over already")
    if wish.part is not None and wish.part not in signer.levels:
        raise Invalid("part: none of yours in this plan")
    if signer.me.role is not Role.OWNER:
        _within_mandate(signer, whom, wish)
    return whom


def _within_mandate(signer: Sight, whom: Participant, wish: DecisionWish) -> None:
    """Nobody opens for themselves, or a kind of which something is kept from them (rule 12)."""
    if whom.id == signer.me.id:
        raise Forbidden
    if any(part.kind is wish.kind and part.id not in signer.levels for part in signer.access.parts.values()):
        raise Forbidden


def _about(signer: Sight, wish: DecisionWish) -> str:
    if wish.part is None:
        if wish.kind is None:
            raise Invalid("part, kind: one of them")
        return named(wish.kind)
    part = signer.access.parts[wish.part]
    responsible = signer.access.participants.get(part.responsible) if part.responsible else None
    return named(part, responsible)


def _event(signer: Sight, decision: Decision) -> Event:
    return signer.event(DecisionSigned.of(decision), decision.part)
