"""What the services ask of the open connections. ``sync/hub.py`` is the real one."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, Protocol, TypeVar

from server.domain.plan import PartId, PlanId

T = TypeVar("T")


class Live(Protocol):
    async def access_changed(self, plan: PlanId) -> None:
        """Rights in the plan have changed: when this returns, every open member has been granted anew."""

    async def plan_changed(self, plan: PlanId) -> None:
        """Tell those whose own answer about the plan changed."""

    def announce(self, plan: PlanId, part: PartId, message: Mapping[str, object]) -> None:
        """Send a stateless message to the part's readers."""

    def end_session(self, session_key: str) -> None:
        """Close the sockets of that session."""


_under_way: set[asyncio.Task[Any]] = set()


async def carried_through(work: Coroutine[Any, Any, T]) -> T:
    """Await ``work`` so that it goes on to its end even if whoever asked is gone.

    Between the commit of a withdrawal and the cutting of open connections lies an await; a request
    that is cancelled there would leave the connections open.
    """
    task = asyncio.ensure_future(work)
    _under_way.add(task)
    task.add_done_callback(_under_way.discard)
    return await asyncio.shield(task)
