"""Encryption at rest as planned: AES-256-GCM, one key for each plan."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.domain.plan import PlanId
from server.ports.log import SealBroken
from server.storage.keys import Keyring

NONCE_BYTES = 12


@dataclass(frozen=True)
class AesKey:
    """Is ``keys.Key``. An encrypted value is a random nonce, then the ciphertext with its tag."""

    cipher: AESGCM
    sealed_only: bool = True

    def encrypt(self, plain: bytes, cell: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, plain, cell)

    def decrypt(self, encrypted: bytes, cell: bytes) -> bytes:
        try:
            return self.cipher.decrypt(encrypted[:NONCE_BYTES], encrypted[NONCE_BYTES:], cell)
        except (InvalidTag, ValueError) as error:
            raise SealBroken("not sealed for this place with this key") from error


def aes_key(secret: bytes, plan: PlanId, *, sealed_only: bool = True) -> AesKey:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=plan.encode()).derive(secret)
    return AesKey(AESGCM(derived), sealed_only)


@dataclass(frozen=True)
class EncryptingKeys:
    """Is ``keys.Keys``. The same ``secret`` gives the same keys."""

    identity: ClassVar = False

    secret: bytes
    sealed_only: bool = True

    async def of(self, plans: Collection[PlanId]) -> Keyring:
        await asyncio.sleep(0)  # as an adapter that has to fetch them
        return {plan: aes_key(self.secret, plan, sealed_only=self.sealed_only) for plan in plans}
