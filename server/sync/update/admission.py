"""Step 1 of admission: an update is read completely before yrs sees it (docs/architecture.md).

The format is Yjs' update v1 (Yjs 13.6, ``src/utils/encoding.js`` and ``src/structs``). What the bytes
show to be wrong is refused: ids that belong to somebody else, references to what nobody has, gaps,
contents our documents do not have, too deep nesting. yrs would crash, hang or silently keep some of it.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Set
from dataclasses import dataclass
from typing import TypeVar

from server.domain.plan import SERVER, PersonId
from server.sync.protocol.closings import Token
from server.sync.protocol.lib0 import MAX_INTEGER, Ranges

from .contents import STRING, Refused
from .nesting import Id
from .reader import DEFAULT_LIMITS, Early, Foreign, Limits, StructReader
from .surrogates import may_hold_pairs
from .typing import TextEnd

__all__ = [
    "Admitted",
    "Early",
    "Foreign",
    "Limits",
    "Refused",
    "halves_of",
    "halves_of_sliced",
    "read",
    "read_sliced",
]

T = TypeVar("T")

EVERYTHING = Limits(MAX_INTEGER, MAX_INTEGER, MAX_INTEGER, MAX_INTEGER)
"""What is in the log was admitted frame by frame; a row holds many."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """What an update adds, seen from a part that knows ``known``.

    ``ends``: next clock of every client that gains structs. ``new_clients``: those nobody owned.
    ``exact``: no struct in it is known already. ``empty``: it adds no structs; its deletions may still be
    news. ``multi``: more than one client gains structs, so the caller verifies that none is pending.
    ``text_end``: where its last struct is text. ``halves``: what the update adds to those of the part.
    ``slices``: the update itself, or several that together say the same and that yrs can take one after
    the other without holding everybody up.
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


def read(
    update: bytes,
    known: Mapping[int, int],
    owner_of: Mapping[int, PersonId],
    person: PersonId,
    limits: Limits = DEFAULT_LIMITS,
    halves: Set[Id] = frozenset(),
) -> Admitted:
    """Judge ``update`` by ``person``. Raises ``Malformed``, ``Refused`` (``Foreign``) or ``Early``.

    ``known`` is the part's state: client id to the clock after its last struct; ``halves`` as in
    ``halves_of``, for the text the part has.
    """
    return exhausted(read_sliced(update, known, owner_of, person, limits, halves))


def read_sliced(
    update: bytes,
    known: Mapping[int, int],
    owner_of: Mapping[int, PersonId],
    person: PersonId,
    limits: Limits = DEFAULT_LIMITS,
    halves: Set[Id] = frozenset(),
) -> Generator[None, None, Admitted]:
    """As ``read``, pausing after every ``SLICE`` structs; the part may not change meanwhile."""
    if len(update) > limits.update_bytes:
        raise Refused("an update too large", Token.TOO_LARGE)
    reader = StructReader(update, known, owner_of, person, limits, halves)
    yield from reader.read_runs()
    yield from reader.read_deletions()
    yield from reader.require_whole_pairs()
    yield from reader.require_flat()
    slices = yield from reader.slices(update)
    return _admitted(reader, known, owner_of, slices)


def _admitted(
    reader: StructReader,
    known: Mapping[int, int],
    owner_of: Mapping[int, PersonId],
    slices: tuple[bytes, ...],
) -> Admitted:
    runs = reader.runs
    ends = {client: end for client, (_, end) in runs.items() if end > known.get(client, 0)}
    exact = True
    for client, (start, _) in runs.items():
        exact = exact and known.get(client, 0) == start
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


def halves_of(state: bytes) -> Set[Id]:
    """All of ``halves_of_sliced`` at once."""
    return exhausted(halves_of_sliced(state))


def halves_of_sliced(state: bytes) -> Generator[None, None, Set[Id]]:
    """Where the whole document ``state`` has the second UTF-16 unit of a character (client id, clock).

    yrs cannot cut there: it loses clocks and writes a state that nobody can read any more. So nothing
    may refer to or delete from such a place (measured on yrs 0.28; Yjs puts U+FFFD in both halves).
    """
    if not may_hold_pairs(state):
        return frozenset()
    return (yield from read_sliced(state, {}, {}, SERVER, EVERYTHING)).halves


def exhausted(work: Generator[None, None, T]) -> T:
    """What sliced work comes to, without a pause."""
    while True:
        try:
            next(work)
        except StopIteration as finished:
            return finished.value  # type: ignore[no-any-return]
