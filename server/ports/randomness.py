"""Randomness, as an argument: ids, tokens and Yjs client ids. Tests pass a deterministic one.

Codes are made of tokens: given to somebody once, and kept as their hash alone.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from functools import partial
from typing import Protocol


class Chance(Protocol):
    def id(self) -> str:
        """A new id that cannot be guessed: 22 characters of the URL alphabet. It begins with no "-", as an
        option and a formula do."""

    def token(self) -> str:
        """A new secret of 256 bits."""

    def client_id(self) -> int:
        """A Yjs client id, 1 to 2^32 - 1, as Yjs draws its own: y-py truncates larger ones (test_y_py)."""


class SystemChance:
    token = staticmethod(partial(secrets.token_urlsafe, 32))

    def id(self) -> str:
        while (new := secrets.token_urlsafe(16)).startswith("-"):
            pass
        return new

    def client_id(self) -> int:
        return 1 + secrets.randbelow(2**32 - 1)


CODE_LETTERS, CODE_GROUP = 24, 4
"""120 random bits in base 32."""


def new_code(secret: str) -> str:
    """For people to write down, from 256 random bits: six groups of four letters and digits."""
    letters = base64.b32encode(hashlib.sha256(secret.encode()).digest()).decode()[:CODE_LETTERS]
    return "-".join(letters[at : at + CODE_GROUP] for at in range(0, CODE_LETTERS, CODE_GROUP))


def hash_of(code: str) -> bytes:
    """However it was typed: in small letters, without lines, with 0 for O and 1 for I."""
    plain = "".join(each for each in code.upper() if each.isascii() and each.isalnum())
    return hashlib.sha256(plain.translate({ord("0"): "O", ord("1"): "I"}).encode()).digest()
