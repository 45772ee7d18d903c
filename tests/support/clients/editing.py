"""Random edits, of every kind a page can send, at random places of a real replica."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, cast

from pycrdt import Doc, Map, Text, XmlElement, XmlFragment, XmlText

PIECES = ("å", "ß", "e\u0301", "😀", "👩\u200d👩\u200d👧", "𝄞", "עברית", "n\u0303o\u0308", "\u00a0", "、")
"""One to three bytes, beyond the basic plane, joined and combining: each counts differently somewhere."""

MARKS: tuple[dict[str, Any], ...] = (
    {"bold": {}},
    {"italic": {}},
    {"bold": {}, "italic": {}},
    {"link": {"href": "https://example.org/støtte"}},
    {"bold": None},
    {"link": None},
)
STATUSES = ("planned", "started", "done", "stopped")
DATES = ("2026-01-31", "2026-08-15", "2027-06-20")


class Hand:
    """Somebody's edits of one document. Without ``deletes`` nothing anybody wrote is ever removed or split.

    ``words`` are all those typed here, each unique as long as ``name`` is.
    """

    def __init__(self, doc: Doc[Any], name: str, chance: random.Random, *, deletes: bool) -> None:
        self.doc, self.name, self.deletes = doc, name, deletes
        self.words: list[str] = []
        self._chance = chance
        self._body = doc.get("body", type=XmlFragment)
        self._fields = doc.get("fields", type=Map)

    def edit(self) -> None:
        """One edit: one transaction, one frame."""
        kinds: list[tuple[int, Callable[[], None]]] = [
            (10, self._type),
            (3, self._format),
            (2, self._add_block),
            (2, self._change_block),
            (2, self._type_in_field),
            (1, self._choose),
            (1, self._break_line),
        ]
        if self.deletes:
            kinds += [(4, self._delete_text), (1, self._delete_block), (2, self._move_block)]
        (do,) = self._chance.choices([kind for _, kind in kinds], [weight for weight, _ in kinds])
        with self.doc.transaction():
            do()

    def _word(self) -> str:
        self.words.append(f"{self.name}{len(self.words):04d}")
        return f" {self._chance.choice(PIECES)}{self.words[-1]} "

    def _texts(self) -> list[XmlText]:
        blocks = [block for block in self._body.children if isinstance(block, XmlElement)]
        return [child for block in blocks for child in block.children if isinstance(child, XmlText)]

    def _blocks(self) -> list[XmlElement]:
        return [block for block in self._body.children if isinstance(block, XmlElement)]

    def _place(self, text: str) -> int:
        """A byte offset between two characters; between two words when words are to stay whole."""
        whole = self.deletes
        places = [at for at in range(len(text) + 1) if whole or at in (0, len(text)) or text[at] == " "]
        return len(text[: self._chance.choice(places)].encode())

    def _span(self, text: str) -> tuple[int, int]:
        start, end = sorted(self._chance.randint(0, len(text)) for _ in range(2))
        return len(text[:start].encode()), len(text[: min(end, start + 12)].encode())

    def _type(self) -> None:
        texts = self._texts()
        if not texts:
            self._add_block()
            return
        text = self._chance.choice(texts)
        marks: dict[str, Any] | None = self._chance.choice((None, None, None, {"bold": {}}))
        text.insert(self._place(plain(text)), self._word(), marks)

    def _format(self) -> None:
        texts = self._texts()
        if texts:
            text = self._chance.choice(texts)
            text.format(*self._span(plain(text)), self._chance.choice(MARKS))

    def _delete_text(self) -> None:
        texts: list[XmlText | Text] = [*self._texts(), *self._field_texts()]
        if texts:
            text = self._chance.choice(texts)
            start, end = self._span(plain(text))
            del text[start:end]

    def _add_block(self) -> None:
        kind = self._chance.choice(("paragraph", "heading", "bullet", "ordered"))
        block = XmlElement("block", {"kind": kind})
        self._body.children.insert(self._chance.randint(0, len(self._body.children)), block)
        block.children.append(XmlText(self._word()))

    def _change_block(self) -> None:
        blocks = self._blocks()
        if not blocks:
            return
        block = self._chance.choice(blocks)
        name = self._chance.choice(("kind", "level", "indent"))
        if name == "kind":
            block.attributes["kind"] = self._chance.choice(("paragraph", "heading", "bullet", "ordered"))
        elif name == "level" and "level" in block.attributes and self._chance.random() < 0.3:
            del block.attributes["level"]
        else:
            block.attributes[name] = self._chance.randint(1, 3)

    def _break_line(self) -> None:
        blocks = self._blocks()
        if blocks:
            block = self._chance.choice(blocks)
            block.children.append(XmlElement("hardBreak"))
            block.children.append(XmlText(self._word()))

    def _delete_block(self) -> None:
        if len(self._body.children) > 1:
            del self._body.children[self._chance.randrange(len(self._body.children))]

    def _move_block(self) -> None:
        """Yjs has no move for these types: the page deletes, and inserts what it had."""
        blocks = self._blocks()
        if len(blocks) < 2:
            return
        at = self._chance.randrange(len(blocks))
        attributes: dict[str, Any] = dict(iter(cast(Any, blocks[at].attributes)))
        runs = [run for child in blocks[at].children if isinstance(child, XmlText) for run in child.diff()]
        del self._body.children[at]
        moved = XmlElement("block", attributes)
        self._body.children.insert(self._chance.randint(0, len(self._body.children)), moved)
        text = XmlText()
        moved.children.append(text)
        for words, marks in runs:
            text.insert(len(plain(text).encode()), words, marks)

    def _field_texts(self) -> list[Text]:
        return [value for name in self._fields if isinstance(value := self._fields[name], Text)]

    def _type_in_field(self) -> None:
        texts = self._field_texts()
        if texts:
            text = self._chance.choice(texts)
            text.insert(self._place(str(text)), self._word())

    def _choose(self) -> None:
        if not self._field_texts():  # a section: its kind has no fields
            return
        name = self._chance.choice(("status", "start", "due"))
        if name == "status":
            self._fields[name] = self._chance.choice(STATUSES)
        elif name in self._fields and self._chance.random() < 0.3:
            del self._fields[name]
        else:
            self._fields[name] = self._chance.choice(DATES)


def plain(text: XmlText | Text) -> str:
    """The characters of a text, without its marks."""
    return "".join(chunk for chunk, _ in text.diff())


def words_of(doc: Doc[Any]) -> str:
    """All text of a document, one piece per line."""
    body, fields = doc.get("body", type=XmlFragment), doc.get("fields", type=Map)
    texts = [
        plain(child)
        for block in body.children
        if isinstance(block, XmlElement)
        for child in block.children
        if isinstance(child, XmlText)
    ]
    return "\n".join([*texts, *(str(fields[name]) for name in fields)])
