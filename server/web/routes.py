"""Every HTTP route of the process except ``/sync`` and the operators' (docs/contract.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from time import perf_counter
from typing import Any

from pydantic import TypeAdapter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.domain.errors import NotFound
from server.ports.sessions import Sessions
from server.telemetry.counts import counts

from .openapi import describe
from .operation import ALL_METHODS, Operation, adapter
from .problems import METHOD, problem_answer, refused
from .runner import Runner, WebSettings
from .static import FrontEnd

RESERVED = ("api", "login", "logout", "sync", "healthz", "readyz", "metrics")
"""First path segments that are never answered with the page."""

Endpoint = Callable[[Request], Awaitable[Response]]


def build_routes(
    operations: Sequence[Operation], sessions: Sessions, settings: WebSettings
) -> list[BaseRoute]:
    """The routes; the last one is the page and matches everything, so all others come before it."""
    runner = Runner(sessions, settings)
    by_path: dict[str, dict[str, Endpoint]] = defaultdict(dict)
    for operation in operations:
        by_path[operation.path][operation.method] = _endpoint(runner, operation)
    by_path["/api/openapi.json"]["GET"] = _openapi(operations)
    routes: list[BaseRoute] = [
        Route(path, _by_method(endpoints), methods=ALL_METHODS) for path, endpoints in by_path.items()
    ]
    routes += [
        Route(f"/{step}{{rest:path}}", _nothing_here, methods=ALL_METHODS) for step in ("api/", "login/")
    ]
    return [*routes, Route("/{path:path}", _page(settings), methods=ALL_METHODS)]


def sockets_beside_pages(sync: ASGIApp, pages: ASGIApp) -> ASGIApp:
    """``/sync`` goes straight to the engine: every layer between would cost on each frame."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        socket = scope["type"] == "websocket" and scope["path"] == "/sync"
        await (sync if socket else pages)(scope, receive, send)

    return application


def counted(app: ASGIApp) -> ASGIApp:
    """Counts every answer under the template of its route, which names nobody."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        began = perf_counter()

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", "none")
                counts.http_answers[route, f"{message['status'] // 100}xx"] += 1
                counts.http_seconds.observe(perf_counter() - began)
            await send(message)

        await app(scope, receive, send_counted)

    return application


def _endpoint(runner: Runner, operation: Operation) -> Endpoint:
    answer: TypeAdapter[Any] | None = adapter(operation.answers) if operation.answers else None

    async def endpoint(request: Request) -> Response:
        return await runner.run(operation, answer, request)

    return endpoint


def _by_method(endpoints: dict[str, Endpoint]) -> Endpoint:
    allowed = ", ".join(sorted(endpoints))

    async def endpoint(request: Request) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        chosen = endpoints.get(method)
        if chosen is None:
            return problem_answer(METHOD, headers={"Allow": allowed})
        return await chosen(request)

    return endpoint


def _openapi(operations: Sequence[Operation]) -> Endpoint:
    @cache
    def answer() -> Response:
        """Written when somebody asks for the first time: a process need not wait for it to be ready."""
        return JSONResponse(describe(operations), headers={"Cache-Control": "no-store"})

    async def endpoint(request: Request) -> Response:  # noqa: ARG001 - the same for everybody
        return answer()

    return endpoint


async def method_refused(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """Instead of Starlette's own answer to a method that no route is asked for."""
    headers = error.headers if isinstance(error, HTTPException) else None
    return problem_answer(METHOD, headers=headers)


async def _nothing_here(request: Request) -> Response:  # noqa: ARG001
    return refused(NotFound())


def _page(settings: WebSettings) -> Endpoint:
    front_end = FrontEnd(settings.dist, settings.neighbours)

    async def endpoint(request: Request) -> Response:
        if request.path_params["path"].split("/")[0] in RESERVED:
            return await _nothing_here(request)
        if request.method not in ("GET", "HEAD"):
            return problem_answer(METHOD, headers={"Allow": "GET"})
        return await front_end.answer(request)

    return endpoint
