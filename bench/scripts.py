"""Scripted updates, encoded before anything is measured; and which of them a received update contains.

Every scripted update types one letter at the end of the text, under the client id of one person. So
one clock of a client is one update, also where a server merges many of them into one frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText, get_state

from tests.support.clients.protocol import Reader, varuint

SEED_CLIENT = 2_063_441_737
FIRST_WORDS = "Her begynner teksten."
LETTERS = "vi ser at det gaar bra og vil gjerne fortsette slik til neste moete i mai "

WRITTEN_BY_PYCRDT = 1_000
"""pycrdt takes longer per insertion the longer a text is; further ones are encoded here, in equal bytes."""

Span = tuple[int, int, int]
"""A client, the clock of its first struct in an update, and the clock after its last."""

_NUMBER = rb"[\x80-\xff]{0,7}[\x00-\x7f]"
_ONE_TYPIST = re.compile(
    rb"\x01(" + 3 * _NUMBER + rb")(?:\x84" + 2 * _NUMBER + rb"\x01[ -~])+\x00", re.DOTALL
)
"""One client's consecutive letters: most merged frames, and quick to match."""
_STRING, _TYPE, _ANY, _DELETED, _GC = 4, 7, 8, 1, 0


@cache
def seed() -> bytes:
    """The initial document: one paragraph, as in a new part of samplan."""
    doc: Doc[Any] = Doc(client_id=SEED_CLIENT)
    body = doc.get("body", type=XmlFragment)
    with doc.transaction():
        block = XmlElement("block", {"kind": "paragraph"})
        body.children.append(block)
        block.children.append(XmlText(FIRST_WORDS))
    return bytes(doc.get_update())


@cache
def typed(person: int, count: int) -> tuple[bytes, ...]:
    """``count`` updates of one letter each, by the ``person``-th typist."""
    made = _typed_by_pycrdt(person, min(count, WRITTEN_BY_PYCRDT))
    client, written = varuint(client_of(person)), list(made)
    head = b"\x01\x01" + client + varuint(0) + b"\x84"
    for clock in range(count):
        before = client + varuint(clock - 1) if clock else made[0][len(head) : -3]
        letter = LETTERS[clock % len(LETTERS)].encode()
        update = b"\x01\x01" + client + varuint(clock) + b"\x84" + before + b"\x01" + letter + b"\x00"
        if clock < len(made):
            assert update == made[clock], "this is not how Yjs writes a letter"
        else:
            written.append(update)
    return tuple(written)


def _typed_by_pycrdt(person: int, count: int) -> list[bytes]:
    doc: Doc[Any] = Doc(client_id=client_of(person))
    doc.apply_update(seed())
    updates: list[bytes] = []
    subscription = doc.observe(lambda event: updates.append(bytes(event.update)))
    text = first_text(doc)
    for number in range(count):
        text.insert(len(FIRST_WORDS) + number, LETTERS[number % len(LETTERS)])
    doc.unobserve(subscription)
    assert len(updates) == count
    return updates


def client_of(person: int) -> int:
    """A Yjs client id of the usual size."""
    return 3_000_000_019 + person * 1_009


def first_text(doc: Doc[Any]) -> XmlText:
    doc.get("fields", type=Map)
    block = doc.get("body", type=XmlFragment).children[0]
    assert isinstance(block, XmlElement)
    text = block.children[0]
    assert isinstance(text, XmlText)
    return text


def letters_in(updates: Iterable[bytes]) -> int:
    """The number of scripted letters in a whole document, as decoded by Yjs; -1 for an empty one."""
    doc: Doc[Any] = Doc()
    for update in updates:
        doc.apply_update(update)
    body = doc.get("body", type=XmlFragment)
    return len(str(first_text(doc))) - len(FIRST_WORDS) if len(body.children) else -1


def spans_of_state(state: bytes) -> tuple[Span, ...]:
    """As ``spans_of``, for an update with the whole document: many structs, decoded by yrs."""
    reader = Reader(get_state(state))
    return tuple((reader.varuint(), 0, reader.varuint()) for _ in range(reader.varuint()))


def spans_of(update: bytes) -> tuple[Span, ...]:
    """The clocks and clients in ``update``. Raises ``ValueError`` for contents that no script produces."""
    if plain := _ONE_TYPIST.fullmatch(update):
        reader = Reader(plain[1])
        structs, client, first = reader.varuint(), reader.varuint(), reader.varuint()
        return ((client, first, first + structs),)
    reader = Reader(update)
    spans = []
    for _ in range(reader.varuint()):
        structs, client, first = reader.varuint(), reader.varuint(), reader.varuint()
        clock = first
        for _ in range(structs):
            clock += _length(reader)
        spans.append((client, first, clock))
    return tuple(spans)


def _length(reader: Reader) -> int:
    info = reader.data[reader.at]
    reader.at += 1
    kind = info & 0x1F
    if kind == _GC:
        return reader.varuint()
    if info & 0x80:
        reader.varuint(), reader.varuint()
    if info & 0x40:
        reader.varuint(), reader.varuint()
    if not info & 0xC0:
        _skip_parent(reader, keyed=bool(info & 0x20))
    if kind == _STRING:
        return len(reader.varbytes())  # scripts are ASCII
    if kind == _DELETED:
        return reader.varuint()
    if kind == _TYPE:
        if reader.varuint() == 3:
            reader.varbytes()
        return 1
    if kind == _ANY and reader.varuint() == 1 and reader.varuint() == 119:
        reader.varbytes()
        return 1
    raise ValueError(f"content {kind} in an update that nobody scripted")


def _skip_parent(reader: Reader, *, keyed: bool) -> None:
    if reader.varuint() == 1:
        reader.varbytes()
    else:
        reader.varuint(), reader.varuint()
    if keyed:
        reader.varbytes()
