"""Work on a part in a process of its own: because it may be deadly, or because it takes too long."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
from typing import Any

from pycrdt import Doc, XmlFragment

from server.ports.log import LoadedPart, StorageUnavailable
from server.sync.update.admission import exhausted

from .replica import Replica

SECONDS = 60.0
"""A part that takes longer to load holds everybody up as long: that is no better than dying."""
ENCODING_SECONDS = 600.0
DEATHS = {-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGILL, -signal.SIGFPE, -signal.SIGTRAP}
TRY, ENCODE = "try", "encode"


async def survived(loaded: LoadedPart) -> bool:
    """Whether a process can load the part and live.

    Raises ``StorageUnavailable`` where that cannot be found out now: somebody else ended the process.
    """
    try:
        code, _ = await _apart(TRY, loaded, SECONDS)
    except TimeoutError:
        return False
    if code < 0 and code not in DEATHS:
        raise StorageUnavailable("a part could not be tried")
    return code >= 0  # what is raised is no death: a room survives it


async def encoded(loaded: LoadedPart) -> bytes:
    """The part's whole state. Raises ``StorageUnavailable`` where it could not be made."""
    try:
        code, state = await _apart(ENCODE, loaded, ENCODING_SECONDS)
    except TimeoutError:
        code, state = -1, b""
    if code != 0:
        raise StorageUnavailable("a part could not be encoded")
    return state


async def _apart(what: str, loaded: LoadedPart, seconds: float) -> tuple[int, bytes]:
    """The exit code and the output. Raises ``TimeoutError``."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__, what),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(seconds):
            output, _ = await child.communicate(pickle.dumps(loaded))
        return await child.wait(), output
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


def load(loaded: LoadedPart) -> None:
    """As a room does, then what may become of the part afterwards: some bytes kill only then."""
    doc: Doc[Any] = Doc()
    replica = exhausted(Replica.loading(loaded))
    exhausted(replica.building())
    doc.apply_update(replica.encode())
    body = doc.get("body", type=XmlFragment)
    str(body)
    del body.children[:]
    doc.get_update()


def main(what: str) -> None:
    loaded = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the process that started this one
    if what == TRY:
        load(loaded)
    else:
        os.nice(10)
        sys.stdout.buffer.write(exhausted(Replica.loading(loaded)).encode())


if __name__ == "__main__":
    main(sys.argv[1])
