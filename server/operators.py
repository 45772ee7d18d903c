"""Routes for operators: liveness, readiness and metrics."""

from __future__ import annotations

from functools import partial

from starlette.routing import BaseRoute

from .fanout.alone import OneProcess
from .fanout.redis.process import ManyProcesses
from .settings import Settings
from .storage.database.database import Database
from .storage.epoch import Epoch
from .sync.hub import Hub
from .telemetry.counts import counts
from .telemetry.measured_log import MeasuredLog
from .telemetry.metrics import CONTENT_TYPE, Metrics
from .web.health import Check, health_routes, metrics_route


def operator_routes(
    settings: Settings, database: Database, hub: Hub, log: MeasuredLog, fanout: OneProcess | ManyProcesses
) -> list[BaseRoute]:
    """``/metrics``, ``/healthz`` and ``/readyz``. Redis is listed only if it is configured."""

    async def redis_answers() -> bool:
        return not fanout.degraded

    def troubles() -> dict[str, bool]:
        redis = {"redis": fanout.degraded} if settings.redis_url else {}
        return {"database": bool(log.trouble), **redis}

    metrics = Metrics(counts, hub.standing, troubles, fanout.traffic if settings.redis_url else None)
    checks: dict[str, Check] = {"database": partial(log.answers, database.ping, Epoch(database).write_again)}
    return [
        metrics_route(metrics.render, CONTENT_TYPE, checks, settings.metrics_token),
        *health_routes(checks | {"redis": redis_answers} if settings.redis_url else checks),
    ]
