"""Where one websocket message has ended and no other has begun: websockets knows, but does not tell."""

from __future__ import annotations

from types import GeneratorType

from websockets.protocol import OPEN, Protocol
from websockets.streams import StreamReader

_AT_EOF = StreamReader.at_eof.__code__


def between_messages(conn: Protocol) -> bool:
    """Whether the next byte ``conn`` receives begins a message (or a control frame), and is not thrown away.

    Neither its buffer nor its size of a message says so: a frame's head is taken out as soon as it is there,
    and the buffer is as empty again as before it. But the parser is a generator, and asks whether the stream
    has ended where it has read whole frames only. Would it not any more, the answer were ``False``.
    """
    if conn.state is not OPEN or conn.current_size is not None:
        return False
    waiting: object = conn.parser
    while isinstance(waiting, GeneratorType) and waiting.gi_yieldfrom is not None:
        waiting = waiting.gi_yieldfrom
    return isinstance(waiting, GeneratorType) and waiting.gi_code is _AT_EOF
