"""Reads and writes lib0 primitives, the encoding under Yjs and Hocuspocus.

Reading is stricter than in JavaScript, so that each value has one encoding: numbers are minimal, at most
eight bytes and at most 2^53 - 1, text is valid UTF-8 (JavaScript writes U+FFFD for a lone surrogate),
lengths are exact. No memory is reserved for a length that the bytes only claim. Readers take the data and
a position and return the value and the next position.
Source: lib0 0.2, ``encoding.js`` and ``decoding.js``.
"""

from __future__ import annotations

import struct
from collections.abc import Generator, Sequence

MAX_INTEGER = 2**53 - 1
"""The largest integer a JavaScript number holds exactly; also the largest Yjs client id."""

MAX_CLOCK = 2**31 - 1
"""Clocks are 32 bits in yrs and wrap; no honest client comes near half of that."""
RANGES_AT_ONCE = 2_000
"""Deletions processed before yielding to the event loop: 2 ms."""

_LONGEST = 8  # bytes of 2^53 - 1

Ranges = dict[int, list[tuple[int, int]]]
"""A delete set: client id to ``(clock, length)``, sorted and disjoint; ranges may touch."""

Scalar = str | int | float | bool | None
"""An ``any`` value that is no container; ``undefined`` reads as ``None``."""


class Malformed(Exception):
    """The bytes are not valid; the message is for the log only.

    ``address``: the address of the frame, if that could be read.
    """

    address: str | None = None


def read_varuint(data: bytes, at: int) -> tuple[int, int]:
    """0 to 2^53 - 1."""
    try:
        byte = data[at]
    except IndexError:
        raise Malformed("cut off") from None
    if byte < 128:
        return byte, at + 1
    return _read_rest(data, at + 1, byte & 127, 7)


def _read_rest(data: bytes, at: int, number: int, shift: int) -> tuple[int, int]:
    """The bytes after a first one with its continuation bit set."""
    for byte in data[at : at + _LONGEST - 1]:
        at += 1
        if byte < 128:
            number |= byte << shift
            if byte == 0 or number > MAX_INTEGER:
                raise Malformed("a number too large or not in its shortest form")
            return number, at
        number |= (byte & 127) << shift
        shift += 7
    raise Malformed("a number too long or cut off")


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """-(2^53 - 1) to 2^53 - 1; JavaScript's -0 reads as 0."""
    try:
        byte = data[at]
    except IndexError:
        raise Malformed("cut off") from None
    number, at = _read_rest(data, at + 1, byte & 63, 6) if byte & 128 else (byte & 63, at + 1)
    return (-number if byte & 64 else number), at


def read_varbytes(data: bytes, at: int) -> tuple[bytes, int]:
    length, at = read_varuint(data, at)
    end = at + length
    if end > len(data):
        raise Malformed("cut off")
    return data[at:end], end


def read_varstring(data: bytes, at: int) -> tuple[str, int]:
    raw, at = read_varbytes(data, at)
    try:
        return raw.decode(), at
    except UnicodeDecodeError:
        raise Malformed("text that is not UTF-8") from None


def read_scalar(data: bytes, at: int) -> tuple[Scalar, int]:
    """One ``any`` value that is no container; lists, objects and bytes are ``Malformed``."""
    try:
        tag = data[at]
        at += 1
        if tag == 119:
            return read_varstring(data, at)
        if tag == 125:
            return read_varint(data, at)
        if tag in _FIXED:
            format_, size = _FIXED[tag]
            return struct.unpack_from(format_, data, at)[0], at + size
        return _CONSTANT[tag], at
    except (IndexError, KeyError, ValueError, struct.error):
        raise Malformed("no scalar value") from None


_FIXED = {124: (">f", 4), 123: (">d", 8), 122: (">q", 8)}
_CONSTANT: dict[int, bool | None] = {127: None, 126: None, 121: False, 120: True}


class Reader:
    """Reads a whole message value by value; ``end`` raises ``Malformed`` if bytes are left."""

    __slots__ = ("_at", "_data")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def varuint(self) -> int:
        value, self._at = read_varuint(self._data, self._at)
        return value

    def varstring(self) -> str:
        value, self._at = read_varstring(self._data, self._at)
        return value

    def end(self) -> None:
        if self._at != len(self._data):
            raise Malformed("bytes after the end")


def varuint(number: int) -> bytes:
    if number < 128:
        return _ONE_BYTE[number]
    out = bytearray()
    while number > 127:
        out.append(128 | (number & 127))
        number >>= 7
    out.append(number)
    return bytes(out)


_ONE_BYTE = [bytes([number]) for number in range(128)]


def varbytes(data: bytes) -> bytes:
    return varuint(len(data)) + data


def write_ranges(ranges: Ranges) -> bytes:
    """A delete set."""
    out = bytearray(varuint(len(ranges)))
    for client, deleted in ranges.items():
        out += varuint(client) + varuint(len(deleted))
        for clock, length in deleted:
            out += varuint(clock) + varuint(length)
    return bytes(out)


def varstring(text: str) -> bytes:
    return varbytes(text.encode())


def read_state_vector(data: bytes, most: int = MAX_INTEGER) -> dict[int, int]:
    """A whole Yjs v1 state vector, at most ``most`` clients: client id to the clock after its last struct."""
    reading = reading_state_vector(data, most)
    while True:
        try:
            next(reading)
        except StopIteration as read:
            return read.value  # type: ignore[no-any-return]


def reading_state_vector(data: bytes, most: int = MAX_INTEGER) -> Generator[None, None, dict[int, int]]:
    """As ``read_state_vector``, in slices."""
    state, at = yield from _reading_state(data, 0, most)
    if at != len(data):
        raise Malformed("bytes after the end")
    return state


def _reading_state(
    data: bytes, at: int, most: int = MAX_INTEGER
) -> Generator[None, None, tuple[dict[int, int], int]]:
    state: dict[int, int] = {}
    count, at = read_varuint(data, at)
    if count > most:
        raise Malformed("more clients than there can be")
    for number in range(1, count + 1):
        if number % RANGES_AT_ONCE == 0:
            yield
        client, at = read_varuint(data, at)
        clock, at = read_varuint(data, at)
        if client in state or clock > MAX_CLOCK:
            raise Malformed("a client named twice, or a clock too large")
        state[client] = clock
    return state, at


def reading_snapshot(data: bytes) -> Generator[None, None, Ranges]:
    """The delete set of an encoded Yjs snapshot (delete set, then state vector), read in slices.

    Raises ``Malformed``, also for empty, overlapping and disordered ranges.
    """
    deletes: Ranges = {}
    count, at = read_varuint(data, 0)
    left = RANGES_AT_ONCE
    for _ in range(count):
        client, at = read_varuint(data, at)
        number, at = read_varuint(data, at)
        if client in deletes:
            raise Malformed("a client named twice")
        ranges = deletes[client] = []
        left -= 1
        while number >= left:
            at = read_more_ranges(data, at, left, ranges)
            number, left = number - left, RANGES_AT_ONCE
            yield
        at = read_more_ranges(data, at, number, ranges)
        left -= number
    _, at = yield from _reading_state(data, at)
    if at != len(data):
        raise Malformed("bytes after the end")
    return deletes


def read_more_ranges(data: bytes, at: int, number: int, ranges: list[tuple[int, int]]) -> int:
    """Append the next ``number`` ranges of one client to ``ranges``; returns the next position."""
    end = sum(ranges[-1]) if ranges else 0
    for _ in range(number):
        clock, at = read_varuint(data, at)
        length, at = read_varuint(data, at)
        if clock < end or length == 0 or clock + length > MAX_CLOCK:
            raise Malformed("deletions out of order, overlapping, empty or too large")
        end = clock + length
        ranges.append((clock, length))
    return at


def covering(
    wanted: Sequence[tuple[int, int]], ranges: Sequence[tuple[int, int]]
) -> Generator[None, None, bool]:
    """Whether each of ``wanted`` (clock, length) lies inside ``ranges``, computed in slices.

    Both are sorted and disjoint; ranges that touch count as one.
    """
    at = start = end = 0
    for number, (first, count) in enumerate(wanted, 1):
        while at < len(ranges) and (end < first + count or end == ranges[at][0]):
            start = start if end == ranges[at][0] else ranges[at][0]
            end = sum(ranges[at])
            at += 1
            if at % RANGES_AT_ONCE == 0:
                yield
        if not start <= first <= first + count <= end:
            return False
        if number % RANGES_AT_ONCE == 0:
            yield
    return True
