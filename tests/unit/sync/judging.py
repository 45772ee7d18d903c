"""One part as admission sees it, and updates that one of its writers sends."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from server.domain.plan import SERVER, PersonId
from server.sync.protocol.lib0 import Malformed
from server.sync.update import admission
from server.sync.update.admission import Admitted, Ahead, Refused, UpdateLimits, exhausted
from tests.unit.sync import handmade as h

OWNER, SCHOOL = PersonId("owner"), PersonId("school")
MINE, OTHERS, SEED, NEW = 5, 6, 7, 8
KNOWN = {MINE: 10, OTHERS: 10, SEED: 10}
OWNERS = {MINE: OWNER, OTHERS: SCHOOL, SEED: SERVER}
LAST = (MINE, 9)


def read(update: bytes, person: PersonId = OWNER, limits: UpdateLimits | None = None) -> Admitted:
    return exhausted(admission.read_sliced(update, KNOWN, OWNERS, person, limits or UpdateLimits()))


def mine(*structs: bytes, deletes: Mapping[int, list[tuple[int, int]]] | None = None) -> bytes:
    """An update that continues this person's own run."""
    return h.update(h.run(MINE, 10, *structs), deletes=deletes)


def refused(update: bytes, person: PersonId = OWNER) -> Refused:
    with pytest.raises(Refused) as caught:
        read(update, person)
    return caught.value


def malformed(update: bytes) -> None:
    with pytest.raises(Malformed):
        read(update)


def early(update: bytes) -> int:
    with pytest.raises(Ahead) as caught:
        read(update)
    return caught.value.clock
