"""Step 1 of admission: an update is read completely before it is passed to yrs (docs/architecture.md).

The format is Yjs' update v1 (Yjs 13.6, ``src/utils/encoding.js`` and ``src/structs``). Refused is what
the bytes alone show to be wrong: client ids of another person, references to missing structs, gaps,
contents our documents do not have, too deep nesting. yrs would crash, hang or silently keep some of it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import TypeVar

from server.domain.plan import SERVER, PersonId
from server.sync.protocol.closings import Token
from server.sync.protocol.lib0 import MAX_INTEGER, Ranges

from .contents import STRING, Refused
from .nesting import Id
from .reader import DEFAULT_LIMITS, Ahead, Foreign, StructReader, UpdateLimits
from .surrogates import MANY, may_hold_pairs
from .typing import TextEnd

__all__ = [
    "Admitted",
    "Ahead",
    "Foreign",
    "Refused",
    "UpdateLimits",
    "cut",
    "halves_of_sliced",
    "read_sliced",
]

T = TypeVar("T")

EVERYTHING = UpdateLimits(MAX_INTEGER, MAX_INTEGER, MAX_INTEGER, MAX_INTEGER)
"""For rows of the log: they were admitted frame by frame, and one row holds many frames."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """What an update adds to a part with the state ``known``.

    ``ends``: the next clock of every client that gains structs. ``new_clients``: those without an owner.
    ``exact``: none of its structs is in the part already. ``empty``: it adds no structs; its deletions may
    still be new. ``multi``: several clients gain structs, so the caller verifies that none stays pending.
    ``text_end``: set if its last struct is text. ``halves``: what the update adds to the part's halves.
    ``slices``: the update itself, or several updates with the same content, to be applied in order, each
    short enough not to block the event loop.
    """

    ends: Mapping[int, int]
    new_clients: frozenset[int]
    structs: int
    exact: bool
    deletes: Ranges
    text_end: TextEnd | None = None
    halves: Set[Id] = frozenset()
    slices: tuple[bytes, ...] = ()

    @property
    def empty(self) -> bool:
        return not self.ends

    @property
    def multi(self) -> bool:
        return len(self.ends) > 1


def read_sliced(
    update: bytes,
    known: Mapping[int, int],
    owner_of: Mapping[int, PersonId],
    person: PersonId,
    limits: UpdateLimits = DEFAULT_LIMITS,
    halves: Set[Id] = frozenset(),
) -> Generator[None, None, Admitted]:
    """Check an ``update`` by ``person``. Raises ``Malformed``, ``Refused`` (``Foreign``) or ``Ahead``.

    ``known``: the part's state vector, client id to the clock after its last struct. ``halves``: the part's
    text as in ``halves_of_sliced``. Yields after every ``SLICE`` structs; the part may not change meanwhile.
    """
    if len(update) > limits.update_bytes:
        raise Refused("an update too large", Token.TOO_LARGE)
    reader = StructReader(update, known, owner_of, person, limits, halves)
    yield from reader.read_runs()
    yield from reader.read_deletions()
    yield from reader.require_whole_pairs()
    yield from reader.require_flat()
    slices = yield from reader.slices(update)
    return (yield from _admitted(reader, known, owner_of, slices))


def _admitted(
    reader: StructReader,
    known: Mapping[int, int],
    owner_of: Mapping[int, PersonId],
    slices: tuple[bytes, ...],
) -> Generator[None, None, Admitted]:
    runs, ends, exact = reader.runs, dict[int, int](), True
    for number, (client, (start, end)) in enumerate(runs.items(), 1):
        has = known.get(client, 0)
        exact = exact and has == start
        if end > has:
            ends[client] = end
        if number % MANY == 0:
            yield
    text_end = None
    if len(runs) == 1 and exact and reader.kind == STRING:
        text_end = TextEnd(client, ends[client] - 1, reader.right)
    new = frozenset(client for client in ends if client not in owner_of)
    return Admitted(
        ends,
        new,
        reader.structs,
        exact,
        reader.deletes,
        text_end,
        reader.new_halves,
        slices,
    )


class _Everything(Mapping[int, int]):
    """The state vector of a part that has all there may be: what was admitted is not judged again."""

    def __getitem__(self, client: int) -> int:
        return MAX_INTEGER

    def __iter__(self) -> Iterator[int]:
        return iter(())

    def __len__(self) -> int:
        return 0


def cut(update: bytes, most: int) -> tuple[bytes, ...]:
    """An admitted ``update`` as several of at most ``most`` structs or deletions, to be applied in order."""
    reader = StructReader(update, _Everything(), {}, SERVER, EVERYTHING, frozenset())
    exhausted(reader.read_runs())
    exhausted(reader.read_deletions())
    return exhausted(reader.slices(update, most))


def halves_of_sliced(state: bytes) -> Generator[None, None, Set[Id]]:
    """The *halves* of a document's whole ``state``: (client id, clock) of a character's second UTF-16 unit.

    yrs cannot split there: it loses clocks and writes a state that cannot be read any more. So no struct
    may refer to a half and no deletion may start or end at one (measured on yrs 0.28; Yjs puts U+FFFD in
    both halves).
    """
    if not may_hold_pairs(state):
        return frozenset()
    return (yield from read_sliced(state, {}, {}, SERVER, EVERYTHING)).halves


def exhausted(work: Generator[None, None, T]) -> T:
    """The result of a sliced computation, run to its end at once."""
    while True:
        try:
            next(work)
        except StopIteration as finished:
            return finished.value  # type: ignore[no-any-return]
