"""Seals over the access log: what a chain of hashes alone cannot show, kept with a key it does not have.

A seal covers, for each chain and each block of edits that changed since the seal before it, how far it went
and what it was (``SealedChain``, ``SealedEdits``), and rows that are written once (``SealedFacts``); one
record of each is kept, the newest. So that none of them can be taken away or put back to an older one, every
seal holds their number and the sum of their MACs. Seals follow each other by number and by the MAC of the
one before.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Final, Self

from .plan import PartId

MARK_BYTES: Final = 16
BLOCK: Final = 256
"""Edits, or rows that are written once, whose marks are one record."""
MODULUS: Final = 2**256


@dataclass(frozen=True, slots=True)
class SealingKey:
    """``name`` tells keys apart and says nothing about them."""

    secret: bytes
    name: str

    @classmethod
    def of(cls, text: str) -> Self:
        """From a setting or a file; a key for nothing else, also where ``text`` has other uses."""
        secret = hmac.digest(text.encode(), b"samplan: seals of the access log", "sha256")
        return cls(secret, hmac.digest(secret, b"name", "sha256").hex()[:16])

    @classmethod
    def new_text(cls) -> str:
        return secrets.token_hex(32)

    def mac(self, *content: object) -> bytes:
        """Of a list in which every value has its fixed position."""
        written = json.dumps(content, separators=(",", ":"), ensure_ascii=True)
        return hmac.digest(self.secret, written.encode("ascii"), "sha256")


@dataclass(frozen=True, slots=True)
class SealedChain:
    """Up to where a chain was sealed: the number and the hash of its last entry. ``seal``: the seal's."""

    chain: str
    number: int
    hash: bytes
    seal: int

    def mac(self, key: SealingKey) -> bytes:
        return key.mac("chain", self.chain, self.number, self.hash.hex(), self.seal)


@dataclass(frozen=True, slots=True)
class SealedEdits:
    """The marks of a part's edits ``BLOCK * block + 1`` to ``last``, one after the other."""

    part: PartId
    block: int
    marks: bytes
    seal: int

    @property
    def last(self) -> int:
        return self.block * BLOCK + len(self.marks) // MARK_BYTES

    def mark(self, seq: int) -> bytes | None:
        """Of the edit ``seq`` of this block; ``None`` beyond ``last``."""
        place = (seq - 1 - self.block * BLOCK) * MARK_BYTES
        return self.marks[place : place + MARK_BYTES] or None

    def mac(self, key: SealingKey) -> bytes:
        return key.mac("edits", self.part, self.block, hashlib.sha256(self.marks).hexdigest(), self.seal)


@dataclass(frozen=True, slots=True)
class SealedFacts:
    """The marks of rows that are written once, by their keys, in the order in which they were seen.

    ``about``: what they are, and of which plan or part. A block is full before the next begins. Of a part's
    history the last row grows, and its mark changes with it, in one transaction.
    """

    about: str
    block: int
    marks: Mapping[str, str]
    seal: int

    @property
    def last(self) -> int:
        return self.block * BLOCK + len(self.marks)

    @property
    def written(self) -> str:
        return " ".join(f"{key}:{mark}" for key, mark in self.marks.items())

    @classmethod
    def read(cls, about: str, block: int, written: str, seal: int) -> Self:
        pairs = (each.rpartition(":") for each in written.split())
        return cls(about, block, {key: mark for key, _, mark in pairs}, seal)

    def mac(self, key: SealingKey) -> bytes:
        digest = hashlib.sha256(self.written.encode()).hexdigest()
        return key.mac("facts", self.about, self.block, digest, self.seal)


Sealable = SealedChain | SealedEdits | SealedFacts


@dataclass(frozen=True, slots=True)
class StoredEdit:
    """A row of a part's log as it is stored."""

    part: PartId
    seq: int
    person: str
    participant: str | None
    batch: str
    at: datetime
    payload: bytes

    @property
    def mark(self) -> bytes:
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        content = [self.part, self.seq, self.person, self.participant, self.batch, at]
        head = json.dumps(content, separators=(",", ":"), ensure_ascii=True).encode("ascii")
        return hashlib.sha256(head + b"\n" + self.payload).digest()[:MARK_BYTES]


@dataclass(frozen=True, slots=True)
class StoredHistory:
    """A row of the history of a part's log as it is stored: edits ``first`` to ``last``, moved together."""

    part: PartId
    first: int
    last: int
    first_at: datetime
    last_at: datetime
    payload: bytes

    @property
    def mark(self) -> str:
        moments = [
            at.astimezone(UTC).isoformat(timespec="microseconds") for at in (self.first_at, self.last_at)
        ]
        content = ["history", self.part, self.first, self.last, *moments]
        head = json.dumps(content, separators=(",", ":"), ensure_ascii=True).encode("ascii")
        return hashlib.sha256(head + b"\n" + self.payload).hexdigest()[: 2 * MARK_BYTES]


@dataclass(frozen=True, slots=True)
class Seal:
    """``number`` is dense, from 1. ``records`` and ``total``: how many there are, and the sum of their MACs.

    ``epoch``: of the database then (``storage/epoch.py``). ``previous``: the MAC of the seal before it.
    """

    number: int
    at: datetime
    epoch: str
    records: int
    total: bytes
    key: str
    previous: bytes
    mac: bytes

    @classmethod
    def made(
        cls, key: SealingKey, at: datetime, epoch: str, records: int, total: bytes, before: Seal | None
    ) -> Self:
        number, previous = (before.number + 1, before.mac) if before else (1, b"")
        unsigned = cls(number, at, epoch, records, total, key.name, previous, b"")
        return cls(number, at, epoch, records, total, key.name, previous, key.mac(*unsigned.content))

    @property
    def content(self) -> tuple[object, ...]:
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        total, previous = self.total.hex(), self.previous.hex()
        return "seal", self.number, at, self.epoch, self.records, total, self.key, previous

    def made_with(self, key: SealingKey) -> bool:
        return hmac.compare_digest(self.mac, key.mac(*self.content))

    @property
    def line(self) -> str:
        """As kept outside the database: one line of JSON, without ids or names."""
        said = {**asdict(self), "at": self.at.astimezone(UTC).isoformat(timespec="microseconds")}
        plain = {name: value.hex() if isinstance(value, bytes) else value for name, value in said.items()}
        return json.dumps({"seal": plain.pop("number"), **plain}, separators=(",", ":"))

    @classmethod
    def read(cls, line: str) -> Self:
        """From such a line. Raises ``ValueError``."""
        try:
            said = json.loads(line)
            return cls(
                number=int(said["seal"]),
                at=datetime.fromisoformat(said["at"]),
                epoch=str(said["epoch"]),
                records=int(said["records"]),
                total=bytes.fromhex(said["total"]),
                key=str(said["key"]),
                previous=bytes.fromhex(said["previous"]),
                mac=bytes.fromhex(said["mac"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError("no seal") from error


def summed(total: bytes, added: Iterable[bytes], taken: Iterable[bytes] = ()) -> bytes:
    """``total`` with the MACs of new records, without those of the records they replace."""
    number = int.from_bytes(total) + sum(map(int.from_bytes, added)) - sum(map(int.from_bytes, taken))
    return (number % MODULUS).to_bytes(32)
