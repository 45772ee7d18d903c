"""Requests that we sign: as a client with our key, and where the profile has it with a key of the login."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from server.features.login.oidc.provider import Provider
from server.ports.clock import Clock

from .dpop import ASKS_FOR_NONCE, HEADER, LONGEST_NONCE, NONCE_HEADER, DpopKey
from .fetching import Answer, Fetcher

ASSERTION_SECONDS = 60
"""HelseID takes no more, ID-porten 120."""
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Talker:
    """To one provider."""

    def __init__(self, provider: Provider, fetcher: Fetcher, clock: Clock) -> None:
        self._provider, self._fetcher, self._clock = provider, fetcher, clock

    async def send(self, url: str, form: Mapping[str, str], dpop: DpopKey | None = None) -> Answer:
        """Post ``form``, signed anew each time; once more if a nonce is asked for (RFC 9449, 8).

        Raises ``ProviderDown``.
        """
        answer = await self._send(url, form, dpop, None)
        nonce = answer.headers.get(NONCE_HEADER, "")
        asked = answer.status in (400, 401) and answer.body.get("error") == ASKS_FOR_NONCE
        if dpop is None or not asked or not 0 < len(nonce) <= LONGEST_NONCE:
            return answer
        return await self._send(url, form, dpop, nonce)

    async def _send(
        self, url: str, form: Mapping[str, str], dpop: DpopKey | None, nonce: str | None
    ) -> Answer:
        now = self._clock()
        headers = {HEADER: dpop.proof("POST", url, now, nonce)} if dpop else {}
        return await self._fetcher.post(url, {**form, **self._assertion(now)}, headers)

    def _assertion(self, now: datetime) -> dict[str, str]:
        """RFC 7523, 2.2. The audience is the issuer alone, so that no other provider can use it."""
        provider, at = self._provider, int(now.timestamp())
        claims = {
            "iss": provider.client_id,
            "sub": provider.client_id,
            "aud": provider.issuer,
            "jti": secrets.token_urlsafe(16),
            "iat": at,
            "nbf": at,
            "exp": at + ASSERTION_SECONDS,
        }
        return {
            "client_id": provider.client_id,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": provider.key.signed(claims, provider.profile.assertion_type),
        }
