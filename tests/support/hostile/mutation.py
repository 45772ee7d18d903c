"""Small random damage to valid bytes, from a seeded generator."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.support.clients.protocol import varuint

WORTH_TRYING = (0, 1, 2, 3, 4, 6, 7, 8, 10, 11, 0x20, 0x40, 0x7F, 0x80, 0xC0, 0xFF)
NUMBERS = (0, 1, 127, 128, 2**31 - 1, 2**31, 2**32, 2**53 - 1, 2**53, 2**64)


def mutated(good: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """``good`` with one to four damages; pieces may be copied from ``others``, which are valid too."""
    data = bytearray(good)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 4))):
        _damage(data, others, chance)
    return bytes(data)


def _damage(data: bytearray, others: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + chance.choice((1, 1, 2, 4, 16)))
    match chance.randrange(8):
        case 0 if data:
            data[at % len(data)] ^= 1 << chance.randrange(8)
        case 1 if data:
            data[at % len(data)] = chance.choice(WORTH_TRYING)
        case 2:
            data[at:at] = bytes(chance.choice(WORTH_TRYING) for _ in range(chance.randint(1, 4)))
        case 3:
            del data[at:end]
        case 4:
            data[at:at] = data[at:end]
        case 5:
            data[at:end] = varuint(chance.choice(NUMBERS))
        case 6:
            piece = chance.choice(others)
            start = chance.randrange(len(piece) + 1)
            data[at:end] = piece[start : start + chance.randint(1, 24)]
        case _ if data:
            data[at % len(data)] = (data[at % len(data)] + chance.choice((-1, 1))) % 256
