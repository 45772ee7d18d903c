"""Messages through Redis are sealed: whoever controls Redis can only keep them from arriving.

An envelope is

    version 1 | sender 16 | counter 8 | milliseconds since 1970 8 | AES-256-GCM of the body, tag 16

bytes long. Each sender seals with a key of its own, derived from the deployment's secret and its random
id, so the counter alone makes every nonce unique. The header and the channel are authenticated with the
body: nothing can be changed, or moved to another plan. A receiver accepts each sender's counters only
rising, over all channels, so nothing can be replayed or reordered; from a sender unknown to it a receiver
accepts envelopes at most ``MAX_AGE_SECONDS`` old.

Channels are keyed hashes: Redis learns neither plans nor persons, only sizes and times.
Source of the construction: NIST SP 800-38D (GCM), RFC 5869 (HKDF). Decision: docs/decisions/0010.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from struct import Struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.domain.plan import PlanId

VERSION = 1
SENDER_BYTES = 16
MAX_AGE_SECONDS = 60.0
MAX_ENVELOPE_BYTES = 1024 * 1024
MAX_SENDERS = 1024

_HEADER = Struct(">B16sQQ")
_NONCE = Struct(">4xQ")

SecondsSince1970 = Callable[[], float]


class Forged(Exception):
    """Not sealed with our key for this channel, or replayed; the reason is for the log only."""


class Stale(Exception):
    """Sealed with our key, at a time too far from our clock."""


class SealKeys:
    """Everything derived from the deployment's secret."""

    def __init__(self, secret: str) -> None:
        self._root = _derive(secret.encode(), b"samplan between processes 1")
        self._naming = _derive(self._root, b"channels")
        self.sessions = self._named(b"sessions", b"")

    def plan(self, plan: PlanId) -> bytes:
        """The name of the plan's channel."""
        return self._named(b"plan", plan.encode())

    def echo(self, sender: bytes) -> bytes:
        """The name of the channel for a process's own heartbeat."""
        return self._named(b"echo", sender)

    @staticmethod
    def roll_call(history: str) -> bytes:
        """The name of the channel for everybody on one database, whatever their secret."""
        return b"samplan:" + hashlib.sha256(b"roll call\0" + history.encode()).digest()[:16].hex().encode()

    def cipher(self, sender: bytes) -> AESGCM:
        return AESGCM(_derive(self._root, b"sender" + sender))

    def _named(self, kind: bytes, what: bytes) -> bytes:
        return b"samplan:" + hmac.digest(self._naming, kind + b"\0" + what, "sha256")[:16].hex().encode()


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)


class Sealer:
    """Seals with one process's own key. ``sender`` must be random and never used again."""

    def __init__(self, keys: SealKeys, sender: bytes, now: SecondsSince1970) -> None:
        self.sender = sender
        self.mark = bytes((VERSION,)) + sender
        """The prefix of each of this process's envelopes."""
        self._cipher = keys.cipher(sender)
        self._now = now
        self._counter = 0

    def seal(self, channel: bytes, body: bytes) -> bytes:
        self._counter += 1
        header = _HEADER.pack(VERSION, self.sender, self._counter, int(self._now() * 1000))
        return header + self._cipher.encrypt(_NONCE.pack(self._counter), body, header + channel)


@dataclass(frozen=True, slots=True)
class OpenedEnvelope:
    sender: bytes
    sealed_at: float
    body: bytes


@dataclass(slots=True)
class _Sender:
    cipher: AESGCM
    last: int = 0


class Opener:
    """Keeps the last counter of each of the ``MAX_SENDERS`` most recent senders."""

    def __init__(self, keys: SealKeys, now: SecondsSince1970) -> None:
        self._keys = keys
        self._now = now
        self._senders: OrderedDict[bytes, _Sender] = OrderedDict()

    def open(self, channel: bytes, envelope: bytes) -> OpenedEnvelope:
        """Raises ``Forged`` or ``Stale``; a refused envelope changes no state."""
        if not _HEADER.size <= len(envelope) <= MAX_ENVELOPE_BYTES:
            raise Forged("not the size of an envelope")
        header = envelope[: _HEADER.size]
        version, name, counter, milliseconds = _HEADER.unpack(header)
        if version != VERSION:
            raise Forged("another version")
        sender = self._senders.get(name) or _Sender(self._keys.cipher(name))
        if counter <= sender.last:
            raise Forged("not after the last one")
        try:
            body = sender.cipher.decrypt(_NONCE.pack(counter), envelope[_HEADER.size :], header + channel)
        except InvalidTag:
            raise Forged("not sealed for this channel with our key") from None
        sealed_at = milliseconds / 1000
        if abs(self._now() - sealed_at) > MAX_AGE_SECONDS:
            raise Stale
        self._accept(name, sender, counter)
        return OpenedEnvelope(name, sealed_at, body)

    def _accept(self, name: bytes, sender: _Sender, counter: int) -> None:
        sender.last = counter
        self._senders[name] = sender
        self._senders.move_to_end(name)
        if len(self._senders) > MAX_SENDERS:
            self._senders.popitem(last=False)
