"""What is read out of a document and stored beside it, so that lists need not read it: title and due day."""

from __future__ import annotations

from typing import Any

from pycrdt import Map as YMap
from pycrdt import Text, XmlFragment, XmlText

from server.domain.kinds import KINDS
from server.domain.plan import Kind
from server.ports.log import Projection
from server.ports.texts import FilledIn

MAX_TITLE = 300
"""Characters of a title that are projected; the document keeps all of it."""
LONGEST_READ = 20 * MAX_TITLE
"""Characters in which they are looked for, at every letter that is typed."""


def is_projected(kind: Kind) -> bool:
    """Whether a change below ``fields`` can change the projection of a part of this kind."""
    return KINDS[kind].titled


def projected(fields: YMap[Any]) -> Projection:
    """The projection of a document with these ``fields``."""
    return Projection(title_of(fields), due_of(fields))


def title_of(fields: YMap[Any]) -> str:
    """The title as one line of at most ``MAX_TITLE`` characters; ``""`` if there is none."""
    title = fields.get("title")
    if not isinstance(title, Text):
        return ""
    seen = str(title)[:LONGEST_READ].translate(_UNSEEN)
    return " ".join(seen.split()).translate(_CONTROLS)[:MAX_TITLE]


def due_of(fields: YMap[Any]) -> str:
    """The day by which a measure is to be done; ``""`` if it has none, or is done or stopped."""
    due = fields.get("due")
    return due if isinstance(due, str) and fields.get("status") not in FINISHED else ""


def written(body: XmlFragment, fields: YMap[Any]) -> FilledIn:
    """Whether any letter stands in ``body``, and what each of ``fields`` says."""
    texts = (run for block in body.children for run in getattr(block, "children", ()))
    said = {name: str(fields[name]) for name in fields.keys() if fields[name] is not None}  # noqa: SIM118
    return FilledIn(any(str(text).strip() for text in texts if isinstance(text, XmlText)), said)


FINISHED = frozenset({"done", "stopped"})
"""States of a measure after which nothing of it is late."""
_UNSEEN = dict.fromkeys(
    [
        *(0x00AD, 0x034F, 0x061C, 0x180E, 0x200B, 0xFEFF),
        *(0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070)),
        *(*range(0xFFF9, 0xFFFC), 0xE0001, *range(0xE0020, 0xE0080)),
    ]
)
"""Signs that turn the direction of what stands beside the title in lists and sentences, or are not seen and
would let two titles look alike. Joiners are kept: families and Persian words are written with them."""
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])
"""Control characters: lists do not show them, and PostgreSQL stores no NUL in a text."""
