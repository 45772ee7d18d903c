"""Where in a document the places are that a page's anchor names, found by the ids of their letters.

pycrdt counts a text in UTF-8 bytes, ids count UTF-16 units, and a position that is read from bytes mixes the
two: so yrs is asked only where whole structs begin, and what stands in front of a letter in its struct is
counted here (``tests/unit/sync/document/test_places.py`` with æ, emoji and composed letters).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pycrdt import StickyIndex, XmlElement, XmlText

from server.sync.protocol.lib0 import Malformed, varuint
from server.sync.update.children import Child, ChildReader, Parent, units
from server.sync.update.contents import Refused
from server.sync.update.letters import read_position, relative_position
from server.sync.update.nesting import Id

from .ydoc import Document, Incoherent

AT_ONCE = 2_000
"""Structs looked through without yielding."""
ITEM, OF_TYPE, AFTER = b"\x00", 2, b"\x00"


@dataclass(frozen=True, slots=True)
class Place:
    """The UTF-8 bytes from ``start`` to ``end`` of ``text``; without it: in ``block``, which is empty."""

    block: XmlElement
    text: XmlText | None
    start: int = 0
    end: int = 0

    @property
    def words(self) -> str | None:
        """``None``: the place begins or ends inside a character, or ends before it begins."""
        if self.text is None:
            return ""
        if self.start > self.end:
            return None
        try:
            return plain(self.text).encode()[self.start : self.end].decode()
        except UnicodeDecodeError:
            return None


@dataclass(frozen=True, slots=True)
class _Holder:
    """A block, and the text in it if it is one that is meant; where each stands among its siblings."""

    block: int
    text: int | None


End = tuple[_Holder, int | None]
"""How many bytes of the holder's text stand before an end of a place; ``None``: an end of the type itself."""


class Places:
    """``document``: built. Its structs are read from itself: what it was built from may have held more of
    them, since yrs joins what stands side by side."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._children: Mapping[Parent, Sequence[Child]] = {}

    def finding(self, start: object, end: object) -> Generator[None, None, Place | None]:
        """The place from the letter, or end of a type, that ``start`` is bound to until that of ``end``.

        ``None``: one of them is gone or was never here, or they are not in one line of text. Raises
        ``Incoherent``.
        """
        try:
            self._children = yield from ChildReader(self._document.doc.get_update()).reading()
        except (Malformed, Refused, LookupError) as error:
            raise Incoherent("a state that cannot be read") from error
        first = yield from self._end_of(start, before=False)
        last = yield from self._end_of(end, before=True)
        if first is None or last is None or first[0] != last[0]:
            return None
        return self._place(first[0], first[1], last[1])

    def _place(self, holder: _Holder, start: int | None, end: int | None) -> Place | None:
        """``None`` for an end of the type itself."""
        block = cast(XmlElement, self._document.body.children[holder.block])
        if holder.text is not None:
            text = block.children[holder.text]
            if not isinstance(text, XmlText):
                return None
            size = len(plain(text).encode())
            return Place(block, text, _or(start, size), _or(end, 0))
        texts = [child for child in block.children if isinstance(child, XmlText)]
        if len(list(block.children)) > len(texts) or any(plain(text) for text in texts):
            return None
        return Place(block, texts[0] if texts else None)

    def _end_of(self, encoded: object, *, before: bool) -> Generator[None, None, End | None]:
        letter = read_position(encoded, before=before)
        if letter is None:
            type_ = read_type_position(encoded)
            found = None if type_ is None else (yield from self._holder_of(type_))
            return None if found is None else (found, None)
        known = yield from self._find(letter)
        if known is None or not known[1].text:
            return None
        parent, child = known
        holder = (yield from self._holder_of(parent)) if isinstance(parent, tuple) else None
        if holder is None or holder.text is None:
            return None
        wanted = letter[1] - child.clock + (1 if before else 0)
        passed = child.text.encode("utf-16-le")[: 2 * wanted].decode("utf-16-le", "replace")  # type: ignore[union-attr]
        if "\ufffd" in passed:  # half a character, or what Yjs leaves of one
            return None
        return holder, self._index_of(child) + len(passed.encode())

    def _holder_of(self, type_: Id) -> Generator[None, None, _Holder | None]:
        known = yield from self._find(type_)
        if known is None or known[1].text != "":
            return None
        parent, child = known
        if parent == "body":
            return _Holder(self._index_of(child), None)
        above = (yield from self._find(parent)) if isinstance(parent, tuple) else None
        if above is None or above[0] != "body":
            return None
        return _Holder(self._index_of(above[1]), self._index_of(child))

    def _find(self, wanted: Id) -> Generator[None, None, tuple[Parent, Child] | None]:
        """The child that has this id, and where it stands; ``None``: it is deleted, or was never here."""
        client, clock = wanted
        looked = 0
        for parent, children in self._children.items():
            for child in children:
                looked += 1
                if looked % AT_ONCE == 0:
                    yield
                if child.client == client and child.clock <= clock < _after(child):
                    return parent, child
        return None

    def _index_of(self, child: Child) -> int:
        position = ITEM + varuint(child.client) + varuint(child.clock) + AFTER
        try:
            with self._document.doc.transaction() as transaction:
                return StickyIndex.decode(position).get_index(transaction)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic inside yrs is no Exception
            raise Incoherent(f"a struct without a place: {type(error).__name__}") from error


def _after(child: Child) -> int:
    """The clock after it; of what is deleted its own: no clock is found in it."""
    return child.clock + (0 if child.text is None else units(child.text) or 1)


def _or(place: int | None, otherwise: int) -> int:
    return otherwise if place is None else place


def plain(text: Any) -> str:
    """The letters of a ``Text`` or ``XmlText``, without their marks."""
    return "".join(chunk for chunk, _ in text.diff())


def read_type_position(encoded: object) -> Id | None:
    """The type at whose beginning or end a Yjs relative position in base64 is; ``None`` for anything else."""
    kind, found, _ = relative_position(encoded)
    return found if kind == OF_TYPE else None
