"""Whether a websocket's parser is between two messages, which websockets knows but does not expose."""

from __future__ import annotations

from types import GeneratorType

from websockets.protocol import OPEN, Protocol
from websockets.streams import StreamReader

_AT_EOF = StreamReader.at_eof.__code__


def between_messages(conn: Protocol) -> bool:
    """Whether the next byte ``conn`` receives begins a message (or a control frame) and is not discarded.

    Neither its buffer nor its message size says so: a frame's head is consumed as soon as it has arrived,
    which leaves the buffer as empty as before it. But the parser is a generator that calls ``at_eof`` only
    where all frames read so far are whole. If a later version does otherwise, the answer is ``False``.
    """
    if conn.state is not OPEN or conn.current_size is not None:
        return False
    waiting: object = conn.parser
    while isinstance(waiting, GeneratorType) and waiting.gi_yieldfrom is not None:
        waiting = waiting.gi_yieldfrom
    return isinstance(waiting, GeneratorType) and waiting.gi_code is _AT_EOF
