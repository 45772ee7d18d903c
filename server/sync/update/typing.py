"""Typing on: nearly every frame is one more letter right after its sender's last one.

Where somebody's text ends is remembered from the frame that was checked in full; what follows on it can
then be read with one look, because all of its bytes but the letters are known beforehand. And many such
frames together say what one insertion of all their letters says: the item Yjs itself would make of them.
"""

from __future__ import annotations

from server.sync.protocol.lib0 import MAX_CLOCK, varbytes, varuint

from .nesting import Id

ONE_STRUCT_OF_ONE_CLIENT = b"\x01\x01"
TEXT_AFTER, TEXT_BETWEEN = b"\x84", b"\xc4"
NOTHING_DELETED = b"\x00"
SHORT = 128
"""Bytes from which a length takes more than one."""
PAIRED = 0xF0
"""The first byte of a character of two UTF-16 units: clocks count units, so those are read in full."""


class TextEnd:
    """Where a client's newest text ends: at ``clock``, its last letter's, and what stands right of it."""

    __slots__ = ("_before", "_before_clock", "_head", "_item", "_next", "_right", "client", "clock")

    def __init__(self, client: int, clock: int, right: Id | None) -> None:
        self.client, self.clock = client, clock
        self._head = ONE_STRUCT_OF_ONE_CLIENT + varuint(client)
        self._item = (TEXT_BETWEEN if right else TEXT_AFTER) + varuint(client)
        self._right = varuint(right[0]) + varuint(right[1]) if right else b""
        self._before, self._before_clock, self._next = b"", -1, varuint(0)

    def _before_text(self, clock: int) -> bytes:
        if clock != self._before_clock:  # it is asked for twice: to recognise a letter, and to insert it
            here = self._next if clock == self._before_clock + 1 else varuint(clock)
            self._next = varuint(clock + 1)
            self._before = self._head + self._next + self._item + here + self._right
            self._before_clock = clock
        return self._before

    def follows(self, update: bytes, clock: int) -> tuple[bytes, int] | None:
        """The text of ``update`` and its length in UTF-16 units, if it goes on where ``clock`` ends.

        ``None`` does not mean that it is wrong, only that it must be read in full.
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
        """One update that inserts ``text`` here."""
        return self._before_text(self.clock) + varbytes(text) + NOTHING_DELETED
