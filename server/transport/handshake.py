"""The opening of a websocket, which websockets judges."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from websockets.http11 import Response
from websockets.server import ServerProtocol
from websockets.typing import StatusLike


class Handshake(ServerProtocol):
    """``refusal_headers``: of the answer to who may not open a socket, which is an answer like any other."""

    refusal_headers: Mapping[str, str] = MappingProxyType({})

    @classmethod
    def of(cls, protocol: ServerProtocol, refusal_headers: Mapping[str, str]) -> Handshake:
        """``protocol`` itself, which uvicorn has made: another one took 5 % of a join (measured)."""
        protocol.__class__ = cls
        assert isinstance(protocol, Handshake)
        protocol.refusal_headers = refusal_headers
        return protocol

    def reject(self, status: StatusLike, text: str) -> Response:
        response = super().reject(status, text)
        response.headers.update(self.refusal_headers)
        return response
