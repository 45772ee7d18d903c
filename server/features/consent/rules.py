"""Who may sign what, and the record that a signature leaves: pure.

Decisions signed together are judged by the rights of one moment, and numbered in the order in which they
were read: a later one overrides an earlier one, as ``domain/access.py`` folds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from server.domain.access import NOTHING, Decision, Level
from server.domain.audit import Event
from server.domain.errors import Forbidden, Invalid, LimitReached, Refusal, TextChanged, TooManyRequests
from server.domain.on_behalf.warrant import OWN, DecisionBasis, Warrant
from server.domain.plan import Kind, Participant, ParticipantId, PartId, Role
from server.domain.proposals import proposing_proposal
from server.domain.sight import Sight
from server.storage.decisions import DecisionSigned

from .entries import NarrowingRead
from .wording import OWN_VOICE, Voice, Wording

MOST_IN_PLAN = 250_000
MOST_A_DAY = 30_000
"""Decisions. The longest day of an honest owner is 500 parts opened to 50 people, which is 25,000. Who
signs for the owner finds the plan full at half of both: what is left is the owner's."""
DAY = timedelta(days=1)

Signed = tuple[Decision, Event]
"""A decision, and its entry in the access log."""


@dataclass(frozen=True, slots=True)
class DecisionWish:
    """What the signer asks for. Exactly one of ``part`` and ``kind`` is set; ``until`` is aware.

    ``proposing``: see ``Decision``. ``text``: the sentence as it was shown; ``None`` if none was.
    """

    participant: ParticipantId
    level: Level
    part: PartId | None = None
    kind: Kind | None = None
    until: datetime | None = None
    purpose: str = ""
    text: str | None = None
    proposing: bool | None = None

    @property
    def closes(self) -> bool:
        return not self.proposing and self.level is Level.NONE


def signed(
    signer: Sight,
    wish: DecisionWish,
    wording: Wording,
    number: int | None = None,
    warrant: Warrant | None = None,
) -> Signed:
    """The decision of that number; without one the plan's next. ``warrant``: on what it stands, where that is
    not who signs it.

    Raises ``Forbidden`` for who may not sign; ``Invalid`` for a participant or part the signer cannot decide
    about, and for a period that is over already; ``TextChanged`` where another text was shown.
    """
    whom = _may_decide(signer, wish)
    # A withdrawal has no end: nothing opens again by itself.
    until = None if wish.closes else wish.until
    text = _sentence(signer, whom, replace(wish, until=until), wording)
    if wish.text is not None and wish.text != text:
        raise TextChanged("text: not what would be signed now")
    decision = Decision(
        number=signer.access.last_decision + 1 if number is None else number,
        participant=whom.id,
        level=wish.level,
        signed_by=signer.me.person,
        signed_at=signer.now,
        part=wish.part,
        kind=wish.kind,
        until=until,
        purpose=wish.purpose,
        text=text,
        beyond=_kept_from(signer, wish),
        proposing=wish.proposing,
        warrant=warrant or _warrant(signer),
    )
    return decision, _event(signer, decision)


def _warrant(signer: Sight) -> Warrant:
    whose = signer.access.plan.owner
    if signer.assisting is not None:
        return Warrant(DecisionBasis.ASSISTED, whose, signer.assisting.id)
    if signer.me.role is Role.OWNER:
        return OWN
    # As which representative: who is registered anew takes part anew (decision 0068).
    return Warrant(DecisionBasis.REPRESENTATIVE, whose, signer.me.id)


def all_signed(
    signer: Sight, wishes: Sequence[DecisionWish], wording: Wording, warrant: Warrant | None = None
) -> list[Signed]:
    """All of them or none, numbered in their order. Raises as ``signed`` does, naming the entry."""
    _may_sign(signer)
    first, found = signer.access.last_decision + 1, list[Signed]()
    for index, wish in enumerate(wishes):
        try:
            found.append(signed(signer, wish, wording, first + index, warrant))
        except Refusal as refusal:
            raise type(refusal)(".".join(filter(None, (f"decisions[{index}]", refusal.detail)))) from refusal
    return found


def most_a_day(signer: Sight) -> int:
    return MOST_A_DAY // _shared_by(signer)


def _shared_by(signer: Sight) -> int:
    return 1 if signer.me.role is Role.OWNER else 2


def within_bounds(signer: Sight, new: Sequence[Decision], signed_a_day_ago: datetime | None) -> None:
    """Raises ``LimitReached`` beyond ``MOST_IN_PLAN``, ``TooManyRequests`` beyond ``most_a_day``: never where
    all that is signed closes something, which must be possible at any moment (rule 9).

    ``signed_a_day_ago``: when that decision was signed which is as many before the last of ``new`` as may be
    signed in a day; ``None``: there are not so many.
    """
    if _closes_only(signer, new):
        return
    most = MOST_IN_PLAN // _shared_by(signer)
    if new[-1].number > most:
        raise LimitReached(f"at most {most} decisions in one plan; closing is always possible")
    free_at = signed_a_day_ago + DAY if signed_a_day_ago is not None else signer.now
    if free_at > signer.now:
        raise TooManyRequests((free_at - signer.now).total_seconds())


def _closes_only(signer: Sight, new: Sequence[Decision]) -> bool:
    """Whether each of them closes something that is open, and none does so twice."""
    about = {(each.participant, each.part, each.kind, each.proposing) for each in new}
    return len(about) == len(new) and all(_closes(signer, decision) for decision in new)


def _closes(signer: Sight, decision: Decision) -> bool:
    whom = signer.plan.of(decision.participant)
    if decision.level is not Level.NONE or decision.proposing or whom is None:
        return False
    if decision.proposing is not None:
        return decision.kind is not None and whom.grants.proposing(decision.kind) is not None
    if decision.part is not None:
        return decision.part in whom.levels
    parts = signer.access.parts
    kind = decision.kind
    opened = kind is not None and (
        whom.access_to_kind(kind).level > Level.NONE or whom.grants.proposing(kind) is not None
    )
    return opened or any(parts[part].kind is kind for part in whom.levels)


def _may_sign(signer: Sight) -> None:
    if not signer.may_sign:
        raise Forbidden


def _may_decide(signer: Sight, wish: DecisionWish) -> Participant:
    """The participant the decision is about."""
    _may_sign(signer)
    if not signer.knows(wish.participant):
        raise Invalid("participant: nobody you know of in this plan")
    whom = signer.access.participants[wish.participant]
    if whom.role is Role.OWNER:
        raise Invalid("participant: the owner sees every part of their own plan")
    if wish.until is not None and wish.until <= signer.now:
        raise Invalid("until: is over already")
    if wish.part is not None and wish.part not in signer.levels:
        raise Invalid("part: none of yours in this plan")
    if wish.proposing is not None and not (wish.kind and proposing_proposal(whom, wish.kind)):
        raise Invalid("proposing: of goals and measures, by the coordinator")
    if signer.assisting is not None:
        _within_assistance(signer, whom, wish)
    elif signer.me.role is not Role.OWNER:
        _within_mandate(signer, whom, wish)
    return whom


def _within_assistance(signer: Sight, whom: Participant, wish: DecisionWish) -> None:
    """Nobody opens for themselves what somebody else is said to have said, in whatever role; the owner's own
    notes stay theirs; of a kind that is not open to who writes it, its sentence would say more than holds
    (decision 0050)."""
    kind = wish.kind if wish.part is None else signer.access.parts[wish.part].kind
    mine = whom.person == signer.me.person
    unseen = wish.kind is not None and signer.access_to_kind(wish.kind).level < Level.READ
    if kind is Kind.OWN_NOTES or (not wish.closes and (mine or unseen)):
        raise Forbidden


def _within_mandate(signer: Sight, whom: Participant, wish: DecisionWish) -> None:
    """Nobody opens for themselves, or more than they have, or the owner's own notes (rules 12 and 13).

    What is kept from them says nothing here: of a kind it is what they have by decisions about the kind.
    """
    kind = wish.kind if wish.part is None else signer.access.parts[wish.part].kind
    if wish.part is not None:
        mine = signer.access_to(wish.part)
    else:
        mine = signer.access_to_kind(kind) if kind is not None else NOTHING
    given = Level.EDIT if wish.proposing else max(wish.level, Level.READ)
    if whom.id == signer.me.id or kind is Kind.OWN_NOTES or mine.level < given:
        raise Forbidden


def _kept_from(signer: Sight, wish: DecisionWish) -> frozenset[PartId]:
    """A decision about a kind leaves as they are the parts that its signer may not see. What the owner says
    in an assisted session closes them all the same: it is theirs to close, and says nothing of any part."""
    closes = signer.assisting is not None and wish.closes
    if signer.me.role is Role.OWNER or wish.proposing is not None or closes:
        return frozenset()
    parts = signer.access.parts.values()
    return frozenset(part.id for part in parts if part.kind is wish.kind and part.id not in signer.levels)


def narrowing_ended(owner: Sight) -> Event | None:
    """``None`` where there was nothing to read. Raises ``Forbidden`` for anybody but the owner."""
    if owner.me.role is not Role.OWNER:
        raise Forbidden
    if owner.access.plan.creators_bound_after is None:
        return None
    return owner.event(NarrowingRead())


def _sentence(signer: Sight, whom: Participant, wish: DecisionWish, wording: Wording) -> str:
    voice = voice_of(signer)
    if wish.proposing is not None and wish.kind is not None:
        return wording.proposal(whom, wish.kind, wish.proposing, wish.until, voice)
    return wording.sentence(whom, _about(signer, wish, wording), wish.level, wish.until, voice)


def voice_of(signer: Sight) -> Voice:
    owner = signer.access.plan.owner_name
    if signer.assisting is not None:
        return Voice(owner, signer.me.name)
    return OWN_VOICE if signer.me.role is Role.OWNER else Voice(owner)


def _about(signer: Sight, wish: DecisionWish, wording: Wording) -> str:
    if wish.part is None:
        if wish.kind is None:
            raise Invalid("part, kind: one of them")
        return wording.named(wish.kind, denied=wish.level is Level.NONE)
    part = signer.access.parts[wish.part]
    # A representative sees who is responsible only if they may know of them (rule 17).
    named = signer.me.role is Role.OWNER or signer.knows(part.responsible)
    whose = signer.access.participants.get(part.responsible) if part.responsible and named else None
    return wording.named(part, whose)


def _event(signer: Sight, decision: Decision) -> Event:
    return signer.event(DecisionSigned.of(decision), decision.part)
