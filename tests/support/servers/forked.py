"""Python programs that begin with the server's modules imported: forked from a process that has done so.

Importing them takes a second of CPU, four fifths of what starting a server takes, and half of the rest is
what each makes of the program's own files; tests start hundreds of servers and commands. Each is a process of
its own all the same: with its arguments, environment and outputs, a pid to send signals to, and an exit code.

As a script this is the process that forks. It is asked on the socket whose number is its argument, with the
outputs of the new process and a line: there it tells the pid, then the exit code. The process that has ended
stays a zombie until the line is closed, so that nobody else gets its pid while it may be sent a signal.
"""

from __future__ import annotations

import asyncio
import atexit
import gc
import json
import os
import runpy
import selectors
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
IMPORTED = (
    "server.commands",
    "anyio._backends._asyncio",
    "uvloop",
)
"""Not ``server.__main__``, nor other scripts: what is to run must not have run."""
REQUEST_BYTES = 150_000
NUMBER = struct.Struct("i")


def usual_environment() -> dict[str, str]:
    """Ours; and a warning is part of a program's output."""
    return {**os.environ, "PYTHONWARNINGS": "default"}


def can_be_forked(environment: Mapping[str, str]) -> bool:
    """Unless a variable is other than usual that Python reads when it starts."""
    return _of_python(environment) == _of_python(usual_environment())


def _of_python(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith("PYTHON")}


class Forked:
    """As ``asyncio.subprocess.Process``, as far as tests ask it."""

    def __init__(self, pid: int, line: socket.socket, stdout: asyncio.StreamReader) -> None:
        self.pid, self.stdout = pid, stdout
        self.returncode: int | None = None
        self._line = line
        self._loop = asyncio.get_running_loop()
        self._ended = self._loop.create_future()
        self._loop.add_reader(line, self._end)

    def _end(self) -> None:
        self._loop.remove_reader(self._line)
        said = self._line.recv(NUMBER.size)
        self._line.close()
        (self.returncode,) = NUMBER.unpack(said)
        if not self._ended.done():
            self._ended.set_result(None)

    async def wait(self) -> int:
        await asyncio.shield(self._ended)
        assert self.returncode is not None
        return self.returncode

    async def communicate(self) -> tuple[bytes, None]:
        output = await self.stdout.read()
        await self.wait()
        return output, None


async def forked(module: str, *arguments: str, environment: Mapping[str, str]) -> Forked:
    """``python -m module arguments`` in the folder of the repository, with one pipe for both outputs."""
    out, into = os.pipe()
    line, theirs = socket.socketpair()
    asked = {"arguments": [module, *arguments], "environment": dict(environment)}
    with theirs:
        socket.send_fds(_forking(), [json.dumps(asked).encode()], [into, theirs.fileno()])
    os.close(into)
    line.setblocking(False)
    loop = asyncio.get_running_loop()
    stdout = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stdout), os.fdopen(out, "rb", 0))
    (pid,) = NUMBER.unpack(await loop.sock_recv(line, NUMBER.size))
    return Forked(pid, line, stdout)


@cache
def _forking() -> socket.socket:
    """The socket of this process's own one, started by the first who asks; it ends when the socket does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        forking = subprocess.Popen(
            [sys.executable, "-m", __spec__.name, str(theirs.fileno())],
            cwd=ROOT, env=usual_environment(), pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    @atexit.register
    def end() -> None:
        ours.close()
        forking.wait()

    return ours


# -- the script -------------------------------------------------------------------------------------


class _Forking:
    def __init__(self, requests: socket.socket) -> None:
        self._requests = requests
        self._watched = selectors.DefaultSelector()
        self._watched.register(requests, selectors.EVENT_READ, self._fork)
        self._lines: dict[int, socket.socket] = {}
        """Of those that run, by their pid."""

    def until_forked(self) -> list[str]:
        """Returns in each new process, with its arguments; here it forks until nobody can ask any more."""
        while True:
            for key, _ in self._watched.select():
                if arguments := key.data():
                    return list(arguments)

    def _fork(self) -> list[str] | None:
        request, descriptors, _, _ = socket.recv_fds(self._requests, REQUEST_BYTES, 2)
        if not request:
            self._requests.close()
            sys.exit()
        output, line = descriptors[0], socket.socket(fileno=descriptors[1])
        pid = os.fork()
        if pid == 0:
            line.close()
            return self._become(json.loads(request), output)
        os.close(output)
        line.sendall(NUMBER.pack(pid))
        self._lines[pid] = line
        ended = os.pidfd_open(pid)
        self._watched.register(ended, selectors.EVENT_READ, lambda: self._tell_end(pid, ended))
        return None

    def _tell_end(self, pid: int, ended: int) -> None:
        self._watched.unregister(ended)
        found = os.waitid(os.P_PIDFD, ended, os.WEXITED | os.WNOWAIT)
        assert found is not None
        os.close(ended)
        line = self._lines[pid]
        code = found.si_status if found.si_code == os.CLD_EXITED else -found.si_status
        with suppress(OSError):
            line.sendall(NUMBER.pack(code))
        self._watched.register(line, selectors.EVENT_READ, lambda: self._forget(pid))

    def _forget(self, pid: int) -> None:
        line = self._lines.pop(pid)
        self._watched.unregister(line)
        line.close()
        os.waitpid(pid, 0)

    def _become(self, asked: Mapping[str, Any], output: int) -> list[str]:
        """What was asked for, and nothing of what is watched here."""
        for key in self._watched.get_map().values():
            if isinstance(key.fileobj, int):
                os.close(key.fileobj)
        self._watched.close()
        for each in (self._requests, *self._lines.values()):
            each.close()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(asked["environment"])
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.close(output)
        return list(asked["arguments"])


def make_what_all_keep() -> None:
    """The catalogue, the version, and what checks and writes answers: cached, and the same for all."""
    from server.catalogue.loading import standard
    from server.version import version
    from server.web.operation import adapter
    from tests.support.operations import OPERATIONS

    standard()
    version()
    for operation in OPERATIONS.values():
        if operation.answers is not None:
            adapter(operation.answers)


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the tests, and they end this
    for name in IMPORTED:
        import_module(name)
    make_what_all_keep()
    gc.collect()
    gc.freeze()
    sys.argv = _Forking(socket.socket(fileno=int(sys.argv[1]))).until_forked()
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
