"""Sessions, and a person's own settings.

A session's token is random, known to the browser alone and stored as its SHA-256; the sockets of a session
are registered by ``session_key``, which does not authenticate.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.concurrency import BatchedLookups
from server.domain.audit import Event
from server.domain.plan import PersonId
from server.features.login.store import People, Session
from server.ports.clock import Clock
from server.ports.live import Live
from server.ports.randomness import Chance
from server.ports.sessions import SignedIn
from server.telemetry.counts import counts

from .entries import LoggedIn, LoggedOut

SESSION_HOURS = 12


@dataclass(frozen=True, slots=True)
class NewSession:
    """A new session; ``token`` is sent to the browser and stored nowhere else."""

    token: str
    expires_at: datetime


class Logins:
    """Is ``ports.Sessions``. Without ``demo``, no session of a demo person counts: they end with the mode."""

    def __init__(
        self, people: People, live: Live, clock: Clock, chance: Chance, *, demo: bool = False
    ) -> None:
        self._people, self._live, self._demo = people, live, demo
        self._clock, self._chance = clock, chance
        self._sessions = BatchedLookups(lambda hashes: people.sessions(hashes, clock()))

    def known_as(self, token: str) -> tuple[str, bytes]:
        """The ``session_key`` and ``token_hash`` a session with this token has; it need not exist."""
        hashed = _hash(token)
        return _key(hashed), hashed

    async def session(self, token: str) -> SignedIn | None:
        """The session of this token, ``None`` if it has ended."""
        hashed = _hash(token)
        session = await self._sessions.find(hashed)
        if session is None or (session.person.demo_key is not None and not self._demo):
            return None
        return _signed_in(session, hashed)

    async def log_in(self, person: PersonId, how: str, replacing: str | None = None) -> NewSession:
        """Open a session; the browser's previous one (``replacing``) ends. ``how`` is logged.

        Of a person with very many sessions the oldest one ends.
        """
        if replacing is not None:
            await self.log_out(replacing)
        now = self._clock()
        opened = NewSession(self._chance.token(), now + timedelta(hours=SESSION_HOURS))
        event = Event.of(LoggedIn(how), now, person)
        ended = await self._people.open_session(
            person, _hash(opened.token), self._chance.token(), now, opened.expires_at, event
        )
        for oldest in ended:
            self._live.end_session(_key(oldest))
        counts.logins[how] += 1
        return opened

    async def log_out(self, token: str) -> None:
        """End the session of this token, if there is one, and close its sockets."""
        hashed, now = _hash(token), self._clock()
        session = await self._sessions.find(hashed)
        if session is None:
            return
        await self._people.end_session(hashed, Event.of(LoggedOut(), now, session.person.id))
        self._live.end_session(_key(hashed))

    def seconds_left(self, signed_in: SignedIn) -> int:
        """Whole seconds until the session ends by itself."""
        return int((signed_in.expires_at - self._clock()).total_seconds())

    async def set_locale(self, person: PersonId, locale: str) -> None:
        await self._people.set_locale(person, locale)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _key(hashed: bytes) -> str:
    # Hashed once more, so that a key seen in a log cannot be used to look the session up.
    return hashlib.sha256(hashed).hexdigest()[:32]


def _signed_in(session: Session, hashed: bytes) -> SignedIn:
    person = session.person
    return SignedIn(
        person=person.id,
        name=person.name,
        csrf_token=session.csrf_token,
        locale=person.locale,
        session_key=_key(hashed),
        token_hash=hashed,
        expires_at=session.expires_at,
        coordinating_unit=person.coordinating_unit,
    )
