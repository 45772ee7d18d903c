"""What is kept of a document beside it: today the title that lists show.

Whatever else is to be found without reading documents, plain text for a search say, is computed here.
"""

from __future__ import annotations

from typing import Any

from pycrdt import Map as YMap
from pycrdt import Text

from server.domain.kinds import KINDS
from server.domain.plan import Kind
from server.ports.log import Projection

MAX_TITLE = 300
"""Characters of a title that are projected to lists; the document keeps all of it."""


def is_projected(kind: Kind) -> bool:
    """Whether a change below ``fields`` can change the projection of such a part."""
    return KINDS[kind].titled


def projected(fields: YMap[Any]) -> Projection:
    """All that is projected of a document with these ``fields``."""
    return Projection(title_of(fields))


def title_of(fields: YMap[Any]) -> str:
    """One line, at most ``MAX_TITLE`` characters; ``""`` where there is none."""
    title = fields.get("title")
    return " ".join(str(title).split()).translate(_CONTROLS)[:MAX_TITLE] if isinstance(title, Text) else ""


_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])
"""No list shows them, and PostgreSQL keeps no NUL in a text."""
