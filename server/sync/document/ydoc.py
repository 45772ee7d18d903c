"""The Y.Doc of a part: made, and brought up to date, when something is asked of it (docs/decisions/0013).

Until then the bytes the log has in one piece answer for it, and who types on is understood without it.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

from pycrdt import Doc, XmlFragment, get_state
from pycrdt import Map as YMap

from server.domain.plan import SERVER
from server.sync.protocol.lib0 import Malformed
from server.sync.update.admission import EVERYTHING, Early, Refused, halves_of_sliced, read_sliced
from server.sync.update.nesting import Id

AT_ONCE = 256 * 1024
"""Bytes of a snapshot that are read, or applied, in one go: 10 ms, however much edited it is (measured)."""

MOST_BEHIND = 200
"""Updates of typing on that yrs takes in a third of a millisecond when it is asked next; one at a time they
were a tenth of what a meeting costs (measured)."""


class Incoherent(Exception):
    """yrs did not take the update as the bytes promised; the replica must be rebuilt."""


class Document:
    """``snapshot``: what it begins with, ``b""`` for nothing."""

    __slots__ = ("_behind", "_doc", "_full", "_state")

    def __init__(self, snapshot: bytes) -> None:
        self._doc: Doc[Any] | None = None
        self._behind: list[bytes] = []
        """What was typed on and yrs has not been told."""
        self._full = snapshot or None
        self._state = b""
        """The state vector of what is not built."""

    def read(self) -> None:
        """Look at the snapshot to its end, instead of building it. Raises ``Incoherent``."""
        try:
            self._state = get_state(self._full or b"")
        except ValueError as error:
            raise Incoherent("a snapshot that cannot be read") from error

    @property
    def built(self) -> bool:
        return self._doc is not None

    def building(self) -> Generator[None, None, set[Id]]:
        """Build it, pausing between the pieces of a large snapshot; its halves. Raises ``Incoherent``."""
        doc: Doc[Any] = Doc()
        try:
            pieces, halves = yield from _sliced(self._full or b"")
        except (Early, Refused, Malformed) as error:
            raise Incoherent("a snapshot that cannot be read") from error
        for piece in pieces:
            _apply(doc, piece)
            yield
        self._doc = doc
        return halves

    @property
    def doc(self) -> Doc[Any]:
        """Up to date. Raises ``Incoherent``."""
        assert self._doc is not None, "not built"
        if self._behind:
            self._catch_up(self._doc)
        return self._doc

    def _catch_up(self, doc: Doc[Any]) -> None:
        _apply(doc, *self._behind)
        self._behind = []  # afterwards: what could not be applied is refused to whoever asks next, too

    @property
    def body(self) -> XmlFragment:
        # Made when it is needed: two of these take as much memory as everything else of a small part.
        body: XmlFragment = self.doc.get("body", type=XmlFragment)
        return body

    @property
    def fields(self) -> YMap[Any]:
        fields: YMap[Any] = self.doc.get("fields", type=YMap)
        return fields

    def apply(self, update: bytes) -> None:
        """Raises ``Incoherent``."""
        self._full = None
        _apply(self.doc, update)

    def type_on(self, update: bytes) -> None:
        """Apply an insertion that cannot fail, soon. Raises ``Incoherent`` if one before it did."""
        self._full = None
        self._behind.append(update)
        if len(self._behind) > MOST_BEHIND:
            assert self._doc is not None, "not built"
            self._catch_up(self._doc)

    def encode(self) -> bytes:
        """The whole state, encoded once until it changes."""
        if self._full is None:
            self._full = self.doc.get_update()
        return self._full

    def state_vector(self) -> bytes:
        return self.doc.get_state() if self.built else self._state


def _apply(doc: Doc[Any], *updates: bytes) -> None:
    try:
        with doc.transaction():
            for update in updates:
                doc.apply_update(update)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic inside yrs is no Exception
        raise Incoherent(f"yrs refused the update: {type(error).__name__}") from error


def _sliced(snapshot: bytes) -> Generator[None, None, tuple[Sequence[bytes], set[Id]]]:
    """What yrs takes without holding everybody up; and the snapshot's halves."""
    if len(snapshot) > AT_ONCE:
        admitted = yield from read_sliced(snapshot, {}, {}, SERVER, EVERYTHING)
        return admitted.slices, set(admitted.halves)
    return (snapshot,) if snapshot else (), set((yield from halves_of_sliced(snapshot)))
