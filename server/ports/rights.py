"""Rights as they stand in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from server.domain.access import PlanAccess
from server.domain.plan import PartId, PlanId


class AccessBook(Protocol):
    async def access(self, plan: PlanId) -> PlanAccess | None:
        """Everything rights in ``plan`` follow from, read in one transaction."""

    async def access_to(self, part: PartId) -> PlanAccess | None:
        """The same of the plan that ``part`` belongs to; ``None`` if there is no such part."""

    async def access_versions(self, plans: Collection[PlanId]) -> Mapping[PlanId, int]:
        """The access version of each of ``plans`` as it is now."""

    async def titles(self, plans: Collection[PlanId]) -> Mapping[PlanId, frozenset[str]]:
        """The titles of each plan's parts as they are now, each as ``<part> <title>``."""
