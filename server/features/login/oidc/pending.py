"""What a login keeps between its beginning and the answer, in a sealed cookie of the browser that began it.

Nothing of it is kept here, so a flood of beginnings fills nothing, and any process can end what another
began. The seal is a JWE (RFC 7516: ``dir``, ``A256GCM``) under a key derived from ``SAMPLAN_SECRET_KEY``.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from .refusals import Failure, LoginRefused

LIVES_SECONDS = 900
"""Long enough to find the code device, short enough for a browser in a library."""
LONGEST_SEALED = 4096
"""Characters; ours have 900 (measured), and browsers keep 4,096 bytes."""
TAG_CHARACTERS = 16
"""Of the state, in the name of the cookie: so that several tabs do not disturb each other."""

_SEAL = {"alg": "dir", "enc": "A256GCM"}


@dataclass(frozen=True, slots=True)
class PendingLogin:
    """``verifier`` as in RFC 7636, ``dpop`` a private key as a JWK, ``back_to`` a path of ours."""

    provider: str
    state: str
    nonce: str
    verifier: str
    dpop: dict[str, Any] | None
    back_to: str
    begun_at: int
    """Seconds since 1970."""

    @classmethod
    def new(cls, provider: str, dpop: dict[str, Any] | None, back_to: str, at: datetime) -> PendingLogin:
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(provider, state, nonce, verifier, dpop, back_to, int(at.timestamp()))

    @property
    def tag(self) -> str:
        return self.state[:TAG_CHARACTERS]


class PendingSeal:
    """``secret``: the deployment's."""

    def __init__(self, secret: str) -> None:
        derived = hmac.digest(secret.encode(), b"samplan login that is pending 1", "sha256")
        self._key = OctKey.import_key(derived)

    def seal(self, pending: PendingLogin) -> str:
        return jwe.encrypt_compact(
            _SEAL, json.dumps(asdict(pending)), self._key, algorithms=[*_SEAL.values()]
        )

    def open(self, sealed: str, provider: str, state: str, now: datetime) -> PendingLogin:
        """The login that ``state`` belongs to. Raises ``LoginRefused``."""
        pending = self._opened(sealed)
        if pending is None or not hmac.compare_digest(pending.state.encode(), state.encode()):
            raise LoginRefused(Failure.EXPIRED, "not begun in this browser")
        if pending.provider != provider:
            raise LoginRefused(Failure.REFUSED, "answered by another provider")
        if not 0 <= now.timestamp() - pending.begun_at + 1 <= LIVES_SECONDS:
            raise LoginRefused(Failure.EXPIRED, "begun too long ago")
        return pending

    def _opened(self, sealed: str) -> PendingLogin | None:
        if len(sealed) > LONGEST_SEALED or not sealed.isascii():
            return None
        try:
            opened = jwe.decrypt_compact(sealed, self._key, algorithms=[*_SEAL.values()])
            return PendingLogin(**json.loads(opened.plaintext or b""))
        except (JoseError, ValueError, TypeError, KeyError):
            return None
