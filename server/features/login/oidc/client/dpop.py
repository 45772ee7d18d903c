"""Proof that whoever uses a code or a token has the key it was asked for with (RFC 9449).

Providers accept EC keys everywhere, RSA keys not (oidc-provider 9.13 refuses them).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

ALGORITHM = "ES256"
HEADER = "DPoP"
NONCE_HEADER = "dpop-nonce"
ASKS_FOR_NONCE = "use_dpop_nonce"
LONGEST_NONCE = 1024


class DpopKey:
    """A key of one login."""

    def __init__(self, key: ECKey) -> None:
        self._key = key

    @classmethod
    def new(cls) -> DpopKey:
        return cls(ECKey.generate_key("P-256"))

    @classmethod
    def of(cls, private: Mapping[str, Any]) -> DpopKey:
        return cls(ECKey.import_key(dict(private)))

    @property
    def private(self) -> dict[str, Any]:
        """As a JWK: whoever has it can prove with it."""
        return dict(self._key.as_dict(private=True))

    @property
    def thumbprint(self) -> str:
        return self._key.thumbprint()

    def proof(self, method: str, url: str, at: datetime, nonce: str | None = None) -> str:
        """For one request; ``nonce`` as the provider has asked for it."""
        claims: dict[str, Any] = {
            "jti": secrets.token_urlsafe(16),
            "htm": method,
            "htu": url.partition("#")[0].partition("?")[0],
            "iat": int(at.timestamp()),
        }
        if nonce is not None:
            claims["nonce"] = nonce
        public = self._key.as_dict(private=False)
        header = {
            "typ": "dpop+jwt",
            "alg": ALGORITHM,
            "jwk": {name: public[name] for name in ("kty", "crv", "x", "y")},
        }
        return jwt.encode(header, claims, self._key, algorithms=[ALGORITHM])
