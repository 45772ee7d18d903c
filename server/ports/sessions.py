"""Who is signed in: what requests and sockets ask. ``features/login/service.py`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from server.domain.plan import PersonId


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person with a session that has not ended.

    ``session_key`` names the session without opening it; ``token_hash`` is what the database knows it by.
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
        """The ``session_key`` and ``token_hash`` of a session with this token; there may be none."""

    async def session(self, token: str) -> SignedIn | None:
        """Who this token belongs to, unless its session has ended. Raises ``StorageUnavailable``."""
