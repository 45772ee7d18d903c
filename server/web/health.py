"""Routes for operators and load balancers: /healthz, /readyz, /metrics."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from server.domain.errors import NotFound

from .operation import ALL_METHODS
from .problems import METHOD, problem_answer, refused
from .security import from_this_machine

CHECK_SECONDS = 2.0
"""The timeout of one check of ``/readyz``."""

ASKING = ("GET", "HEAD", "OPTIONS")
"""OPTIONS is what HAProxy asks by default."""
FRESH = {"Cache-Control": "no-store"}

Check = Callable[[], Awaitable[bool]]

logger = logging.getLogger(__name__)


def health_routes(checks: Mapping[str, Check]) -> list[BaseRoute]:
    """``checks``: for each dependency, whether it answers; ``/readyz`` lists them in this order."""
    probes = [_Probe(name, check) for name, check in checks.items()]

    async def alive(request: Request) -> Response:
        if request.method not in ASKING:
            return problem_answer(METHOD, headers={"Allow": ", ".join(ASKING)})
        return JSONResponse({"status": "alive"}, headers=FRESH)

    async def ready(request: Request) -> Response:
        if request.method not in ASKING:
            return problem_answer(METHOD, headers={"Allow": ", ".join(ASKING)})
        answers = await asyncio.gather(*(probe.answers() for probe in probes))
        degraded = [name for name, answered in zip(checks, answers, strict=True) if not answered]
        if degraded:
            return JSONResponse({"status": degraded[0], "degraded": degraded}, 503, FRESH)
        return JSONResponse({"status": "ready", "degraded": []}, headers=FRESH)

    return [
        Route(path, each, methods=ALL_METHODS) for path, each in (("/healthz", alive), ("/readyz", ready))
    ]


class _Probe:
    """A check with a timeout. One that raises counts as failed and is logged once."""

    def __init__(self, name: str, check: Check) -> None:
        self._name, self._check = name, check
        self._logged = False

    async def answers(self) -> bool:
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                answered = await self._check()
        except TimeoutError:
            return False
        except Exception:
            if not self._logged:  # balancers poll
                logger.exception("a check failed", extra={"reason": self._name})
            self._logged = True
            return False
        self._logged = False
        return answered


def metrics_route(
    render: Callable[[], bytes], content_type: str, checks: Mapping[str, Check], token: str = ""
) -> BaseRoute:
    """For requests with ``token``; if there is none, for requests from this machine. Others: ``not-found``.

    ``checks`` run before each answer, so that the failure of a dependency is seen even if nothing uses it.
    """

    probes = [_Probe(name, check) for name, check in checks.items()]

    async def metrics(request: Request) -> Response:
        if request.method not in ("GET", "HEAD") or not _may_read(request, token):
            return refused(NotFound())
        await asyncio.gather(*(probe.answers() for probe in probes))
        return Response(render(), headers={**FRESH, "Content-Type": content_type})

    return Route("/metrics", metrics, methods=ALL_METHODS)


def _may_read(request: Request, token: str) -> bool:
    if token:
        shown = request.headers.get("authorization", "")
        return hmac.compare_digest(shown.encode(), f"Bearer {token}".encode())
    return from_this_machine(request)
