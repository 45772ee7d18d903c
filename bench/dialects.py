"""The two protocols of the measured servers, as bytes: Hocuspocus v4 and y-websocket."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tests.support.clients import protocol
from tests.support.clients.protocol import Reader, varbytes, varuint


class What(Enum):
    """A message from the server, as far as counting it needs to know."""

    UPDATE = "update"
    STATE = "state"
    """The answer to our Step1: the whole document."""
    PING = "ping"
    REFUSAL = "refusal"
    OTHER = "other"


Classified = tuple[What, bytes]


@dataclass(frozen=True)
class Hocuspocus:
    """Every message names its document; each update is answered with a SyncStatus."""

    document: str
    token: str

    path = "/"

    @property
    def greetings(self) -> tuple[bytes, ...]:
        step1 = protocol.sync(self.document, protocol.STEP1, b"\x00")
        return protocol.auth(self.document, self.token), step1

    @property
    def acknowledgement(self) -> bytes:
        return protocol.varstring(self.document) + bytes([protocol.SYNC_STATUS, 1])

    @property
    def prefix(self) -> bytes:
        """The bytes before the update in a message that carries one."""
        return protocol.varstring(self.document) + bytes([protocol.SYNC, protocol.UPDATE])

    def update(self, update: bytes) -> bytes:
        return self.prefix + varbytes(update)

    def classify(self, message: bytes) -> Classified:
        frame = protocol.read(message)
        if frame.type == protocol.SYNC and frame.kind == protocol.STEP2:
            return What.STATE, frame.data
        if frame.type == protocol.PING:
            return What.PING, bytes([protocol.PONG])
        denied = frame.type == protocol.AUTH and frame.kind == 1
        if denied or frame.type == protocol.CLOSE or (frame.type == protocol.SYNC_STATUS and not frame.kind):
            return What.REFUSAL, frame.text.encode()
        return What.OTHER, b""


@dataclass(frozen=True)
class Samplan(Hocuspocus):
    path = "/sync"


@dataclass(frozen=True)
class YWebsocket:
    """One socket per document, named by its path; nothing is acknowledged."""

    document: str

    prefix = bytes([protocol.SYNC, protocol.UPDATE])
    acknowledgement = b""

    @property
    def path(self) -> str:
        return f"/{self.document}"

    @property
    def greetings(self) -> tuple[bytes, ...]:
        return (bytes([protocol.SYNC, protocol.STEP1]) + varbytes(b"\x00"),)

    def update(self, update: bytes) -> bytes:
        return self.prefix + varuint(len(update)) + update

    def classify(self, message: bytes) -> Classified:
        if message[:2] == bytes([protocol.SYNC, protocol.STEP2]):
            reader = Reader(message)
            reader.at = 2
            return What.STATE, reader.varbytes()
        return What.OTHER, b""


Dialect = Hocuspocus | YWebsocket
