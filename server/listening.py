"""The sockets the server listens on."""

from __future__ import annotations

import asyncio
import errno
import os
import socket

from .settings import SettingsError

BACKLOG = 2048
"""As uvicorn's: a crowd that reconnects waits to be accepted, and is not turned away."""


async def bound(host: str, port: int) -> list[socket.socket]:
    """One that listens for each address ``host`` stands for; all addresses of the machine where it is empty.

    Raises ``SettingsError``. uvicorn's own way ends in a line that names no setting, and another exit code.
    """
    loop = asyncio.get_running_loop()
    sockets: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in await loop.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            sockets += _bound(family, kind, protocol, address)
        if not sockets:
            raise OSError(errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL))
    except (OSError, UnicodeError) as error:
        for each in sockets:
            each.close()
        raise SettingsError(f"HOST, PORT: {host}:{port} cannot be listened on: {_why(error)}") from error
    return sockets


def _bound(family: int, kind: int, protocol: int, address: tuple[object, ...]) -> list[socket.socket]:
    """None where this machine does not have such addresses: of ``localhost`` often only one is there."""
    try:
        found = socket.socket(family, kind, protocol)
    except OSError:
        return []
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            found.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        found.bind(address)
        found.listen(BACKLOG)  # Linux lets two bind, and refuses the second only here
    except OSError as error:
        found.close()
        if error.errno == errno.EADDRNOTAVAIL:
            return []
        raise
    found.setblocking(False)
    return [found]


def _why(error: OSError | UnicodeError) -> str:
    return (isinstance(error, OSError) and error.strerror) or "this is no host"
