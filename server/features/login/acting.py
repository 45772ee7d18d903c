"""In which role somebody acts in a session, who takes part in several (decision 0047)."""

from __future__ import annotations

from dataclasses import replace

from server.domain.audit import Event
from server.domain.plan import Role
from server.ports.clock import Clock
from server.ports.live import Live
from server.ports.randomness import Chance
from server.ports.sessions import SignedIn
from server.storage.database.database import Database
from server.storage.identity.acting import session_acts

from .entries import RoleChosen
from .service import NewSession, hash_of


class Acting:
    def __init__(self, database: Database, live: Live, clock: Clock, chance: Chance) -> None:
        self._database, self._live, self._clock, self._chance = database, live, clock, chance

    async def act_as(self, signed_in: SignedIn, role: Role) -> NewSession:
        """The session goes on in ``role`` under a new token, and ends when it would have; its sockets close.

        Raises ``NotFound`` for a role that this login opens nowhere.
        """
        token, csrf = self._chance.token(), self._chance.token()
        chosen = replace(signed_in.principal, role=role)
        event = Event.of(RoleChosen(role.value), self._clock(), signed_in.person)
        to = {"token_hash": hash_of(token), "csrf_token": csrf, "role": role, "last_seen_at": event.at}
        await self._database.write(lambda c: session_acts(c, signed_in.token_hash, chosen, to, event))
        self._live.end_session(signed_in.session_key)
        return NewSession(token, signed_in.expires_at)
