from __future__ import annotations

import json
import warnings

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from server.features.login.oidc.client.keys import client_key

RSA = RSAKey.generate_key(2048, auto_kid=False)
EC = ECKey.generate_key("P-384", auto_kid=False)
with warnings.catch_warnings(action="ignore"):
    SHORT = RSAKey.generate_key(1024).as_pem(private=True).decode()


@pytest.mark.parametrize(("key", "algorithm"), [(RSA, "RS256"), (EC, "ES384")])
def test_a_pem_is_named_by_its_thumbprint(key: RSAKey | ECKey, algorithm: str) -> None:
    read = client_key(key.as_pem(private=True).decode())
    assert (read.algorithm, read.public["kid"]) == (algorithm, key.thumbprint())
    assert {"d", "p", "q", "key_ops"}.isdisjoint(read.public)
    token = read.signed({"a": 1}, "x+jwt")
    opened = jwt.decode(token, key, algorithms=[algorithm])
    assert (opened.claims, opened.header["typ"], opened.header["kid"]) == (
        {"a": 1},
        "x+jwt",
        key.thumbprint(),
    )


def test_a_jwk_keeps_its_name_and_its_algorithm() -> None:
    read = client_key(json.dumps(RSA.as_dict(private=True) | {"kid": "mine", "alg": "PS256"}))
    assert (read.algorithm, read.public["kid"], read.public["alg"]) == ("PS256", "mine", "PS256")


WRONG = {
    "nothing": "",
    "no key": "secret",
    "half a key": RSA.as_pem(private=True).decode()[:200],
    "a public key": RSA.as_pem(private=False).decode(),
    "a public JWK": json.dumps(EC.as_dict(private=False)),
    "a shared secret": json.dumps(OctKey.generate_key(256).as_dict(private=True)),
    "a kind that not all providers know": OKPKey.generate_key("Ed25519").as_pem(private=True).decode(),
    "an empty object": "{}",
    "half an object": '{"kty": "RSA"',
    "a key that encrypts": json.dumps(RSA.as_dict(private=True) | {"alg": "RSA-OAEP"}),
    "a short key": SHORT,
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_sign_is_refused_without_a_word_of_it(what: str) -> None:
    with pytest.raises(ValueError, match="expected") as refused:
        client_key(WRONG[what])
    assert "secret" not in str(refused.value)
