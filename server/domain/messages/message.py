"""A message to one person: that something happened, never what.

It is added in the transaction of what it tells of, so there is never one without the other. Its words name a
stage and the code of a case: no person, part, diagnosis or service.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from enum import StrEnum

from server.domain.cases.vocabulary import CaseId
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId

INVITATION_ANSWERED = "invitation-answered"
"""The ``text`` of the message that somebody answered an invitation to a plan."""
OWNER_ARRIVED = "owner-arrived"
"""Of the one to the unit that somebody has used an owner's link."""
PAPER_HOLDS = "paper-holds"
"""Of the one to an owner that what is signed on paper in their name holds from now on."""

CODE_LETTERS, CODE_GROUP, ID_LENGTH = 8, 4, 22


class Mail(StrEnum):
    """How far a message has come as an e-mail. Tokens are stored and never change.

    ``NONE``: its person wants none, or none can be sent here. ``HELD``: whose address is protected, and
    somebody in the unit has to look first. ``GIVEN_UP``: the mail server refused it, for good or for long.
    """

    WAITING = "waiting"
    SENT = "sent"
    NONE = "none"
    HELD = "held"
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class Message:
    """``event``: what it tells of, by a name nothing else has; added twice it is one message.

    ``text``: a key of ``message.toml``, after "message."; with a ``case`` or a ``complaint`` its only value
    is the code of that, else it has none. It never has both: nothing of a case names a complaint.
    It is to ``person``; ``municipality``: who sends it. To whoever has not logged in yet nothing is sent: the
    link of an invitation is handed over by whoever made it.
    """

    event: str
    text: str
    municipality: MunicipalityId | None
    person: PersonId
    case: CaseId | None = None
    complaint: ComplaintId | None = None

    def __post_init__(self) -> None:
        if self.case is not None and self.complaint is not None:
            raise ValueError("a message is of a case or of a complaint")

    @property
    def values(self) -> dict[str, str]:
        """What its text fills in."""
        if self.complaint is not None:
            return {"code": code_of_complaint(self.complaint)}
        return {} if self.case is None else {"code": code_of(self.case)}

    @property
    def id(self) -> str:
        """Follows from the event and whom it is to, and so does the ``Message-ID`` of its mail."""
        return _hashed(f"{self.event}\0{self.person}")[:ID_LENGTH]


def code_of(case: CaseId) -> str:
    """What people call a case by: two groups of letters and digits that say nothing of it."""
    return _code(f"case code {case}")


def code_of_complaint(complaint: ComplaintId) -> str:
    """Another one than that of its case, which would tell whoever knows that one."""
    return _code(f"complaint code {complaint}")


def _code(of: str) -> str:
    letters = base64.b32encode(hashlib.sha256(of.encode()).digest()).decode()[:CODE_LETTERS]
    return f"{letters[:CODE_GROUP]}-{letters[CODE_GROUP:]}"


def _hashed(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()
