"""Measured processes: started on one processor, sampled for CPU time and memory, and stopped."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

START_SECONDS = 60.0
STOP_SECONDS = 30.0
CPUCLOCK_SCHED = 2
"""With a pid it makes the clock id that ``clock_getcpuclockid`` returns: of all threads, ended ones too."""
PAGE = os.sysconf("SC_PAGE_SIZE")
PROCESSORS = sorted(os.sched_getaffinity(0))
SERVER_PROCESSOR, GENERATOR_PROCESSOR = PROCESSORS[0], PROCESSORS[-1]


def pin_generator() -> None:
    """Pin this process to another processor than the server's."""
    os.sched_setaffinity(0, {GENERATOR_PROCESSOR})


class Process:
    """Runs ``arguments`` with ``environment`` added, pinned to ``processors``; output goes to ``log``."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        port: int,
        log: Path,
        environment: Mapping[str, str] | None = None,
        directory: Path | None = None,
        processors: Sequence[int] = (SERVER_PROCESSOR,),
    ) -> None:
        self.port, self.log = port, log
        self._arguments = ["taskset", "-c", ",".join(map(str, processors)), *arguments]
        self._environment = {**os.environ, **(environment or {})}
        self._directory = directory
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Returns when its port accepts connections."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._arguments, env=self._environment, cwd=self._directory, stdout=log, stderr=log
            )
        async with asyncio.timeout(START_SECONDS):
            while not _answers(self.port):
                assert self._process.returncode is None, self.log.read_text()[-4_000:]
                await asyncio.sleep(0.02)

    async def stop(self) -> None:
        """SIGTERM; SIGKILL after ``STOP_SECONDS``."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._process.wait()
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        assert self._process is not None
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()

    def cpu_seconds(self) -> float:
        """User and system time of the process and its children so far."""
        return cpu_seconds(self.pid)

    def writes(self) -> int:
        """The number of its writes to files and sockets."""
        return sum(map(_writes, tree(self.pid)))

    def resident_bytes(self) -> int:
        return sum(map(_resident_bytes, tree(self.pid)))


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    found = [pid]
    for one in found:
        with suppress(FileNotFoundError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and its children so far."""
    return sum(map(_cpu_seconds, tree(pid)))


def _cpu_seconds(pid: int) -> float:
    """By its CPU clock: ``/proc/<pid>/stat`` has a resolution of 10 ms, which is as long as a join."""
    with suppress(OSError):
        return time.clock_gettime(~pid << 3 | CPUCLOCK_SCHED)
    return 0.0


def _writes(pid: int) -> int:
    with suppress(FileNotFoundError):
        fields = dict(line.split(": ") for line in Path(f"/proc/{pid}/io").read_text().splitlines())
        return int(fields["syscw"])
    return 0


def _resident_bytes(pid: int) -> int:
    with suppress(FileNotFoundError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    return 0


async def until_idle(processes: Sequence[Process], *, after: float, most: float) -> float:
    """Wait ``after`` seconds and then until they are idle, at most ``most`` in all; seconds waited.

    Servers that store asynchronously still work when everything has arrived; one that waits for the disk
    most of the time uses little CPU, but it writes.
    """
    began = time.perf_counter()
    await asyncio.sleep(after)
    while (waited := time.perf_counter() - began) < most:
        cpu = sum(process.cpu_seconds() for process in processes)
        writes = sum(process.writes() for process in processes)
        await asyncio.sleep(0.5)
        worked = sum(process.cpu_seconds() for process in processes) - cpu
        if worked <= 0.03 and sum(process.writes() for process in processes) - writes <= 5:
            return waited
    return most
