"""The shape of a part's document: what ``body`` and ``fields`` may contain (docs/contract.md).

Step 2 of admission: parent, key and depth of a new struct are often implied by its neighbours and cannot be
read from its bytes, so a frame's changes are checked after it was applied and before it is committed. The
fields of each kind are in ``domain/kinds.py``; the same table seeds new parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from pycrdt import Doc, Text, TextEvent, XmlElement, XmlFragment, XmlText
from pycrdt import Map as YMap

from server.domain.kinds import KINDS, Field, FieldType
from server.domain.plan import Kind

from .projection import due_of, title_of

SCHEMA = 1
"""Increased when an older page would damage a document; such a page is closed with ``schema-too-old``."""

BLOCK_KINDS = frozenset({"paragraph", "heading", "bullet", "ordered"})


class ShapeViolation(Exception):
    """The document would no longer have the shape of a part; the message is for the log only."""


class DeepEvent(Protocol):
    """The attributes of pycrdt's deep events that are read here."""

    @property
    def path(self) -> list[int | str]: ...
    @property
    def keys(self) -> dict[str, dict[str, Any]]: ...
    @property
    def delta(self) -> list[dict[str, Any]]: ...
    @property
    def target(self) -> Any: ...


def _require(holds: bool, reason: str) -> None:
    if not holds:
        raise ShapeViolation(reason)


def check_body(events: Iterable[DeepEvent]) -> None:
    """Check what one frame changed below ``body``. Raises ``ShapeViolation``."""
    for event in events:
        depth = len(event.path)
        if depth == 0:
            _require(not event.keys, "a key on the body")
            for child in _inserted(event):
                _check_block(child)
        elif depth == 1:
            _require(_tag(event.target) == "block", "something else than a block in the body")
            _check_attributes(event.keys)
            for child in _inserted(event):
                _check_inline(child)
        else:
            _require(depth == 2 and isinstance(event.target, XmlText), "a change below the text")
            _require(not event.keys, "an attribute on a text")
            _check_letters(event.target, event)


def check_fields(kind: Kind, events: Iterable[DeepEvent]) -> None:
    """Check what one frame changed below ``fields``. Raises ``ShapeViolation``."""
    table = KINDS[kind].fields
    for event in events:
        path = list(event.path)
        if not isinstance(event, TextEvent):
            _require(not path, "a map inside the fields")
            for name, change in event.keys.items():
                _check_field(table.get(name), name, change)
        else:
            name = str(path[0])
            known = table.get(name)
            _require(
                len(path) == 1 and known is not None and known.type is FieldType.TEXT, f"no text field {name}"
            )
            _check_letters(event.target, event)
            _require(not any(part.get("attributes") for part in event.delta), f"formatting in {name}")


def _check_field(known: Field | None, name: str, change: Mapping[str, Any]) -> None:
    if known is None:
        raise ShapeViolation(f"no field {name} here")
    _require(known.type is not FieldType.TEXT, f"the text {name} replaced or removed")
    if change["action"] != "delete":
        _require(known.takes(change.get("newValue")), f"no value of {name}")


def _inserted(event: DeepEvent) -> Iterable[Any]:
    for change in event.delta:
        inserted = change.get("insert")
        _require(inserted != [], "a mark outside a text")
        if isinstance(inserted, list):
            yield from inserted
        elif inserted is not None:
            yield inserted


def _check_letters(text: XmlText | Text, event: DeepEvent | None = None) -> None:
    """Only letters: other values in a text cause no event and are shown nowhere, but count in positions."""
    for child in _inserted(event) if event is not None else ():
        _require(isinstance(child, str), "something else than text in a text")
    letters = [chunk for chunk, _ in text.diff()]
    _require(all(isinstance(chunk, str) for chunk in letters), "something else than text in a text")
    _require(sum(len(chunk.encode()) for chunk in letters) == _length(text), "hidden values in a text")


def _tag(node: object) -> str | None:
    return node.tag if isinstance(node, XmlElement) else None


def _length(node: XmlElement | XmlText | Text) -> int:
    """Sequence length (of text in bytes), including what ``children`` and ``diff`` leave out."""
    with node.doc.transaction() as transaction:
        return int(cast(Any, node)._integrated.len(transaction._txn))


def _attributes(node: XmlElement | XmlText) -> dict[str, object]:
    return dict(iter(cast(Any, node.attributes)))


def _check_block(node: object) -> None:
    _require(_tag(node) == "block", "something else than a block in the body")
    block = cast(XmlElement, node)
    _check_values(_attributes(block))
    children = list(block.children)
    _require(len(children) == _length(block), "loose text in a block")
    for child in children:
        _check_inline(child)


def _check_inline(node: object) -> None:
    if isinstance(node, XmlText):
        _require(not _attributes(node), "an attribute on a text")
        _check_letters(node)
        return
    _require(_tag(node) == "hardBreak", "something else than text and breaks in a block")
    element = cast(XmlElement, node)
    _require(not _attributes(element) and _length(element) == 0, "something in a line break")


def _check_attributes(keys: Mapping[str, Mapping[str, Any]]) -> None:
    set_ = {name: change.get("newValue") for name, change in keys.items() if change["action"] != "delete"}
    _require(keys.keys() <= {"kind", "level", "indent"}, "an unknown attribute on a block")
    _check_values(set_)


def _check_values(attributes: Mapping[str, object]) -> None:
    """Numbers may be text: some clients write every attribute as a string."""
    for name, value in attributes.items():
        if name == "kind":
            _require(isinstance(value, str) and value in BLOCK_KINDS, "an unknown kind of block")
        elif name == "level":
            _require(_whole(value) in (1, 2, 3), "a heading level outside 1-3")
        elif name == "indent":
            _require(_whole(value) in range(7), "an indent outside 0-6")
        else:
            raise ShapeViolation("an unknown attribute on a block")


def _whole(value: object) -> int:
    if isinstance(value, str) and len(value) == 1 and value.isascii() and value.isdigit():
        return int(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == int(value):
        return int(value)
    return -1


Runs = Sequence[tuple[str, Mapping[str, object]]]
"""Text with its marks: ``("word", {"bold": {}})``."""


@dataclass(frozen=True, slots=True)
class Block:
    runs: Runs
    kind: str = "paragraph"
    level: int | None = None
    indent: int = 0

    @classmethod
    def plain(cls, text: str, kind: str = "paragraph", level: int | None = None, indent: int = 0) -> Block:
        return cls(((text, {}),), kind, level, indent)


@dataclass(frozen=True, slots=True)
class Seed:
    """A part's first content: one Yjs v1 update by ``client_id``."""

    client_id: int
    payload: bytes
    title: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    due: str = ""


def seed(
    kind: Kind, client_id: int, *, blocks: Sequence[Block] = (), fields: Mapping[str, str] | None = None
) -> Seed:
    """The first content of a part. Text fields exist from the start, so that they are not created twice.

    ``client_id`` is new and random (below 2^53) and owned by the person ``server``.
    """
    values = dict(fields or {})
    doc: Doc[Any] = Doc(client_id=client_id)
    body = doc.get("body", type=XmlFragment)
    map_ = doc.get("fields", type=YMap)
    with doc.transaction():
        for name, known in KINDS[kind].fields.items():
            if known.type is FieldType.TEXT:
                map_[name] = Text(values.pop(name, ""))
            elif name in values:
                map_[name] = values.pop(name)
        for block in blocks or (Block.plain(""),):
            _append(body, block)
    _require(not values, f"no such fields on {kind}: {sorted(values)}")
    return Seed(client_id, doc.get_update(), title_of(map_), dict(fields or {}), due_of(map_))


def _append(body: XmlFragment, block: Block) -> None:
    attributes: dict[str, Any] = {"kind": block.kind}
    if block.level is not None:
        attributes["level"] = block.level
    if block.indent:
        attributes["indent"] = block.indent
    element = XmlElement("block", attributes)
    body.children.append(element)
    text = XmlText()
    element.children.append(text)
    position = 0
    for run, marks in block.runs:
        text.insert(position, run, dict(marks) or None)
        position += len(run.encode())
