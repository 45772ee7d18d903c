"""What a provider says of itself, and its keys: fetched before anybody asks, kept, and renewed.

    up ──a fetch fails, or a login finds it silent──▶ down ──a fetch succeeds──▶ up

While it is up it is asked again every ``EVERY_SECONDS``, while it is down every ``AGAIN_SECONDS``; the page
of logins reads ``up`` and waits for nothing. A key that is not known is looked for at once, but at most every
``KEYS_SECONDS``: anybody may send tokens that name keys.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from .client.fetching import Fetcher
from .client.keys import KINDS
from .refusals import LoginRefused, ProviderDown

logger = logging.getLogger(__name__)

EVERY_SECONDS = 600.0
AGAIN_SECONDS = 10.0
KEYS_SECONDS = 30.0
AT_MOST_SECONDS = 24 * 3600.0
"""As old as what is known may be used: a key that was withdrawn is not believed for longer."""
MOST_KEYS = 50


@dataclass(frozen=True, slots=True)
class Metadata:
    """Addresses, of which an empty one is not offered, and ``iss``: whether each answer names its issuer."""

    authorization: str
    token: str
    pushed: str
    userinfo: str
    end_session: str
    iss: bool
    keys: KeySet


class Discovery:
    """Of one provider. ``now``: seconds of a monotonic clock."""

    def __init__(self, issuer: str, fetcher: Fetcher, now: Callable[[], float] = time.monotonic) -> None:
        self._issuer, self._fetcher, self._now = issuer, fetcher, now
        self._known: Metadata | None = None
        self._fetched_at = self._tried_at = float("-inf")
        self._one_at_a_time = asyncio.Lock()
        self._look = asyncio.Event()
        self.up = True

    async def metadata(self) -> Metadata:
        """Raises ``ProviderDown``."""
        if self._known is None or self._now() - self._fetched_at > AT_MOST_SECONDS:
            return await self._renewed(self._tried_at)
        return self._known

    async def keys(self, kid: str | None) -> KeySet:
        """Those known by now, renewed if ``kid`` is not among them. Raises ``ProviderDown``."""
        known = (await self.metadata()).keys
        unknown = kid is not None and all(key.kid != kid for key in known)
        if unknown and self._now() - self._tried_at > KEYS_SECONDS:
            return (await self._renewed(self._tried_at)).keys
        return known

    def silent(self) -> None:
        """A login got no answer: it is down until it is seen to be up."""
        self._set(up=False)
        self._look.set()

    async def watch(self) -> None:
        """Keep ``up`` and what is known true, until cancelled."""
        while True:
            with suppress(LoginRefused):
                await self._renewed(self._tried_at)
            self._look.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY_SECONDS if self.up else AGAIN_SECONDS):
                    await self._look.wait()
            if self._now() - self._tried_at < 1:
                await asyncio.sleep(1)  # however often logins find it silent

    async def _renewed(self, seen: float) -> Metadata:
        """Fetch all of it; whoever waited for another's fetch, begun after ``seen``, takes that one's."""
        async with self._one_at_a_time:
            if self._tried_at != seen and self._now() - self._tried_at < KEYS_SECONDS:
                if self.up and self._known is not None:
                    return self._known
                raise ProviderDown("it was down a moment ago")
            self._tried_at = self._now()
            try:
                self._known = await self._fetched()
            except LoginRefused:
                self._set(up=False)
                raise
            self._fetched_at = self._now()
            self._set(up=True)
            return self._known

    def _set(self, *, up: bool) -> None:
        if up != self.up:
            logger.log(
                *((logging.INFO, "a provider is up") if up else (logging.WARNING, "a provider is down"))
            )
        self.up = up

    async def _fetched(self) -> Metadata:
        said = await self._object(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        if said.get("issuer") != self._issuer:
            raise ProviderDown("it calls itself by another name")
        schemes = ("https", urlsplit(self._issuer).scheme)

        def address(name: str, *, needed: bool = True) -> str:
            found = said.get(name, "")
            if isinstance(found, str) and _is_address(found, schemes):
                return found
            if needed or found:
                raise ProviderDown(f"no usable {name}")
            return ""

        return Metadata(
            authorization=address("authorization_endpoint"),
            token=address("token_endpoint"),
            pushed=address("pushed_authorization_request_endpoint", needed=False),
            userinfo=address("userinfo_endpoint", needed=False),
            end_session=address("end_session_endpoint", needed=False),
            iss=said.get("authorization_response_iss_parameter_supported") is True,
            keys=_usable(await self._object(address("jwks_uri"))),
        )

    async def _object(self, url: str) -> Mapping[str, Any]:
        answer = await self._fetcher.get(url)
        if answer.status != 200 or not answer.body:
            raise ProviderDown("no description of itself")
        return answer.body


def _is_address(text: str, schemes: Collection[str]) -> bool:
    """One that may stand in a header of ours: the browser is sent there."""
    try:
        return urlsplit(text).scheme in schemes and text.isascii() and text.isprintable()
    except ValueError:
        return False


def _usable(said: Mapping[str, Any]) -> KeySet:
    """The keys that may have signed. One that cannot be read does not spoil the others."""
    listed = said.get("keys")
    found: list[RSAKey | ECKey] = []
    for each in listed[:MOST_KEYS] if isinstance(listed, list) else []:
        with suppress(JoseError, ValueError, KeyError, TypeError):
            if isinstance(each, dict) and each.get("use", "sig") == "sig":
                found.append(KINDS[each["kty"]].import_key(each))
    if not found:
        raise ProviderDown("no keys")
    return KeySet([*found])
