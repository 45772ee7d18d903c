"""Attacks on a measure's fields: choices, dates, and the texts that only the server creates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tests.support.clients.protocol import varstring, varuint
from tests.unit.sync import handmade as h

from .ground import NEW, new
from .updates import Attack, Seed


def _field(name: str, *values: bytes) -> bytes:
    return h.update(h.run(NEW, 0, h.field(name, *values)))


def _typed(name: str, type_: int, *structs: bytes) -> bytes:
    made = h.item(h.TYPE, varuint(type_), root="fields", key=name)
    return h.update(h.run(NEW, 0, made, *structs))


WRONG = {
    "status": ("begun", "Planned", "planned ", "0", "open", "<script>"),
    "decision": ("yes", "not_needed"),
    "start": (
        "2026-13-01",
        "2026-00-10",
        "2026-02-32",
        "2026-1-1",
        "yesterday",
        "2026-01-01\n",
        "2026-01-01T00:00",
        "٢٠٢٦-01-01",
        " 2026-01-01",
    ),
    "due": ("9" * 1_001, "javascript:x"),
    "goal": ("../x", "part/x", "x" * 65, "a b", "æ"),
    "secret": ("x",),
    "Title": ("x",),
    "__proto__": ("x",),
    "": ("x",),
    "x" * 65: ("x",),
    "target": ("2026-01-01",),
    "title": ("x",),
    "how": ("x",),
}

VALUES = {
    "a number": b"\x7d\x01",
    "true": b"\x78",
    "null": b"\x7e",
    "undefined": b"\x7f",
    "not a number": b"\x7b\x7f\xf8" + b"\x00" * 6,
    "infinity": b"\x7b\x7f\xf0" + b"\x00" * 6,
    "a long integer": b"\x7a" + b"\xff" * 8,
    "bytes": b"\x74\x01x",
    "an array": b"\x75\x01" + h.any_text("started"),
    "an object": b"\x76\x01" + varstring("x") + h.any_text("started"),
    "arrays 100,000 deep": b"\x75\x01" * 100_000 + b"\x7e",
    "objects 40,000 deep": b"\x76\x01\x01a" * 40_000 + b"\x7e",
}

TYPES = {
    "a text nobody planned": _typed("status", h.Y_TEXT),
    "another title": _typed("title", h.Y_TEXT, h.text("x", parent=(NEW, 0))),
    "a map": _typed("status", h.MAP),
    "an array": _typed("start", h.ARRAY),
    "an XML text": _typed("title", h.XML_TEXT),
    "a fragment": _typed("title", h.XML_FRAGMENT),
    "a subdocument": h.update(
        h.run(NEW, 0, h.item(h.DOC, varstring("guid") + b"\x76\x00", root="fields", key="status"))
    ),
}


def _same(named: Mapping[str, bytes]) -> tuple[Attack, ...]:
    return tuple((name, "refused", lambda _, update=update: update) for name, update in named.items())


def _wrong() -> Iterator[tuple[str, str]]:
    for name, values in WRONG.items():
        yield from ((name, value) for value in values)


def _mark_in(seed: Seed, key: str, json: str) -> bytes:
    """A mark between the first two letters of the title."""
    content = varstring(key) + varstring(json)
    return h.item(h.FORMAT, content, left=seed.letter, right=(seed.client, seed.title + 2))


IN_TEXTS: tuple[Attack, ...] = tuple(
    (name, "refused", build)
    for name, build in {
        "the title removed": lambda seed: h.update(deletes={seed.client: [(seed.title, 1)]}),
        "the title overwritten by its neighbour": lambda seed: new(
            h.item(h.ANY, b"\x01" + h.any_text("x"), left=(seed.client, seed.title))
        ),
        "a letter over the title": lambda seed: new(h.text("x", left=(seed.client, seed.title))),
        "a mark over the title": lambda seed: new(h.mark("bold", "{}", left=(seed.client, seed.title))),
        "a text over the title": lambda seed: new(h.xml_text(left=(seed.client, seed.title))),
        "a deleted struct over the title": lambda seed: new(h.deleted(1, left=(seed.client, seed.title))),
        "bold in the title": lambda seed: new(_mark_in(seed, "bold", "{}")),
        "a link in the title": lambda seed: new(_mark_in(seed, "link", '{"href":"https://x"}')),
        "a picture in the title": lambda seed: new(h.item(h.EMBED, varstring("{}"), left=seed.letter)),
        "a block in the title": lambda seed: new(h.block(left=seed.letter)),
        "a text in the title": lambda seed: new(h.xml_text((seed.client, seed.title))),
        "a letter in the title under the server's name": lambda seed: h.update(
            h.run(seed.client, seed.end, h.text("x", left=seed.letter))
        ),
    }.items()
)

IN_A_MEASURE: Mapping[str, tuple[Attack, ...]] = {
    "wrong names and values": _same(
        {f"{name[:20]!r} = {value[:20]!r}": _field(name, h.any_text(value)) for name, value in _wrong()}
    ),
    "values that are none": _same(
        {f"status = {name}": _field("status", value) for name, value in VALUES.items()}
    ),
    "types": _same(TYPES),
    "in the texts": IN_TEXTS,
    "behind another": _same(
        {"a good choice, overwritten": _field("status", h.any_text("done"), h.any_text("begun"))}
    ),
}

ALLOWED_IN_A_MEASURE: Mapping[str, Callable[[int, Seed], bytes]] = {
    "a letter in the title": lambda client, seed: h.update(h.run(client, 0, h.text("å", left=seed.letter))),
    "a choice": lambda client, _: h.update(h.run(client, 0, h.field("status", h.any_text("started")))),
    "a date": lambda client, _: h.update(h.run(client, 0, h.field("start", h.any_text("2026-02-28")))),
    "a choice cleared": lambda client, _: h.update(h.run(client, 0, h.field("decision", h.any_text("")))),
}
