"""Reads the structs and deletions of an update in one pass and checks each as it is read.

Yjs' update v1: clients, each with a run of structs, then the delete set. An item names its left and right
neighbours, or its parent if it has none (Yjs 13.6, ``src/structs/Item.js``).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Set
from dataclasses import dataclass

from server.domain.plan import SERVER, PersonId
from server.sync.protocol.lib0 import (
    MAX_CLOCK,
    Malformed,
    Ranges,
    read_more_ranges,
    read_varstring,
    read_varuint,
)

from .contents import (
    ATTRIBUTE,
    BESIDE,
    BESIDE_KEYED,
    IN_BODY,
    IN_FIELDS,
    IN_TYPE,
    PLACES,
    READERS,
    STRING,
    TYPE,
    Refused,
    read_deleted,
    read_key,
    read_type,
    second_halves,
)
from .nesting import Circular, Id, Nesting, Place
from .slices import SLICE, Run, pieces
from .surrogates import MANY, may_hold_pairs, require_whole_pairs

HAS_ORIGIN, HAS_RIGHT_ORIGIN, HAS_KEY, CONTENT = 0x80, 0x40, 0x20, 0x1F


@dataclass(frozen=True, slots=True)
class UpdateLimits:
    """Of one update. ``new_levels``: types nested in each other; ``ranges``: deletions."""

    update_bytes: int = 256 * 1024
    clients: int = 2_000
    new_levels: int = 8
    ranges: int = 100_000


DEFAULT_LIMITS = UpdateLimits()

LONG = 1024 * 1024
"""Bytes above which a search for characters of two UTF-16 units before reading takes too long."""


class Ahead(Exception):
    """The update refers to structs the part lacks so far. ``clock``: where its first run starts, or -1."""

    def __init__(self, clock: int) -> None:
        super().__init__("the update is ahead of the part")
        self.clock = clock


class Foreign(Refused):
    """The update adds structs under the client id of another person."""


class StructReader:
    """One pass over the bytes. References to structs not read yet are checked when all runs are known."""

    __slots__ = (
        "_at", "_client", "_client_bytes", "_clock", "_data", "_forward", "_halves", "_known", "_limits",
        "_owner_of", "_pairs", "_person", "_places", "_starts", "_types", "_whole", "deletes", "kind",
        "new_halves", "right", "runs", "structs",
    )  # fmt: skip

    def __init__(
        self,
        data: bytes,
        known: Mapping[int, int],
        owner_of: Mapping[int, PersonId],
        person: PersonId,
        limits: UpdateLimits,
        halves: Set[Id],
    ) -> None:
        self._data, self._known, self._owner_of = data, known, owner_of
        self._person, self._limits, self._halves = person, limits, halves
        self._pairs = len(data) > LONG or may_hold_pairs(data)
        self._at = self._client = self._clock = self._types = 0
        self._client_bytes = b""
        """The current client's id as encoded."""
        self._places: dict[int, list[Place]] = {}
        self._forward: list[Id] = []
        """References to structs the part does not have."""
        self.runs: dict[int, tuple[int, int]] = {}
        self.deletes: Ranges = {}
        self._starts: dict[int, list[int]] = {}
        self._whole: dict[int, Run] = {}
        self.new_halves: set[Id] = set()
        self.structs = self.kind = 0
        self.right: Id | None = None
        """The right neighbour of the last item."""

    def read_runs(self) -> Generator[None, None, None]:
        """Read every client's run of structs."""
        data, left = self._data, SLICE
        count, self._at = read_varuint(data, 0)
        if count > self._limits.clients:
            raise Refused("too many clients in one update")
        for _ in range(count):
            number, at = read_varuint(data, self._at)
            client, clock_at = read_varuint(data, at)
            start, self._at = read_varuint(data, clock_at)
            if number == 0 or client in self.runs:
                raise Malformed("a client without structs, or named twice")
            if start > self._known.get(client, 0):
                raise Ahead(start)
            self._client, self._clock, self._client_bytes = client, start, data[at:clock_at]
            self._places[client], self._starts[client] = [], []
            self.structs += number
            while number:
                self._read_structs(now := min(number, left))
                number, left = number - now, left - now or SLICE
                if left == SLICE:
                    yield
            self.runs[client] = (start, self._clock)
            self._whole[client] = Run(self._places[client], self._starts[client], self._clock, self._at)
            self._require_owner()

    def _require_owner(self) -> None:
        """A client id identifies the author of its structs: it must have no owner, or this person."""
        client, known = self._client, self._known.get(self._client, 0)
        if (
            self._clock > known
            and self._owner_of.get(client, None if known else self._person) != self._person
        ):
            raise Foreign("structs under somebody else's client id")

    def _read_structs(self, number: int) -> None:
        data, at, clock = self._data, self._at, self._clock
        places, starts = self._places[self._client], self._starts[self._client]
        try:
            for _ in range(number):
                info = data[at]
                starts.append(at)
                self._clock = clock
                if info:
                    length, at = self._read_item(info, at + 1, places)
                else:
                    length, at = read_deleted(data, at + 1)
                    places.append((clock, False, None, None))
                clock += length
                if clock > MAX_CLOCK:
                    raise Refused("a clock too large")
        except IndexError:
            raise Malformed("cut off") from None
        self._at, self._clock = at, clock
        self.kind = info & CONTENT

    def _read_item(self, info: int, at: int, places: list[Place]) -> tuple[int, int]:
        """Read an item's place and content; returns its length and the next position."""
        kind = info & CONTENT
        one = other = None
        if info & HAS_ORIGIN:
            one, at = self._read_id(at)
        if info & HAS_RIGHT_ORIGIN:
            other, at = self._read_id(at)
        if one or other:
            place = BESIDE_KEYED if info & HAS_KEY else BESIDE
        else:
            place, one, at = self._read_parent(info, at)
        places.append((self._clock, place < BESIDE, one, other))
        self.right = other
        if not PLACES.get(kind, 0) & place:
            raise Refused("a content our documents do not have there")
        if kind == TYPE:
            self._types += 1
            served = self._person == SERVER or self._clock < self._known.get(self._client, 0)
            return 1, read_type(self._data, at, place, served=served)
        if kind == STRING and self._pairs:
            self._note_halves(at)
        return READERS[kind](self._data, at)

    def _note_halves(self, at: int) -> None:
        """Only of new text: a client may claim anything about text the part has already."""
        known = self._known.get(self._client, 0)
        found = second_halves(self._data, at, self._clock)
        self.new_halves.update([(self._client, clock) for clock in found if clock >= known])

    def _read_parent(self, info: int, at: int) -> tuple[int, Id | None, int]:
        """The place, the parent's id (``None`` for a root, which has a name), and the next position."""
        keyed = info & HAS_KEY
        is_root, at = read_varuint(self._data, at)
        if is_root == 1:
            name, at = read_varstring(self._data, at)
            if name != ("fields" if keyed else "body"):
                raise Refused("a root our documents do not have")
            place, parent = IN_FIELDS if keyed else IN_BODY, None
        elif is_root == 0:
            parent, at = self._read_id(at)
            place = ATTRIBUTE if keyed else IN_TYPE
        else:
            raise Malformed("a parent that is neither root nor struct")
        return place, parent, read_key(self._data, at, place) if keyed else at

    def _read_id(self, at: int) -> tuple[Id, int]:
        """A reference; unless the part or this client's earlier structs hold it, it is checked at the end."""
        data = self._data
        if data.startswith(self._client_bytes, at):
            clock, at = read_varuint(data, at + len(self._client_bytes))
            if clock >= self._clock:
                raise Refused("a struct that refers to itself or to its own future")
            return (self._client, clock), at
        client, at = read_varuint(data, at)
        clock, at = read_varuint(data, at)
        if clock >= self._known.get(client, 0):
            self._forward.append((client, clock))
        return (client, clock), at

    def read_deletions(self) -> Generator[None, None, None]:
        """Read the delete set. Raises ``Ahead`` if anything deleted or referred to is missing."""
        data, allowed, left = self._data, self._limits.ranges, SLICE
        count, at = read_varuint(data, self._at)
        for _ in range(count):
            client, at = read_varuint(data, at)
            number, at = read_varuint(data, at)
            allowed -= number
            if allowed < 0:
                raise Refused("too many deletions in one update")
            if client in self.deletes:
                raise Malformed("a client named twice")
            ranges = self.deletes[client] = []
            left -= 1
            while number >= left:  # a client without any counts as well
                at = read_more_ranges(data, at, left, ranges)
                number, left = number - left, SLICE
                yield
            at = read_more_ranges(data, at, number, ranges)
            left -= number
        if at != len(data):
            raise Malformed("bytes after the update")
        yield from self._require_known()

    def slices(self, update: bytes, most: int = SLICE) -> Generator[None, None, tuple[bytes, ...]]:
        """The same update as several of at most ``most`` structs or deletions, to be applied in order."""
        if self.structs <= most and sum(map(len, self.deletes.values())) <= most:
            return (update,)
        found = []
        for piece in pieces(update, self._whole, self.deletes, most):
            found.append(piece)
            yield
        return tuple(found)

    def _require_known(self) -> Generator[None, None, None]:
        for number, (client, clock) in enumerate(self._forward, 1):
            if number % MANY == 0:
                yield
            if clock >= self._end(client):
                raise Ahead(self._first_clock())
        for number, (client, ranges) in enumerate(self.deletes.items(), 1):
            if number % MANY == 0:
                yield
            if ranges and sum(ranges[-1]) > self._end(client):
                raise Ahead(self._first_clock())

    def _end(self, client: int) -> int:
        """The clock after the last struct of ``client`` with this update applied."""
        return max(self._known.get(client, 0), self.runs[client][1] if client in self.runs else 0)

    def _first_clock(self) -> int:
        return next((start for start, _ in self.runs.values()), -1)

    def require_flat(self) -> Generator[None, None, None]:
        """Raises ``Refused`` if new types nest too deep; only checked if there are enough types for that."""
        limit = self._limits.new_levels
        if self._types <= limit:
            return
        try:
            too_deep = yield from Nesting(self._places).exceeds(limit, SLICE)
        except Circular:
            raise Refused("structs that wait for each other") from None
        if too_deep:
            raise Refused("nested too deep")

    def require_whole_pairs(self) -> Generator[None, None, None]:
        """Raises ``Refused`` if anything splits the two UTF-16 units of a character."""
        if not self._halves and not self.new_halves:
            return
        first = {client: self._known.get(client, 0) for client in self._places}
        yield from require_whole_pairs(self._places, first, self.deletes, self._is_half)

    def _is_half(self, place: Id) -> bool:
        return place in self._halves or place in self.new_halves
