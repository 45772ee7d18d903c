"""What the features need of the open connections. Implemented by ``sync/hub.py``."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from server.domain.plan import PartId, PlanId


class Notice(StrEnum):
    """The ``type`` of a stateless message to pages (docs/contract.md): they then read the news over HTTP."""

    PLAN_CHANGED = "plan-changed"
    COMMENTS_CHANGED = "comments-changed"


class Live(Protocol):
    async def plan_changed(self, plan: PlanId) -> None:
        """Rights or parts of the plan have changed in the database.

        When this returns, every open member has its current level, and each page whose own view of the plan
        has changed was sent one notice.
        """

    def comments_changed(self, plan: PlanId, part: PartId, number: int) -> None:
        """Tell every reader of the part. ``number`` is that of the change among those of its comments."""

    def end_session(self, session_key: str) -> None:
        """Close the sockets of that session."""
