"""Joins the updates of consecutive rows of one person into fewer bytes that build the same document.

``merge_updates`` keeps one struct for each letter; a document that encodes itself joins them, and has lost
the words that were deleted. Here letters that follow each other become one struct in the bytes, as Yjs joins
them in its store (13.6, ``src/structs/Item.js``, ``mergeWith``), and deletions stand beside them.

Only updates that go on where the one before them ended are joined, so that their structs are applied in the
order in which they were written: of a struct that claims a place between others the place may depend on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from server.sync.protocol.lib0 import (
    Malformed,
    Ranges,
    read_more_ranges,
    read_scalar,
    read_varbytes,
    read_varstring,
    read_varuint,
    varuint,
    write_ranges,
)

from .contents import ANY, DELETED, FORMAT, STRING, TYPE, read_deleted, read_string
from .nesting import Id

HAS_ORIGIN, HAS_RIGHT_ORIGIN, HAS_KEY, CONTENT = 0x80, 0x40, 0x20, 0x1F
_NAMED_TYPES = (3, 5)
"""Elements have a name (``YXmlElement``, ``YXmlHook``)."""


@dataclass(slots=True)
class Struct:
    """``head``: all bytes before the content. ``text``: of text its bytes, else ``None``: all is in ``head``.

    ``length``: clocks. ``origin`` and ``right``: the neighbours it names.
    """

    head: bytes
    length: int
    text: bytearray | None = None
    origin: Id | None = None
    right: Id | None = None
    joinable: bool = False


@dataclass(slots=True)
class ClientStructs:
    """The structs of one client, from ``start``; ``end`` is the clock after the last."""

    client: int
    start: int
    end: int
    structs: list[Struct] = field(default_factory=list)

    def add(self, struct: Struct) -> None:
        """To the last one, if Yjs would do so, or after it."""
        last = self.structs[-1] if self.structs else None
        if last is not None and _continues(last, struct, (self.client, self.end - 1)):
            assert last.text is not None
            assert struct.text is not None
            last.text += struct.text
            last.length += struct.length
        else:
            self.structs.append(struct)
        self.end += struct.length


def _continues(last: Struct, struct: Struct, end: Id) -> bool:
    return last.joinable and struct.joinable and struct.origin == end and struct.right == last.right


@dataclass(slots=True)
class Parsed:
    """An update as its bytes say."""

    runs: list[ClientStructs]
    deletes: Ranges

    def joins(self, following: Parsed) -> bool:
        """Whether ``following`` can be added without changing an order."""
        if not following.runs:
            return True
        if len(following.runs) > 1 or len(self.runs) > 1:
            return False
        own, run = self.runs, following.runs[0]
        return not own or (own[0].client, own[0].end) == (run.client, run.start)

    def add(self, following: Parsed) -> None:
        for run in following.runs:
            if self.runs:
                for struct in run.structs:
                    self.runs[0].add(struct)
            else:
                self.runs.append(run)
        for client, ranges in following.deletes.items():
            self.deletes.setdefault(client, []).extend(ranges)

    def written(self) -> bytes:
        """As an update."""
        out = bytearray(varuint(len(self.runs)))
        for run in self.runs:
            out += varuint(len(run.structs)) + varuint(run.client) + varuint(run.start)
            for struct in run.structs:
                out += struct.head
                if struct.text is not None:
                    out += varuint(len(struct.text)) + struct.text
        return bytes(out + write_ranges({client: _united(found) for client, found in self.deletes.items()}))


NOTHING = Parsed([], {})


def joined(updates: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
    """``updates`` of consecutive rows of one person as fewer: of how many each is, and its bytes.

    What cannot be read stays as it is. In order, they build the same document, deleted words included.
    """
    number, whole = 0, NOTHING
    for update in updates:
        parsed = _readable(update)
        if number and (parsed is None or not whole.joins(parsed)):
            yield number, whole.written()
            number = 0
        if parsed is None:
            yield 1, update
        elif number:
            whole.add(parsed)
            number += 1
        else:
            number, whole = 1, parsed
    if number:
        yield number, whole.written()


def _readable(update: bytes) -> Parsed | None:
    try:
        return parse(update)
    except Malformed:
        return None


def parse(update: bytes) -> Parsed:
    """Raises ``Malformed``."""
    try:
        count, at = read_varuint(update, 0)
        runs = []
        for _ in range(count):
            run, at = _read_run(update, at)
            runs.append(run)
        deletes, at = _read_deletes(update, at)
    except IndexError:
        raise Malformed("cut off") from None
    if at != len(update):
        raise Malformed("bytes after the update")
    return Parsed(runs, deletes)


def _read_run(data: bytes, at: int) -> tuple[ClientStructs, int]:
    number, at = read_varuint(data, at)
    client, at = read_varuint(data, at)
    start, at = read_varuint(data, at)
    run = ClientStructs(client, start, start)
    for _ in range(number):
        struct, at = _read_struct(data, at)
        run.add(struct)
    return run, at


def _read_struct(data: bytes, at: int) -> tuple[Struct, int]:
    begin, info = at, data[at]
    kind = info & CONTENT
    if not info:
        length, at = read_deleted(data, at + 1)
        return Struct(data[begin:at], length), at
    origin, right, at = _read_place(data, at + 1, info)
    if kind == STRING:
        head = data[begin:at]
        length, end = read_string(data, at)
        text, _ = read_varbytes(data, at)
        return Struct(head, length, bytearray(text), origin, right, not info & HAS_KEY), end
    length, at = _read_content(data, at, kind)
    return Struct(data[begin:at], length), at


def _read_place(data: bytes, at: int, info: int) -> tuple[Id | None, Id | None, int]:
    origin = right = None
    if info & HAS_ORIGIN:
        origin, at = _read_id(data, at)
    if info & HAS_RIGHT_ORIGIN:
        right, at = _read_id(data, at)
    if not info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN):
        is_root, at = read_varuint(data, at)
        at = read_varstring(data, at)[1] if is_root else _read_id(data, at)[1]
        if info & HAS_KEY:
            _, at = read_varstring(data, at)
    return origin, right, at


def _read_id(data: bytes, at: int) -> tuple[Id, int]:
    client, at = read_varuint(data, at)
    clock, at = read_varuint(data, at)
    return (client, clock), at


def _read_content(data: bytes, at: int, kind: int) -> tuple[int, int]:
    """Its length in clocks, and the next position."""
    if kind == DELETED:
        return read_deleted(data, at)
    if kind == FORMAT:
        _, at = read_varstring(data, at)
        _, at = read_varstring(data, at)
        return 1, at
    if kind == TYPE:
        of, at = read_varuint(data, at)
        return 1, read_varstring(data, at)[1] if of in _NAMED_TYPES else at
    if kind != ANY:
        raise Malformed("a content that no row has")
    count, at = read_varuint(data, at)
    if not count:
        raise Malformed("no value")
    for _ in range(count):
        _, at = read_scalar(data, at)
    return count, at


def _read_deletes(data: bytes, at: int) -> tuple[Ranges, int]:
    deletes: Ranges = {}
    count, at = read_varuint(data, at)
    for _ in range(count):
        client, at = read_varuint(data, at)
        number, at = read_varuint(data, at)
        at = read_more_ranges(data, at, number, deletes.setdefault(client, []))
    return deletes, at


def _united(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted, and those that touch or overlap as one."""
    found: list[tuple[int, int]] = []
    for clock, length in sorted(ranges):
        end = sum(found[-1]) if found else -1
        if clock <= end:
            found[-1] = (found[-1][0], max(end, clock + length) - found[-1][0])
        else:
            found.append((clock, length))
    return found
