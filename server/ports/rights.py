"""Rights as stored in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from server.domain.access import PlanAccess
from server.domain.plan import PartId, PlanId


class AccessBook(Protocol):
    async def access(self, plan: PlanId) -> PlanAccess | None:
        """Everything that rights in ``plan`` derive from, read in one transaction."""

    async def access_to(self, part: PartId) -> PlanAccess | None:
        """The same for the plan that ``part`` belongs to; ``None`` if there is no such part."""

    async def access_versions(self, plans: Collection[PlanId]) -> Mapping[PlanId, int]:
        """The current access version of each of ``plans``."""

    async def titles(self, plans: Collection[PlanId]) -> Mapping[PlanId, frozenset[str]]:
        """The current titles of each plan's parts, each as ``<part> <title>``."""
