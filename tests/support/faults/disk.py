"""A disk that accepts no writes: really full, or with failing system calls of a running server."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import subprocess
from pathlib import Path
from typing import Protocol

from tests.support.servers.server import Server

ATTACH_SECONDS = 30.0


class Fault(Protocol):
    """A fault from ``begin`` to ``end``; may be repeated."""

    async def begin(self) -> None: ...
    async def end(self) -> None: ...


class FailingCalls:
    """Every ``call`` of ``server`` fails with ``error``, injected by ``strace``.

    ``pwrite64`` with ``EROFS``: a file system that turned read-only. ``when``: the first call that fails.
    """

    def __init__(self, server: Server, call: str, error: str, when: int = 1) -> None:
        self._server = server
        inject = f"inject={call}:error={error}:when={when}+"
        self._options = ("-f", "-e", f"trace={call}", "-e", inject)
        self._tracer: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self.failed = 0

    async def begin(self) -> None:
        self._tracer = await asyncio.create_subprocess_exec(
            "strace", *self._options, "-p", str(self._server.pid),
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        attached = asyncio.Event()
        self._reading = asyncio.create_task(self._read(attached))
        async with asyncio.timeout(ATTACH_SECONDS):
            await attached.wait()

    async def _read(self, attached: asyncio.Event) -> None:
        assert self._tracer is not None
        assert self._tracer.stderr is not None
        async for line in self._tracer.stderr:
            if b"attached" in line:  # with all its threads: strace says so when it has stopped them all
                attached.set()
            self.failed += b"INJECTED" in line
        attached.set()

    async def end(self) -> None:
        """Returns when the server runs untraced again."""
        if self._tracer is not None and self._reading is not None:
            with contextlib.suppress(ProcessLookupError):
                self._tracer.terminate()
            await self._tracer.wait()
            await self._reading
            self._tracer = None


class SmallDisk:
    """A file system of its own for a database, in memory, that can be filled to the last byte."""

    def __init__(self, directory: Path, megabytes: int = 8) -> None:
        directory.mkdir()
        self.directory = directory
        self._ballast = directory / "ballast"
        self._megabytes = megabytes
        self.mounted = False

    def mount(self) -> bool:
        """``False`` if that is not permitted."""
        options = ("-t", "tmpfs", "-o", f"size={self._megabytes}m", "tmpfs", str(self.directory))
        self.mounted = subprocess.run(("mount", *options), capture_output=True).returncode == 0
        return self.mounted

    def unmount(self) -> None:
        if self.mounted:
            subprocess.run(("umount", "--lazy", str(self.directory)), check=True)

    async def begin(self) -> None:
        with self._ballast.open("ab", buffering=0) as ballast:
            for size in (65_536, 1):  # the last page too
                _fill(ballast.fileno(), size)

    async def end(self) -> None:
        self._ballast.unlink(missing_ok=True)


def _fill(file: int, size: int) -> None:
    try:
        while True:
            os.write(file, bytes(size))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
