"""The sockets the server listens on."""

from __future__ import annotations

import asyncio
import os
import socket
from errno import EADDRNOTAVAIL, EAFNOSUPPORT

from server.settings import SettingsError

BACKLOG = 2048
"""As uvicorn's: a crowd that reconnects waits to be accepted, and is not turned away."""


async def bound(host: str, port: int) -> list[socket.socket]:
    """One that listens for each address ``host`` stands for; all addresses of the machine where it is empty.

    Of ``localhost`` this machine often has only one. Raises ``SettingsError``; uvicorn's own way ends in a
    line that names no setting, and another exit code.
    """
    loop = asyncio.get_running_loop()
    sockets: list[socket.socket] = []
    try:
        for family, _, _, _, address in await loop.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            try:
                sockets.append(socket.create_server(address, family=family, backlog=BACKLOG))
            except OSError as error:
                if error.errno not in (EADDRNOTAVAIL, EAFNOSUPPORT):
                    raise
        if not sockets:
            raise OSError(EADDRNOTAVAIL, "")
    except (OSError, UnicodeError) as error:
        for each in sockets:
            each.close()
        raise SettingsError(f"HOST, PORT: {host}:{port} cannot be listened on: {_why(error)}") from error
    return sockets


def _why(error: OSError | UnicodeError) -> str:
    """Without the address, which sockets add to what the system says."""
    if isinstance(error, socket.gaierror):
        return str(error.strerror)
    return os.strerror(error.errno) if isinstance(error, OSError) and error.errno else "this is no host"
