"""Characters of two UTF-16 units, which no update may split: yrs loses clocks when it splits one."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence

from server.sync.protocol.lib0 import Ranges

from .contents import Refused
from .nesting import Id, Place

_PAIR = b"Lfff"
"""A character of two UTF-16 units as UTF-8, by ``_BYTES``; a false match in a client id costs only time."""
_BYTES = bytes(
    b"f"[0] if 0x80 <= byte < 0xC0 else b"L"[0] if 0xF0 <= byte <= 0xF4 else 0 for byte in range(256)
)
"""Leading and continuation bytes mapped to those letters: a regular expression takes twice as long
(measured)."""

MANY = 1_000
"""Places checked, without reading bytes, before yielding to the event loop."""


def may_hold_pairs(data: bytes) -> bool:
    """Whether ``data`` may contain a character of two UTF-16 units."""
    return _PAIR in data.translate(_BYTES)


def require_whole_pairs(
    places: Mapping[int, Sequence[Place]],
    first: Mapping[int, int],
    deletes: Ranges,
    is_half: Callable[[Id], bool],
) -> Generator[None, None, None]:
    """Raises ``Refused`` if a character is split: where a client's run starts (its ``first`` new clock), at a
    place, or at either end of a deletion. ``is_half``: whether a clock is the second unit of a character."""
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
