"""The words of a complaint, as they are stored. Tokens never change; Norwegian terms: docs/domain.md."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

ComplaintId = NewType("ComplaintId", str)


class ComplaintStatus(StrEnum):
    """``NONE``: before the first record. Statsforvalteren is the county governor."""

    NONE = "none"
    CONSIDERING = "considering"
    DRAFTING = "drafting"
    READY = "ready"
    SENT = "sent"
    RECEIVED = "received"
    REVERSED = "reversed"
    FORWARDED = "forwarded"
    REJECTED = "rejected"
    AT_GOVERNOR = "at-county-governor"
    OUTCOME = "outcome"
    FOLLOW_UP = "follow-up"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


UNSENT = frozenset(
    {
        ComplaintStatus.NONE,
        ComplaintStatus.CONSIDERING,
        ComplaintStatus.DRAFTING,
        ComplaintStatus.READY,
    }
)
"""In which nobody but the owner, and whom they named, may learn that there is a complaint."""
OVER = frozenset({ComplaintStatus.CLOSED, ComplaintStatus.WITHDRAWN})


class Basis(StrEnum):
    """By which law it was decided: to whom one complains and by when follows from it."""

    HEALTH = "health"
    SOCIAL = "social"
    NAV = "nav"
    CHILD_WELFARE = "child-welfare"


class Ground(StrEnum):
    REFUSED_PLAN = "refused-plan"
    REFUSED_COORDINATOR = "refused-coordinator"
    NO_ANSWER = "no-answer"
    COORDINATOR_MISSING = "coordinator-missing"
    PLAN_NOT_MADE = "plan-not-made"
    NOT_KEPT_UP = "not-kept-up"
    MEASURES = "measures"
    NOT_HEARD = "not-heard"
    RELATIVES = "relatives"
    SHARING = "sharing"
    LANGUAGE = "language"


class Mandate(StrEnum):
    """On what basis somebody complains for another (pbrl § 7-2). A lawyer needs no written one."""

    PARENT = "parent"
    WRITTEN = "written-mandate"
    LAWYER = "lawyer"
    DECISION_COMPETENCE = "decision-competence"


class Identity(StrEnum):
    """How the complainant shows who they are: by their login, or by their signature on paper."""

    ELECTRONIC = "electronic"
    SIGNATURE = "signature"


class Delivery(StrEnum):
    """``HERE``: to the unit that reads it in this system."""

    HERE = "here"
    LETTER = "letter"
    HANDED_IN = "handed-in"


class Came(StrEnum):
    """How the unit got a complaint that nobody writes here. ``SPOKEN``: said, by telephone or in a room."""

    LETTER = "letter"
    HANDED_IN = "handed-in"
    SPOKEN = "spoken"


class Reversal(StrEnum):
    FULLY = "fully"
    PARTLY = "partly"


class Rejection(StrEnum):
    """Why it is not tried at all."""

    LATE = "late"
    NO_RIGHT = "no-right-to-complain"
    OTHER = "other"


class GovernorVerdict(StrEnum):
    """The county governor's."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not-upheld"
    SENT_BACK = "sent-back"


class Questioned(StrEnum):
    """Whom the county governor asks."""

    OWNER = "owner"
    MUNICIPALITY = "municipality"
