"""Connections that wait for their client: how long they may, how many at once, what is told of their end.

uvicorn keeps a connection that sends half a request, or does not read an answer, for good: 130 halves of a
head took all file descriptors of a process that may have 120 (measured on uvicorn 0.54).
"""

from __future__ import annotations

import asyncio
import logging
import resource
from collections.abc import Collection, Mapping
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, ip_address

from server.shares import WaitingRoom, neighbourhood
from server.telemetry.counts import counts

HEAD_SECONDS = 10.0
"""Until a request's head is there; uvicorn ends a connection that is idle between two after five."""
BODY_SECONDS = 60.0
"""Until the rest of it is there: 512 kB, the largest body, arrive at 70 kbit/s."""
READ_SECONDS = 30.0
"""In which a client must read something of its answer."""
MANY = 1_000_000
MOST, LEAST = 1_024, 16
"""Connections that may wait at once: a quarter of the file descriptors, within these."""
COMPLAIN_SECONDS = 60.0

Network = IPv4Network | IPv6Network

SLOW, DISPLACED, MALFORMED, UNREAD = "slow", "displaced", "malformed", "unread"
logger = logging.getLogger(__name__)
uvicorn_logger = logging.getLogger("uvicorn.error")


def take_file_descriptors() -> None:
    """As many as the system gives: by default it is a part of that, for programs of another age."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # not every system lets "no limit" be asked for
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def file_descriptors() -> int:
    """How many this process may have."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MANY if soft == resource.RLIM_INFINITY else min(MANY, soft)


class Patience:
    """Shared by all connections of a process. ``proxies`` speak for many, so that none of them has a share.

    ``refusals``: whole answers, by status, for what never reaches the application.
    """

    def __init__(
        self,
        files: int = MANY,
        proxies: Collection[Network] = (),
        refusals: Mapping[int, bytes] | None = None,
    ) -> None:
        most = min(MOST, max(LEAST, files // 4))
        self.waiting = WaitingRoom(most, most // 2)
        self.refusals = refusals or {}
        self._proxies = proxies
        self._untold: dict[str, int] = {}

    def share_of(self, client: tuple[str, int] | None) -> str:
        """The address that ``client`` counts as; empty for a proxy."""
        if client is None:
            return ""
        address = neighbourhood(client[0])
        return "" if self._proxies and _among(client[0], self._proxies) else address

    def refuse(self, transport: asyncio.Transport, status: int) -> None:
        if not transport.is_closing():
            transport.write(self.refusals.get(status, b"HTTP/1.1 %d \r\n\r\n" % status))
            transport.close()

    def ended(self, why: str) -> None:
        """Count it, and log it: the first at once, and then once a minute how many there were."""
        counts.connections_ended[why] += 1
        if why in self._untold:
            self._untold[why] += 1
        else:
            self._untold[why] = 1
            self._tell(why)

    def _tell(self, why: str) -> None:
        count = self._untold.pop(why)
        if count:
            told = {"reason": why, "count": count}
            if why == MALFORMED:
                uvicorn_logger.warning("Invalid HTTP request received.", extra=told)
            else:
                logger.warning("connections were ended because of their client", extra=told)
            self._untold[why] = 0
            asyncio.get_running_loop().call_later(COMPLAIN_SECONDS, self._tell, why)


def _among(host: str, networks: Collection[Network]) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in networks)
