"""Sessions, and a person's own settings.

A session's token is random, known to the browser alone and stored as its SHA-256; the sockets of a session
are registered by ``session_key``, which does not authenticate.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from server.concurrency import BatchedLookups
from server.domain.audit import Event
from server.domain.errors import NotFound
from server.domain.identity.principal import Principal
from server.domain.plan import PersonId
from server.ports.clock import Clock
from server.ports.live import Live
from server.ports.randomness import Chance
from server.ports.sessions import USUAL_TIMES, SessionTimes, SignedIn
from server.telemetry.counts import counts

from .activity import Activity
from .entries import LoggedIn, LoggedOut, SessionsEnded
from .proven import ProvenIdentity
from .store import DEMO, OwnSession, People, Proof, Session


@dataclass(frozen=True, slots=True)
class NewSession:
    """A new session; ``token`` is sent to the browser and stored nowhere else."""

    token: str
    expires_at: datetime


class Logins:
    """Is ``ports.Sessions``. Without ``demo``, no session of a demo person counts: they end with the mode.

    So do those of a provider that is not one of ``providers``, by their names in the settings: nobody vouches
    for its people any more.
    """

    def __init__(
        self,
        people: People,
        live: Live,
        clock: Clock,
        chance: Chance,
        times: SessionTimes = USUAL_TIMES,
        *,
        demo: bool = False,
        providers: Collection[str] = (),
    ) -> None:
        self._people, self._live, self._demo = people, live, demo
        self._ways = {DEMO.provider, *providers}
        self._clock, self._chance, self.times = clock, chance, times
        self._activity = Activity(people.seen, clock, times.noted_every)
        self._sessions = BatchedLookups(lambda hashes: people.sessions(hashes, clock(), self._seen_after))

    @property
    def _seen_after(self) -> datetime:
        return self._clock() - self.times.idle

    def known_as(self, token: str) -> tuple[str, bytes]:
        """The ``session_key`` and ``token_hash`` a session with this token has; it need not exist."""
        hashed = hash_of(token)
        return key_of(hashed), hashed

    async def session(self, token: str) -> SignedIn | None:
        """The session of this token, ``None`` if it has ended."""
        hashed = hash_of(token)
        session = await self._sessions.find(hashed)
        if session is None or not self._counts(session):
            return None
        return _signed_in(session, hashed, session.last_seen_at + self.times.idle)

    def _counts(self, session: Session) -> bool:
        return session.provider in self._ways and (self._demo or session.person.demo_key is None)

    def seen(self, signed_in: SignedIn) -> SignedIn:
        self._activity.note(signed_in.token_hash, at_once=self._ends_soon(signed_in))
        return replace(signed_in, idle_at=self._clock() + self.times.idle)

    def _ends_soon(self, signed_in: SignedIn) -> bool:
        return signed_in.idle_at - self._clock() <= self.times.warning

    async def renew(self, signed_in: SignedIn) -> SignedIn:
        """Its person is there: it does not end by idleness for as long as if it had just begun.

        Where the end is near it is stored when this returns, so that no other process ends it.
        """
        renewed = self.seen(signed_in)
        if self._ends_soon(signed_in):
            await self._activity.store()
        return renewed

    async def close(self) -> None:
        """Store what is not stored yet."""
        await self._activity.close()

    async def log_in(
        self,
        person: PersonId,
        how: str,
        replacing: str | None = None,
        proven: ProvenIdentity | None = None,
        device: str = "",
    ) -> NewSession:
        """Open a session; the browser's previous one (``replacing``) ends. ``how`` is logged.

        ``proven``: what the provider said; ``device``: from what, as ``device_of`` says. Of a person with
        very many sessions the oldest one ends.
        """
        if replacing is not None:
            await self.log_out(replacing)
        now = self._clock()
        opened = NewSession(self._chance.token(), now + self.times.absolute)
        event = Event.of(LoggedIn(how), now, person)
        ended = await self._people.open_session(
            person,
            hash_of(opened.token),
            self._chance.token(),
            now,
            opened.expires_at,
            event,
            _proof(how, proven, device),
        )
        self._close(ended)
        counts.logins[how] += 1
        return opened

    async def log_out(self, token: str) -> None:
        """End the session of this token, if there is one, and close its sockets."""
        hashed, now = hash_of(token), self._clock()
        session = await self._sessions.find(hashed)
        if session is None:
            return
        await self._people.end_session(hashed, Event.of(LoggedOut(), now, session.person.id))
        self._close([hashed])

    async def own_sessions(self, person: PersonId) -> list[OwnSession]:
        """Those that have not ended, the newest first."""
        return await self._people.sessions_of(person, self._clock(), self._seen_after)

    async def end_own(self, person: PersonId, session_key: str | None = None) -> None:
        """End one of the person's sessions, or all of them, and close their sockets.

        Raises ``NotFound`` unless it is one of theirs.
        """
        own = [each.token_hash for each in await self.own_sessions(person)]
        wanted = [each for each in own if session_key in (None, key_of(each))]
        if not wanted and session_key is not None:
            raise NotFound
        event = Event.of(SessionsEnded("one" if session_key else "everywhere"), self._clock(), person)
        self._close(await self._people.end_sessions(person, wanted if session_key else None, event))

    async def log_out_at(self, issuer: str, subject: str | None, sid: str | None, before: datetime) -> None:
        """End the sessions that a provider vouched for: of its own session ``sid``, else of ``subject``.

        Only those opened before ``before``: who has logged in again since stays. Their sockets close here and
        in the other processes.
        """
        now = self._clock()
        self._close(
            await self._people.end_sessions_at(
                issuer, subject, sid, before, lambda who: Event.of(SessionsEnded("provider"), now, who)
            )
        )

    def _close(self, ended: Iterable[bytes]) -> None:
        for token_hash in ended:
            self._live.end_session(key_of(token_hash))

    def seconds_left(self, moment: datetime) -> int:
        """Whole seconds until then."""
        return int((moment - self._clock()).total_seconds())

    async def set_locale(self, person: PersonId, locale: str) -> None:
        await self._people.set_locale(person, locale)


def key_of(hashed: bytes) -> str:
    """The ``session_key``: hashed once more, so that one seen in a log does not look the session up."""
    return hashlib.sha256(hashed).hexdigest()[:32]


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _proof(how: str, proven: ProvenIdentity | None, device: str) -> Proof:
    if proven is None:
        return Proof(how, device=device or None)
    proved = proven.organisation
    return Proof(
        provider=how,
        issuer=proven.issuer,
        subject=proven.subject,
        sid=proven.sid,
        level=proven.level or None,
        organisation_number=proved.number if proved else None,
        organisation=proved.name if proved else None,
        device=device or None,
    )


def _signed_in(session: Session, hashed: bytes, idle_at: datetime) -> SignedIn:
    person = session.person
    return SignedIn(
        principal=Principal(
            person.id, session.organisation_number, session.role, demo=session.provider == DEMO.provider
        ),
        name=person.name,
        csrf_token=session.csrf_token,
        locale=person.locale,
        session_key=key_of(hashed),
        token_hash=hashed,
        expires_at=session.expires_at,
        idle_at=idle_at,
        provider=session.provider,
    )
