"""The target of attacks: a block with known ids, which a person of the crowd writes first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.support.clients.protocol import varstring, varuint
from tests.unit.sync import handmade as h

AUTHOR, SECOND, NEW = 70_001, 3, 2**40
"""Client ids: two of the block's authors, and an unused one, so high that it wins conflicts."""
BLOCK, KIND, TEXT, LETTERS, BREAK, SMILE, NEXT = (AUTHOR, 0), 1, (AUTHOR, 2), 3, (AUTHOR, 8), 9, 11
LAST = (AUTHOR, 7)
"""The last letter of ``Hjelp``; a character of two UTF-16 units follows."""

GROUND = h.update(
    h.run(
        AUTHOR,
        0,
        h.block(),
        h.attribute("kind", h.any_text("paragraph"), BLOCK),
        h.xml_text(BLOCK),
        h.text("Hjelp", parent=TEXT),
        h.item(h.TYPE, varuint(h.XML_ELEMENT) + varstring("hardBreak"), left=TEXT),
        h.text("😀", left=LAST),
    ),
    h.run(SECOND, 0, h.text("!", left=(AUTHOR, SMILE + 1))),
)


def new(*structs: bytes, deletes: Mapping[int, Sequence[tuple[int, int]]] | None = None) -> bytes:
    return h.update(h.run(NEW, 0, *structs), deletes=deletes)


def any_of(value: bytes) -> bytes:
    return varuint(1) + value


def element(name: str, **place: object) -> bytes:
    return h.item(h.TYPE, varuint(h.XML_ELEMENT) + varstring(name), **place)  # type: ignore[arg-type]
