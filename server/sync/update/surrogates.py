"""Characters of two UTF-16 units, which nothing may cut in two: yrs loses count of what it cuts there."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence

from server.sync.protocol.lib0 import Ranges

from .contents import Refused
from .nesting import Id, Place

_PAIR = b"Lfff"
"""A character of two UTF-16 units as UTF-8; a client id may look like one, which costs a little time."""
_BYTES = bytes(
    b"f"[0] if 0x80 <= byte < 0xC0 else b"L"[0] if 0xF0 <= byte <= 0xF4 else 0 for byte in range(256)
)
"""Leading and following bytes by those letters: looking for a pattern takes twice as long (measured)."""

MANY = 1_000
"""Places looked at, with no bytes read, before the event loop gets its turn."""


def may_hold_pairs(data: bytes) -> bool:
    """Whether there may be a character of two UTF-16 units in ``data``."""
    return _PAIR in data.translate(_BYTES)


def require_whole_pairs(
    places: Mapping[int, Sequence[Place]],
    first: Mapping[int, int],
    deletes: Ranges,
    is_half: Callable[[Id], bool],
) -> Generator[None, None, None]:
    """No cut inside a character: neither where a client's run starts (its ``first`` new clock), nor at a
    place, nor at either end of a deletion. Raises ``Refused``."""
    for client, listed in places.items():
        if is_half((client, first[client])):
            raise Refused("a run that starts inside a character")
        for number, (_, below, one, other) in enumerate(listed, 1):
            if number % MANY == 0:
                yield
            after = one and not below and is_half((one[0], one[1] + 1))
            if after or (other and is_half(other)):
                raise Refused("a place inside a character")
    for client, ranges in deletes.items():
        for clock, length in ranges:
            if is_half((client, clock)) or is_half((client, clock + length)):
                raise Refused("a deletion of half a character")
