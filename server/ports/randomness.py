"""Randomness, as an argument: ids, tokens and Yjs client ids. Tests pass a deterministic one."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Protocol


class Chance(Protocol):
    def id(self) -> str:
        """A new id that cannot be guessed: 22 characters of the URL alphabet."""

    def token(self) -> str:
        """A new secret of 256 bits."""

    def client_id(self) -> int:
        """A Yjs client id, 1 to 2^32 - 1, as Yjs draws its own: y-py truncates larger ones (test_y_py)."""


class SystemChance:
    id = staticmethod(partial(secrets.token_urlsafe, 16))
    token = staticmethod(partial(secrets.token_urlsafe, 32))

    def client_id(self) -> int:
        return 1 + secrets.randbelow(2**32 - 1)
