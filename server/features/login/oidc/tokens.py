"""Reads what a provider has signed: the ID token of a login, and the token of a logout.

Sources: OpenID Connect Core 1.0, 3.1.3.7; Back-Channel Logout 1.0, 2.4 to 2.6; RFC 8725 (algorithms, types).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import ClaimError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from .client.keys import SIGNATURES
from .discovery import Discovery
from .provider import Provider
from .refusals import Failure, LoginRefused

LEEWAY_SECONDS = 30
"""By which our clock and the provider's may differ."""
OLDEST_SECONDS = 300
"""A token is made for the request that it answers."""
LONGEST_TOKEN = 32 * 1024
LONGEST_NAME = 255
"""Characters of ``sub`` (OpenID Connect Core 1.0, 2) and of ``sid``."""
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"

_REGISTRY = jws.JWSRegistry(algorithms=SIGNATURES, strict_check_header=False)
_REGISTRY.max_header_length = 4096  # some providers put their certificates there

Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LogoutAsked:
    """The sessions of ``sid``, or all of ``subject``, that were opened before ``at``."""

    issuer: str
    subject: str | None
    sid: str | None
    at: datetime


async def id_token(token: str, nonce: str, provider: Provider, discovery: Discovery, now: datetime) -> Claims:
    """The claims of an ID token that answers our request. Raises ``LoginRefused``."""
    claims = await _signed(token, "JWT", discovery)
    _check(claims, provider, now, needed=("sub", "exp"))
    if not hmac.compare_digest(_text(claims, "nonce").encode(), nonce.encode()):
        raise _refused("nonce")
    if "events" in claims:
        raise _refused("events")
    if not _text(claims, "sub") or len(_text(claims, "sub")) > LONGEST_NAME:
        raise _refused("sub")
    return claims


async def logout_token(token: str, provider: Provider, discovery: Discovery, now: datetime) -> LogoutAsked:
    """Whom the provider has logged out. Raises ``LoginRefused``.

    Its ``jti`` is not remembered: a second time it ends what it has ended already, because it reaches only
    sessions that are older than itself (docs/decisions/0036).
    """
    claims = await _signed(token, "logout+jwt", discovery)
    _check(claims, provider, now, needed=("jti",))
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT), dict):
        raise _refused("events")
    if "nonce" in claims:
        raise _refused("nonce")
    subject, sid = (_text(claims, name)[:LONGEST_NAME] or None for name in ("sub", "sid"))
    if subject is None and sid is None:
        raise _refused("sub and sid")
    return LogoutAsked(provider.issuer, subject, sid, datetime.fromtimestamp(claims["iat"], UTC))


async def _signed(token: str, typ: str, discovery: Discovery) -> Claims:
    """Its claims, if a key of the provider signed them."""
    if len(token) > LONGEST_TOKEN or not token.isascii():
        raise LoginRefused(Failure.REFUSED, "no token")
    try:
        # joserfc 1.8 takes a list or a text that says "alg" for a header.
        header = dict(jws.extract_compact(token.encode(), None, _REGISTRY).headers())
        said, kid = header.get("typ", typ), header.get("kid")
        keys = await discovery.keys(kid if isinstance(kid, str) else None)
        claims = _decoded(token, keys)
    except InvalidKeyIdError:
        raise LoginRefused(Failure.REFUSED, "signed with a key that is not the provider's") from None
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        raise LoginRefused(Failure.REFUSED, "not signed by the provider") from None
    # "JWT" says nothing, and stands in logout tokens of before the type was registered.
    if str(said).lower().removeprefix("application/") not in ("jwt", typ.lower()):
        raise LoginRefused(Failure.REFUSED, "a token of another kind")
    return claims


def _decoded(token: str, keys: KeySet) -> Claims:
    return jwt.decode(token, keys, registry=_REGISTRY).claims


def _check(claims: Claims, provider: Provider, now: datetime, needed: tuple[str, ...]) -> None:
    """From whom, for whom, and when."""
    at = int(now.timestamp())
    options: dict[str, jwt.ClaimsOption] = {name: {"essential": True} for name in ("iat", *needed)}
    options["iss"] = {"essential": True, "value": provider.issuer}
    options["aud"] = {"essential": True, "value": provider.client_id}
    registry = jwt.JWTClaimsRegistry(at, LEEWAY_SECONDS, **options)
    try:
        registry.validate(dict(claims))
    except ClaimError as error:
        raise _refused(error.claim if error.claim in registry.options else "of time") from None
    if claims["iat"] < at - OLDEST_SECONDS - LEEWAY_SECONDS:
        raise _refused("iat")
    others = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", "" if others else provider.client_id) != provider.client_id:
        raise _refused("azp")


def _text(claims: Claims, name: str) -> str:
    """Empty also if it could not be stored: NUL and halves of characters are not printable."""
    found = claims.get(name)
    return found if isinstance(found, str) and found.isprintable() else ""


def _refused(claim: str) -> LoginRefused:
    return LoginRefused(Failure.REFUSED, f"wrong claim {claim}")
