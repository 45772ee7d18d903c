"""Step 1 of admission: an update is read completely before yrs sees it (docs/architecture.md).

The format is Yjs' update v1 (Yjs 13.6, ``src/utils/encoding.js`` and ``src/structs``). What the bytes
show to be wrong is refused: ids that belong to somebody else, references to what nobody has, gaps,
contents our documents do not have, too deep nesting. yrs would crash, hang or silently keep some of it.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass

from server.domain.plan import SERVER, PersonId

from .closing import Token
from .content import (
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
)
from .lib0 import MAX_CLOCK, Malformed, Ranges, read_ranges, read_varstring, read_varuint
from .nesting import Circular, Id, Nesting, Place

__all__ = ["Admitted", "Early", "Foreign", "Limits", "Refused", "read", "read_sliced"]

SLICE = 1_000
"""Structs read at a time before the event loop gets its turn."""

HAS_ORIGIN, HAS_RIGHT_ORIGIN, HAS_KEY, CONTENT = 0x80, 0x40, 0x20, 0x1F


@dataclass(frozen=True, slots=True)
class Limits:
    update_bytes: int = 256 * 1024
    clients: int = 2_000
    new_levels: int = 8
    ranges: int = 20_000


DEFAULT_LIMITS = Limits()


class Early(Exception):
    """The update builds on what the part lacks (so far); ``clock``: where its first run starts, or -1."""

    def __init__(self, clock: int) -> None:
        super().__init__("the update is ahead of the part")
        self.clock = clock


class Foreign(Refused):
    """The update adds structs under somebody else's client id."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """What an update adds, seen from a part that knows ``known``.

    ``ends``: next clock of every client that gains structs. ``new_clients``: those nobody owned.
    ``exact``: no struct in it is known already. ``empty``: it adds no structs; its deletions may still be
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
    """Judge ``update`` by ``person``. Raises ``Malformed``, ``Refused`` (``Foreign``) or ``Early``.

    ``known`` is the part's state: client id to the clock after its last struct.
    """
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
    """As ``read``, pausing after every ``SLICE`` structs; ``known`` may not change meanwhile."""
    if len(update) > limits.update_bytes:
        raise Refused("an update too large", Token.TOO_LARGE)
    reading = _Reading(update, known, owner_of, person, limits)
    yield from reading.runs()
    reading.deletions()
    yield from reading.levels()
    return reading.admitted()


class _Reading:
    """One pass over the bytes. References ahead of what is read are settled when all runs are known."""

    __slots__ = (
        "_at", "_client", "_clock", "_data", "_deletes", "_follows", "_kind", "_known", "_later", "_limits",
        "_mine", "_owner_of", "_person", "_places", "_runs", "_structs", "_types",
    )  # fmt: skip

    def __init__(
        self,
        data: bytes,
        known: Mapping[int, int],
        owner_of: Mapping[int, PersonId],
        person: PersonId,
        limits: Limits,
    ) -> None:
        self._data, self._known, self._owner_of = data, known, owner_of
        self._person, self._limits = person, limits
        self._at = self._client = self._clock = self._structs = self._types = self._kind = 0
        self._mine = b""
        self._follows = False
        self._runs: dict[int, tuple[int, int]] = {}
        self._places: dict[int, list[Place]] = {}
        self._later: list[Id] = []
        self._deletes: Ranges = {}

    def runs(self) -> Generator[None, None, None]:
        """Every client's run of structs."""
        data = self._data
        count, self._at = read_varuint(data, 0)
        if count > self._limits.clients:
            raise Refused("too many clients in one update")
        for _ in range(count):
            number, at = read_varuint(data, self._at)
            client, clock_at = read_varuint(data, at)
            start, self._at = read_varuint(data, clock_at)
            if number == 0 or client in self._runs:
                raise Malformed("a client without structs, or named twice")
            if start > self._known.get(client, 0):
                raise Early(start)
            self._client, self._clock, self._mine = client, start, data[at:clock_at]
            self._places[client] = []
            self._structs += number
            while number > SLICE:
                self._read_structs(SLICE)
                number -= SLICE
                yield
            self._read_structs(number)
            self._runs[client] = (start, self._clock)
            self._require_owner()

    def _require_owner(self) -> None:
        """Who wrote a struct is known by its client id: it is free, or it is this person's."""
        client, known = self._client, self._known.get(self._client, 0)
        if (
            self._clock > known
            and self._owner_of.get(client, None if known else self._person) != self._person
        ):
            raise Foreign("structs under somebody else's client id")

    def _read_structs(self, number: int) -> None:
        data, at, clock = self._data, self._at, self._clock
        places = self._places[self._client]
        try:
            for _ in range(number):
                info = data[at]
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
        self._kind = info & CONTENT

    def _read_item(self, info: int, at: int, places: list[Place]) -> tuple[int, int]:
        """Where it stands and what it is; answers its length and the next position."""
        kind = info & CONTENT
        one = other = None
        if info & HAS_ORIGIN:
            one, at = self._read_id(at)
            self._follows = one[1] == self._clock - 1 and one[0] == self._client
        if info & HAS_RIGHT_ORIGIN:
            other, at = self._read_id(at)
        if one or other:
            place = BESIDE_KEYED if info & HAS_KEY else BESIDE
        else:
            place, one, at = self._read_parent(info, at)
        places.append((self._clock, place < BESIDE, one, other))
        if not PLACES.get(kind, 0) & place:
            raise Refused("a content our documents do not have there")
        if kind == TYPE:
            self._types += 1
            served = self._person == SERVER or self._clock < self._known.get(self._client, 0)
            return 1, read_type(self._data, at, place, served=served)
        return READERS[kind](self._data, at)

    def _read_parent(self, info: int, at: int) -> tuple[int, Id | None, int]:
        """A root by its name, or a type by its id."""
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
        """A reference: to what the part has, to what this client wrote before, or settled later."""
        data = self._data
        if data.startswith(self._mine, at):
            clock, at = read_varuint(data, at + len(self._mine))
            if clock >= self._clock:
                raise Refused("a struct that refers to itself or to its own future")
            return (self._client, clock), at
        client, at = read_varuint(data, at)
        clock, at = read_varuint(data, at)
        if clock >= self._known.get(client, 0):
            self._later.append((client, clock))
        return (client, clock), at

    def deletions(self) -> None:
        """The delete set, to the end of the bytes; everything deleted or referred to must be there."""
        self._deletes, at = read_ranges(self._data, self._at, self._limits.ranges)
        if at != len(self._data):
            raise Malformed("bytes after the update")
        for client, clock in self._later:
            if clock >= self._end(client):
                raise Early(self._first_clock())
        for client, ranges in self._deletes.items():
            if ranges and sum(ranges[-1]) > self._end(client):
                raise Early(self._first_clock())

    def _end(self, client: int) -> int:
        """The clock after the last struct of ``client`` once this update is in."""
        return max(self._known.get(client, 0), self._runs[client][1] if client in self._runs else 0)

    def _first_clock(self) -> int:
        return next((start for start, _ in self._runs.values()), -1)

    def levels(self) -> Generator[None, None, None]:
        """So few types cannot nest too deep; more are looked at one by one."""
        limit = self._limits.new_levels
        if self._types <= limit:
            return
        try:
            deepest = yield from Nesting(self._places).deepest(SLICE)
        except Circular:
            raise Refused("structs that wait for each other") from None
        if deepest > limit:
            raise Refused("nested too deep")

    def admitted(self) -> Admitted:
        known, runs = self._known, self._runs
        ends = {client: end for client, (_, end) in runs.items() if end > known.get(client, 0)}
        exact = all(known.get(client, 0) == start for client, (start, _) in runs.items())
        plain = text_end = None
        if len(runs) == 1 and exact and self._kind == STRING:
            text_end = (self._client, self._clock - 1)
            if self._structs == 1 and self._follows and not self._deletes:
                plain = (self._client, runs[self._client][0])
        new = frozenset(client for client in ends if client not in self._owner_of)
        return Admitted(ends, new, self._structs, exact, self._deletes, plain, text_end)
