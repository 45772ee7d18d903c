"""A login at one provider, from the button to who they are: the authorization code flow.

    begin  ─▶ (pushed request) ─▶ the browser at the provider ─▶ finish ─▶ code for tokens ─▶ ProvenIdentity

Sources: OpenID Connect Core 1.0, 3.1; RFC 7636 (PKCE, S256 alone), 9126 (pushed requests), 9207 (who
answers), 9449 (DPoP), 9700 (security of all of it).
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from server.features.login.proven import ProvenIdentity
from server.ports.clock import Clock

from .claims import proven_identity
from .client.dpop import DpopKey
from .client.fetching import Fetcher
from .client.talking import Talker
from .discovery import Discovery, Metadata
from .pending import PendingLogin, PendingSeal
from .provider import Provider
from .refusals import Failure, LoginRefused, ProviderDown
from .tokens import LONGEST_NAME, LogoutAsked, id_token, logout_token

LONGEST_VALUE = 4096
"""Of a code, a token and other values that we hand on."""
OF_USERINFO = ("name", "given_name", "middle_name", "family_name", "birthdate")
"""What is taken from there: names, never what somebody has proven."""
SAID_NO = {"access_denied": Failure.CANCELLED}
CANNOT = ("server_error", "temporarily_unavailable")


@dataclass(frozen=True, slots=True)
class Begun:
    """``sealed`` is for the cookie of ``tag``, and ``url`` where the browser goes."""

    url: str
    tag: str
    sealed: str


@dataclass(frozen=True, slots=True)
class Finished:
    proven: ProvenIdentity
    back_to: str


class ProviderLogins:
    """Logins at one provider."""

    def __init__(self, provider: Provider, fetcher: Fetcher, seal: PendingSeal, clock: Clock) -> None:
        self.provider, self.discovery = provider, Discovery(provider.issuer, fetcher)
        self._fetcher, self._seal, self._clock = fetcher, seal, clock
        self._talker = Talker(provider, fetcher, clock)

    async def begin(self, back_to: str, locale: str) -> Begun:
        """``back_to``: a path of ours, ``locale`` what the provider should speak. Raises ``LoginRefused``."""
        with self._refusing(back_to):
            return await self._begin(back_to, locale)

    async def finish(self, said: Mapping[str, str], sealed: str) -> Finished:
        """``said``: the parameters that the provider sent the browser back with. Raises ``LoginRefused``."""
        pending = self._seal.open(sealed, self.provider.name, said.get("state", ""), self._clock())
        with self._refusing(pending.back_to):
            return await self._finish(said, pending)

    async def logged_out(self, token: str) -> LogoutAsked:
        """Whom a token of the back channel logs out. Raises ``LoginRefused``."""
        return await logout_token(token, self.provider, self.discovery, self._clock())

    def ended_there(self, sid: str) -> LogoutAsked:
        """What a browser that was logged out at the provider asks for."""
        return LogoutAsked(self.provider.issuer, None, sid[:LONGEST_NAME], self._clock())

    async def logout_url(self) -> str:
        """Where the browser is logged out at the provider too; empty if that cannot be done.

        Without ``id_token_hint``: the token would have to be kept, and holds the identity number.
        """
        try:
            there = (await self.discovery.metadata()).end_session
        except LoginRefused:
            return ""
        if not there:
            return ""
        asked = {
            "client_id": self.provider.client_id,
            "post_logout_redirect_uri": self.provider.logged_out_uri,
        }
        return _with(there, asked)

    @contextmanager
    def _refusing(self, back_to: str) -> Iterator[None]:
        try:
            yield
        except LoginRefused as refused:
            refused.back_to = back_to
            if isinstance(refused, ProviderDown):
                self.discovery.silent()
            raise

    async def _begin(self, back_to: str, locale: str) -> Begun:
        provider, metadata = self.provider, await self.discovery.metadata()
        dpop = DpopKey.new() if provider.profile.dpop else None
        pending = PendingLogin.new(provider.name, dpop.private if dpop else None, back_to, self._clock())
        asked = self._request(pending, dpop, locale)
        if provider.profile.pushed or metadata.pushed:
            asked = await self._pushed(metadata, asked)
        return Begun(_with(metadata.authorization, asked), pending.tag, self._seal.seal(pending))

    def _request(self, pending: PendingLogin, dpop: DpopKey | None, locale: str) -> dict[str, str]:
        provider = self.provider
        challenge = urlsafe_b64encode(hashlib.sha256(pending.verifier.encode()).digest())
        asked = {
            "response_type": "code",
            "client_id": provider.client_id,
            "redirect_uri": provider.redirect_uri,
            "scope": provider.profile.scope,
            "state": pending.state,
            "nonce": pending.nonce,
            "code_challenge": challenge.rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            "ui_locales": locale,
            "acr_values": " ".join(provider.levels_asked),
            "authorization_details": provider.authorization_details,
            "dpop_jkt": dpop.thumbprint if dpop else "",
        }
        return {name: value for name, value in asked.items() if value}

    async def _pushed(self, metadata: Metadata, asked: Mapping[str, str]) -> dict[str, str]:
        if not metadata.pushed:
            raise LoginRefused(Failure.REFUSED, "the provider takes no pushed requests")
        answer = await self._talker.send(metadata.pushed, asked)
        pushed = answer.body.get("request_uri")
        if answer.status != 201 or not isinstance(pushed, str) or not 0 < len(pushed) <= LONGEST_VALUE:
            raise LoginRefused(Failure.REFUSED, f"the pushed request was refused: {_error(answer.body)}")
        return {"client_id": self.provider.client_id, "request_uri": pushed}

    async def _finish(self, said: Mapping[str, str], pending: PendingLogin) -> Finished:
        metadata = await self.discovery.metadata()
        self._check_issuer(said, metadata)
        if "error" in said:
            raise _said_no(said)
        tokens = await self._redeemed(metadata, said.get("code", ""), pending)
        claims = await id_token(
            _text(tokens, "id_token"), pending.nonce, self.provider, self.discovery, self._clock()
        )
        named = await self._named(metadata, tokens, claims)
        return Finished(proven_identity(self.provider, named, self._clock()), pending.back_to)

    def _check_issuer(self, said: Mapping[str, str], metadata: Metadata) -> None:
        """RFC 9207: another provider's answer is not sent to this one's token endpoint."""
        if said.get("iss", "" if metadata.iss else self.provider.issuer) != self.provider.issuer:
            raise LoginRefused(Failure.REFUSED, "answered by another issuer")

    async def _redeemed(self, metadata: Metadata, code: str, pending: PendingLogin) -> Mapping[str, Any]:
        if not 0 < len(code) <= LONGEST_VALUE:
            raise LoginRefused(Failure.REFUSED, "no code")
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.provider.redirect_uri,
            "code_verifier": pending.verifier,
        }
        dpop = DpopKey.of(pending.dpop) if pending.dpop else None
        answer = await self._talker.send(metadata.token, form, dpop)
        if answer.status != 200:
            raise LoginRefused(Failure.REFUSED, f"the code was refused: {_error(answer.body)}")
        if _text(answer.body, "token_type").lower() != ("dpop" if dpop else "bearer"):
            raise LoginRefused(Failure.REFUSED, "a token of another kind")
        return answer.body

    async def _named(
        self, metadata: Metadata, tokens: Mapping[str, Any], claims: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """The claims, with the names of the userinfo where the profile says that they may be there alone."""
        access = _text(tokens, "access_token")
        if not self.provider.profile.userinfo or not metadata.userinfo or not access or not access.isascii():
            return claims
        answer = await self._fetcher.get(metadata.userinfo, {"Authorization": f"Bearer {access}"})
        if answer.status != 200 or answer.body.get("sub") != claims["sub"]:
            raise LoginRefused(Failure.REFUSED, "the userinfo is somebody else's")
        return {**{name: answer.body[name] for name in OF_USERINFO if name in answer.body}, **claims}


def _said_no(said: Mapping[str, str]) -> LoginRefused:
    error = said["error"]
    if error in CANNOT:
        return ProviderDown("it says that it cannot")
    return LoginRefused(SAID_NO.get(error, Failure.REFUSED), f"the provider said no: {_error(said)}")


ERRORS = frozenset(
    {
        "access_denied",
        "invalid_client",
        "invalid_dpop_proof",
        "invalid_grant",
        "invalid_request",
        "invalid_scope",
        "login_required",
        "unauthorized_client",
        "unmet_authentication_requirements",
        "use_dpop_nonce",
    }
)
"""Those that are logged as they are; anything else is not quoted."""


def _error(body: Mapping[str, Any]) -> str:
    found = body.get("error")
    return found if isinstance(found, str) and found in ERRORS else "for another reason"


def _with(url: str, parameters: Mapping[str, str]) -> str:
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(parameters)}"


def _text(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name)
    return found if isinstance(found, str) else ""
