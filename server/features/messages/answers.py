"""What the page is told of messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.domain.cases.vocabulary import Actor, CaseId
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.messages.contact import ContactChannel
from server.domain.messages.message import Mail


@dataclass(frozen=True, slots=True)
class MessageAnswer:
    """``sender``: the municipality's name, ``municipality`` its number; both "" for none.

    ``seen_as``: in what capacity the reader sees the case or the complaint. ``invitation``: that somebody
    answered one to a plan.
    """

    id: str
    at: datetime
    sender: str
    municipality: str
    text: str
    case: CaseId | None
    complaint: ComplaintId | None
    seen_as: Actor | None
    invitation: bool
    read: bool
    mail: Mail


@dataclass(frozen=True, slots=True)
class MessagesPage:
    """Newest first. ``unread``: of all, counted up to a hundred; ``before``: asks for the next."""

    unread: int
    messages: tuple[MessageAnswer, ...]
    before: str | None


@dataclass(frozen=True, slots=True)
class ContactAnswer:
    """``can_send``: whether e-mails are sent here at all. ``protected``: somebody in the unit looks at each
    first."""

    channel: ContactChannel
    address: str
    can_send: bool
    protected: bool


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """A mail to somebody whose address is protected. ``to``: their name; "" for an invitation."""

    id: str
    at: datetime
    text: str
    to: str
    code: str
    case: CaseId | None
    municipality: str
