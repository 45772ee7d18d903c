"""One process is alone: there is nobody to tell, and nothing to lose."""

from __future__ import annotations

from server.domain.plan import PlanId
from server.fanout.redis.traffic import Traffic
from server.ports.processes import Listener, Message


class OneProcess:
    """``ports.Fanout`` where no Redis is set."""

    alone, degraded = True, False

    def __init__(self) -> None:
        self.traffic = Traffic()

    async def start(self, listener: Listener) -> None:
        """Nothing ever comes: nobody else publishes anything."""

    def publish(self, plan: PlanId | None, message: Message) -> None:
        """Everybody who must know is in this process, and knows."""

    async def follow(self, plan: PlanId) -> None:
        """At once."""

    def unfollow(self, plan: PlanId) -> None:
        """At once."""

    async def close(self) -> None:
        """Nothing is open."""
