"""The engine's work on a part in a child process (``child_process.WORKS``)."""

from __future__ import annotations

from typing import Any

from pycrdt import Doc, XmlFragment

from server.ports.log import LoadedPart
from server.sync.update.admission import exhausted

from .replica import Replica


def try_out(loaded: LoadedPart) -> bytes:
    """Load it as a room does, then read, edit and encode it: some bytes kill the process only then."""
    doc: Doc[Any] = Doc()
    replica = exhausted(Replica.loading(loaded))
    exhausted(replica.building())
    doc.apply_update(replica.encode())
    body = doc.get("body", type=XmlFragment)
    str(body)
    del body.children[:]
    doc.get_update()
    return b""


def encode(loaded: LoadedPart) -> bytes:
    """Its whole state, as stored in a snapshot."""
    return exhausted(Replica.loading(loaded)).encode()
