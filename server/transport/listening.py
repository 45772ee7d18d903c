"""The server's listening sockets."""

from __future__ import annotations

import asyncio
import os
import socket
from errno import EADDRNOTAVAIL, EAFNOSUPPORT

BACKLOG = 2048
"""As uvicorn's: a rush of reconnecting clients waits to be accepted instead of being refused."""


class CannotListen(Exception):
    """Says which settings and why."""


async def bound(host: str, port: int) -> list[socket.socket]:
    """One listening socket for each address of ``host``; for all addresses of the machine if it is empty.

    Addresses of ``host`` that the machine lacks are skipped (it often has only one of ``localhost``'s).
    Raises ``CannotListen``: uvicorn would exit with another code and a line that names no setting.
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
        raise CannotListen(f"HOST, PORT: {host}:{port} cannot be listened on: {_why(error)}") from error
    return sockets


def _why(error: OSError | UnicodeError) -> str:
    """The system's message, without the address that sockets add to it."""
    if isinstance(error, socket.gaierror):
        return str(error.strerror)
    return os.strerror(error.errno) if isinstance(error, OSError) and error.errno else "this is no host"
