"""What the features ask of the open connections. ``sync/hub.py`` is the real one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from server.domain.plan import PartId, PlanId


class Live(Protocol):
    async def access_changed(self, plan: PlanId) -> None:
        """Rights in the plan have changed: when this returns, every open member has been granted anew."""

    async def plan_changed(self, plan: PlanId) -> None:
        """Tell those whose own answer about the plan changed."""

    def announce(self, plan: PlanId, part: PartId, message: Mapping[str, object]) -> None:
        """Send a stateless message to the part's readers."""

    def end_session(self, session_key: str) -> None:
        """Close the sockets of that session."""
