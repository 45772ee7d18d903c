"""What can be done in a case, and about the service that is responsible: a frozen class for each.

``action`` and the names of fields are stored and never change; a field that comes later has a default.
Values are text, numbers, booleans, days (``date``), words of ``vocabulary`` and tuples of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.domain.plan import PersonId

from .records import Transition
from .vocabulary import Actor, Assessed, CaseId, Consent, Ending, Means, Outcome, Thing, Wish

# -- the case -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a case is about. ``person``: once they are known as somebody who logs in.

    ``expected``: the day on which a child is expected; then it is about the family. ``protected``: their
    address is (kode 6/7): no address, school or workplace of theirs is ever shown. ``family``: ``person`` is
    not whom it is about, but who reported it of their own family, before the child was born.
    """

    name: str
    born: date | None = None
    expected: date | None = None
    contact: str = ""
    language: str = ""
    interpreter: bool = False
    protected: bool = False
    person: PersonId | None = None
    family: bool = False


@dataclass(frozen=True, slots=True)
class CaseReported(Transition):
    """``reporter``: who says it, which is not always who types it. ``verified``: they had logged in.

    ``consent``: what the reporter says of it; ``consent_by``: who gave it, or the statutory ground.
    """

    action = "reported"
    reporter: Actor
    reporter_name: str
    subject: Subject
    wish: Wish
    reason: str
    consent: Consent
    consent_by: str
    means: Means
    organisation: str = ""
    reporter_contact: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class ReportTakenIn(Transition):
    """A report of another case, which is of the same person and has ended as merged into this one.

    ``wish``: of its first report; ``asked``: all that was asked there. ``protected``: the address of whom it
    is about is, as somebody said there.
    """

    action = "report-taken-in"
    origin: CaseId
    wish: Wish
    protected: bool = False
    asked: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseMerged(Transition):
    action = "merged"
    into: CaseId


@dataclass(frozen=True, slots=True)
class CaseTaken(Transition):
    action = "taken"


@dataclass(frozen=True, slots=True)
class CaseAssigned(Transition):
    action = "assigned"
    handler: PersonId


@dataclass(frozen=True, slots=True)
class SubjectCorrected(Transition):
    action = "subject-corrected"
    subject: Subject


@dataclass(frozen=True, slots=True)
class ChildBorn(Transition):
    """Whom the family expected: from now on the case is about the child.

    ``parent``: whose case it was until then, who acts for the child from now on; no command says it.
    """

    action = "child-born"
    name: str
    born: date
    parent: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ConsentChecked(Transition):
    """``by``: who gave or refused it, or the statutory ground."""

    action = "consent-checked"
    consent: Consent
    by: str


@dataclass(frozen=True, slots=True)
class QuestionAsked(Transition):
    action = "asked"
    of: Actor
    question: str


@dataclass(frozen=True, slots=True)
class QuestionAnswered(Transition):
    """``question``: the number of its record."""

    action = "answered"
    question: int
    answer: str


@dataclass(frozen=True, slots=True)
class MeetingSet(Transition):
    """When the need is talked over (avklaringsmøte)."""

    action = "meeting-set"
    meeting: date


@dataclass(frozen=True, slots=True)
class CriterionAssessed(Transition):
    action = "assessed"
    criterion: str
    assessed: Assessed
    reason: str


@dataclass(frozen=True, slots=True)
class DelayNotified(Transition):
    action = "delay-notified"
    reason: str
    expected: date


@dataclass(frozen=True, slots=True)
class ThingDecided(Transition):
    """``known_on``: the day on which the owner was told, or is reckoned to have been."""

    action = "decided"
    thing: Thing
    outcome: Outcome
    reason: str
    means: Means
    known_on: date


@dataclass(frozen=True, slots=True)
class LetterPosted(Transition):
    """``decision``: the number of the record that decided it, by letter. ``day``: on which it was posted."""

    action = "letter-posted"
    decision: int
    day: date


@dataclass(frozen=True, slots=True)
class CaseDeclined(Transition):
    """The owner says no to all. ``review``: may be asked again some time later."""

    action = "declined"
    contact_point: str
    reason: str = ""
    review: bool = True


@dataclass(frozen=True, slots=True)
class MovedAway(Transition):
    """``hand_over``: the owner lets the new municipality's unit have what ``follows``."""

    action = "moved"
    municipality: str
    hand_over: bool
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassedOn(Transition):
    """Whoever moved has sent what ``follows`` to the unit of ``municipality``: its number."""

    action = "passed-on"
    municipality: str
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseClosed(Transition):
    """``reason``: an ``Ending``; of an older record it was written freely. ``words``: more about it.

    ``archive_receipt``: of its plan, where there was one.
    """

    action = "closed"
    reason: str
    archive_receipt: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class OwnerDied(CaseClosed):
    """Whom it is about is dead: what runs ends with it, and nothing waits for the archive's receipt.

    ``died``: ``None`` where the day is not known. ``said_by``: from whom the unit knows it.
    """

    action = "died"
    reason: str = Ending.DEAD.value
    died: date | None = None
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class OwnerEntered(Transition):
    """They are known from now on as ``person``, who has never logged in: somebody consents for them."""

    action = "owner-entered"
    person: PersonId


# -- who acts for the owner -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RepresentativeRegistered(Transition):
    """``basis``: one of ``CaseRules.consent_bases``. ``until``: its last day. ``proof``: what the unit has
    seen of it. ``protest``: what the owner said against it, in words or otherwise."""

    action = "representative-registered"
    person: PersonId
    name: str
    basis: str
    until: date
    proof: str
    protest: str = ""


@dataclass(frozen=True, slots=True)
class RepresentativeEnded(Transition):
    """Before its last day."""

    action = "representative-ended"
    person: PersonId
    reason: str


# -- which service is responsible (hovedansvar) ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class ResponsibilityAgreed(Transition):
    action = "responsibility-agreed"
    service: str


@dataclass(frozen=True, slots=True)
class ResponsibilityDisputed(Transition):
    action = "responsibility-disputed"
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResponsibilityDecided(Transition):
    """By the municipality."""

    action = "responsibility-decided"
    service: str
    reason: str
