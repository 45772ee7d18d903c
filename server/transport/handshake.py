"""The opening of a websocket, which websockets judges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from websockets.http11 import Response
from websockets.server import ServerProtocol
from websockets.typing import StatusLike


class Handshake(ServerProtocol):
    """``headers``: of the answer to who may not open a socket, which is an answer like any other."""

    def __init__(self, headers: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self._headers = headers

    def reject(self, status: StatusLike, text: str) -> Response:
        response = super().reject(status, text)
        response.headers.update(self._headers)
        return response
