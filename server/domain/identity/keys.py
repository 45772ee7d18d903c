"""The keys under which identity numbers are kept: as a keyed hash, and never as they are.

There are few numbers, so a hash without a key would be undone by trying them all. Nothing tells a person
from their hash but the key: whoever loses it knows nobody by their number again.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import Self

from .number import IdentityNumber


@dataclass(frozen=True, slots=True)
class IdentityKey:
    """``name`` tells keys apart and says nothing about them; it is kept in the database."""

    secret: bytes = field(repr=False)
    name: str

    @classmethod
    def of(cls, text: str) -> Self:
        """From a setting; a key for nothing else, also where ``text`` has other uses."""
        secret = hmac.digest(text.encode(), b"samplan: identity numbers", "sha256")
        return cls(secret, hmac.digest(secret, b"name", "sha256").hex()[:16])

    def hashed(self, number: IdentityNumber) -> bytes:
        """HMAC-SHA-256 of the eleven digits, 32 bytes."""
        return hmac.digest(self.secret, number.digits.encode("ascii"), "sha256")


@dataclass(frozen=True, slots=True)
class IdentityKeys:
    """``current`` hashes; what was hashed under ``older``, while it is changed, is found and hashed anew."""

    current: IdentityKey
    older: IdentityKey | None = None

    @classmethod
    def of(cls, setting: str) -> Self | None:
        """From ``SAMPLAN_IDENTITY_KEY``: the key, or the new one, a comma and the old one.

        ``None``: there is none.
        """
        keys = [IdentityKey.of(text.strip()) for text in setting.split(",") if text.strip()]
        return cls(keys[0], keys[1] if len(keys) > 1 else None) if keys else None

    @property
    def each(self) -> tuple[IdentityKey, ...]:
        return (self.current,) if self.older is None else (self.current, self.older)
