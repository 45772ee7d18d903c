"""The words of a case, as they are stored: who acts in it, what is asked, and where each track may be.

Tokens are stored and never change. Norwegian terms and law: docs/domain.md.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

CaseId = NewType("CaseId", str)


class Actor(StrEnum):
    """In what capacity somebody acts in a case."""

    OWNER = "owner"
    REPRESENTATIVE = "representative"
    RELATIVE = "relative"
    PROFESSIONAL = "professional"
    HOSPITAL_UNIT = "hospital-unit"
    CASE_HANDLER = "case-handler"
    LEADER = "leader"
    COORDINATOR = "coordinator"
    CLOCK = "clock"
    HELPER = "helper"
    """Whom somebody named to write their complaint with them (domain/complaints)."""


class Thing(StrEnum):
    """What is asked for; each is decided by itself."""

    PLAN = "plan"
    COORDINATOR = "coordinator"
    CHILD_COORDINATOR = "child-coordinator"


class Wish(StrEnum):
    """What a report asks for. ``UNKNOWN``: the reporter does not know, and both are assessed."""

    PLAN = "plan"
    COORDINATOR = "coordinator"
    BOTH = "both"
    UNKNOWN = "unknown"
    CHILD_COORDINATOR = "child-coordinator"

    @property
    def things(self) -> frozenset[Thing]:
        if self in (Wish.BOTH, Wish.UNKNOWN):
            return frozenset({Thing.PLAN, Thing.COORDINATOR})
        return frozenset({Thing(self.value)})


class Outcome(StrEnum):
    GRANTED = "granted"
    IN_PART = "in-part"
    REFUSED = "refused"
    NOT_WANTED = "not-wanted"


class Ending(StrEnum):
    """Why a case is closed."""

    WISH = "wish"
    NEED_OVER = "need-over"
    MOVED = "moved"
    DEAD = "dead"
    OTHER = "other"


class Consent(StrEnum):
    """Of the person, to the report and to what the unit does about it.

    ``STATUTORY``: they were not asked, or could not answer, and the law lets it be reported all the same.
    """

    MISSING = "missing"
    GIVEN = "given"
    STATUTORY = "statutory"
    REFUSED = "refused"


class Means(StrEnum):
    """How a report or a message came, or went."""

    WEB = "web"
    PHONE = "phone"
    PAPER = "paper"
    MEETING = "meeting"
    LETTER = "letter"


class Assessed(StrEnum):
    """A criterion, as the unit sees it."""

    MET = "met"
    NOT_MET = "not-met"
    UNCLEAR = "unclear"


class CoordinatorWish(StrEnum):
    """``SOMEBODY``: a person whom the owner named."""

    SOMEBODY = "somebody"
    NO_PREFERENCE = "no-preference"
    UNSURE = "unsure"


class CoordinatorKind(StrEnum):
    ORDINARY = "coordinator"
    CHILD = "child-coordinator"


class Training(StrEnum):
    DONE = "done"
    PLANNED = "planned"
    NONE = "none"


class CaseStatus(StrEnum):
    """``NONE``: before the first report. ``DECIDED``: all that was asked, and nothing granted."""

    NONE = "none"
    REPORTED = "reported"
    CLARIFYING = "clarifying"
    DECIDED = "decided"
    OPEN = "open"
    DECLINED = "declined"
    MOVED = "moved"
    CLOSED = "closed"
    MERGED = "merged"


class ResponsibilityStatus(StrEnum):
    UNSET = "unset"
    AGREED = "agreed"
    DISPUTED = "disputed"
    DECIDED = "decided"


class CoordinatorStatus(StrEnum):
    NONE = "none"
    WISH_RECORDED = "wish-recorded"
    PROPOSED = "proposed"
    ACCEPTED = "accepted-by-leader"
    APPOINTED = "appointed"
    ABSENT = "absent"
    HANDING_OVER = "handing-over"
    VACANT = "vacant"
    NOT_WANTED = "not-wanted"
    ENDED = "ended"


class RepresentationStatus(StrEnum):
    NONE = "none"
    REPRESENTED = "represented"


class PlanStatus(StrEnum):
    NONE = "none"
    OFFERED = "offered"
    NOT_WANTED = "not-wanted"
    CONSENTED = "consented"
    DRAFTING = "drafting"
    ACTIVE = "active"
    REVISION_DUE = "revision-due"
    ENDED = "ended"
    ARCHIVED = "archived"
    ERASED = "erased"


class ReviewStatus(StrEnum):
    """Of all that is to be gone through."""

    NONE = "none"
    WAITING = "waiting"
    SETTLED = "settled"


class LifeEvent(StrEnum):
    """Why what was agreed is gone through. ``CHANGED``: something has, and nobody says what."""

    HEARD = "heard"
    OWN_VIEW_WEIGHS = "own-view-weighs"
    CHILD_WELFARE_PARTY = "child-welfare-party"
    HEALTH_CONSENT = "health-consent"
    MAJORITY = "majority"
    PRIMARY_SCHOOL = "primary-school"
    LOWER_SECONDARY = "lower-secondary"
    UPPER_SECONDARY = "upper-secondary"
    AFTER_SCHOOL = "after-school"
    QUALIFICATION_BEGINS = "qualification-begins"
    QUALIFICATION_ENDS = "qualification-ends"
    COMPULSORY_CARE = "compulsory-care"
    DISCHARGE = "discharge"
    CARE_ORDER = "care-order"
    COMPETENCE_LACKING = "competence-lacking"
    COMPETENCE_REGAINED = "competence-regained"
    REPRESENTATION_ENDS = "representation-ends"
    CONSENT_ENDS = "consent-ends"
    MOVE = "move"
    PROTECTED_ADDRESS = "protected-address"
    CHANGED = "changed"
