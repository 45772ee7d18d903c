"""Fast path for *typing on*: nearly every frame is one more letter right after its sender's last one.

The end of a client's text is remembered from a frame that was checked in full; all bytes of a frame that
continues it, except the letters, are then known in advance and compared. Several such frames equal one
insertion of all their letters, the item that Yjs itself would merge them into.
"""

from __future__ import annotations

from server.sync.protocol.lib0 import MAX_CLOCK, varbytes, varuint

from .nesting import Id

ONE_STRUCT_OF_ONE_CLIENT = b"\x01\x01"
TEXT_AFTER, TEXT_BETWEEN = b"\x84", b"\xc4"
NOTHING_DELETED = b"\x00"
SHORT = 128
"""The first length whose varuint takes more than one byte."""
PAIRED = 0xF0
"""The first byte of a character of two UTF-16 units: clocks count units, so such frames are read in full."""


class TextEnd:
    """The end of a client's newest text: ``clock`` of its last letter, and the right neighbour."""

    __slots__ = ("_before", "_before_clock", "_head", "_item", "_next", "_right", "client", "clock")

    def __init__(self, client: int, clock: int, right: Id | None) -> None:
        self.client, self.clock = client, clock
        self._head = ONE_STRUCT_OF_ONE_CLIENT + varuint(client)
        self._item = (TEXT_BETWEEN if right else TEXT_AFTER) + varuint(client)
        self._right = varuint(right[0]) + varuint(right[1]) if right else b""
        self._before, self._before_clock, self._next = b"", -1, varuint(0)

    def _before_text(self, clock: int) -> bytes:
        if clock != self._before_clock:  # used twice: to recognise a letter, and to insert it
            here = self._next if clock == self._before_clock + 1 else varuint(clock)
            self._next = varuint(clock + 1)
            self._before = self._head + self._next + self._item + here + self._right
            self._before_clock = clock
        return self._before

    def follows(self, update: bytes, clock: int) -> tuple[bytes, int] | None:
        """The text of ``update`` and its length in UTF-16 units, if it continues the text after ``clock``.

        ``None``: it must be read in full; it may still be valid.
        """
        before = self._before_text(clock)
        at = len(before)
        size = len(update) - at - 2
        if not 0 < size < SHORT or not update.startswith(before) or update[at] != size or update[-1]:
            return None
        if clock + 1 + size > MAX_CLOCK:
            return None
        text = update[at + 1 : -1]
        if text.isascii():
            return text, size
        try:
            return None if max(text) >= PAIRED else (text, len(text.decode()))
        except UnicodeDecodeError:
            return None

    def insertion(self, text: bytes) -> bytes:
        """The update that inserts ``text`` here."""
        return self._before_text(self.clock) + varbytes(text) + NOTHING_DELETED
