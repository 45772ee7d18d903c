"""A part that may be deadly is first loaded in a process of its own, whose death harms nobody."""

from __future__ import annotations

import asyncio
import pickle
import signal
import sys
from typing import Any

from pycrdt import Doc, XmlFragment

from server.ports import LoadedPart, StorageUnavailable

from .admission import exhausted
from .replica import Replica

SECONDS = 60.0
"""A part that takes longer holds everybody up as long: that is no better than dying."""
DEATHS = {-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGILL, -signal.SIGFPE, -signal.SIGTRAP}


async def survived(loaded: LoadedPart) -> bool:
    """Whether a process can load the part and live.

    Raises ``StorageUnavailable`` where that cannot be found out now: somebody else ended the process.
    """
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, stdin=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(SECONDS):
            await child.communicate(pickle.dumps(loaded))
    except TimeoutError:
        return False
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    code = child.returncode
    if code is None or (code < 0 and code not in DEATHS):
        raise StorageUnavailable("a part could not be tried")
    return code >= 0  # what is raised is no death: a room survives it


def load(loaded: LoadedPart) -> None:
    """As a room does, then what may become of the part afterwards: some bytes kill only then."""
    doc: Doc[Any] = Doc()
    doc.apply_update(exhausted(Replica.loading(loaded)).encode())
    body = doc.get("body", type=XmlFragment)
    str(body)
    del body.children[:]
    doc.get_update()


if __name__ == "__main__":
    load(pickle.load(sys.stdin.buffer))  # noqa: S301 - written by the process that started this one
