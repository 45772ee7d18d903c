"""Every reason for refusing or closing a document or a socket: token, close code, meaning, retry or stop.

For codes outside this table, ours or a proxy's: stop at 4400-4499, retry with backoff and jitter at
anything else. The TypeScript copy is generated (``make generate``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Token(StrEnum):
    NOT_FOUND = "not-found"
    SESSION_EXPIRED = "session-expired"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    MALFORMED = "malformed"
    REFUSED = "refused"
    TOO_LARGE = "too-large"
    QUARANTINED = "quarantined"
    SCHEMA_TOO_OLD = "schema-too-old"
    RESTORED = "restored"
    SLOW_CONSUMER = "slow-consumer"
    OVERLOADED = "overloaded"
    GOING_DOWN = "going-down"


@dataclass(frozen=True, slots=True)
class Closing:
    """``code`` is sent when the whole socket is closed; a document's CLOSE carries only the token."""

    token: Token
    code: int

    @property
    def retry(self) -> bool:
        return not 4400 <= self.code <= 4499


CLOSINGS = {
    closing.token: closing
    for closing in (
        Closing(Token.NOT_FOUND, 4404),  # no such document, or none you may see
        Closing(Token.SESSION_EXPIRED, 4401),  # log in again
        Closing(Token.CONSENT_WITHDRAWN, 4403),  # the owner has ended this access
        Closing(Token.MALFORMED, 4400),  # the bytes are no frame of this protocol
        Closing(Token.REFUSED, 4422),  # the change is not one this person may make to this document
        Closing(Token.TOO_LARGE, 4413),  # the frame or the part is larger than allowed
        Closing(Token.QUARANTINED, 4423),  # the part would end the server; an operator must look at it
        Closing(Token.SCHEMA_TOO_OLD, 4426),  # the page is older than the document; reload it
        Closing(Token.RESTORED, 4410),  # the database was restored; discard every copy and begin anew
        Closing(Token.SLOW_CONSUMER, 4508),  # the reader did not keep up; connect again
        Closing(Token.OVERLOADED, 4529),  # too much at once here; try again later
        Closing(Token.GOING_DOWN, 1012),  # the server is restarting; connect again after 0-5 s
    )
}


class NotOpened(Exception):
    """A document is not opened, for the reason ``token``; hidden and non-existing ones get the same token."""

    def __init__(self, token: Token) -> None:
        super().__init__(token)
        self.token = token
