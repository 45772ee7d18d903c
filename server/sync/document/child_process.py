"""Runs work on a part in a child process, because it may kill the process or takes too long.

A kind of work is a function from a ``LoadedPart`` to bytes, in the module it belongs to, and a line in
``WORKS``. Only the child imports that module, so that the server does not load its dependencies.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pkgutil import resolve_name

from server.ports.log import LoadedPart, StorageUnavailable

DEATHS = {-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGILL, -signal.SIGFPE, -signal.SIGTRAP}

Function = Callable[[LoadedPart], bytes]


@dataclass(frozen=True, slots=True)
class Work:
    """``function``: module and name, ``a.b:c``. ``seconds``: its timeout. ``niceness``: of the child."""

    function: str
    seconds: float
    niceness: int = 0


TRY, ENCODE = "try", "encode"
WORKS: Mapping[str, Work] = {
    # A part that takes longer to load blocks the event loop as long: no better than killing the process.
    TRY: Work("server.sync.document.part_works:try_out", seconds=60.0),
    ENCODE: Work("server.sync.document.part_works:encode", seconds=600.0, niceness=10),
}


class Failed(Exception):
    """The work did not finish and has no result.

    Failed
    ├── Raised      it raised an exception, which the process survived
    ├── Died        it killed its process, or exceeded its timeout
    └── Interrupted the process was ended from outside
    """


class Raised(Failed): ...


class Died(Failed): ...


class Interrupted(Failed): ...


async def run(work: str, part: LoadedPart) -> bytes:
    """The result of ``WORKS[work]`` for the part. Raises ``Failed``."""
    try:
        code, output = await _run_child(WORKS[work], part)
    except TimeoutError as error:
        raise Died(f"{work} took too long") from error
    if code == 0:
        return output
    if code > 0:
        raise Raised(f"{work} raised")
    raise (Died if code in DEATHS else Interrupted)(f"{work} was ended by signal {-code}")


async def survived(loaded: LoadedPart) -> bool:
    """Whether a process survives loading the part.

    Raises ``StorageUnavailable`` if the child was ended from outside, so that this is unknown.
    """
    try:
        await run(TRY, loaded)
    except Died:
        return False
    except Interrupted as error:
        raise StorageUnavailable("a part could not be tried") from error
    except Raised:
        pass  # a room survives an exception
    return True


async def encoded(loaded: LoadedPart) -> bytes:
    """The part's whole state. Raises ``StorageUnavailable`` if it could not be encoded."""
    try:
        return await run(ENCODE, loaded)
    except Failed as error:
        raise StorageUnavailable("a part could not be encoded") from error


async def _run_child(work: Work, part: LoadedPart) -> tuple[int, bytes]:
    """The child's exit code and output. Raises ``TimeoutError``."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__, work.function, str(work.niceness)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(work.seconds):
            output, _ = await child.communicate(pickle.dumps(part))
        return await child.wait(), output
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


def main(name: str, niceness: str) -> None:
    """In the child: call the function ``name`` with the part read from stdin, write its result to stdout."""
    function: Function = resolve_name(name)
    os.nice(int(niceness))
    part = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the process that started this one
    sys.stdout.buffer.write(function(part))


if __name__ == "__main__":
    main(*sys.argv[1:])
