"""Session look-up for requests and sockets. Implemented by ``features/login/service.py``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from server.domain.plan import PersonId


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person with a session that has not ended.

    ``session_key`` identifies the session but does not authenticate; ``token_hash`` is its database key.
    """

    person: PersonId
    name: str
    csrf_token: str
    locale: str
    session_key: str
    expires_at: datetime
    token_hash: bytes = field(repr=False)
    coordinating_unit: bool = False


class Sessions(Protocol):
    def known_as(self, token: str) -> tuple[str, bytes]:
        """The ``session_key`` and ``token_hash`` a session with this token has; it need not exist."""

    async def session(self, token: str) -> SignedIn | None:
        """The session of this token, ``None`` if it has ended. Raises ``StorageUnavailable``."""
