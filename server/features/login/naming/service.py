"""The name of a person follows what providers prove: after a marriage, or a correction (decision 0061)."""

from __future__ import annotations

from server.domain.plan import PersonId
from server.features.login.proven import ProvenIdentity
from server.ports.live import Live

from .rules import spelled
from .store import NameStore


class Naming:
    def __init__(self, store: NameStore, live: Live) -> None:
        self._store, self._live = store, live

    async def follow(self, person: PersonId, proven: ProvenIdentity) -> None:
        """What this login calls them is remembered, and is their name from now on where it follows.

        Open pages of everybody who knows them are told before this returns. Raises ``StorageUnavailable``.
        """
        name = spelled(proven.name)
        if name is not None:
            for plan in await self._store.follow(person, proven, name):
                await self._live.plan_changed(plan)
