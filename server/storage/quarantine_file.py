"""Records the part that this process is loading, so that a crash identifies the part that caused it.

Bytes that the library reads may kill the process; admission refuses those known to. One file per process,
mapped into memory, holds the name of the part being loaded: the kernel keeps it when the process dies. No
fsync: a machine that lost its power was not killed by a part. (docs/decisions/0011)
"""

from __future__ import annotations

import fcntl
import logging
import mmap
import os
from collections.abc import Generator
from errno import ENOSPC
from itertools import count
from pathlib import Path
from typing import TypeVar

from server.domain.plan import PartId
from server.telemetry.counts import counts

logger = logging.getLogger(__name__)

T = TypeVar("T")

WIDTH, PLACES = 64, 16
"""Bytes of one name; the number of names. The first is the part being loaded, the others are suspects."""
NOTHING = bytes(WIDTH)


class QuarantineFile:
    """Is ``ports.Quarantine``. Without a directory its state is lost when the process ends."""

    def __init__(self, directory: Path | None) -> None:
        """Raises ``OSError`` if ``directory`` cannot be written."""
        self._list = directory / "parts" if directory is not None else None
        self._listed: set[str] = set()
        self._read_at = -1
        self._places = _own_places(directory) if directory is not None else mmap.mmap(-1, WIDTH * PLACES)
        self._suspects = self._left_behind()
        self._note_suspects()
        self._read_list()

    def close(self) -> None:
        """A process that ends regularly leaves no suspect."""
        self._places.close()

    def _left_behind(self) -> list[str]:
        """The suspects of earlier processes, the part that killed the last of them at the end."""
        names = [self._places[at : at + WIDTH].rstrip(b"\0") for at in range(0, len(self._places), WIDTH)]
        if names[0]:
            logger.error("the process before this one died while it loaded a part, which is suspected now")
        found = dict.fromkeys(name.decode("ascii", "replace") for name in (*names[1:], names[0]) if name)
        return list(found)[1 - PLACES :]

    def _note_suspects(self) -> None:
        noted = b"".join(_place(part) for part in ("", *self._suspects))
        self._places[:] = noted.ljust(WIDTH * PLACES, b"\0")

    def watched(self, part: PartId, work: Generator[None, None, T]) -> Generator[None, None, T]:
        """``work`` on the part, whose name is recorded while it runs and erased while it is suspended."""
        name = _place(part)
        while True:
            self._places[:WIDTH] = name
            try:
                next(work)
            except StopIteration as finished:
                return finished.value  # type: ignore[no-any-return]
            finally:
                self._places[:WIDTH] = NOTHING
            yield

    def suspects(self, part: PartId) -> bool:
        return part in self._suspects

    def holds(self, part: PartId) -> bool:
        self._read_list()
        return part in self._listed

    def judged(self, part: PartId, *, deadly: bool) -> None:
        """Record the result of trying a suspect in a child process."""
        if deadly:
            logger.error("a part kills whoever loads it: it is quarantined, see docs/operations.md")
            self._hold(part)
        if part in self._suspects:
            self._suspects.remove(part)
            self._note_suspects()

    def _hold(self, part: PartId) -> None:
        self._listed.add(part)
        counts.parts_quarantined = len(self._listed)
        if self._list is None:
            return
        try:
            with self._list.open("a") as lines:
                lines.write(f"{part}\n")
        except OSError:
            logger.exception("the quarantine was not written down: it ends with this process")

    def _read_list(self) -> None:
        """If it has changed: another process may have added to it, an operator removed from it."""
        if self._list is None:
            return
        try:
            changed_at = os.stat(self._list).st_mtime_ns
            if changed_at == self._read_at:
                return
            self._listed = set(self._list.read_text().split())
        except OSError:
            changed_at, self._listed = -1, set()
        self._read_at = changed_at
        counts.parts_quarantined = len(self._listed)


def opened_quarantine(directory: Path, *, asked: bool) -> QuarantineFile:
    """The quarantine in ``directory``, or one without a directory if that cannot be written.

    Raises ``OSError`` instead if the directory was configured (``asked``), except for a full disk.
    """
    try:
        return QuarantineFile(directory)
    except OSError as error:
        if asked and error.errno != ENOSPC:
            raise
        logger.warning("a part that kills this process will not be known: there is no place to note it")
        return QuarantineFile(None)


def _place(part: str) -> bytes:
    return part.encode()[:WIDTH].ljust(WIDTH, b"\0")


def _own_places(directory: Path) -> mmap.mmap:
    """The first file that no living process has locked; the lock is held as long as the mapping."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    (directory / "parts").touch(mode=0o600)
    for number in count():
        file = os.open(directory / f"loading-{number}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Allocate it whole: writing to a mapping without disk space behind it would kill the process.
            os.pwrite(file, os.pread(file, WIDTH * PLACES, 0).ljust(WIDTH * PLACES, b"\0"), 0)
            return mmap.mmap(file, WIDTH * PLACES)
        except BlockingIOError:
            continue
        finally:
            os.close(file)
    raise AssertionError("there is always a next number")
