"""Attributes, elements, marks and links that no document may hold."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.support.clients.protocol import varuint
from tests.unit.sync import handmade as h

from .ground import AUTHOR, BLOCK, KIND, LAST, TEXT, any_of, element, new


def attributes() -> Iterator[tuple[str, bytes]]:
    values = {
        "style": h.any_text("x"),
        "onclick": h.any_text("alert(1)"),
        "href": h.any_text("https://x"),
        "": h.any_text("x"),
    }
    for key, value in values.items():
        yield f"a block's attribute {key!r}", new(h.attribute(key, value, BLOCK))
    wrong = {
        "kind": (h.any_text("script"), h.any_text("Paragraph"), h.any_text(""), b"\x7d\x01", b"\x78"),
        "level": (
            b"\x7d\x04",
            b"\x7d\x00",
            b"\x7d\x41",
            h.any_text("9"),
            h.any_text("²"),
            b"\x7b\x3f\xf8" + b"\x00" * 6,
        ),
        "indent": (
            b"\x7d\x07",
            b"\x7d\x41",
            b"\x7b\x7f\xf8" + b"\x00" * 6,
            b"\x7b\x7f\xf0" + b"\x00" * 6,
            b"\x7c\x7f\xc0\x00\x00",
            b"\x7a" + b"\xff" * 8,
            b"\x7e",
            b"\x7f",
            b"\x79",
            b"\x74\x01x",
            b"\x75\x00",
            b"\x76\x00",
        ),
    }
    for key, listed in wrong.items():
        for value in listed:
            yield f"{key} = {value[:12].hex()}", new(h.attribute(key, value, BLOCK))
    yield "a text as kind", new(h.item(h.TYPE, varuint(h.XML_TEXT), parent=BLOCK, key="kind"))
    over = {
        "script": h.item(h.ANY, any_of(h.any_text("script")), left=(AUTHOR, KIND)),
        "a letter": h.text("x", left=(AUTHOR, KIND)),
        "a mark": h.mark("bold", "{}", left=(AUTHOR, KIND)),
        "a text": h.xml_text(left=(AUTHOR, KIND)),
    }
    for name, struct in over.items():
        yield f"{name} over the kind", new(struct)


def elements() -> Iterator[tuple[str, bytes]]:
    for name in ("script", "iframe", "img", "paragraph", "Block", "block ", "", "hardbreak", "x" * 10_000):
        yield f"an element {name[:20]!r} in the body", new(element(name, left=BLOCK))
        yield f"an element {name[:20]!r} in a block", new(element(name, left=TEXT))


def marks() -> Iterator[tuple[str, bytes]]:
    for key in ("code", "style", "onclick", "Bold", "", "__proto__", "ychange"):
        yield f"a mark {key!r}", new(h.mark(key, "{}", left=LAST))
    for value in ("1", '"x"', '{"x":1}', "[]", "{", "", " {}", "{}{}", "NaN", "undefined"):
        yield f"bold = {value!r}", new(h.mark("bold", value, left=LAST))


LINKS = (
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "\tjavascript:alert(1)",
    "\x01javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "java\0script:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "javascript\uff1aalert(1)",
    "\u202ejavascript:x",
    "\ufeffjavascript:x",
    "data:text/html,<script>",
    "DATA:text/html;base64,x",
    " data:x",
    "vbscript:x",
    "VbScript:x",
    "file:///etc/passwd",
    "blob:https://x",
    "ftp://x",
    "//evil.example",
    "/logout",
    "",
    "#x",
    "x",
    "https:",
    "mailto:",
    "tel:",
    " https://x",
    "\nhttps://x",
    "https://x\n",
    "https://x\0",
    "https://x\x7f",
    "https\n://x",
    "view-source:https://x",
    "https://" + "x" * 2_048,
    "intent://x",
    "\ud800",
)
LINK_VALUES = (
    '"https://x"',
    '["href","https://x"]',
    '[["href","https://x"]]',
    '{"href":["https://x"]}',
    '{"href":null}',
    '{"href":1}',
    '{"href":{"href":"https://x"}}',
    '{"href":"https://x","onclick":"x"}',
    '{"href":"https://x","href":"javascript:x"}',
    '{"href":"javascript:x","href":"https://x"}',
    '{"HREF":"https://x"}',
    '{"href ":"https://x"}',
    "{}",
    "true",
    '{"href":"https://x"}x',
    '{"href":"https://x"',
    "{'href':'https://x'}",
    '{"href":"\\u006aavascript:x"}',
)


def links() -> Iterator[tuple[str, bytes]]:
    for href in LINKS:
        yield f"a link to {href[:40]!a}", new(h.mark("link", json.dumps({"href": href}), left=LAST))
    for value in LINK_VALUES:
        yield f"link = {value}", new(h.mark("link", value, left=LAST))
