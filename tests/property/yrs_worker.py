"""A process that applies updates with pycrdt, so that its death is seen and told instead of suffered.

Messages both ways are a length (4 bytes) and that many bytes. ``S`` + state sets the document that
each ``U`` + update is tried on; the answer to the latter is JSON. See ``Yrs`` for what is in it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any


@dataclass(frozen=True)
class Tried:
    """What became of the document: ``error`` of applying; state; the state after it was stored and loaded."""

    error: str
    state: Mapping[int, int]
    reloaded: Mapping[int, int]


class Died(Exception):
    """The process did not survive the update, or did not come back from it."""


class Yrs:
    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Yrs:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return self

    def __exit__(self, *_: object) -> None:
        process, self._process = self._process, None
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.kill()
        process.wait()
        process.stdout.close()

    def start_from(self, state: bytes) -> None:
        self._send(b"S" + state)

    def try_(self, update: bytes) -> Tried:
        """Apply to a fresh copy of the document; raises ``Died`` with the bytes that did it."""
        try:
            self._send(b"U" + update)
            assert self._process is not None
            assert self._process.stdout is not None
            answer = json.loads(_read(self._process.stdout))
        except (EOFError, BrokenPipeError):
            raise Died(update.hex()) from None
        state, reloaded = ({int(c): clock for c, clock in found.items()} for found in answer[1:])
        return Tried(answer[0], state, reloaded)

    def _send(self, message: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        _write(self._process.stdin, message)


def _read(source: IO[bytes]) -> bytes:
    head = source.read(4)
    if len(head) < 4:
        raise EOFError
    return source.read(int.from_bytes(head, "big"))


def _write(target: IO[bytes], message: bytes) -> None:
    target.write(len(message).to_bytes(4, "big") + message)
    target.flush()


def _serve() -> None:
    state = b""
    while True:
        try:
            message = _read(sys.stdin.buffer)
        except EOFError:
            return
        if message[:1] == b"S":
            state = message[1:]
        else:
            _write(sys.stdout.buffer, json.dumps(_try(state, message[1:])).encode())


def _try(state: bytes, update: bytes) -> list[Any]:
    from pycrdt import Doc, Map, XmlFragment

    def load(*updates: bytes) -> Doc[Any]:
        doc: Doc[Any] = Doc()
        doc.get("body", type=XmlFragment)
        doc.get("fields", type=Map)
        for one in updates:
            doc.apply_update(one)
        return doc

    def state_of(doc: Doc[Any]) -> dict[int, int]:
        return read_state_vector(doc.get_state())

    before = load(state)
    try:
        before.apply_update(update)
        str(before.get("body", type=XmlFragment))
        stored = before.get_update()
        after = load(stored)
        return ["", state_of(before), state_of(after)]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001  a panic inside yrs is no Exception
        return [f"{type(error).__name__}: {error}", {}, {}]


if __name__ == "__main__":
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).parents[2]))
    from server.sync.protocol.lib0 import read_state_vector

    _serve()
