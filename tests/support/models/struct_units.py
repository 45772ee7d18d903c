"""An update taken apart to its smallest pieces, which are the same however its structs are cut or joined."""

from __future__ import annotations

from collections.abc import Iterator

from server.sync.update.contents import DELETED
from server.sync.update.joining import CONTENT, ClientStructs, Parsed, parse

Id = tuple[int, int]
Unit = tuple[object, ...]
GONE = "gone"
"""What a client deleted before it sent it, or a document that collects garbage keeps of what is deleted."""


def units(update: bytes) -> dict[Id, Unit]:
    """By client id and clock what stands there: its content, and the neighbours or the parent it names."""
    return {found: unit for run in parse(update).runs for found, unit in _of_run(run)}


def deleted(update: bytes) -> set[Id]:
    """All that it deletes."""
    return _deleted(parse(update))


def _deleted(parsed: Parsed) -> set[Id]:
    return {
        (client, clock)
        for client, ranges in parsed.deletes.items()
        for first, length in ranges
        for clock in range(first, first + length)
    }


def _of_run(run: ClientStructs) -> Iterator[tuple[Id, Unit]]:
    clock = run.start
    for struct in run.structs:
        if struct.head[0] & CONTENT <= DELETED:
            yield from (((run.client, clock + at), (GONE,)) for at in range(struct.length))
        elif struct.text is None:
            yield (run.client, clock), (bytes(struct.head), struct.length)
        else:
            text = struct.text.decode().encode("utf-16-le")
            place: Unit = (bytes(struct.head),) if struct.origin is None else (struct.origin, struct.right)
            for at in range(struct.length):
                said = text[2 * at : 2 * at + 2]
                yield (run.client, clock + at), (said, *place)
                place = (run.client, clock + at), struct.right
        clock += struct.length
