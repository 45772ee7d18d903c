"""The Y.Doc of a part, built and brought up to date only when it is used (docs/decisions/0013).

Until then the snapshot from the log is used instead, and typing on is checked without the document.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from time import thread_time
from typing import Any

from pycrdt import Doc, XmlFragment, get_state
from pycrdt import Map as YMap

from server.domain.plan import SERVER
from server.sync.protocol.lib0 import Malformed
from server.sync.update.admission import EVERYTHING, Ahead, Refused, cut, halves_of_sliced, read_sliced
from server.sync.update.nesting import Id
from server.sync.update.slices import SLICE

AT_ONCE = 256 * 1024
"""Bytes of a snapshot read without yielding: 10 ms, however much edited it is (measured)."""
IN_ONE_PIECE = 16 * 1024
"""Bytes of a snapshot applied without yielding. yrs looks for a struct's place among all that stand between
its two neighbours: a client may name the two ends of a long text, and then 256 kB took seconds (measured)."""
TOO_LONG = 0.03
"""Seconds of placing structs after which fewer are applied at a time; honest ones need a third of it."""
USUAL = 0.0002
"""Seconds for one struct (``SLICE``); what is beyond counts as ``excess``."""

MAX_PENDING = 200
"""Updates of typing on that are applied together when the document is used next, in a third of a millisecond;
one at a time they were a tenth of what a meeting costs (measured)."""


class Incoherent(Exception):
    """yrs did not apply the update as its bytes say; the replica must be rebuilt."""


class Document:
    """``snapshot``: the initial state, ``b""`` for none."""

    __slots__ = ("_at_once", "_doc", "_full", "_pending", "_state", "excess")

    def __init__(self, snapshot: bytes) -> None:
        self._doc: Doc[Any] | None = None
        self._pending: list[bytes] = []
        """Updates of typing on that are not applied yet."""
        self._full = snapshot or None
        self._state = b""
        """The state vector, while the document is not built."""
        self._at_once = SLICE
        self.excess = 0.0
        """Seconds that structs have taken beyond what is usual, so far."""

    def read(self) -> None:
        """Read the snapshot to its end without building the document. Raises ``Incoherent``."""
        try:
            self._state = get_state(self._full or b"")
        except ValueError as error:
            raise Incoherent("a snapshot that cannot be read") from error

    @property
    def built(self) -> bool:
        return self._doc is not None

    def building(self, client_id: int | None = None) -> Generator[None, None, set[Id]]:
        """Build it, yielding between slices of a large snapshot; returns its halves.

        ``client_id``: under which it is written to, where that is to be a certain one. Raises ``Incoherent``.
        """
        doc: Doc[Any] = Doc(client_id=client_id)
        try:
            pieces, halves = yield from _sliced(self._full or b"")
        except (Ahead, Refused, Malformed) as error:
            raise Incoherent("a snapshot that cannot be read") from error
        for piece in self.paced(pieces):
            self._apply_timed(doc, piece)
            yield
        self._doc = doc
        return halves

    def paced(self, updates: Iterable[bytes]) -> Iterator[bytes]:
        """Admitted ``updates`` in pieces that do not take long, as far as those before them tell.

        Raises ``Incoherent``.
        """
        for update in updates:
            try:
                pieces = (update,) if self._at_once == SLICE else cut(update, self._at_once)
            except (Ahead, Refused, Malformed) as error:
                raise Incoherent("an update that cannot be read") from error
            yield from pieces

    def _apply_timed(self, doc: Doc[Any], update: bytes) -> None:
        took = _apply(doc, update)
        self.excess += max(0.0, took - self._at_once * USUAL)
        if took > TOO_LONG:
            self._at_once = max(1, int(self._at_once * TOO_LONG / took))

    @property
    def doc(self) -> Doc[Any]:
        """Up to date. Raises ``Incoherent``."""
        assert self._doc is not None, "not built"
        if self._pending:
            self._catch_up(self._doc)
        return self._doc

    def _catch_up(self, doc: Doc[Any]) -> None:
        _apply(doc, *self._pending)
        self._pending = []  # only if applied: otherwise the next use raises ``Incoherent`` as well

    @property
    def body(self) -> XmlFragment:
        # Created on use: two of these take as much memory as everything else of a small part.
        body: XmlFragment = self.doc.get("body", type=XmlFragment)
        return body

    @property
    def fields(self) -> YMap[Any]:
        fields: YMap[Any] = self.doc.get("fields", type=YMap)
        return fields

    def apply(self, update: bytes) -> None:
        """Raises ``Incoherent``."""
        self._full = None
        self._apply_timed(self.doc, update)

    def type_on(self, update: bytes) -> None:
        """Queue an insertion that cannot fail. Raises ``Incoherent`` if an earlier one did."""
        self._full = None
        self._pending.append(update)
        if len(self._pending) > MAX_PENDING:
            assert self._doc is not None, "not built"
            self._catch_up(self._doc)

    def encode(self) -> bytes:
        """The whole state, encoded once until it changes."""
        if self._full is None:
            self._full = self.doc.get_update()
        return self._full

    def state_vector(self) -> bytes:
        return self.doc.get_state() if self.built else self._state


def _apply(doc: Doc[Any], *updates: bytes) -> float:
    """Returns the seconds that yrs needed for the structs, without what observers of ``doc`` do.

    Of this thread, not of the clock on the wall: what others do says nothing about the document.
    """
    try:
        with doc.transaction():
            began = thread_time()
            for update in updates:
                doc.apply_update(update)
            return thread_time() - began
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic inside yrs is no Exception
        raise Incoherent(f"yrs refused the update: {type(error).__name__}") from error


def _sliced(snapshot: bytes) -> Generator[None, None, tuple[Sequence[bytes], set[Id]]]:
    """The snapshot as updates that do not block the event loop, and its halves."""
    if len(snapshot) > IN_ONE_PIECE:
        admitted = yield from read_sliced(snapshot, {}, {}, SERVER, EVERYTHING)
        return admitted.slices, set(admitted.halves)
    return (snapshot,) if snapshot else (), set((yield from halves_of_sliced(snapshot)))
