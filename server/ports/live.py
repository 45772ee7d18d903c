"""What the features ask of the open connections. ``sync/hub.py`` is the real one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from server.domain.plan import PartId, PlanId


class Live(Protocol):
    async def plan_changed(self, plan: PlanId) -> None:
        """Rights or parts of the plan have changed in the database.

        When this returns, every open member has its present level, and each page whose own answer about the
        plan is another now was sent one notice.
        """

    def announce(self, plan: PlanId, part: PartId, message: Mapping[str, object]) -> None:
        """Send a stateless message to the part's readers."""

    def end_session(self, session_key: str) -> None:
        """Close the sockets of that session."""
