"""Somebody new takes over from a provider: the old access ends in the moment the new begins. Pure.

The owner signs one sentence when they invite. What it hands over is what the old one may do when the new one
joins: whatever was withdrawn meanwhile is not handed over (decision 0057).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from server.catalogue.catalogue import Catalogue
from server.domain.access import Decision, Level
from server.domain.errors import Forbidden, Invalid, TextChanged
from server.domain.on_behalf.warrant import OWN
from server.domain.plan import PROVIDERS, Participant, ParticipantId, PartId, Role
from server.domain.sight import Sight

from .rules import Invitation, InvitationWish

SENTENCE = "invitation.takes-over"


def replaceable(sight: Sight) -> list[Participant]:
    """Whom somebody new may take over from: told to the owner alone, who decides it."""
    if sight.me.role is not Role.OWNER or sight.plan.ended:
        return []
    return [who for who in sight.known() if who.role in PROVIDERS]


def sentence(old: Participant, catalogue: Catalogue, language: str, day: date) -> str:
    """What the owner signs."""
    known_as = f"{old.name} ({old.known_organisation})" if old.known_organisation else old.name
    return catalogue.text(SENTENCE, language, on=day, old=known_as)


def require_signed(
    sight: Sight, wish: InvitationWish, catalogue: Catalogue, language: str, day: date
) -> None:
    """Raises ``Forbidden`` for all but the owner, ``Invalid`` where there is nobody in that role to take over
    from, ``TextChanged`` where another sentence would be signed."""
    if wish.replaces is None:
        if wish.text:
            raise Invalid("text: nothing is signed")
        return
    if sight.me.role is not Role.OWNER:
        raise Forbidden
    old = next((who for who in replaceable(sight) if who.id == wish.replaces), None)
    if old is None or old.role is not wish.role:
        raise Invalid("replaces: nobody in this role")
    if wish.text != sentence(old, catalogue, language, day):
        raise TextChanged("text: not what would be signed now")


def ended(old: Participant, invitation: Invitation, now: datetime) -> Participant:
    return replace(old, ended_at=now, ended_by=invitation.invited_by, ending=invitation.wish.text)


def handed_over(sight: Sight, old: Participant, new: ParticipantId, invitation: Invitation) -> list[Decision]:
    """What stands about ``old``, as decisions about ``new``: never more than ``old`` has now."""
    signed = {
        "participant": new,
        "signed_by": invitation.invited_by,
        "signed_at": sight.now,
        "text": invitation.wish.text,
        "warrant": OWN,
    }
    first = sight.access.last_decision + 1
    return [
        replace(each, number=number, **signed)  # type: ignore[arg-type]
        for number, each in enumerate(_standing(sight, old), start=first)
    ]


def _standing(sight: Sight, old: Participant) -> Iterator[Decision]:
    """In their order. A part that was open for a time goes on being closed; a kind only stops being open."""
    about = sight.access.decisions_about.get(old.id, ())
    for each in sorted(about, key=lambda decision: decision.number):
        if each.until is None or each.until > sight.now:
            yield replace(each, beyond=each.beyond | _not_reached(sight, each))
        elif each.part is not None:
            yield replace(each, level=Level.NONE, until=None)


def _not_reached(sight: Sight, decision: Decision) -> frozenset[PartId]:
    """Parts that were proposed or kept after it was signed: a new number does not open them."""
    parts = sight.access.parts.values()
    return frozenset(
        part.id
        for part in parts
        if part.kind is decision.kind and part.apart and decision.number <= part.created_after
    )
