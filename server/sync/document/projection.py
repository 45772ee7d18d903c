"""What is read out of a document: the title, which is stored beside it so that lists need not read it, and
the words of the body, which are not stored.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from pycrdt import Map as YMap
from pycrdt import Text, XmlElement, XmlFragment, XmlText

from server.domain.kinds import KINDS
from server.domain.plan import Kind
from server.ports.log import Projection
from server.ports.texts import without_space

MAX_TITLE = 300
"""Characters of a title that are projected; the document keeps all of it."""


def is_projected(kind: Kind) -> bool:
    """Whether a change below ``fields`` can change the projection of a part of this kind."""
    return KINDS[kind].titled


def projected(fields: YMap[Any]) -> Projection:
    """The projection of a document with these ``fields``."""
    return Projection(title_of(fields))


def title_of(fields: YMap[Any]) -> str:
    """The title as one line of at most ``MAX_TITLE`` characters; ``""`` if there is none."""
    title = fields.get("title")
    return " ".join(str(title).split()).translate(_CONTROLS)[:MAX_TITLE] if isinstance(title, Text) else ""


BLOCKS_AT_ONCE = 30
"""Blocks read without yielding: a millisecond (measured)."""


def words_in(body: XmlFragment) -> Generator[None, None, str]:
    """All letters of the body, ``without_space``. Yields between slices of it."""
    words = []
    for place, block in enumerate(body.children, 1):
        for child in block.children if isinstance(block, XmlElement) else ():
            if isinstance(child, XmlText):
                words += [without_space(run) for run, _ in child.diff() if isinstance(run, str)]
        if place % BLOCKS_AT_ONCE == 0:
            yield
    return "".join(words)


_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])
"""Control characters: lists do not show them, and PostgreSQL stores no NUL in a text."""
