"""Updates that no honest page sends, struct by struct, and the token each is refused with.

They are aimed at a block of known ids (``GROUND``), which a person of the crowd has written before.
``SEED`` is the server's client id and ``TITLE`` the clock of the title that the server created.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.support.clients.protocol import varstring, varuint
from tests.unit.sync import handmade as h

from .ground import AUTHOR, BLOCK, BREAK, LAST, NEW, NEXT, SECOND, SMILE, TEXT, any_of, element, new
from .values import attributes, elements, links, marks


@dataclass(frozen=True)
class Seed:
    """The server's client id in a part, its first text field's clock, and the clock after its last struct."""

    client: int
    title: int
    end: int

    @property
    def letter(self) -> tuple[int, int]:
        return self.client, self.title + 1


Build = Callable[[Seed], bytes]
Attack = tuple[str, str, Build]
"""Name, token, and the update."""


def nested_texts(levels: int) -> bytes:
    """``levels`` nested texts, the outermost in the block; the client id takes one byte."""
    deeper = [h.xml_text((9, clock)) for clock in range(levels - 1)]
    return h.update(h.run(9, 0, h.xml_text(BLOCK), *deeper))


def _deep_value(levels: int) -> bytes:
    return b"\x75\x01" * levels + b"\x7e"


DEADLY_VALUE = h.update(h.run(987_654_321, 0, h.field("deep", _deep_value(100_000))))
"""Kills the process that applies it. Admission refuses it; here it is written straight into the log."""


MALFORMED = {
    "a known client without structs": b"\x01\x00" + varuint(AUTHOR) + b"\x00\x00",
    "a known client without structs, as short as it gets": b"\x01\x00\x03\x00\x00",
    "nothing at all": b"",
    "cut off": new(h.text("abc", left=LAST))[:-3],
    "more after the end": new(h.text("abc", left=LAST)) + b"\x00",
    "a client twice": h.update(h.run(NEW, 0, h.gc(1)), h.run(NEW, 1, h.gc(1))),
    "a number that never ends": b"\xff" * 200_000,
    "a number not in its shortest form": b"\x81\x00" + new(h.gc(1))[1:],
    "an alias of somebody's client id": h.update(h.run(2**53 + AUTHOR, 0, h.text("x", left=LAST))),
    "an alias of one's own client id": h.update(h.run(2**53 + NEW, 0, h.text("x", left=LAST))),
    "a reference to an alias": new(h.text("x", left=(2**53 + AUTHOR, 7))),
    "a deletion under an alias": h.update(deletes={2**53 + AUTHOR: [(3, 1)]}),
    "a client id of 64 bits": h.update(h.run(2**64 - 1, 0, h.gc(1))),
    "a skip": new(bytes([h.SKIP]) + varuint(3), h.text("x", left=LAST)),
    "a parent that is nothing": h.update(h.run(NEW, 0, b"\x04\x02" + varstring("x"))),
    "half a character of two units": new(h.item(h.STRING, varuint(3) + b"\xed\xa0\xbd", left=LAST)),
    "text that is not UTF-8": new(h.item(h.STRING, varuint(2) + b"\xc3\x28", left=LAST)),
    "an empty text": new(h.text("", left=LAST)),
    "an empty run of deleted letters": new(h.deleted(0, left=LAST)),
    "an empty collected struct": new(h.gc(0)),
    "deletions that overlap": h.update(deletes={AUTHOR: [(3, 3), (4, 1)]}),
    "a deletion of nothing": h.update(deletes={AUTHOR: [(3, 0)]}),
    "deletions beyond 2^31": h.update(deletes={AUTHOR: [(3, 2**31)]}),
    "more deletions than there are bytes": b"\x00\x01\x03" + varuint(10_000),
    "a text longer than the frame": new(h.item(h.STRING, varuint(2**50), left=LAST)),
}

CLOCKS = {
    "a clock beyond 2^31": new(h.gc(2**31 - 1), h.gc(1)),
    "a clock that would wrap at 2^32": new(h.gc(2**32), h.text("x", left=LAST)),
    "a clock that would wrap to one's own letters": new(
        h.deleted(2**32 - 1, left=LAST), h.text("ab", left=LAST)
    ),
}

AUTHORSHIP = {
    "the next letter of somebody else": h.update(h.run(AUTHOR, NEXT, h.text("x", left=LAST))),
    "a rest of somebody else's run, partly known": h.update(
        h.run(AUTHOR, 6, h.text("lp og hjelp", left=(AUTHOR, 5)))
    ),
    "an own run and one of somebody else": h.update(
        h.run(NEW, 0, h.text("x", left=LAST)), h.run(SECOND, 1, h.text("y", left=LAST))
    ),
}

CONTENTS = {
    "JSON": new(h.item(h.JSON, varuint(1) + varstring('"x"'), left=LAST)),
    "binary": new(h.item(h.BINARY, varuint(2) + b"xy", left=LAST)),
    "a picture in the text": new(h.item(h.EMBED, varstring('{"image":"https://x"}'), left=LAST)),
    "a subdocument": new(h.item(h.DOC, varstring("guid") + b"\x76\x00", left=BLOCK)),
    "a move": new(bytes([h.MOVE | 0x80]) + varuint(AUTHOR) + varuint(7) + b"\x00\x00\x00\x00"),
    "a value in the text": new(h.item(h.ANY, any_of(h.any_text("x")), left=LAST)),
    "a value between blocks": new(h.item(h.ANY, any_of(h.any_text("x")), left=BLOCK)),
    "an array": new(h.item(h.TYPE, varuint(h.ARRAY), left=BLOCK)),
    "a map": new(h.item(h.TYPE, varuint(h.MAP), left=BLOCK)),
    "a plain text": new(h.item(h.TYPE, varuint(h.Y_TEXT), left=TEXT)),
    "a fragment": new(h.item(h.TYPE, varuint(h.XML_FRAGMENT), left=BLOCK)),
    "a hook": new(h.item(h.TYPE, varuint(h.XML_HOOK) + varstring("x"), left=BLOCK)),
    "an unknown type": new(h.item(h.TYPE, varuint(9), left=BLOCK)),
    "an unknown content": new(h.item(15, b"", left=LAST)),
    "a map's name on a letter": new(h.item(h.STRING, varstring("x"), parent=BLOCK, key="kind")),
}

PLACES = {
    "text in the root, by its name": new(h.item(h.STRING, varstring("x"), root="body")),
    "text in the root, by its neighbour": new(h.text("x", left=BLOCK)),
    "text in the root, before its neighbour": new(h.text("x", right=BLOCK)),
    "text in a block": new(h.text("x", parent=BLOCK)),
    "text in a block, by its neighbour": new(h.text("x", left=TEXT)),
    "text in a line break": new(h.text("x", parent=BREAK)),
    "a text in a line break": new(h.xml_text(BREAK)),
    "an attribute on a line break": new(h.attribute("kind", h.any_text("paragraph"), BREAK)),
    "a text in the root": new(h.xml_text(left=BLOCK)),
    "a line break in the root": new(element("hardBreak", left=BLOCK)),
    "a block in a block": new(element("block", left=TEXT)),
    "a block in a text": new(element("block", left=LAST)),
    "a text in a text": new(h.xml_text(TEXT)),
    "a line break in a line break": new(element("hardBreak", parent=BREAK)),
    "a whole block with a block in it": new(h.block(left=BLOCK), element("block", parent=(NEW, 0))),
    "a mark in a block": new(h.mark("bold", "{}", left=TEXT)),
    "a mark between blocks": new(h.mark("bold", "{}", left=BLOCK)),
    "a name on the body": new(h.item(h.ANY, any_of(h.any_text("x")), root="body", key="kind")),
    "a list in the fields": new(h.item(h.STRING, varstring("x"), root="fields")),
    "another root": new(element("block", root="elsewhere")),
    "another map": new(h.item(h.ANY, any_of(h.any_text("x")), root="secrets", key="status")),
    "a root without a name": new(element("block", root="")),
    "good letters, then a parent that is no type": new(
        h.text("x", left=LAST), h.text("y", parent=(AUTHOR, 3))
    ),
    "good letters, then a picture": new(
        h.text("x", left=LAST), h.item(h.EMBED, varstring("{}"), left=(NEW, 0))
    ),
    "good letters, then text in the root": new(h.text("x", left=LAST), h.text("y", left=BLOCK)),
    "two that wait for each other": h.update(
        h.run(NEW, 0, h.text("a", left=(NEW + 1, 0))), h.run(NEW + 1, 0, h.text("b", left=(NEW, 0)))
    ),
    "a letter after itself": new(h.text("ab", left=(NEW, 1))),
}

CUTS = {
    "a deletion of half a character": h.update(deletes={AUTHOR: [(SMILE, 1)]}),
    "a deletion of the other half": h.update(deletes={AUTHOR: [(SMILE + 1, 1)]}),
    "a letter inside a character": new(h.text("x", left=(AUTHOR, SMILE))),
    "a letter before half a character": new(h.text("x", right=(AUTHOR, SMILE + 1))),
}

DEPTH = {
    "texts nested 36,000 deep": nested_texts(36_000),
    "texts nested nine deep": nested_texts(9),
    "a value nested 100,000 deep in an attribute": new(h.attribute("level", _deep_value(100_000), BLOCK)),
    "a value nested 100,000 deep between letters": new(
        h.item(h.ANY, any_of(_deep_value(100_000)), left=LAST)
    ),
    "objects nested 40,000 deep": new(h.attribute("level", b"\x76\x01\x01a" * 40_000 + b"\x7e", BLOCK)),
    "a mark's value nested 100,000 deep": new(h.mark("link", "[" * 100_000, left=LAST)),
}


SLICED = frozenset({"texts nested 36,000 deep"})
"""So many structs that the server processes them in slices; only pings show the cost of one slice."""


def _group(token: str, named: Mapping[str, bytes]) -> tuple[Attack, ...]:
    return tuple((name, token, lambda _, update=update: update) for name, update in named.items())


IN_A_SECTION: Mapping[str, tuple[Attack, ...]] = {
    "bytes that are no update": _group("malformed", MALFORMED),
    "clocks": _group("refused", CLOCKS),
    "authorship": (
        *_group("refused", AUTHORSHIP),
        (
            "the server's own next struct",
            "refused",
            lambda seed: h.update(h.run(seed.client, seed.end, h.gc(1))),
        ),
    ),
    "contents": _group("refused", CONTENTS),
    "places": _group("refused", PLACES),
    "cuts through a character": _group("refused", CUTS),
    "depth": _group("refused", DEPTH),
    "attributes": _group("refused", dict(attributes())),
    "elements": _group("refused", dict(elements())),
    "marks": _group("refused", dict(marks())),
    "links": _group("refused", dict(links())),
}


def _by(client: int, *structs: bytes) -> bytes:
    return h.update(h.run(client, 0, *structs))


ALLOWED: Mapping[str, Callable[[int, Seed], bytes]] = {
    "a letter": lambda client, _: _by(client, h.text("a", left=LAST)),
    "bold": lambda client, _: _by(client, h.mark("bold", "{}", left=LAST)),
    "a link": lambda client, _: _by(
        client, h.mark("link", '{"href":"https://eksempel.no/a b?c=d"}', left=LAST)
    ),
    "a link in capitals": lambda client, _: _by(
        client, h.mark("link", '{"href":"MAILTO:ola@eksempel.no"}', left=LAST)
    ),
    "a line break": lambda client, _: _by(client, element("hardBreak", left=TEXT)),
    "a heading": lambda client, _: _by(client, h.attribute("level", b"\x7d\x03", BLOCK)),
    "a block": lambda client, _: _by(
        client, h.block(left=BLOCK), h.xml_text((client, 0)), h.text("a", parent=(client, 1))
    ),
    "a whole character deleted": lambda *_: h.update(deletes={AUTHOR: [(SMILE, 2)]}),
}
"""For each kind of attack a similar valid update: the server does not simply refuse everything.
Built for a client id and a part's seed."""
