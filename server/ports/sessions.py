"""Session look-up for requests and sockets. Implemented by ``features/login/service.py``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from server.domain.identity.principal import Principal
from server.domain.plan import PersonId


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """A session ends ``idle`` after its person was seen last, and ``absolute`` after it began.

    Half an hour and twelve hours: NIST SP 800-63B (2017), 4.2.3, for the assurance level of ID-porten and
    HelseID. Whoever writes, or touches the page in any way, is seen.
    """

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)

    @property
    def warning(self) -> timedelta:
        """How long before either end the page warns."""
        return min(timedelta(minutes=5), self.idle / 2)

    @property
    def noted_every(self) -> timedelta:
        """How often it is stored that somebody was seen, at most."""
        return min(timedelta(minutes=1), self.idle / 10)


USUAL_TIMES = SessionTimes()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person with a session that has not ended.

    ``session_key`` identifies the session but does not authenticate; ``token_hash`` is its database key.
    ``expires_at``: when it ends, whatever its person does; ``idle_at``: unless they are seen before.
    """

    principal: Principal
    name: str
    csrf_token: str
    locale: str
    session_key: str
    expires_at: datetime
    idle_at: datetime
    token_hash: bytes = field(repr=False)
    provider: str = "demo"
    """Through which they logged in."""

    @property
    def person(self) -> PersonId:
        return self.principal.person

    @property
    def ends_at(self) -> datetime:
        """The first moment at which it may have ended by itself."""
        return min(self.expires_at, self.idle_at)


class Sessions(Protocol):
    def known_as(self, token: str) -> tuple[str, bytes]:
        """The ``session_key`` and ``token_hash`` a session with this token has; it need not exist."""

    async def session(self, token: str) -> SignedIn | None:
        """The session of this token, ``None`` if it has ended. Raises ``StorageUnavailable``."""

    def seen(self, signed_in: SignedIn) -> SignedIn:
        """The person of this session does something: the session with its new end.

        It never waits, and is stored a little later; at once where the end is near.
        """
