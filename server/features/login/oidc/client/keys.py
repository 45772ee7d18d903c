"""The private key we are known by at a provider, and what is signed with it."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, Key, RSAKey

KINDS: Mapping[str, type[RSAKey] | type[ECKey]] = {"RSA": RSAKey, "EC": ECKey}
ALGORITHM_OF_CURVE = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""With a private key only: whoever has the public one must not be able to sign (RFC 8725, 3.1)."""
RSA_BITS = 2048


@dataclass(frozen=True, slots=True)
class ClientKey:
    """``public`` is what the provider is given, a JWK."""

    key: Key
    algorithm: str
    public: Mapping[str, Any]

    def signed(self, claims: Mapping[str, Any], typ: str) -> str:
        header = {"alg": self.algorithm, "kid": self.public["kid"], "typ": typ}
        return jwt.encode(header, dict(claims), self.key, algorithms=[self.algorithm])


def client_key(text: str) -> ClientKey:
    """The key in a file: PEM, or a JWK as HelseID hands it out.

    A PEM has no ``kid``; it gets its thumbprint (RFC 7638). Raises ``ValueError`` saying what is wrong,
    without a word of the file.
    """
    key = _imported(text)
    if not isinstance(key, RSAKey | ECKey) or not key.is_private:
        raise ValueError("expected a private key, RSA or EC")
    if isinstance(key, RSAKey) and key.raw_value.key_size < RSA_BITS:
        raise ValueError(f"expected an RSA key of at least {RSA_BITS} bits")
    algorithm = key.get("alg") or ALGORITHM_OF_CURVE.get(str(key.get("crv")), "RS256")
    if algorithm not in SIGNATURES:
        raise ValueError("expected a key that signs")
    public = {**key.as_dict(private=False), "kid": key.kid or key.thumbprint()}
    public |= {"use": "sig", "alg": algorithm}
    return ClientKey(
        key, str(algorithm), {name: value for name, value in public.items() if name != "key_ops"}
    )


def _imported(text: str) -> Key | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)  # of short keys, which are refused here
        try:
            if text.lstrip().startswith("{"):
                held = json.loads(text)
                return KINDS[held["kty"]].import_key(held)
            return _of_pem(text)
        except (JoseError, ValueError, KeyError, TypeError):
            return None


def _of_pem(text: str) -> Key | None:
    for kind in KINDS.values():
        with suppress(JoseError):
            return kind.import_key(text)
    return None
