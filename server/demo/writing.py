"""Parses the demo texts' markup into blocks of a part's document.

One line is one block; empty lines only separate. ``##`` heading, ``- `` bullet, ``1. `` ordered, two
spaces before a list mark per level of indent, ``**bold**`` and ``*italic*`` inside a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from server.sync.document.schema import Block

_LINE = re.compile(r"(?P<indent> *)(?:(?P<heading>#{1,3})|(?P<bullet>-)|(?P<ordered>\d+\.)) (?P<text>.+)")
_MARK = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|\*(?P<italic>[^*]+)\*")

Run = tuple[str, Mapping[str, object]]


def blocks_of(text: str) -> list[Block]:
    """The blocks of a text with this markup, in order."""
    return [_block(line) for line in text.splitlines() if line.strip()]


def _block(line: str) -> Block:
    found = _LINE.fullmatch(line)
    if found is None:
        return Block(tuple(_runs(line.strip())))
    runs, indent = tuple(_runs(found["text"])), len(found["indent"]) // 2
    if found["heading"]:
        return Block(runs, "heading", level=len(found["heading"]))
    return Block(runs, "bullet" if found["bullet"] else "ordered", indent=indent)


def _runs(text: str) -> Iterator[Run]:
    position = 0
    for mark in _MARK.finditer(text):
        if mark.start() > position:
            yield text[position : mark.start()], {}
        yield (mark["bold"], {"bold": {}}) if mark["bold"] else (mark["italic"], {"italic": {}})
        position = mark.end()
    if position < len(text):
        yield text[position:], {}
