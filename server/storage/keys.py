"""The keys that plans' payloads are sealed with (``log.sealing``): none today.

A database is opened with them, so that no store can be made that forgets them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from server.domain.plan import PlanId


class Key(Protocol):
    """What one plan's values are sealed with, whichever of its keys sealed them."""

    @property
    def sealed_only(self) -> bool:
        """Whether everything of the plan is sealed by now, so that plain values are not its own."""

    def encrypt(self, plain: bytes, cell: bytes) -> bytes:
        """``cell`` is authenticated with it."""

    def decrypt(self, encrypted: bytes, cell: bytes) -> bytes:
        """Raises ``SealBroken`` for what ``encrypt`` did not return for this cell."""


Keyring = Mapping[PlanId, Key | None]


class Keys(Protocol):
    """Asked before a transaction begins, never within: a key may have to be fetched from elsewhere."""

    async def of(self, plans: Collection[PlanId]) -> Keyring:
        """The key of each of ``plans``; ``None``: its payloads are stored as they are.

        A plan that has no key yet is given one. That may be before the plan itself is stored.
        Raises ``StorageUnavailable``.
        """


class NoKeys:
    """Is ``Keys``: answers at once, and asks nobody."""

    async def of(self, plans: Collection[PlanId]) -> Keyring:
        return dict.fromkeys(plans)


async def key_of(keys: Keys, plan: PlanId) -> Key | None:
    """Raises ``StorageUnavailable``."""
    return (await keys.of((plan,)))[plan]
