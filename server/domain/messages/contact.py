"""How somebody wants to be told, and what becomes of a message as an e-mail. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from server.domain.errors import Invalid

from .message import Mail

ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
LOCAL = 64
ADDRESS = re.compile(rf"(?=[^@]{{1,{LOCAL}}}@){ATOM}(?:\.{ATOM})*@(?:{LABEL}\.)+[A-Za-z]{{2,63}}")
"""A dot-atom before the @: RFC 5321, 4.1.2. No mail can be made to anything else."""
LONGEST_ADDRESS = 254
"""Characters, RFC 5321 4.5.3.1.3 less the angle brackets."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)


class ContactChannel(StrEnum):
    """Tokens are stored and never change. ``NONE``: on the page alone."""

    EMAIL = "email"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PersonContact:
    channel: ContactChannel = ContactChannel.NONE
    address: str = ""


def require_possible(contact: PersonContact) -> None:
    """Raises ``Invalid`` for an e-mail channel without an address, and for an address that is none."""
    if contact.channel is ContactChannel.EMAIL and not contact.address:
        raise Invalid("address: an e-mail address")
    if contact.address and not is_address(contact.address):
        raise Invalid("address: an e-mail address")


def is_address(text: str) -> bool:
    """Letters beyond a-z are not sent: few mail servers take them (RFC 6531)."""
    return len(text) <= LONGEST_ADDRESS and ADDRESS.fullmatch(text) is not None


def destination(contact: PersonContact, *, protected: bool, can_send: bool, unit_looks: bool) -> str | Mail:
    """The address to send to, or what becomes of the message where nothing is sent.

    ``unit_looks``: whether the unit may look at a mail to a protected address; of a complaint it may not.
    """
    if contact.channel is ContactChannel.NONE or not can_send:
        return Mail.NONE
    if protected:
        return Mail.HELD if unit_looks else Mail.NONE
    return contact.address


def wait_after(attempts: int) -> timedelta:
    """Until it is tried again, after so many tries in vain."""
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << min(attempts - 1, 10)))
