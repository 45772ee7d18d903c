"""What becomes of those whom a provider vouches for: a person, and a session."""

from __future__ import annotations

from datetime import timedelta

from .identities import Identities
from .naming.service import Naming
from .oidc.tokens import LEEWAY_SECONDS, LogoutAsked
from .proven import ProvenIdentity
from .service import Logins, NewSession


class ProvenArrivals:
    """Is ``oidc.http.Arrivals``. ``identities``: ``None`` where there are no providers."""

    def __init__(self, identities: Identities | None, naming: Naming, logins: Logins) -> None:
        self._identities, self._naming, self._logins = identities, naming, logins

    async def arrive(self, proven: ProvenIdentity, replacing: str | None, device: str) -> NewSession:
        assert self._identities is not None  # the settings ask for its key as soon as there is a provider
        person = await self._identities.person_of(proven)
        await self._naming.follow(person, proven)
        return await self._logins.log_in(person, proven.provider, replacing, proven, device)

    async def logged_out(self, asked: LogoutAsked) -> None:
        before = asked.at + timedelta(seconds=LEEWAY_SECONDS)
        await self._logins.log_out_at(asked.issuer, asked.subject, asked.sid, before)
