"""One process alone: nothing to publish, no message to lose."""

from __future__ import annotations

from server.domain.plan import PlanId
from server.fanout.redis.traffic import Traffic
from server.ports.processes import FanoutListener, Message


class OneProcess:
    """``ports.Fanout`` where no Redis is set."""

    alone, degraded = True, False

    def __init__(self) -> None:
        self.traffic = Traffic()

    async def start(self, listener: FanoutListener) -> None:
        """Nothing ever comes: nobody else publishes anything."""

    def publish(self, plan: PlanId | None, message: Message) -> None:
        """Does nothing: every subscriber is in this process."""

    async def follow(self, plan: PlanId) -> None:
        """Returns at once."""

    def unfollow(self, plan: PlanId) -> None:
        """Does nothing."""

    async def close(self) -> None:
        """Nothing is open."""
