from __future__ import annotations

import hashlib
import hmac

from server.domain.identity.keys import IdentityKey, IdentityKeys
from server.domain.identity.number import IdentityNumber

NEW, OLD = "n" * 32, "o" * 32
NUMBER = IdentityNumber.read("01010000110")


def test_a_number_is_hashed_under_a_key_that_is_for_nothing_else() -> None:
    key = IdentityKey.of(NEW)
    assert key.hashed(NUMBER) == hmac.digest(key.secret, b"01010000110", hashlib.sha256)
    assert key.hashed(NUMBER) != hmac.digest(NEW.encode(), b"01010000110", hashlib.sha256)
    assert len(key.hashed(NUMBER)) == 32


def test_a_key_has_a_name_that_tells_it_from_others_and_not_what_it_is() -> None:
    key = IdentityKey.of(NEW)
    assert key.name == IdentityKey.of(NEW).name != IdentityKey.of(OLD).name
    assert key.secret.hex() not in repr(key)
    assert key.name not in key.secret.hex()


def test_while_it_is_changed_the_new_key_comes_before_the_old_one() -> None:
    keys = IdentityKeys.of(f"{NEW}, {OLD}")
    assert keys == IdentityKeys(IdentityKey.of(NEW), IdentityKey.of(OLD))
    assert [key.name for key in keys.each] == [IdentityKey.of(NEW).name, IdentityKey.of(OLD).name]
    alone = IdentityKeys.of(NEW)
    assert alone is not None
    assert alone.each == (IdentityKey.of(NEW),)
    assert IdentityKeys.of("") is None
