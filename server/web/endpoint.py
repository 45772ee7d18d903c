"""/sync: admits sockets, and limits their number.

With a cookie the Origin must be ours (cross-site websocket hijacking); without one the Auth token is
the value of the session cookie, as scripts and other servers use it, and Origin is ignored.

A page sends its schema and its epoch in the address, ``/sync?schema=N&epoch=E``. A missing one is taken to
be the server's own, so that scripts need to know neither. ``&person=P`` names whom the page was made for:
where the cookie has become another person's, nothing is opened on the socket.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.types import Receive, Scope, Send

from server.domain.plan import PersonId
from server.ports.sessions import Sessions
from server.shares import neighbourhood
from server.sync.document.schema import SCHEMA
from server.sync.hub import Hub
from server.sync.protocol.closings import Token
from server.sync.socket.limits import SocketLimits
from server.sync.socket.shares import SocketShare, SocketShares
from server.telemetry.counts import counts

from .connection import Connection, Shown, close
from .cookies import session_token
from .security import is_https

_NUMBER = re.compile("[0-9]{1,5}")
"""Only what ``int`` accepts: not a superscript 2, which passes ``isdigit``, nor thousands of digits."""


@dataclass(frozen=True, slots=True)
class SocketSettings:
    origins: frozenset[str]
    limits: SocketLimits
    outbox_bytes: int = 8 * 1024 * 1024
    most: int = 5_000
    epoch: str = ""

    @property
    def https(self) -> bool:
        return all(is_https(origin) for origin in self.origins)


class SyncEndpoint:
    """The ASGI application behind ``/sync``."""

    def __init__(self, hub: Hub, sessions: Sessions, settings: SocketSettings) -> None:
        self._hub = hub
        self._sessions = sessions
        self._settings = settings
        self._shares = SocketShares(settings.most, settings.limits.message_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        cookie = session_token(scope["headers"], https=self._settings.https)
        await receive()
        if cookie is not None and _origin(scope["headers"]) not in self._settings.origins:
            await send({"type": "websocket.close", "code": 1008})
            return
        await send({"type": "websocket.accept"})
        counts.sockets_opened += 1
        named = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        unfit = misfit(named, self._settings.epoch)
        if unfit is None and self._shares.persons.exhausted:
            unfit = Token.OVERLOADED
        if unfit is not None:
            await close(send, unfit)
            return
        client = scope.get("client")
        share = SocketShare(self._shares, neighbourhood(client[0]) if client else "")
        frames = scope["extensions"]["samplan.frames"]
        limits, outbox_bytes = self._settings.limits, self._settings.outbox_bytes
        person = PersonId(named["person"][0]) if "person" in named else None
        await Connection(
            self._hub, self._sessions, limits, share, outbox_bytes, Shown(cookie, person), frames, send
        ).serve()


def _origin(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    return next((value.decode("latin-1") for name, value in headers if name == b"origin"), None)


def misfit(named: Mapping[str, Sequence[str]], epoch: str) -> Token | None:
    """The token to close a socket with whose schema or epoch does not fit; ``epoch``: the database's."""
    schema = named.get("schema", [str(SCHEMA)])[0]
    if not _NUMBER.fullmatch(schema) or int(schema) < SCHEMA:
        return Token.SCHEMA_TOO_OLD
    return Token.RESTORED if named.get("epoch", [epoch])[0] != epoch else None
