"""Ending a participation: who may, and the record that it leaves: pure.

The owner ends it, or a representative for them; relatives and providers may also go by themselves (rule 22).
A coordinator, and who stands in for them, are appointed by the coordinating unit (rule 4): the owner can keep
everything from them, not end their task.
"""

from __future__ import annotations

from dataclasses import replace

from server.domain.audit import Event
from server.domain.errors import Forbidden, NotFound, TextChanged
from server.domain.plan import COORDINATING, Participant, ParticipantId, Role
from server.domain.sight import Sight
from server.storage.plan.participations import ParticipationEnded

from .wording import OWN_VOICE, Voice, Wording

Ended = tuple[Participant, Event | None]
"""The participant as they are from now on, and the entry in the access log: none if it had ended before."""

_NOT_THE_OWNERS = COORDINATING | {Role.OWNER}
_NOT_BY_THEMSELVES = _NOT_THE_OWNERS | {Role.REPRESENTATIVE}


def ended(signer: Sight, whom: ParticipantId, wording: Wording, shown: str | None = None) -> Ended:
    """``shown``: the sentence that was read, if one was.

    Raises ``Forbidden`` for who may not end this, ``NotFound`` for a participant the signer does not know of,
    ``TextChanged`` where another sentence would be signed.
    """
    who = _may_end(signer, whom)
    if who.ended_at is not None:
        return who, None
    text = _sentence(signer, who, wording)
    if shown is not None and shown != text:
        raise TextChanged("text: not what would be signed now")
    gone = replace(who, ended_at=signer.now, ended_by=signer.me.person, ending=text)
    return gone, signer.event(ParticipationEnded.of(gone))


def _may_end(signer: Sight, whom: ParticipantId) -> Participant:
    if whom == signer.me.id and signer.me.role not in _NOT_BY_THEMSELVES:
        return signer.me
    if not signer.may_sign:
        raise Forbidden
    who = signer.access.participants.get(whom)
    if who is None or not (signer.knows(whom) or _may_read_its_end(signer, who)):
        raise NotFound
    if who.role in _NOT_THE_OWNERS:
        raise Forbidden
    # A representative acts on a basis that another representative cannot take away, nor lay down here.
    if who.role is Role.REPRESENTATIVE and signer.me.role is not Role.OWNER:
        raise Forbidden
    return who


def _may_read_its_end(signer: Sight, who: Participant) -> bool:
    """Who asks again is answered as the first time."""
    mine = signer.me.role is Role.OWNER or who.ended_by == signer.me.person
    return who.ended_at is not None and mine


def _sentence(signer: Sight, who: Participant, wording: Wording) -> str:
    owner = signer.access.plan.owner_name
    if who.id == signer.me.id:
        return wording.leaving(who, owner)
    return wording.ending(who, OWN_VOICE if signer.me.role is Role.OWNER else Voice(owner))
