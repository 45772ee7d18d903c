"""The tables of the seals (``server/domain/seals.py``), and the statements on them.

No foreign keys: a record stays as evidence when what it covers is taken away.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Row, Table, Text, bindparam, select

from server.domain.plan import PartId
from server.domain.seals import Seal, SealedChain, SealedEdits, SealedFacts
from server.storage.database.statements import Prepared
from server.storage.metadata import Moment, metadata

seals = Table(
    "seals",
    metadata,
    Column("number", BigInteger, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("records", BigInteger, nullable=False),
    Column("total", LargeBinary, nullable=False),
    Column("key", Text, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("mac", LargeBinary, nullable=False),
)


def _vouching() -> tuple[Column[Any], ...]:
    """The seal under which a row was marked last, the key of it, and what only that key makes of the row."""
    return (
        Column("seal", BigInteger, nullable=False),
        Column("key", Text, nullable=False, index=True),
        Column("mac", LargeBinary, nullable=False),
    )


sealed_chains = Table(
    "sealed_chains",
    metadata,
    Column("chain", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    *_vouching(),
    sqlite_with_rowid=False,
)

sealed_edits = Table(
    "sealed_edits",
    metadata,
    Column("part_id", Text, primary_key=True),
    Column("block", Integer, primary_key=True),
    Column("last", BigInteger, nullable=False),
    Column("marks", LargeBinary, nullable=False),
    *_vouching(),
)

sealed_facts = Table(
    "sealed_facts",
    metadata,
    Column("about", Text, primary_key=True),
    Column("block", Integer, primary_key=True),
    Column("last", BigInteger, nullable=False),
    Column("marks", Text, nullable=False),
    *_vouching(),
)

NEWEST = Prepared(select(seals).order_by(seals.c.number.desc()).limit(1))
SEALS = Prepared(
    select(seals)
    .where(seals.c.number > bindparam("after", type_=BigInteger))
    .order_by(seals.c.number)
    .limit(bindparam("most", type_=Integer))
)
CHAIN = Prepared(select(sealed_chains).where(sealed_chains.c.chain == bindparam("chain")))
BLOCK_OF = Prepared(
    select(sealed_edits).where(
        sealed_edits.c.part_id == bindparam("part"), sealed_edits.c.block == bindparam("block", type_=Integer)
    )
)

FACTS_ABOUT = Prepared(
    select(sealed_facts).where(sealed_facts.c.about == bindparam("about")).order_by(sealed_facts.c.block)
)
FACTS_OF = Prepared(
    select(sealed_facts).where(
        sealed_facts.c.about == bindparam("about"), sealed_facts.c.block == bindparam("block", type_=Integer)
    )
)


def as_seal(row: Row[Any]) -> Seal:
    return Seal(row.number, row.at, row.epoch, row.records, row.total, row.key, row.previous, row.mac)


def as_sealed_chain(row: Row[Any]) -> SealedChain:
    return SealedChain(row.chain, row.number, row.hash, row.seal)


def as_sealed_edits(row: Row[Any]) -> SealedEdits:
    return SealedEdits(PartId(row.part_id), row.block, row.marks, row.seal)


def as_sealed_facts(row: Row[Any]) -> SealedFacts:
    return SealedFacts.read(row.about, row.block, row.marks, row.seal)
