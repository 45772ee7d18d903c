"""One part's document in memory. It equals the log at ``seq``, except during a turn.

pycrdt is used as the hazards in docs/architecture.md demand: nothing reaches ``apply`` that admission has
not read to the end, and a replica that a refused frame touched is discarded, because an update that raises
may have been applied in part.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence

from pycrdt import Snapshot

from server.domain.plan import Kind, PersonId
from server.ports.log import LoadedPart, Projection, Stored
from server.ports.texts import FilledIn
from server.sync.protocol import lib0
from server.sync.update.admission import EVERYTHING, Admitted, Ahead, Refused, halves_of_sliced, read_sliced
from server.sync.update.letters import Letters
from server.sync.update.nesting import Id
from server.sync.update.surrogates import may_hold_pairs
from server.sync.update.typing import TextEnd

from .large import LARGE, MAX_DIFF, Extent, LargeState
from .projection import projected, written
from .reading_order import OrderedReader
from .watched import Change, Watched
from .ydoc import AT_ONCE, Document, Incoherent

ROWS_AT_ONCE = 50
"""Rows of other processes read and applied before yielding: 1.5 ms for rows of letters (measured)."""
MAX_UNKNOWN_CLIENTS = 100
"""Client ids in a peer's state vector that the part does not know."""


class Replica:
    """``known``: the state vector, client id to the clock after its last struct. ``owners``: their authors.

    Generator methods yield between slices of their work, so that the caller can let the event loop run.
    """

    def __init__(self, loaded: LoadedPart) -> None:
        self.kind = Kind(loaded.kind)
        self.seq = loaded.rows[-1].seq if loaded.rows else loaded.snapshot_seq
        self.owners = dict(loaded.clients)
        self.known: dict[int, int] = {}
        self.halves: set[Id] = set()
        """(Client id, clock) of each second UTF-16 unit of a character: yrs cannot split there."""
        self.size = len(loaded.snapshot)
        """Bytes of everything applied: at least the size of a full encoding."""
        self._document = Document(loaded.snapshot)
        self._text_ends: dict[int, TextEnd] = {}
        self.large_state: LargeState | None = None
        """Set for a large part, which is sent as this."""
        self._deleted: lib0.Ranges | None = None

    @property
    def built(self) -> bool:
        return self._document.built

    @property
    def excess(self) -> float:
        """Seconds that structs have taken beyond what is usual, so far (``Document``)."""
        return self._document.excess

    @classmethod
    def loading(cls, loaded: LoadedPart) -> Generator[None, None, Replica]:
        """The part as the log holds it. Built at once only if the log has rows after the snapshot, or the
        snapshot is too large to read without yielding.

        Raises ``Incoherent`` rather than return half of it.
        """
        replica = cls(loaded)
        if loaded.rows or len(loaded.snapshot) > AT_ONCE:
            yield from replica.building()
            yield from replica._adding(loaded.rows)
        else:
            replica._document.read()
        replica.known = yield from replica._reading_known()
        if not replica.known:
            raise Incoherent("a part without content")
        return replica

    def building(self) -> Generator[None, None, None]:
        """Build the document if it is not built. Raises ``Incoherent``."""
        if self.built:
            return
        self.halves = yield from self._document.building()
        if self.large:
            self.large_state = LargeState(self._document.encode(), self.extent())

    def _adding(self, rows: Sequence[Stored]) -> Generator[None, None, None]:
        for row in rows:
            if self.large_state is not None and may_hold_pairs(row.payload):
                self.known = yield from self._reading_known()
                self.halves |= (yield from self._read(row)).halves
            for piece in self._document.paced([row.payload]):
                self._apply(piece)
                yield
            self.size += len(row.payload)
        if self.large_state is None:
            self.halves = set((yield from halves_of_sliced(self.encode())))

    def admitting(self, update: bytes, admitted: Admitted, person: PersonId) -> Generator[None, None, Change]:
        """Apply one admitted ``update``.

        Raises ``ShapeViolation`` or ``Incoherent``: then rebuild the replica.
        """
        # A client may claim anything about structs that are known already; only what yrs emits is true.
        watched = Watched(self.kind, emitting=not admitted.exact or admitted.empty)
        with watched.emissions(self._document.doc):
            for number, piece in enumerate(self._document.paced(admitted.slices)):
                if number:
                    yield
                self._apply_watched(piece, watched)
        if (admitted.multi or not admitted.exact) and not (yield from self._holds(admitted.ends)):
            raise Incoherent("structs were left pending")
        change = watched.change(update, admitted)
        self._record(admitted, person, fields_touched=watched.fields_touched)
        self.size += sum(map(len, change.payloads))
        return change

    def absorbing(self, rows: Sequence[Stored]) -> Generator[None, None, None]:
        """Apply rows that other processes committed; the first has the seq after ``seq``.

        They were admitted there and are only read here. Raises ``Incoherent``: then rebuild the replica.
        """
        for place, row in enumerate(rows, 1):
            if place % ROWS_AT_ONCE == 0:
                yield
            admitted = yield from self._read(row)
            if row.seq != self.seq + 1 or not admitted.exact:
                raise Incoherent("a row that is not the next one")
            for number, piece in enumerate(self._document.paced(admitted.slices)):
                if number:
                    yield
                self._apply(piece)
            if admitted.multi and not (yield from self._holds(admitted.ends)):
                raise Incoherent("structs were left pending")
            self.known.update(admitted.ends)
            self.halves |= admitted.halves
            self.owners.update(dict.fromkeys(admitted.new_clients, row.person))
            self.size += len(row.payload)
            self.seq = row.seq

    def _read(self, row: Stored) -> Generator[None, None, Admitted]:
        try:
            reading = read_sliced(row.payload, self.known, self.owners, row.person, EVERYTHING, self.halves)
            return (yield from reading)
        except (Ahead, Refused, lib0.Malformed) as error:
            raise Incoherent("a row that does not continue the part") from error

    def text_end(self, client: int) -> TextEnd | None:
        """The end of ``client``'s text, if its newest struct is text whose place was checked."""
        end = self._text_ends.get(client)
        return end if end is not None and self.known.get(client) == end.clock + 1 else None

    def type_on(self, end: TextEnd, update: bytes, units: int) -> Change:
        """Apply an insertion of ``units`` UTF-16 units at ``end``. Raises ``Incoherent``."""
        self._deleted = None
        if self.large_state is not None:
            self.large_state.add(update)
        self._document.type_on(update)
        end.clock += units
        self.known[end.client] = end.clock + 1
        self.size += len(update)
        return Change((update,), update)

    def _apply_watched(self, update: bytes, watched: Watched) -> None:
        """Apply, and check the shape of what changed. Raises ``ShapeViolation``."""
        body, fields = self._document.body, self._document.fields
        watching = body.observe_deep(watched.on_body), fields.observe_deep(watched.on_fields)
        try:
            self._apply(update)
        finally:
            body.unobserve(watching[0])
            fields.unobserve(watching[1])
        if watched.violations:
            raise watched.violations.pop(0)

    def _apply(self, update: bytes) -> None:
        self._deleted = None
        if self.large_state is not None:
            self.large_state.add(update)
        self._document.apply(update)

    def _record(self, admitted: Admitted, person: PersonId, *, fields_touched: bool) -> None:
        self.known.update(admitted.ends)
        self.halves |= admitted.halves
        self.owners.update(dict.fromkeys(admitted.new_clients, person))
        # A title is projected at every letter, so typing on in the fields stays watched. And text that is
        # deleted in the frame that inserts it causes no event, so its place was not checked.
        if admitted.text_end is not None and not admitted.deletes and not fields_touched:
            self._text_ends[admitted.text_end.client] = admitted.text_end

    def _holds(self, ends: Mapping[int, int]) -> Generator[None, None, bool]:
        state = yield from self._reading_known()
        return all(state.get(client) == end for client, end in ends.items())

    def _reading_known(self) -> Generator[None, None, dict[int, int]]:
        try:
            return (yield from lib0.reading_state_vector(self.state_vector()))
        except lib0.Malformed as error:
            raise Incoherent("a part with clocks that nobody could go on from") from error

    def adds_nothing(self, admitted: Admitted) -> Generator[None, None, bool]:
        """Whether the part has everything in the frame already, deletions included."""
        if not admitted.empty:
            return False
        deleted = yield from self._reading_deletions()
        for client, ranges in admitted.deletes.items():
            if not (yield from lib0.covering(ranges, deleted.get(client, ()))):
                return False
        return True

    def _reading_deletions(self) -> Generator[None, None, lib0.Ranges]:
        """Everything deleted; read once until the part changes."""
        if self._deleted is None:
            self._deleted = yield from lib0.reading_snapshot(self.extent().deletions)
        return self._deleted

    def extent(self) -> Extent:
        return Extent(self.state_vector(), Snapshot.from_doc(self._document.doc).encode())

    def diff(self, state_vector: bytes) -> bytes:
        """The update a peer with ``state_vector`` lacks; the whole state is encoded once until it changes.

        Raises ``Malformed`` for bytes that are no state vector: yrs never reads those.
        """
        if not lib0.read_state_vector(state_vector, len(self.known) + MAX_UNKNOWN_CLIENTS):
            return self.encode()
        return self._document.doc.get_update(state_vector)

    def missing(self, state_vector: bytes) -> Generator[None, None, list[bytes]]:
        """As ``diff``; if that would take long, the whole state as several updates, in order."""
        whole = self.large_state
        if whole is not None and whole.snapshot and self._lacks_much(state_vector):
            if not (yield from whole.holding((yield from self._reading_deletions()))):
                whole.mark(self.extent())
                whole.replace(self.encode())
            return [whole.snapshot, self.diff(whole.extent.state_vector)]
        return [self.diff(state_vector)]

    def _lacks_much(self, state_vector: bytes) -> bool:
        has = lib0.read_state_vector(state_vector, len(self.known) + MAX_UNKNOWN_CLIENTS)
        return sum(max(0, end - has.get(client, 0)) for client, end in self.known.items()) > MAX_DIFF

    def encode(self) -> bytes:
        return self._document.encode()

    def would_exceed(self, limit: int, more: int) -> bool:
        """Whether ``more`` bytes would make it larger than ``limit``; encoded only if ``size`` says so."""
        return self.size + more > limit and self.measured_size() + more > limit

    def measured_size(self) -> int:
        """Bytes of the whole state; of a large one, of the last snapshot and the updates since."""
        if self.large_state is None:
            self.size = len(self.encode())
        return self.size

    @property
    def large(self) -> bool:
        return self.large_state is not None or self.size > LARGE

    def state_vector(self) -> bytes:
        return self._document.state_vector()

    def projection(self) -> Projection:
        return projected(self._document.fields)

    def written(self) -> FilledIn:
        return written(self._document.body, self._document.fields)

    def letters(self) -> Generator[None, None, Letters]:
        """The letters of the body; the document is built. Raises ``Incoherent``."""
        return OrderedReader(self._document.doc, self.encode(), self.owners).reading()
