"""Step 1 of admission: an update is read completely before yrs sees it (docs/architecture.md).

The format is Yjs' update v1 (Yjs 13.6, ``src/utils/encoding.js`` and ``src/structs``). What the bytes
show to be wrong is refused: ids that belong to somebody else, references to what nobody has, gaps,
contents our documents do not have, too deep nesting. yrs would crash, hang or silently keep some of it.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass

from server.domain.plan import SERVER, PersonId

from .content import ATTRIBUTES, Refused, read_format, read_string, read_type, read_value
from .lib0 import Malformed, Ranges, read_ranges, read_varstring, read_varuint

__all__ = ["Admitted", "Early", "Limits", "Refused", "read", "read_sliced"]

MAX_CLOCK = 2**31
SLICE = 1_000
"""Structs read at a time before the event loop gets its turn."""

GC, DELETED, STRING, FORMAT, TYPE, ANY = 0, 1, 4, 6, 7, 8
HAS_ORIGIN, HAS_RIGHT_ORIGIN, HAS_KEY, CONTENT = 0x80, 0x40, 0x20, 0x1F


@dataclass(frozen=True, slots=True)
class Limits:
    clients: int = 2_000
    new_levels: int = 8
    ranges: int = 100_000


DEFAULT_LIMITS = Limits()


class Early(Exception):
    """The update builds on what the part does not have (yet); ``clock`` is where its first run starts."""

    def __init__(self, clock: int) -> None:
        super().__init__("the update is ahead of the part")
        self.clock = clock


class Foreign(Refused):
    """The update adds structs under somebody else's client id."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """What an update adds, seen from a part that knows ``known``.

    ``ends``: next clock of every client that gains structs. ``new_clients``: those nobody owned.
    ``exact``: nothing in it is known already. ``empty``: it adds no structs; its deletions may still be
    news. ``multi``: more than one client gains structs, so the caller verifies that none is pending.
    ``plain_run``: (client, clock) where it is one run of text right after that client's own last struct,
    deleting nothing. ``text_end``: (client, last clock) where its last struct is text.
    """

    ends: Mapping[int, int]
    new_clients: frozenset[int]
    structs: int
    exact: bool
    deletes: Ranges
    plain_run: tuple[int, int] | None = None
    text_end: tuple[int, int] | None = None

    @property
    def empty(self) -> bool:
        return not self.ends

    @property
    def multi(self) -> bool:
        return len(self.ends) > 1


def read(
    update: bytes,
    known: Mapping[int, int],
    owner_of: Mapping[int, PersonId],
    person: PersonId,
    limits: Limits = DEFAULT_LIMITS,
) -> Admitted:
    """Judge ``update`` by ``person``. Raises ``Malformed``, ``Refused`` (``Foreign``) or ``Early``."""
    reading = read_sliced(update, known, owner_of, person, limits)
    while True:
        try:
            next(reading)
        except StopIteration as finished:
            return finished.value  # type: ignore[no-any-return]


def read_sliced(
    update: bytes,
    known: Mapping[int, int],
    owner_of: Mapping[int, PersonId],
    person: PersonId,
    limits: Limits = DEFAULT_LIMITS,
) -> Generator[None, None, Admitted]:
    """As ``read``, pausing after every ``SLICE`` structs."""
    reading = _Reading(update, known, person, limits)
    yield from reading.runs()
    deletes, at = read_ranges(update, reading.at)
    if at != len(update):
        raise Malformed("bytes after the update")
    reading.require_known(deletes)
    return reading.admitted(owner_of, deletes)


class _Reading:
    """One pass over the structs. References ahead of what is read are settled when all runs are known."""

    def __init__(self, data: bytes, known: Mapping[int, int], person: PersonId, limits: Limits) -> None:
        self._data, self._known, self._person, self._limits = data, known, person, limits
        self.at = 0
        self._runs: dict[int, tuple[int, int]] = {}
        self._later: list[tuple[int, int]] = []
        self._structs = 0
        self._client = self._clock = 0
        self._kind = -1
        self._follows_own = False
        self._depths: dict[tuple[int, int], int] = {}
        self._deepest = 0

    def runs(self) -> Generator[None, None, None]:
        data = self._data
        count, self.at = read_varuint(data, 0)
        if count > self._limits.clients:
            raise Refused("too many clients in one update")
        for _ in range(count):
            number, self.at = read_varuint(data, self.at)
            self._client, self.at = read_varuint(data, self.at)
            start, self.at = read_varuint(data, self.at)
            if number == 0 or self._client in self._runs:
                raise Malformed("a client without structs, or named twice")
            if start > self._known.get(self._client, 0):
                raise Early(start)
            self._clock = start
            for _ in range(number):
                self._clock += self._struct()
                if self._clock >= MAX_CLOCK:
                    raise Refused("a clock too large")
                self._structs += 1
                if self._structs % SLICE == 0:
                    yield
            self._runs[self._client] = (start, self._clock)

    def _struct(self) -> int:
        """Read one struct; its length in clock units."""
        try:
            info = self._data[self.at]
        except IndexError:
            raise Malformed("ends before a struct") from None
        self.at += 1
        self._kind = kind = info & CONTENT
        if kind == GC:
            if info:
                raise Malformed("a collected struct with an origin")
            return self._length()
        depth = self._place(info)
        data = self._data
        if kind == STRING:
            length, self.at = read_string(data, self.at)
            return length
        if kind == DELETED:
            return self._length()
        if kind == FORMAT:
            self.at = read_format(data, self.at)
        elif kind == ANY:
            self.at = read_value(data, self.at)
        elif kind == TYPE:
            self._type(depth)
        else:
            raise Refused("a content our documents do not have")
        return 1

    def _length(self) -> int:
        length, self.at = read_varuint(self._data, self.at)
        if length == 0:
            raise Malformed("an empty struct")
        return length

    def _type(self, depth: int) -> None:
        served = self._person == SERVER or self._clock < self._known.get(self._client, 0)
        self.at = read_type(self._data, self.at, may_be_text=served)
        self._depths[self._client, self._clock] = depth
        self._deepest = max(self._deepest, depth)
        if depth > self._limits.new_levels:
            raise Refused("nested too deep")

    def _place(self, info: int) -> int:
        """Read where the struct stands; how many new levels of this update lie above it, itself included."""
        self._follows_own = False
        near: tuple[int, int] | None = None
        if info & HAS_ORIGIN:
            near = self._id()
            self._follows_own = near == (self._client, self._clock - 1)
        if info & HAS_RIGHT_ORIGIN:
            right = self._id()
            near = near or right
        if near is None:
            return self._parent(info)
        if near in self._depths:
            return self._depths[near]
        inside = near[0] in self._runs or (near[0] == self._client and near[1] >= self._known.get(near[0], 0))
        return max(1, self._deepest) if inside else 1

    def _parent(self, info: int) -> int:
        data = self._data
        is_root, self.at = read_varuint(data, self.at)
        if is_root > 1:
            raise Malformed("a parent that is neither root nor struct")
        if is_root:
            name, self.at = read_varstring(data, self.at)
            if not (name == "fields" if info & HAS_KEY else name == "body"):
                raise Refused("a root our documents do not have")
            if info & HAS_KEY:
                _, self.at = read_varstring(data, self.at)
            return 1
        parent = self._id()
        if info & HAS_KEY:
            key, self.at = read_varstring(data, self.at)
            if key not in ATTRIBUTES or info & CONTENT not in (ANY, DELETED):
                raise Refused("an attribute our documents do not have")
        return self._depths.get(parent, 0) + 1

    def _id(self) -> tuple[int, int]:
        """A reference: to what the part has, to what this client wrote before, or settled later."""
        client, at = read_varuint(self._data, self.at)
        clock, self.at = read_varuint(self._data, at)
        if client == self._client:
            if clock >= self._clock:
                raise Refused("a struct that refers to itself or to its own future")
        elif clock >= self._known.get(client, 0):
            self._later.append((client, clock + 1))
        return client, clock

    def _known_end(self, client: int) -> int:
        return max(self._known.get(client, 0), self._runs.get(client, (0, 0))[1])

    def _first_clock(self) -> int:
        return next(iter(self._runs.values()), (0, 0))[0]

    def require_known(self, deletes: Ranges) -> None:
        """Everything referred to and deleted must be there: in the part, or in this update."""
        for client, end in self._later:
            if end > self._known_end(client):
                raise Early(self._first_clock())
        if sum(map(len, deletes.values())) > self._limits.ranges:
            raise Refused("too many deletions in one update")
        for client, ranges in deletes.items():
            end = self._known_end(client)
            for clock, length in ranges:
                if length == 0:
                    raise Malformed("an empty deletion")
                if clock + length > end:
                    raise Early(self._first_clock())

    def admitted(self, owner_of: Mapping[int, PersonId], deletes: Ranges) -> Admitted:
        known = self._known
        ends = {client: end for client, (_, end) in self._runs.items() if end > known.get(client, 0)}
        for client in ends:
            if owner_of.get(client, self._person) != self._person:
                raise Foreign("structs under somebody else's client id")
        new = frozenset(client for client in ends if client not in owner_of)
        exact = all(known.get(client, 0) == start for client, (start, _) in self._runs.items())
        plain = text_end = None
        if len(self._runs) == 1 and exact and self._kind == STRING:
            text_end = (self._client, self._clock - 1)
            if self._structs == 1 and self._follows_own and not deletes:
                plain = (self._client, self._runs[self._client][0])
        return Admitted(ends, new, self._structs, exact, deletes, plain, text_end)
