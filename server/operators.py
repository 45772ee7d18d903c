"""Routes for operators: liveness, readiness and metrics."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from starlette.routing import BaseRoute

from .fanout.alone import OneProcess
from .ports.clock import utc_now
from .settings import Settings
from .storage.database.database import Database
from .storage.epoch import Epoch
from .storage.messages import outbox
from .sync.hub import Hub
from .telemetry.counts import counts
from .telemetry.measured_log import MeasuredLog
from .telemetry.metrics import CONTENT_TYPE, Metrics
from .web.health import Check, health_routes, metrics_route

if TYPE_CHECKING:
    from .fanout.redis.process import ManyProcesses


def operator_routes(
    settings: Settings, database: Database, hub: Hub, log: MeasuredLog, fanout: OneProcess | ManyProcesses
) -> list[BaseRoute]:
    """``/metrics``, ``/healthz`` and ``/readyz``. Redis is listed only if it is configured."""

    async def redis_answers() -> bool:
        return not fanout.degraded

    def troubles() -> dict[str, bool]:
        redis = {"redis": fanout.degraded} if settings.redis_url else {}
        return {"database": bool(log.trouble), **redis}

    async def outbox_counted() -> bool:
        found = await database.read(partial(outbox.counts, now=utc_now()))
        counts.mail.messages = {"waiting": found.waiting, "held": found.held, "given-up": found.given_up}
        counts.mail.oldest_seconds = found.oldest_seconds
        return True

    metrics = Metrics(counts, hub.standing, troubles, fanout.traffic if settings.redis_url else None)
    checks: dict[str, Check] = {"database": partial(log.answers, database.ping, Epoch(database).write_again)}
    return [
        metrics_route(
            metrics.render, CONTENT_TYPE, {**checks, "outbox": outbox_counted}, settings.metrics_token
        ),
        *health_routes(checks | {"redis": redis_answers} if settings.redis_url else checks),
    ]
