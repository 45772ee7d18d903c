"""A server process in a network namespace of its own, which the kernel can partition.

Two virtual cables connect it: one for clients, the other for the database and Redis, which can be unplugged.
Needs root. The server itself listens on its loopback only, as demo mode requires; a proxy inside the
namespace connects clients to it.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from tests.support.faults.network import Proxy
from tests.support.servers.server import ROOT

from .processes import SECRET, Cluster, Process

CARRY = """
import asyncio, sys
from tests.support.faults.network import Proxy
async def carry(host, port):
    proxy = Proxy(port, host)
    proxy.port = port
    await proxy.open()
    print("carrying", flush=True)
    await asyncio.Event().wait()
asyncio.run(carry(sys.argv[1], int(sys.argv[2])))
"""


def ip(*words: str) -> None:
    subprocess.run(("ip", *words), check=True, capture_output=True)


class Namespace:
    def __init__(self, number: int) -> None:
        self.name = f"samplan{os.getpid()}x{number}"
        self._cables = [f"sp{os.getpid() % 10_000}{kind}{number}" for kind in "cb"]
        self.clients, self.backends = [f"10.{net}.{number}" for net in (213, 214)]

    @property
    def prefix(self) -> tuple[str, ...]:
        return ("ip", "netns", "exec", self.name)

    def create(self) -> None:
        ip("netns", "add", self.name)
        ip("-n", self.name, "link", "set", "lo", "up")
        for cable, net in zip(self._cables, (self.clients, self.backends), strict=True):
            ip("link", "add", cable, "type", "veth", "peer", "name", f"{cable}i", "netns", self.name)
            ip("addr", "add", f"{net}.1/24", "dev", cable)
            ip("link", "set", cable, "up")
            ip("-n", self.name, "addr", "add", f"{net}.2/24", "dev", f"{cable}i")
            ip("-n", self.name, "link", "set", f"{cable}i", "up")

    def remove(self) -> None:
        """Deletes both ends of its cables with it."""
        subprocess.run(("ip", "netns", "del", self.name), capture_output=True)

    def pull(self) -> None:
        ip("link", "set", self._cables[1], "down")

    def plug_in(self) -> None:
        ip("link", "set", self._cables[1], "up")


class ApartProcess(Process):
    """``cut_off`` and ``heal`` unplug the cable and plug it in again: that resets no connection."""

    namespace: Namespace
    _carrier: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://{self.namespace.clients}.2:{self.port}"

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid  # ``ip netns exec`` becomes the server

    async def start(self) -> None:
        self._prefix = self.namespace.prefix
        await super().start()
        if self._carrier is None:
            self._carrier = await asyncio.create_subprocess_exec(
                *self._prefix, sys.executable, "-c", CARRY, f"{self.namespace.clients}.2", str(self.port),
                cwd=ROOT, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
            assert self._carrier.stdout is not None
            assert await self._carrier.stdout.readline() == b"carrying\n"

    async def cut_off(self) -> None:
        self.namespace.pull()

    async def heal(self) -> None:
        self.namespace.plug_in()

    async def remove(self) -> None:
        if self._carrier is not None:
            self._carrier.kill()
            await self._carrier.wait()
            assert self._carrier.stdout is not None
            await self._carrier.stdout.read()
        self.namespace.remove()


async def add_apart(cluster: Cluster, directory: Path, **environment: str) -> ApartProcess:
    """One more process of ``cluster``, in a namespace of its own; not started yet."""
    number = len(cluster.processes) + 1
    namespace = Namespace(number)
    namespace.create()
    name = "ABCDEFGH"[number - 1]
    (directory / name).mkdir()
    host = f"{namespace.backends}.1"
    assert cluster.redis is not None
    database, redis = Proxy(cluster.postgres.port, host), Proxy(cluster.redis.port, host)
    await database.open()
    await redis.open()
    settings = {
        "SAMPLAN_DATABASE_URL": cluster.url.replace(
            f"127.0.0.1:{cluster.postgres.port}/", f"{host}:{database.port}/"
        ),
        "SAMPLAN_REDIS_URL": f"redis://{host}:{redis.port}/0",
        "SAMPLAN_SECRET_KEY": SECRET,
        "SAMPLAN_POLL_SECONDS": "0.5",
        **environment,
    }
    process = ApartProcess(name, directory / name, database, redis, settings)
    process.namespace = namespace
    cluster.processes.append(process)
    return process
