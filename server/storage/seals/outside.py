"""The file outside the database to which each seal is appended, one line of JSON each."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

from server.domain.seals import Seal

logger = logging.getLogger(__name__)

TAIL_BYTES = 4096
"""More than the longest line."""
SEALED = "the log is sealed: "
"""How the line begins as an event of the program's own log, which then is a copy too."""


class SealsFile:
    """May be written by several processes of a machine. Nothing is raised if it cannot be: it is logged."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._refused = False

    def append(self, seal: Seal) -> None:
        logger.info("the log is sealed: %s", seal.line)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(handle, f"{seal.line}\n".encode("ascii"))
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            if not self._refused:
                logger.error("the seals file takes no seals", extra={"reason": error.strerror})
            self._refused = True
        else:
            self._refused = False

    def newest(self) -> Seal | None:
        """The last one that is whole; ``None`` without a file."""
        try:
            with self._path.open("rb") as opened:
                opened.seek(max(0, opened.seek(0, os.SEEK_END) - TAIL_BYTES))
                lines = opened.read().decode("ascii", "replace").splitlines()
        except OSError:
            return None
        return next((seal for line in reversed(lines) if (seal := read_line(line)) is not None), None)


def seals_in(path: Path) -> Iterator[Seal]:
    """Those of a seals file or of the program's own log, oldest first. Raises ``OSError``."""
    with path.open(encoding="utf-8", errors="replace") as opened:
        for line in opened:
            seal = read_line(line)
            if seal is not None:
                yield seal


def read_line(line: str) -> Seal | None:
    """``None``: it is another line, or half of one."""
    if SEALED in line:
        try:
            said = json.loads(line)
        except ValueError:
            return _read(line.partition(SEALED)[2])
        event = said.get("event") if isinstance(said, dict) else None
        return _read(event.partition(SEALED)[2]) if isinstance(event, str) else None
    return _read(line)


def _read(text: str) -> Seal | None:
    try:
        return Seal.read(text)
    except ValueError:
        return None
