"""Works for a child process to do or to fail in; the names say which."""

from __future__ import annotations

import os
import signal
import time

from server.ports.log import LoadedPart


def count(part: LoadedPart) -> bytes:
    return f"{len(part.rows)} rows".encode()


def niceness(part: LoadedPart) -> bytes:
    return str(os.nice(0)).encode()


def raising(part: LoadedPart) -> bytes:
    raise ValueError


def killing(part: LoadedPart) -> bytes:
    os.abort()


def sleeping(part: LoadedPart) -> bytes:
    time.sleep(60)
    return b""


def ended(part: LoadedPart) -> bytes:
    os.kill(os.getpid(), signal.SIGTERM)
    return b""
