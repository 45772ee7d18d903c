"""Messages as bytes: one byte for the kind, then its fields, each with its length in front.

Decoding is strict: a batch with any byte too many or too few is refused whole. The plan is not encoded;
it follows from the channel the batch was sealed for (``seal``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from struct import Struct

from server.domain.plan import ParticipantId, PartId, PersonId
from server.ports.log import Stored
from server.ports.processes import (
    AccessVersionChanged,
    AwarenessChanged,
    AwarenessRequested,
    Message,
    PartNotice,
    PlanChanged,
    RowsStored,
    SessionEnded,
)

MAX_MESSAGE_BYTES = 256 * 1024
MAX_SEQ = 2**63 - 1

_LENGTH = Struct(">I")
_SEQ = Struct(">Q")
_ROWS, _AWARENESS, _AWARENESS_REQUEST, _ACCESS, _PLAN, _NOTICE, _SESSION = range(1, 8)


class Unreadable(Exception):
    """The bytes are not messages of this version's format; the reason is for the log only."""


class MessageTooLarge(Exception):
    """The message is longer than other processes would accept."""


def encode(message: Message) -> bytes:
    """One message as bytes, at most ``MAX_MESSAGE_BYTES``.

    Rows that do not fit are left out: without them the message still names the part to reread. Raises
    ``MessageTooLarge`` for any other message that long.
    """
    if isinstance(message, RowsStored) and _rows_size(message) > MAX_MESSAGE_BYTES:
        message = replace(message, rows=())
    data = _encode(message)
    if len(data) > MAX_MESSAGE_BYTES:
        raise MessageTooLarge(type(message).__name__)
    return data


def decode(data: bytes) -> list[Message]:
    """The messages of a batch, in order. Raises ``Unreadable``."""
    reader, messages = _Reader(data), []
    while not reader.finished:
        read = _DECODERS.get(reader.byte())
        if read is None:
            raise Unreadable("a kind of message we do not know")
        messages.append(read(reader))
    return messages


def _encode(message: Message) -> bytes:
    match message:
        case RowsStored(part, rows):
            return b"".join((bytes((_ROWS,)), _text(part), _LENGTH.pack(len(rows)), *map(_row, rows)))
        case AwarenessChanged(part, participant, payload):
            return bytes((_AWARENESS,)) + _place(part) + _text(participant) + _bytes(payload)
        case AwarenessRequested(part):
            return bytes((_AWARENESS_REQUEST,)) + _place(part)
        case AccessVersionChanged():
            return bytes((_ACCESS,))
        case PlanChanged():
            return bytes((_PLAN,))
        case PartNotice(part, text):
            return bytes((_NOTICE,)) + _text(part) + _text(text)
        case SessionEnded(key):
            return bytes((_SESSION,)) + _text(key)


def _rows_size(message: RowsStored) -> int:
    """An upper bound in bytes: ids are far shorter than the space allowed for them."""
    return sum(len(row.payload) + 64 for row in message.rows) + 256


def _row(row: Stored) -> bytes:
    return _SEQ.pack(row.seq) + _text(row.person) + _bytes(row.payload)


def _bytes(data: bytes) -> bytes:
    return _LENGTH.pack(len(data)) + data


def _text(text: str) -> bytes:
    return _bytes(text.encode())


def _place(part: PartId | None) -> bytes:
    return b"\0" if part is None else b"\1" + _text(part)


class _Reader:
    """A position in a batch."""

    __slots__ = ("_at", "_data")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def finished(self) -> bool:
        return self._at == len(self._data)

    def _take(self, count: int) -> bytes:
        end = self._at + count
        if end > len(self._data):
            raise Unreadable("cut off")
        taken, self._at = self._data[self._at : end], end
        return taken

    def byte(self) -> int:
        return self._take(1)[0]

    def length(self) -> int:
        return int(_LENGTH.unpack(self._take(_LENGTH.size))[0])

    def bytes(self) -> bytes:
        return self._take(self.length())

    def text(self) -> str:
        try:
            return self.bytes().decode()
        except UnicodeDecodeError:
            raise Unreadable("not text") from None

    def part(self) -> PartId:
        return PartId(self.text())

    def place(self) -> PartId | None:
        match self.byte():
            case 0:
                return None
            case 1:
                return self.part()
        raise Unreadable("neither a part nor the channel")

    def row(self) -> Stored:
        seq = int(_SEQ.unpack(self._take(_SEQ.size))[0])
        if not 0 < seq <= MAX_SEQ:
            raise Unreadable("not a seq")
        return Stored(seq, PersonId(self.text()), self.bytes())

    def rows(self) -> RowsStored:
        part, count = self.part(), self.length()
        rows: list[Stored] = []
        while len(rows) < count:  # no memory is allocated for a count that is only claimed
            rows.append(self.row())
        if any(row.seq != rows[0].seq + place for place, row in enumerate(rows)):
            raise Unreadable("a gap between rows")
        return RowsStored(part, tuple(rows))


_DECODERS: dict[int, Callable[[_Reader], Message]] = {
    _ROWS: _Reader.rows,
    _AWARENESS: lambda r: AwarenessChanged(r.place(), ParticipantId(r.text()), r.bytes()),
    _AWARENESS_REQUEST: lambda r: AwarenessRequested(r.place()),
    _ACCESS: lambda _: AccessVersionChanged(),
    _PLAN: lambda _: PlanChanged(),
    _NOTICE: lambda r: PartNotice(r.part(), r.text()),
    _SESSION: lambda r: SessionEnded(r.text()),
}
