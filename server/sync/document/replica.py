"""One part's document in memory: it equals the log at ``seq``, except while a turn is under way.

pycrdt is used as the hazards in docs/architecture.md demand: nothing reaches ``apply`` that
admission has not read to the end, and whatever a refused frame touched is thrown away whole,
because an update that raises may have been applied in part.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence

from pycrdt import Snapshot

from server.domain.plan import Kind, PersonId
from server.ports.log import LoadedPart, Projection, Stored
from server.sync.protocol import lib0
from server.sync.update.admission import EVERYTHING, Admitted, Early, Refused, halves_of_sliced, read_sliced
from server.sync.update.nesting import Id
from server.sync.update.surrogates import may_hold_pairs
from server.sync.update.typing import TextEnd

from .large import FEW, LARGE, LargeState
from .projection import projected
from .watched import Change, Watched
from .ydoc import AT_ONCE, Document, Incoherent

ROWS_AT_ONCE = 50
"""Rows of other processes that are read and applied in one go: 1.5 ms of letters (measured)."""
MAX_UNKNOWN_CLIENTS = 100
"""Client ids a peer may have written under that the part does not know."""


class Replica:
    def __init__(self, loaded: LoadedPart) -> None:
        self.kind = Kind(loaded.kind)
        self.seq = loaded.rows[-1].seq if loaded.rows else loaded.snapshot_seq
        self.owners = dict(loaded.clients)
        self.known: dict[int, int] = {}
        self.halves: set[Id] = set()
        """Places inside a character of two UTF-16 units, where yrs cannot cut."""
        self.size = len(loaded.snapshot)
        """Bytes of everything applied: never less than what a full encoding needs."""
        self._document = Document(loaded.snapshot)
        self._text_ends: dict[int, TextEnd] = {}
        self.whole: LargeState | None = None
        """Of a large part, what it is handed out as."""
        self._deleted: lib0.Ranges | None = None

    @property
    def built(self) -> bool:
        return self._document.built

    @classmethod
    def loading(cls, loaded: LoadedPart) -> Generator[None, None, Replica]:
        """The part as the log holds it; built already where the log has it in several pieces, or in one that
        cannot be looked at without holding everybody up.

        Pauses as ``building`` does. Raises ``Incoherent`` rather than give back half of it.
        """
        replica = cls(loaded)
        if loaded.rows or len(loaded.snapshot) > AT_ONCE:
            yield from replica.building()
            yield from replica._adding(loaded.rows)
        else:
            replica._document.read()
        replica.known = replica._read_known()
        if not replica.known:
            raise Incoherent("a part without content")
        return replica

    def building(self) -> Generator[None, None, None]:
        """Make the document, pausing between pieces of a large snapshot. Raises ``Incoherent``."""
        if self.built:
            return
        self.halves = yield from self._document.building()
        if self.large:
            self.whole = LargeState(self._document.encode())

    def _adding(self, rows: Sequence[Stored]) -> Generator[None, None, None]:
        for row in rows:
            if self.whole is not None and may_hold_pairs(row.payload):
                self.known = self._read_known()
                self.halves |= (yield from self._read(row)).halves
            self._apply(row.payload)
            self.size += len(row.payload)
            yield
        if self.whole is None:
            self.halves = set((yield from halves_of_sliced(self.encode())))

    def admitting(self, update: bytes, admitted: Admitted, person: PersonId) -> Generator[None, None, Change]:
        """Apply one admitted ``update``, pausing between its slices.

        Raises ``ShapeViolation`` or ``Incoherent``: then rebuild the replica.
        """
        # What is known already may be claimed to say something else; what yrs took in is the truth.
        watched = Watched(self.kind, emitting=not admitted.exact or admitted.empty)
        with watched.emissions(self._document.doc):
            for number, piece in enumerate(admitted.slices):
                if number:
                    yield
                self._apply_watched(piece, watched)
        if (admitted.multi or not admitted.exact) and not self._holds(admitted.ends):
            raise Incoherent("structs were left pending")
        change = watched.change(update, admitted)
        self._note(admitted, person, fields_touched=watched.fields_touched)
        self.size += sum(map(len, change.payloads))
        return change

    def absorbing(self, rows: Sequence[Stored]) -> Generator[None, None, None]:
        """Apply rows that other processes committed, each right after ``seq``, pausing between slices.

        They were judged there; here they are only read. Raises ``Incoherent``: then rebuild the replica.
        """
        for place, row in enumerate(rows, 1):
            if place % ROWS_AT_ONCE == 0:
                yield
            admitted = yield from self._read(row)
            if row.seq != self.seq + 1 or not admitted.exact:
                raise Incoherent("a row that is not the next one")
            for number, piece in enumerate(admitted.slices):
                if number:
                    yield
                self._apply(piece)
            if admitted.multi and not self._holds(admitted.ends):
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
        except (Early, Refused, lib0.Malformed) as error:
            raise Incoherent("a row that does not continue the part") from error

    def text_end(self, client: int) -> TextEnd | None:
        """Where typing on of ``client`` would go on: its newest struct is text whose place was checked."""
        end = self._text_ends.get(client)
        return end if end is not None and self.known.get(client) == end.clock + 1 else None

    def type_on(self, end: TextEnd, update: bytes, units: int) -> Change:
        """Take an insertion at ``end``, as long as ``units`` of UTF-16. Raises ``Incoherent``."""
        self._deleted = None
        if self.whole is not None:
            self.whole.add(update)
        self._document.type_on(update)
        end.clock += units
        self.known[end.client] = end.clock + 1
        self.size += len(update)
        return Change((update,), update)

    def _apply_watched(self, update: bytes, watched: Watched) -> None:
        """Apply, and judge what it changed. Raises ``ShapeViolation``."""
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
        if self.whole is not None:
            self.whole.add(update)
        self._document.apply(update)

    def _note(self, admitted: Admitted, person: PersonId, *, fields_touched: bool) -> None:
        self.known.update(admitted.ends)
        self.halves |= admitted.halves
        self.owners.update(dict.fromkeys(admitted.new_clients, person))
        # A title is projected at every letter, so typing on in the fields stays watched. And of text that is
        # deleted in the frame it comes in no event tells, so nobody has seen whether it may stand there.
        if admitted.text_end is not None and not admitted.deletes and not fields_touched:
            self._text_ends[admitted.text_end.client] = admitted.text_end

    def _holds(self, ends: Mapping[int, int]) -> bool:
        state = self._read_known()
        return all(state.get(client) == end for client, end in ends.items())

    def _read_known(self) -> dict[int, int]:
        try:
            return lib0.read_state_vector(self.state_vector())
        except lib0.Malformed as error:
            raise Incoherent("a part with clocks that nobody could go on from") from error

    def saying_nothing_new(self, admitted: Admitted) -> Generator[None, None, bool]:
        """Whether the frame holds only what the part already has; pauses among many deletions."""
        if not admitted.empty:
            return False
        if self._deleted is None:
            snapshot = Snapshot.from_doc(self._document.doc).encode()
            self._deleted = yield from lib0.reading_snapshot(snapshot)
        for client, ranges in admitted.deletes.items():
            if not (yield from lib0.covering(ranges, self._deleted.get(client, ()))):
                return False
        return True

    def diff(self, state_vector: bytes) -> bytes:
        """What a peer with ``state_vector`` lacks; the whole state is encoded once per seq.

        Raises ``Malformed`` for bytes that are no state vector: yrs is not asked to read those.
        """
        if not lib0.read_state_vector(state_vector, len(self.known) + MAX_UNKNOWN_CLIENTS):
            return self.encode()
        return self._document.doc.get_update(state_vector)

    def lacking(self, state_vector: bytes) -> list[bytes]:
        """As ``diff``, but where that would take long: everything, as updates in their order."""
        whole = self.whole
        if whole is not None and whole.snapshot:
            has = lib0.read_state_vector(state_vector, len(self.known) + MAX_UNKNOWN_CLIENTS)
            if sum(max(0, end - has.get(client, 0)) for client, end in self.known.items()) > FEW:
                return whole.updates()
        return [self.diff(state_vector)]

    def encode(self) -> bytes:
        return self._document.encode()

    def outgrows(self, limit: int, more: int) -> bool:
        """Whether ``more`` bytes would make it larger than ``limit``; measured only where it may be so."""
        return self.size + more > limit and self.measured() + more > limit

    def measured(self) -> int:
        """Bytes of the whole state; of a large one, of the last snapshot and what came since."""
        if self.whole is None:
            self.size = len(self.encode())
        return self.size

    @property
    def large(self) -> bool:
        return self.whole is not None or self.size > LARGE

    def state_vector(self) -> bytes:
        return self._document.state_vector()

    def projection(self) -> Projection:
        return projected(self._document.fields)
