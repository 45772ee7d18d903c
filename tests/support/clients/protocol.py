"""Hocuspocus v4 frames as a client writes and reads them; apart from the server's codec, to judge it."""

from __future__ import annotations

from dataclasses import dataclass

SYNC, AWARENESS, AUTH, QUERY_AWARENESS, STATELESS, CLOSE, SYNC_STATUS, PING, PONG = 0, 1, 2, 3, 5, 7, 8, 9, 10
STEP1, STEP2, UPDATE = 0, 1, 2


def varuint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(128 | (number & 127))
        number >>= 7
    out.append(number)
    return bytes(out)


def varbytes(data: bytes) -> bytes:
    return varuint(len(data)) + data


def varstring(text: str) -> bytes:
    return varbytes(text.encode())


def auth(address: str, token: str) -> bytes:
    return varstring(address) + varuint(AUTH) + varuint(0) + varstring(token) + varstring("4.8.0")


def sync(address: str, kind: int, payload: bytes) -> bytes:
    return varstring(address) + varuint(SYNC) + varuint(kind) + varbytes(payload)


def awareness(address: str, payload: bytes) -> bytes:
    return varstring(address) + varuint(AWARENESS) + varbytes(payload)


def stateless(address: str, text: str) -> bytes:
    return varstring(address) + varuint(STATELESS) + varstring(text)


def close(address: str) -> bytes:
    return varstring(address) + varuint(CLOSE)


class Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def varuint(self) -> int:
        number = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return number

    def varbytes(self) -> bytes:
        length = self.varuint()
        self.at += length
        return self.data[self.at - length : self.at]

    def varstring(self) -> str:
        return self.varbytes().decode()


@dataclass(frozen=True)
class Received:
    """One frame from the server; ``kind`` is the sync or auth sub-type, ``text``/``data`` its content."""

    address: str
    type: int
    kind: int = -1
    data: bytes = b""
    text: str = ""


def read(data: bytes) -> Received:
    if len(data) == 1:
        return Received("", data[0])
    reader = Reader(data)
    address, type_ = reader.varstring(), reader.varuint()
    if type_ == SYNC:
        return Received(address, type_, reader.varuint(), reader.varbytes())
    if type_ == AWARENESS:
        return Received(address, type_, data=reader.varbytes())
    if type_ == AUTH:
        return Received(address, type_, reader.varuint(), text=reader.varstring())
    if type_ in (STATELESS, CLOSE):
        return Received(address, type_, text=reader.varstring())
    if type_ == SYNC_STATUS:
        return Received(address, type_, reader.varuint())
    return Received(address, type_, data=data[reader.at :])
