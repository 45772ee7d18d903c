"""The Hocuspocus v4 protocol: decodes and encodes frames. Each frame is decoded once.

A frame is ``varstring address, varuint type, ...``; the address is a document's name, or name + NUL +
session id, and replies carry it unchanged. Ping and Pong are one byte without an address. Verified
against ``@hocuspocus/provider`` 4.8 (``src/OutgoingMessages``, ``src/MessageReceiver.ts``).

A *body* is a frame without its address, so that a broadcast encodes it once.
"""

from __future__ import annotations

from dataclasses import dataclass

from .lib0 import Malformed, read_varbytes, read_varstring, read_varuint, varbytes, varstring, varuint

__all__ = ["Malformed"]

MAX_ADDRESS = 256
SYNC, AWARENESS, AUTH, QUERY_AWARENESS, STATELESS, CLOSE, SYNC_STATUS, PING_TYPE, PONG_TYPE = (
    0, 1, 2, 3, 5, 7, 8, 9, 10,
)  # fmt: skip
PING, PONG = bytes((PING_TYPE,)), bytes((PONG_TYPE,))
UPDATE = b"\x00\x02"
STEP2 = 1
SHORT = 128
"""The first length whose varuint takes more than one byte."""
SHORT_SIZES = [bytes((size,)) for size in range(SHORT)]


@dataclass(frozen=True, slots=True)
class Auth:
    address: str
    token: str
    version: str


@dataclass(frozen=True, slots=True)
class Step1:
    address: str
    state_vector: bytes


@dataclass(frozen=True, slots=True)
class Step2:
    address: str
    update: bytes


@dataclass(frozen=True, slots=True)
class LargeStep2:
    """A Step2 too large to be kept. Of what was written offline it may repeat what came as Updates before."""

    address: str


@dataclass(frozen=True, slots=True)
class LargeFrame:
    """Another frame too large to be kept."""

    address: str


@dataclass(frozen=True, slots=True)
class Update:
    address: str
    update: bytes


@dataclass(frozen=True, slots=True)
class AwarenessUpdate:
    address: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class QueryAwareness:
    address: str


@dataclass(frozen=True, slots=True)
class Stateless:
    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Close:
    address: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A frame type not known here; later providers may send some."""

    address: str
    type: int


@dataclass(frozen=True, slots=True)
class Ping:
    pass


@dataclass(frozen=True, slots=True)
class Pong:
    pass


Frame = Auth | Step1 | Step2 | Update | AwarenessUpdate | QueryAwareness | Stateless | Close | Unknown
DocumentFrame = Step1 | Step2 | LargeStep2 | Update | AwarenessUpdate | QueryAwareness
"""Frames handled by an open document; the socket answers all others."""
SYNC_FRAMES = (Step1, Step2, Update)


def decode(data: bytes) -> Frame | Ping | Pong:
    """Raises ``Malformed``, with ``address`` set if that could be read."""
    if len(data) == 1:
        return _decode_ping(data)
    return _decode_short_update(data) or _decode_any(data)


def _decode_short_update(data: bytes) -> Update | None:
    """Fast path for nearly every frame: an Update whose lengths take one byte each.

    ``None``: not such a frame, perhaps still valid; ``_decode_any`` reads it value by value.
    """
    at = data[0] + 1 if data else 0
    if not 1 < at <= SHORT or data[at : at + 2] != UPDATE or len(data) < at + 3:
        return None
    size = data[at + 2]
    if size >= SHORT or len(data) != at + 3 + size:
        return None
    try:
        return Update(data[1:at].decode(), data[at + 3 :])
    except UnicodeDecodeError:
        return None


def _decode_any(data: bytes) -> Frame:
    address, at = read_varstring(data, 0)
    if not address or len(address) > MAX_ADDRESS:
        raise Malformed("an address empty or too long")
    try:
        type_, at = read_varuint(data, at)
        frame, at = _decode_content(data, at, type_, address)
        if at != len(data):
            raise Malformed("bytes after the end")
    except Malformed as error:
        error.address = address
        raise
    return frame


def decode_start(start: bytes) -> LargeFrame | LargeStep2:
    """A frame too large to be kept, by its first bytes. Raises ``Malformed`` as ``decode``."""
    address, at = read_varstring(start, 0)
    try:
        type_, at = read_varuint(start, at)
        kind, at = read_varuint(start, at)  # a step of syncing; else a length
        if type_ == SYNC:
            read_varuint(start, at)
    except Malformed as error:
        error.address = address
        raise
    return LargeStep2(address) if (type_, kind) == (SYNC, STEP2) else LargeFrame(address)


def _decode_ping(data: bytes) -> Ping | Pong:
    if data == PING:
        return Ping()
    if data == PONG:
        return Pong()
    raise Malformed("one byte that is neither Ping nor Pong")


def _decode_content(data: bytes, at: int, type_: int, address: str) -> tuple[Frame, int]:
    if type_ == SYNC:
        kind, at = read_varuint(data, at)
        if kind > 2:
            raise Malformed("an unknown step of syncing")
        payload, at = read_varbytes(data, at)
        return SYNC_FRAMES[kind](address, payload), at
    if type_ == AWARENESS:
        payload, at = read_varbytes(data, at)
        return AwarenessUpdate(address, payload), at
    if type_ == AUTH:
        return _decode_auth(data, at, address)
    if type_ == QUERY_AWARENESS:
        return QueryAwareness(address), at
    if type_ == STATELESS:
        text, at = read_varstring(data, at)
        return Stateless(address, text), at
    if type_ == CLOSE:
        return Close(address), at
    return Unknown(address, type_), len(data)


def _decode_auth(data: bytes, at: int, address: str) -> tuple[Auth, int]:
    kind, at = read_varuint(data, at)
    if kind != 0:
        raise Malformed("only a token can be shown")
    token, at = read_varstring(data, at)
    version = ""
    if at < len(data):
        version, at = read_varstring(data, at)
    return Auth(address, token, version), at


def split_address(address: str) -> tuple[str, str | None]:
    """The document name, and the client's session id if the address has one."""
    name, separator, session = address.partition("\0")
    return name, session if separator else None


def addressed(address: str, body: bytes) -> bytes:
    """The frame of an encoded body, for one address."""
    return varstring(address) + body


def update_body(update: bytes) -> bytes:
    size = len(update)
    return UPDATE + (SHORT_SIZES[size] if size < SHORT else varuint(size)) + update


def awareness_body(payload: bytes) -> bytes:
    return b"\x01" + varbytes(payload)


def stateless_body(text: str) -> bytes:
    return varuint(STATELESS) + varstring(text)


def authenticated(address: str, scope: str) -> bytes:
    """``scope`` is ``read-write`` or ``readonly``."""
    return addressed(address, b"\x02\x02" + varstring(scope))


def permission_denied(address: str, reason: str) -> bytes:
    return addressed(address, b"\x02\x01" + varstring(reason))


def step1(address: str, state_vector: bytes) -> bytes:
    return addressed(address, b"\x00\x00" + varbytes(state_vector))


def step2(address: str, update: bytes) -> bytes:
    # One join: of a large part each further copy blocks the event loop for a millisecond a megabyte.
    return b"".join((varstring(address), b"\x00\x01", varuint(len(update)), update))


def awareness(address: str, payload: bytes) -> bytes:
    return addressed(address, awareness_body(payload))


def stateless(address: str, text: str) -> bytes:
    return addressed(address, stateless_body(text))


def close(address: str, token: str) -> bytes:
    return addressed(address, varuint(CLOSE) + varstring(token))


def sync_status(address: str, saved: bool) -> bytes:
    return addressed(address, b"\x08\x01" if saved else b"\x08\x00")


def refused(address: str, token: str) -> tuple[bytes, bytes]:
    """The answer to a refused frame: SyncStatus and CLOSE, since the client's count of unsaved changes needs
    both."""
    return sync_status(address, False), close(address, token)
