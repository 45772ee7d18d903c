"""One part's document in memory: a Y.Doc that equals the log at ``seq``, except while a turn is under way.

pycrdt is used as the hazards in docs/architecture.md demand: nothing reaches ``apply`` that
admission has not read to the end, and whatever a refused frame touched is thrown away whole,
because an update that raises may have been applied in part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, Snapshot, XmlFragment, merge_updates
from pycrdt import Map as YMap

from server.domain.plan import TITLED_KINDS, Kind, PersonId
from server.ports import LoadedPart

from . import lib0
from .admission import Admitted
from .shape import ShapeViolation, check_body, check_fields, title_of

EMPTY_UPDATE = b"\x00\x00"


class Incoherent(Exception):
    """yrs did not take the update as the bytes promised; the replica must be rebuilt."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one frame added: ``payload`` is a v1 update (``b""``: nothing new)."""

    payload: bytes
    title_touched: bool = False


class Replica:
    def __init__(self, kind: Kind, seq: int, owners: Mapping[int, PersonId]) -> None:
        self.kind = kind
        self.seq = seq
        self.owners = dict(owners)
        self.known: dict[int, int] = {}
        self.size = 0
        """Bytes of everything applied: never less than what a full encoding needs."""
        self._doc: Doc[Any] = Doc()
        self._body = self._doc.get("body", type=XmlFragment)
        self._fields = self._doc.get("fields", type=YMap)
        self._emitted: list[bytes] = []
        self._violations: list[ShapeViolation] = []
        self._text_ends: dict[int, int] = {}
        self._full: bytes | None = None
        self._deleted: Mapping[int, list[tuple[int, int]]] | None = None

    @classmethod
    def load(cls, loaded: LoadedPart) -> Replica:
        """The part as the log holds it; raises ``Incoherent`` rather than give back half of it."""
        seq = loaded.rows[-1].seq if loaded.rows else loaded.snapshot_seq
        replica = cls(Kind(loaded.kind), seq, loaded.clients)
        for payload in (loaded.snapshot, *(row.payload for row in loaded.rows)):
            if payload:
                replica._apply(payload)
                replica.size += len(payload)
        replica.known = replica._read_known()
        return replica

    def admit(self, update: bytes, admitted: Admitted, origin: str) -> Change:
        """Apply one admitted frame. Raises ``ShapeViolation`` or ``Incoherent``: then rebuild the replica."""
        if admitted.empty and self._all_deleted(admitted):
            return Change(b"")
        if self._continues_text(admitted):
            self._apply(update)
            change = Change(update)
        else:
            change = self._admit_checked(update, admitted)
        self._note(admitted, origin)
        self.size += len(change.payload)
        return change

    def _continues_text(self, admitted: Admitted) -> bool:
        """Typing on after one's own last letter, whose place was checked when it came."""
        run = admitted.plain_run
        return run is not None and admitted.exact and self._text_ends.get(run[0]) == run[1] - 1

    def _admit_checked(self, update: bytes, admitted: Admitted) -> Change:
        fields_touched: list[bool] = []

        def on_body(events: Any) -> None:
            self._judge(lambda: check_body(events))

        def on_fields(events: Any) -> None:
            fields_touched.append(True)
            self._judge(lambda: check_fields(self.kind, events))

        self._emitted.clear()
        self._violations.clear()
        emitting = (
            None if admitted.exact else self._doc.observe(lambda event: self._emitted.append(event.update))
        )
        body, fields = self._body.observe_deep(on_body), self._fields.observe_deep(on_fields)
        try:
            self._apply(update)
        finally:
            self._body.unobserve(body)
            self._fields.unobserve(fields)
            if emitting is not None:
                self._doc.unobserve(emitting)
        if self._violations:
            raise self._violations[0]
        if (admitted.multi or not admitted.exact) and not self._holds(admitted.ends):
            raise Incoherent("structs were left pending")
        payload = update if admitted.exact else b"".join(self._emitted[:1])
        return Change(payload, bool(fields_touched) and self.kind in TITLED_KINDS)

    def _judge(self, check: Any) -> None:
        """An exception may not leave an observer: yrs is in the middle of its transaction."""
        try:
            check()
        except ShapeViolation as violation:
            self._violations.append(violation)

    def _apply(self, update: bytes) -> None:
        self._full = self._deleted = None
        try:
            self._doc.apply_update(update)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic inside yrs is no Exception
            raise Incoherent(f"yrs refused the update: {type(error).__name__}") from error

    def _note(self, admitted: Admitted, origin: str) -> None:
        self.known.update(admitted.ends)
        for client in admitted.new_clients:
            self.owners[client] = PersonId(origin)
        if admitted.text_end is not None:
            self._text_ends[admitted.text_end[0]] = admitted.text_end[1]

    def _holds(self, ends: Mapping[int, int]) -> bool:
        state = self._read_known()
        return all(state.get(client) == end for client, end in ends.items())

    def _read_known(self) -> dict[int, int]:
        return lib0.read_state_vector(self._doc.get_state())

    def _all_deleted(self, admitted: Admitted) -> bool:
        if not admitted.deletes:
            return True
        if self._deleted is None:
            self._deleted = lib0.read_snapshot_ranges(Snapshot.from_doc(self._doc).encode())
        return all(
            _covered(start, length, self._deleted.get(client, []))
            for client, ranges in admitted.deletes.items()
            for start, length in ranges
        )

    def says_nothing_new(self, admitted: Admitted) -> bool:
        """Whether the frame holds only what the part already has."""
        return admitted.empty and self._all_deleted(admitted)

    def diff(self, state_vector: bytes) -> bytes:
        """What a peer with ``state_vector`` lacks; the whole state is encoded once per seq.

        Raises ``Malformed`` for bytes that are no state vector: yrs is not asked to read those.
        """
        if not lib0.read_state_vector(state_vector):
            return self.encode()
        return self._doc.get_update(state_vector)

    def encode(self) -> bytes:
        if self._full is None:
            self._full = self._doc.get_update()
        return self._full

    def state_vector(self) -> bytes:
        return self._doc.get_state()

    @property
    def title(self) -> str:
        return title_of(self._fields)


def _covered(start: int, length: int, ranges: list[tuple[int, int]]) -> bool:
    """Whether ``start .. start+length`` lies inside ``ranges`` (sorted, disjoint, possibly touching)."""
    end = start + length
    for first, count in ranges:
        if first <= start < first + count:
            start = first + count
            if start >= end:
                return True
    return False


def merged(payloads: list[bytes]) -> bytes:
    """One update that says what ``payloads`` say in order."""
    return payloads[0] if len(payloads) == 1 else merge_updates(*payloads)
