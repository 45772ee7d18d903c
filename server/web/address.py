"""What a page says of itself in the address of its socket: ``/sync?schema=N&epoch=E``.

What it does not say is taken to be as here, so that scripts need to know neither.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from server.sync.document.schema import SCHEMA
from server.sync.protocol.closings import Token

_NUMBER = re.compile("[0-9]{1,5}")
"""What ``int`` surely takes: a small 2 (``isdigit`` says it is one) and thousands of digits it does not."""


def misfit(query: bytes, epoch: str) -> Token | None:
    """Why nothing that comes on this socket may be looked at; ``epoch`` is that of the database here."""
    said = parse_qs(query.decode("latin-1"))
    schema = said.get("schema", [str(SCHEMA)])[0]
    if not _NUMBER.fullmatch(schema) or int(schema) < SCHEMA:
        return Token.SCHEMA_TOO_OLD
    return Token.RESTORED if said.get("epoch", [epoch])[0] != epoch else None
