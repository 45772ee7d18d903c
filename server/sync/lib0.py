"""Reading and writing lib0 primitives, the alphabet of Yjs and Hocuspocus bytes.

The reader is strict where JavaScript is lenient, so that one value has one spelling: numbers are
minimal, at most eight bytes and at most 2^53 - 1, text is valid UTF-8 (JavaScript writes U+FFFD for
a lone surrogate), lengths are exact. It never reads on because of a length somebody claims.
Source: lib0 0.2, ``encoding.js`` and ``decoding.js``.
"""

from __future__ import annotations

from collections.abc import Mapping

MAX_INTEGER = 2**53 - 1
"""What a JavaScript number holds exactly; also the largest Yjs client id."""

MAX_CLOCK = 2**31 - 1
"""Clocks are 32 bits in yrs and wrap; nobody honest comes near half of that."""

_LONGEST = 8  # bytes of 2^53 - 1


class Malformed(Exception):
    """The bytes are not what they should be; the reason is for the log only."""


class Reader:
    """Reads ``data`` from ``at`` on; every method raises ``Malformed`` where it does not go on as asked."""

    __slots__ = ("_data", "at")

    def __init__(self, data: bytes, at: int = 0) -> None:
        self._data = data
        self.at = at

    def byte(self) -> int:
        at = self.at
        try:
            byte = self._data[at]
        except IndexError:
            raise Malformed("cut off") from None
        self.at = at + 1
        return byte

    def varuint(self) -> int:
        """0 to 2^53 - 1."""
        at = self.at
        try:
            byte = self._data[at]
        except IndexError:
            raise Malformed("cut off") from None
        self.at = at + 1
        return byte if byte < 128 else self._more(byte & 127, 7)

    def _more(self, number: int, shift: int) -> int:
        """The bytes after a first one that said more would follow."""
        at = self.at
        for byte in self._data[at : at + _LONGEST - 1]:
            at += 1
            if byte < 128:
                number |= byte << shift
                if byte == 0 or number > MAX_INTEGER:
                    raise Malformed("a number too large or not in its shortest form")
                self.at = at
                return number
            number |= (byte & 127) << shift
            shift += 7
        raise Malformed("a number too long or cut off")

    def varint(self) -> int:
        """-(2^53 - 1) to 2^53 - 1; JavaScript's -0 reads as 0."""
        byte = self.byte()
        number = self._more(byte & 63, 6) if byte & 128 else byte & 63
        return -number if byte & 64 else number

    def take(self, length: int) -> bytes:
        """Exactly ``length`` bytes."""
        end = self.at + length
        data = self._data[self.at : end]
        if len(data) != length:
            raise Malformed("cut off")
        self.at = end
        return data

    def varbytes(self) -> bytes:
        return self.take(self.varuint())

    def varstring(self) -> str:
        try:
            return self.take(self.varuint()).decode()
        except UnicodeDecodeError:
            raise Malformed("text that is not UTF-8") from None

    def end(self) -> None:
        if self.at != len(self._data):
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


def varstring(text: str) -> bytes:
    return varbytes(text.encode())


def read_state_vector(data: bytes) -> dict[int, int]:
    """A Yjs v1 state vector: client id to the clock after its last struct."""
    reader = Reader(data)
    state = _read_state(reader)
    reader.end()
    return state


def _read_state(reader: Reader) -> dict[int, int]:
    state: dict[int, int] = {}
    for _ in range(reader.varuint()):
        client, clock = reader.varuint(), reader.varuint()
        if client in state or clock > MAX_CLOCK:
            raise Malformed("a client listed twice, or a clock too large")
        state[client] = clock
    return state


def read_snapshot_deletes(data: bytes) -> Mapping[int, list[tuple[int, int]]]:
    """The delete set of an encoded Yjs snapshot: client id to ``(clock, length)``, sorted and disjoint."""
    reader = Reader(data)
    deletes = read_deletes(reader)
    _read_state(reader)
    reader.end()
    return deletes


def read_deletes(reader: Reader) -> dict[int, list[tuple[int, int]]]:
    """A Yjs v1 delete set. Refuses ranges that are empty, overlap, or are not in order."""
    deletes: dict[int, list[tuple[int, int]]] = {}
    varuint = reader.varuint
    for _ in range(varuint()):
        client = varuint()
        if client in deletes:
            raise Malformed("a client listed twice")
        ranges: list[tuple[int, int]] = []
        before = 0
        for _ in range(varuint()):
            clock, length = varuint(), varuint()
            if clock < before or length == 0 or clock + length > MAX_CLOCK:
                raise Malformed("deletions out of order, overlapping or empty")
            before = clock + length
            ranges.append((clock, length))
        deletes[client] = ranges
    return deletes
