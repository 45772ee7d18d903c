"""Whether each answer is one that the description of the API has: its status, by the route that answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANYWHERE = frozenset({400, 405, 408, 500})
"""What cannot be read or does not come whole, a method that an address does not know, and a defect."""


class Described:
    """Stands before an application, and keeps what it answered otherwise than described."""

    def __init__(self, app: ASGIApp, description: Mapping[str, Any]) -> None:
        self._app, self._paths = app, description["paths"]
        self.otherwise: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def judged(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] not in ANYWHERE:
                self._judge(scope, message["status"])
            await send(message)

        await self._app(scope, receive, judged)

    def _judge(self, scope: Scope, status: int) -> None:
        path = getattr(scope.get("route"), "path", "")
        described = self._paths.get(path, {}).get(scope["method"].lower())
        if described is not None and str(status) not in described["responses"]:
            self.otherwise.add(f"{scope['method']} {path}: {status}")
