"""The keys that seal plans' payloads (``log.sealing``): none today.

A database is opened with them, so that no store can be created without them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from server.domain.plan import PlanId


class Key(Protocol):
    """Seals and opens one plan's values; ``decrypt`` finds the key that a value was sealed with."""

    @property
    def sealed_only(self) -> bool:
        """Whether all of the plan is sealed by now, so that a plain value must be foreign."""

    def encrypt(self, plain: bytes, cell: bytes) -> bytes:
        """``cell`` is authenticated with the value."""

    def decrypt(self, encrypted: bytes, cell: bytes) -> bytes:
        """Raises ``SealBroken`` unless ``encrypt`` returned ``encrypted`` for this cell."""


Keyring = Mapping[PlanId, Key | None]


class Keys(Protocol):
    """Called before a transaction begins, never within: a key may have to be fetched from elsewhere."""

    @property
    def identity(self) -> bool:
        """Whether no plan has a key, ever: then rows are read without the ids that payloads are bound to."""

    async def of(self, plans: Collection[PlanId]) -> Keyring:
        """The key of each of ``plans``; ``None``: its payloads are stored unsealed.

        Creates the key of a plan that has none yet, possibly before the plan itself is stored.
        Raises ``StorageUnavailable``.
        """


class NoKeys:
    """Is ``Keys``: no plan has a key."""

    identity = True

    async def of(self, plans: Collection[PlanId]) -> Keyring:
        return dict.fromkeys(plans)


async def key_of(keys: Keys, plan: PlanId) -> Key | None:
    """Raises ``StorageUnavailable``."""
    return (await keys.of((plan,)))[plan]
