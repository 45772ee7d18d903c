"""What can be done in a complaint: a frozen class for each.

``action`` and the names of fields are stored and never change; a field that comes later has a default.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.domain.cases.records import Transition
from server.domain.cases.vocabulary import CaseId
from server.domain.plan import PersonId

from .vocabulary import (
    Basis,
    Delivery,
    GovernorVerdict,
    Ground,
    Identity,
    Mandate,
    Questioned,
    Rejection,
    Reversal,
)

# -- before it is sent ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Considered(Transition):
    """``mandate``: of whoever does it for another. ``case``: of whom nobody had entered."""

    action = "considered"
    mandate: Mandate | None = None
    case: CaseId | None = None


@dataclass(frozen=True, slots=True)
class DaysSaid(Transition):
    """From when the deadline runs. ``uncertain``: nothing was decided, and it became clear on ``known_on`` as
    the owner says. ``extended_on``: on which the one who decided gave them until ``extended_to``."""

    action = "dated"
    basis: Basis
    known_on: date | None = None
    uncertain: bool = False
    reasons_asked: date | None = None
    reasons_came: date | None = None
    extended_on: date | None = None
    extended_to: date | None = None


@dataclass(frozen=True, slots=True)
class Written(Transition):
    """``late_reason``: why it comes now. ``talk_first``: whether they want to talk first; never required."""

    action = "written"
    grounds: tuple[Ground, ...] = ()
    words: str = ""
    wished: str = ""
    late_reason: str = ""
    talk_first: bool | None = None


@dataclass(frozen=True, slots=True)
class HelperNamed(Transition):
    """Somebody who writes it with them, and does nothing else in it."""

    action = "helper-named"
    person: PersonId


@dataclass(frozen=True, slots=True)
class HelperRemoved(Transition):
    action = "helper-removed"
    person: PersonId


@dataclass(frozen=True, slots=True)
class Addressed(Transition):
    """``to_unit``: to the municipality's unit. ``addressee``: in words, if it is another."""

    action = "addressed"
    to_unit: bool
    addressee: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceChosen(Transition):
    """``items``: the keys of what is to be attached (``evidence.py``)."""

    action = "evidence-chosen"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteAdded(Transition):
    """Something of one's own that is attached, in words."""

    action = "note-added"
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PaperAdded(Transition):
    """A paper or file that follows by itself. ``digest``: of the file (SHA-256, 64 hex digits), which stays
    with whoever complains. ``mandate``: it is the written mandate, and goes along always."""

    action = "paper-added"
    title: str
    digest: str
    mandate: bool = False


@dataclass(frozen=True, slots=True)
class OwnRemoved(Transition):
    """``own``: the number of the record that added the note or the paper."""

    action = "own-removed"
    own: int


@dataclass(frozen=True, slots=True)
class MadeReady(Transition):
    action = "made-ready"
    identity: Identity


@dataclass(frozen=True, slots=True)
class Attachment:
    """What was attached, as it was: ``digest`` of its content, which is kept beside the record."""

    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Sent(Transition):
    """``day``: on which it was posted or handed in. ``digest``: of all that was sent."""

    action = "sent"
    channel: Delivery
    day: date
    digest: str = ""
    attachments: tuple[Attachment, ...] = ()


# -- at the addressee's ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Received(Transition):
    action = "received"
    day: date


@dataclass(frozen=True, slots=True)
class DelayTold(Transition):
    """Why it is not answered yet, and when it is expected to be (fvl § 11 a)."""

    action = "delay-told"
    reason: str
    expected: date


@dataclass(frozen=True, slots=True)
class LateAsked(Transition):
    """Why it comes so late: asked before it is rejected for that."""

    action = "late-asked"
    question: str


@dataclass(frozen=True, slots=True)
class MendingAsked(Transition):
    """What lacks, and by when it is to be said: a fault is mended before a complaint is rejected for it."""

    action = "mending-asked"
    question: str
    due: date


@dataclass(frozen=True, slots=True)
class Commented(Transition):
    """The complainant's word on what the addressee asked or wrote."""

    action = "commented"
    text: str


@dataclass(frozen=True, slots=True)
class Reversed(Transition):
    action = "reversed"
    extent: Reversal
    reason: str
    day: date


@dataclass(frozen=True, slots=True)
class Forwarded(Transition):
    """``statement``: what is written to the county governor; the complainant gets a copy (fvl § 33)."""

    action = "forwarded"
    statement: str
    day: date


@dataclass(frozen=True, slots=True)
class Rejected(Transition):
    action = "rejected"
    rejection: Rejection
    reason: str
    day: date


@dataclass(frozen=True, slots=True)
class Contested(Transition):
    """The complainant does not agree that it was rejected, or changed only in part: it goes on."""

    action = "contested"
    words: str


# -- at the county governor's ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GovernorAsked(Transition):
    action = "governor-asked"
    of: Questioned
    question: str
    due: date


@dataclass(frozen=True, slots=True)
class GovernorAnswered(Transition):
    """``question``: the number of its record."""

    action = "governor-answered"
    question: int
    answer: str


@dataclass(frozen=True, slots=True)
class GovernorDelayed(Transition):
    action = "governor-delayed"
    reason: str
    expected: date


@dataclass(frozen=True, slots=True)
class OutcomeCame(Transition):
    action = "outcome-came"
    verdict: GovernorVerdict
    reason: str
    day: date


# -- what follows ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ordered(Transition):
    """Something that is to be done, by whom and by when."""

    action = "ordered"
    text: str
    responsible: str
    due: date


@dataclass(frozen=True, slots=True)
class OrderReported(Transition):
    """The addressee says that it is done. ``order``: the number of its record."""

    action = "order-reported"
    order: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class OrderConfirmed(Transition):
    """The complainant says so, which alone counts."""

    action = "order-confirmed"
    order: int


@dataclass(frozen=True, slots=True)
class ComplaintClosed(Transition):
    action = "closed"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawn(Transition):
    action = "withdrawn"
    reason: str = ""
