"""Work on a part in a process of its own: because it may be deadly, or because it takes too long.

A new kind of work is a function from a ``LoadedPart`` to bytes, in whatever module it belongs to, and a
line in ``WORKS``. The child imports that module alone, so that the server never loads what it needs.
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
    """``function``: its module and name, ``a.b:c``. ``niceness``: how far it makes way for other work."""

    function: str
    seconds: float
    niceness: int = 0


TRY, ENCODE = "try", "encode"
WORKS: Mapping[str, Work] = {
    # A part that takes longer to load holds everybody up as long: that is no better than dying.
    TRY: Work("server.sync.document.part_works:try_out", seconds=60.0),
    ENCODE: Work("server.sync.document.part_works:encode", seconds=600.0, niceness=10),
}


class Failed(Exception):
    """The work did not come to its end, and said nothing.

    Failed
    ├── Raised      it raised something: whatever that was, the process survived it
    ├── Died        it killed its process, or was not done in time
    └── Interrupted somebody else ended the process
    """


class Raised(Failed): ...


class Died(Failed): ...


class Interrupted(Failed): ...


async def run(work: str, part: LoadedPart) -> bytes:
    """What the function called ``work`` in ``WORKS`` makes of the part. Raises ``Failed``."""
    try:
        code, output = await _ended(WORKS[work], part)
    except TimeoutError as error:
        raise Died(f"{work} took too long") from error
    if code == 0:
        return output
    if code > 0:
        raise Raised(f"{work} raised")
    raise (Died if code in DEATHS else Interrupted)(f"{work} was ended by signal {-code}")


async def survived(loaded: LoadedPart) -> bool:
    """Whether a process can load the part and live.

    Raises ``StorageUnavailable`` where that cannot be found out now: somebody else ended the process.
    """
    try:
        await run(TRY, loaded)
    except Died:
        return False
    except Interrupted as error:
        raise StorageUnavailable("a part could not be tried") from error
    except Raised:
        pass  # what is raised is no death: a room survives it
    return True


async def encoded(loaded: LoadedPart) -> bytes:
    """The part's whole state. Raises ``StorageUnavailable`` where it could not be made."""
    try:
        return await run(ENCODE, loaded)
    except Failed as error:
        raise StorageUnavailable("a part could not be encoded") from error


async def _ended(work: Work, part: LoadedPart) -> tuple[int, bytes]:
    """The exit code and the output. Raises ``TimeoutError``."""
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
    """In the child: have the function called ``name`` work on the part that comes in, hand out its result."""
    function: Function = resolve_name(name)
    os.nice(int(niceness))
    part = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the process that started this one
    sys.stdout.buffer.write(function(part))


if __name__ == "__main__":
    main(*sys.argv[1:])
