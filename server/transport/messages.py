"""Puts the frames of a websocket's client together to messages (RFC 6455, 5), and keeps no more than it may.

A parser that keeps whatever has come of a message lets anybody fill the memory with messages that never end:
9 MB a socket, and without bound in fragments of nothing (measured on websockets 17). Here one that is too
large is named by its first bytes and the rest of it is not kept, so that the socket need not end; before more
than ``SMALL`` bytes are kept, the owner is asked. Control frames are passed on whole, to websockets.
"""

from __future__ import annotations

from typing import Protocol

from websockets.frames import CloseCode, apply_mask  # type: ignore[attr-defined]  # the fastest there is

SMALL = 4 * 1024
"""Bytes of an unfinished message that are kept without asking."""
START = 1_100
"""Bytes of a message that is too large by which it is named: its address, 256 characters at most."""
LONGEST = 9 * 1024 * 1024
"""Beyond so many bytes the socket ends: they are not kept, but they are not read for ever either."""
HEAD, MASK = 2, 4
FINAL, RESERVED, OPCODE, MASKED, LENGTH = 0x80, 0x70, 0x0F, 0x80, 0x7F
CONTINUATION, TEXT, BINARY, CONTROL = 0, 1, 2, 8
LONGEST_CONTROL = 125
LENGTH_BYTES = {126: 2, 127: 8}


class ProtocolBroken(Exception):
    """``code`` is the close code that says so."""

    def __init__(self, code: CloseCode, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class MessageOwner(Protocol):
    def take_message(self, data: bytes) -> None: ...

    def take_control(self, frame: bytes) -> None: ...

    def take_text(self) -> None:
        """A text message begins; it is not kept."""

    def take_large(self, start: bytes) -> None:
        """A message that is too large has begun; no more of it is kept."""

    def may_keep(self, size: int) -> bool:
        """Whether ``size`` bytes of one message may be kept until it has come whole."""


class MessageReader:
    """``most``: bytes of a message that is not too large. ``between``: the next byte begins a message."""

    def __init__(self, owner: MessageOwner, most: int) -> None:
        self._owner, self._most = owner, most
        self._head = bytearray()
        self._left = 0
        self._content = bytearray()
        """Of the frame that is arriving, masked."""
        self._message = bytearray()
        self._size = 0
        """Of the message that is arriving, also of what is not kept."""
        self._begun = self._kept = self._large = False
        self.between = True

    def read(self, data: bytes) -> None:
        """Raises ``ProtocolBroken``; then nothing more may be read."""
        at = 0
        while at < len(data):
            at = self._read_content(data, at) if self._left else self._read_head(data, at)

    def forget(self) -> None:
        """Nothing more will come."""
        self._message, self._content = bytearray(), bytearray()

    def _read_head(self, data: bytes, at: int) -> int:
        self.between = False
        wanted = _head_size(self._head) - len(self._head)
        self._head += data[at : at + wanted]
        if len(self._head) == _head_size(self._head):
            self._begin_frame()
        return at + wanted

    def _begin_frame(self) -> None:
        opcode, final = self._head[0] & OPCODE, self._head[0] >= FINAL
        extended = self._head[HEAD:-MASK]
        self._left = int.from_bytes(extended) if extended else self._head[1] & LENGTH
        if opcode >= CONTROL:
            if not final or self._left > LONGEST_CONTROL:
                raise ProtocolBroken(CloseCode.PROTOCOL_ERROR, "a control frame in pieces, or too long")
        else:
            self._begin_data(opcode)
        if not self._left:
            self._end_frame()

    def _begin_data(self, opcode: int) -> None:
        if opcode > BINARY or (opcode == CONTINUATION) != self._begun:
            raise ProtocolBroken(CloseCode.PROTOCOL_ERROR, "a frame that cannot come here")
        if not self._begun:
            self._begun = self._kept = True
            self._size = 0
        self._size += self._left
        if self._size > LONGEST:
            raise ProtocolBroken(CloseCode.MESSAGE_TOO_BIG, "too large")
        if opcode == TEXT:
            self._kept = False
            self._owner.take_text()
        if self._kept and not self._large and self._size > self._most:
            self._large = True
        elif self._kept and not self._large and self._size > SMALL:
            self._kept = self._owner.may_keep(self._size)

    def _read_content(self, data: bytes, at: int) -> int:
        piece = data[at : at + self._left]
        self._left -= len(piece)
        if self._kept or self._head[0] & OPCODE >= CONTROL:
            self._content += piece
            if self._large and len(self._message) + len(self._content) >= START:
                self._name_large()
        if not self._left:
            self._end_frame()
        return at + len(piece)

    def _end_frame(self) -> None:
        first = self._head[0]
        if first & OPCODE >= CONTROL:
            self._owner.take_control(bytes(self._head + self._content))
        else:
            self._end_data(final=first >= FINAL)
        self._head.clear()
        self._content.clear()
        self.between = not self._begun

    def _end_data(self, *, final: bool) -> None:
        content = apply_mask(self._content, self._head[-MASK:]) if self._kept else b""
        if not final:
            self._message += content
            return
        message, kept = bytes(self._message + content) if self._message else content, self._kept
        if self._large and kept:
            self._name_large()
            kept = False
        self._begun = self._large = False
        self._message = bytearray()
        if kept:
            self._owner.take_message(message)

    def _name_large(self) -> None:
        start = self._message + apply_mask(self._content, self._head[-MASK:])
        self._kept = False
        self._message, self._content = bytearray(), bytearray()
        self._owner.take_large(bytes(start[:START]))


def _head_size(head: bytearray) -> int:
    """Of a frame whose head begins like this. Raises ``ProtocolBroken``."""
    if len(head) < HEAD:
        return HEAD
    if head[0] & RESERVED or not head[1] & MASKED:
        raise ProtocolBroken(CloseCode.PROTOCOL_ERROR, "a frame compressed or not masked")
    return HEAD + LENGTH_BYTES.get(head[1] & LENGTH, 0) + MASK
