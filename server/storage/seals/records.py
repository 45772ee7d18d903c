"""Stores records under a new seal, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from server.domain.audit import Details, Event
from server.domain.plan import SERVER
from server.domain.seals import Seal, Sealable, SealedChain, SealedEdits, SealingKey, summed
from server.storage import ledger
from server.storage.database.locks import lock_names
from server.storage.database.statements import Prepared
from server.storage.metadata import epoch

from .tables import (
    BLOCK_OF,
    CHAIN,
    FACTS_OF,
    NEWEST,
    as_seal,
    sealed_chains,
    sealed_edits,
    sealed_facts,
    seals,
)

KEPT = 10_000
"""Seals that stay in the database: of a week in which something happens every minute."""


@dataclass(frozen=True, slots=True)
class SealingBegan(Details):
    """The first seal of all is made with this entry: a second one says that the seals were thrown away."""

    action = "sealing-began"
    key: str


def newest_seal(connection: Connection) -> Seal | None:
    row = NEWEST.row(connection, {})
    return None if row is None else as_seal(row)


def store(
    connection: Connection,
    records: Sequence[Sealable],
    key: SealingKey,
    at: datetime,
    before: Seal | None,
    over: Sequence[SealedEdits] = (),
) -> Seal | None:
    """The new seal over ``records`` (their ``seal`` is set here) and all others as they were.

    Those of ``over`` are taken away: what they vouch for has moved.

    ``None``: ``before`` is not the newest any more, and nothing is stored.
    """
    lock_names(connection, "seals")
    if newest_seal(connection) != before:
        return None
    number = before.number + 1 if before else 1
    numbered = [replace(record, seal=number) for record in records]
    added = [record.mac(key) for record in numbered]
    replaced = [_put(connection, *each, key) for each in zip(numbered, added, strict=True)]
    taken = [mac for mac in replaced if mac is not None]
    taken += [_taken_away(connection, record) for record in over]
    total = summed(before.total if before else bytes(32), added, taken)
    count = (before.records if before else 0) + len(added) - len(taken)
    name = connection.execute(select(epoch.c.name)).scalar_one()
    seal = Seal.made(key, at, name, count, total, before)
    INSERT_SEAL.run_many(connection, [_as_row(seal)])
    connection.execute(delete(seals).where(seals.c.number <= number - KEPT))
    if before is None:
        # The lock on that chain is taken after that on the seals, by nobody the other way round.
        ledger.append(connection, [Event.of(SealingBegan(key.name), at, SERVER)])
    return seal


def _put(connection: Connection, record: Sealable, mac: bytes, key: SealingKey) -> bytes | None:
    """In place of the record of the same before it, whose MAC is returned."""
    values: dict[str, object] = {"sealed_by": record.seal, "made_with": key.name, "new_mac": mac}
    if isinstance(record, SealedChain):
        found = CHAIN.row(connection, {"chain": record.chain})
        values |= {"of": record.chain, "upto": record.number, "head": record.hash}
        statement = INSERT_CHAIN if found is None else UPDATE_CHAIN
    elif isinstance(record, SealedEdits):
        found = BLOCK_OF.row(connection, {"part": record.part, "block": record.block})
        values |= {"of": record.part, "place": record.block, "upto": record.last, "kept": record.marks}
        statement = INSERT_EDITS if found is None else UPDATE_EDITS
    else:
        found = FACTS_OF.row(connection, {"about": record.about, "block": record.block})
        values |= {"of": record.about, "place": record.block, "upto": record.last, "kept": record.written}
        statement = INSERT_FACTS if found is None else UPDATE_FACTS
    statement.run_many(connection, [values])
    return None if found is None else bytes(found.mac)


def _taken_away(connection: Connection, record: SealedEdits) -> bytes:
    """The MAC of a record that is no more."""
    of_block = sealed_edits.c.part_id == record.part, sealed_edits.c.block == record.block
    removed = delete(sealed_edits).where(*of_block).returning(sealed_edits.c.mac)
    return bytes(connection.execute(removed).scalar_one())


def _as_row(seal: Seal) -> dict[str, object]:
    return {name: getattr(seal, name) for name in seals.c.keys()}  # noqa: SIM118 - of columns


INSERT_SEAL = Prepared(insert(seals))
_made: dict[str, Any] = {
    "seal": bindparam("sealed_by"),
    "key": bindparam("made_with"),
    "mac": bindparam("new_mac"),
}
_chain = {"number": bindparam("upto"), "hash": bindparam("head"), **_made}
_edits = {"last": bindparam("upto"), "marks": bindparam("kept"), **_made}
INSERT_CHAIN = Prepared(insert(sealed_chains).values(chain=bindparam("of"), **_chain))
UPDATE_CHAIN = Prepared(
    update(sealed_chains).where(sealed_chains.c.chain == bindparam("of")).values(**_chain)
)
INSERT_EDITS = Prepared(
    insert(sealed_edits).values(part_id=bindparam("of"), block=bindparam("place"), **_edits)
)
UPDATE_EDITS = Prepared(
    update(sealed_edits)
    .where(sealed_edits.c.part_id == bindparam("of"), sealed_edits.c.block == bindparam("place"))
    .values(**_edits)
)
INSERT_FACTS = Prepared(
    insert(sealed_facts).values(about=bindparam("of"), block=bindparam("place"), **_edits)
)
UPDATE_FACTS = Prepared(
    update(sealed_facts)
    .where(sealed_facts.c.about == bindparam("of"), sealed_facts.c.block == bindparam("place"))
    .values(**_edits)
)
