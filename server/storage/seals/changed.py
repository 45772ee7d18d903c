"""What has changed since it was sealed, read a little at a time and hashed off the event loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    Table,
    Text,
    bindparam,
    func,
    literal,
    not_,
    or_,
    select,
)

from server.domain.audit import GENESIS, OF_A_CASE, OF_A_COMPLAINT, Entry, Event, follows
from server.domain.plan import SERVER, PartId, PlanId
from server.domain.seals import BLOCK, MARK_BYTES, Sealable, SealedChain, SealedEdits, StoredEdit
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.cases.tables import cases
from server.storage.complaints.tables import complaints
from server.storage.database.database import Database
from server.storage.database.statements import Prepared
from server.storage.history.vouching import history_anew
from server.storage.identity.bindings import cover, uncovered
from server.storage.metadata import ledger as entries
from server.storage.metadata import parts, plans, updates

from .facts import CLIENTS as CLIENT_IDS
from .keys import NotAsSealed, SealingKeys
from .new_facts import NewFacts
from .rows import Chains, Witnessed, WitnessedRows, covering, witness
from .tables import BLOCK_OF, CHAIN, as_sealed_chain, as_sealed_edits, sealed_chains, sealed_edits

logger = logging.getLogger(__name__)

Record = TypeVar("Record", bound=Sealable)

PLANS_AT_ONCE = 500
EDITS_AT_ONCE = 64
"""Each may hold 256 kB."""
ENTRIES_AT_ONCE = 256


class Changes:
    def __init__(
        self, database: Database, keys: SealingKeys, rows: Sequence[WitnessedRows], clock: Clock
    ) -> None:
        self._database, self._keys, self._rows, self._clock = database, keys, rows, clock
        self._facts = NewFacts(database, keys, self._trusted)
        self._parts = PARTS_AT_FIRST
        self._first = True
        self._told: set[str] = set()
        """Chains and parts that are known not to be as they were sealed."""

    async def since_sealed(self) -> AsyncIterator[Sealable]:
        """A record of each chain and each block of edits or facts that is further than its seal."""
        async for fact in self._facts.of_plans():
            yield fact
        if await self._rows_of(NO_PLAN, {"chain": ledger.NO_PLAN}) or (
            self._first and await self._uncovered()
        ):
            async for record in self._trusted(ledger.NO_PLAN, partial(self._chain, ledger.NO_PLAN)):
                yield record
        for names, chains in OTHERS:
            async for record in self._of_others(names, chains):
                yield record
        after = ""
        while ids := await self._rows_of(PLANS, {"after": after}):
            between = {"first": ids[0].id, "final": ids[-1].id}
            for row in await self._rows_of(CHAINS, between):
                async for record in self._trusted(row.chain, partial(self._chain, row.chain)):
                    yield record
            for row in await self._rows_of(self._parts, between):
                async for fact in self._facts.of_part(row.id):
                    yield fact
                async for record in self._trusted(row.id, partial(self._edits, row.id)):
                    yield record
            after = between["final"]
        self._parts, self._first = PARTS, False

    async def _of_others(self, names: Prepared, chains: Prepared) -> AsyncIterator[Sealable]:
        after = ""
        while ids := await self._rows_of(names, {"after": after}):
            for row in await self._rows_of(chains, {"first": ids[0].id, "final": ids[-1].id}):
                async for record in self._trusted(row.chain, partial(self._chain, row.chain)):
                    yield record
            after = ids[-1].id

    async def _trusted(self, about: str, look: Callable[[], AsyncIterator[Record]]) -> AsyncIterator[Record]:
        """What ``look`` finds. What is not as it was sealed is looked at once more before that is said:
        between two reads somebody may have written a row with its entry, or sealed rows and moved them."""
        looks = 1 if about in self._told else 2
        while looks:
            try:
                async for record in look():
                    yield record
                return
            except NotAsSealed as error:
                looks -= 1
                if not looks and about not in self._told:
                    reason = {"reason": str(error)}
                    logger.error("the access log was changed: run samplan verify-log", extra=reason)
                    self._told.add(about)

    async def _rows_of(self, statement: Prepared, values: dict[str, Any]) -> Sequence[Any]:
        return await self._database.read(lambda connection: statement.rows(connection, values))

    def _require_own(self, record: Sealable, row: Row[Any]) -> None:
        if not self._keys.made(record, row):
            raise NotAsSealed("a seal was changed")

    # -- a chain --------------------------------------------------------------------------------------

    async def _chain(self, chain: str) -> AsyncIterator[Sealable]:
        number, head = 0, GENESIS
        found = await self._rows_of(CHAIN, {"chain": chain})
        if found:
            sealed = as_sealed_chain(found[0])
            self._require_own(sealed, found[0])
            number, head = sealed.number, sealed.hash
            last = await self._entries(chain, number - 1, 1)
            if [(entry.number, entry.hash) for entry in last] != [(number, head)]:
                raise NotAsSealed("sealed entries are missing or were changed")
        number, head, unwitnessed = await self._followed(chain, number, head)
        if Chains.with_name(chain) is Chains.PLANS and (unwitnessed or not found):
            await self._database.write(lambda connection: self._cover(connection, PlanId(chain)))
            number, head, _ = await self._followed(chain, number, head)
        elif chain == ledger.NO_PLAN and (unwitnessed or self._first) and await self._uncovered():
            await self._database.write(lambda connection: cover(connection, self._clock()))
            number, head, _ = await self._followed(chain, number, head)
        yield SealedChain(chain, number, head, 0)

    async def _uncovered(self) -> bool:
        """A process of the release before may have sealed entries that bind persons to identities."""
        return await self._database.read(uncovered)

    async def _followed(self, chain: str, number: int, head: bytes) -> tuple[int, bytes, bool]:
        """The number and hash of the last entry, and whether one of these names a row without its digest."""
        unwitnessed = False
        while page := await self._entries(chain, number, ENTRIES_AT_ONCE):
            named = await asyncio.to_thread(_require_chain, page, number, head)
            number, head, unwitnessed = page[-1].number, page[-1].hash, unwitnessed or named
        return number, head, unwitnessed

    async def _entries(self, chain: str, after: int, most: int) -> list[Entry]:
        try:
            return await self._database.read(lambda c: ledger.entries_after(c, chain, after, most))
        except (ValueError, TypeError) as error:
            raise NotAsSealed("an entry cannot be read") from error

    def _cover(self, connection: Connection, plan: PlanId) -> None:
        """Before it reads anything it holds the chain: rows that are changed meanwhile are told later."""
        ledger.hold(connection, plan)
        known: Witnessed = {}
        number = 0
        while page := ledger.entries_after(connection, plan, number, ENTRIES_AT_ONCE):
            for entry in page:
                witness(entry.event, known)
            number = page[-1].number
        covered = covering(connection, plan, self._rows, known)
        if covered.decisions or covered.comments:
            ledger.append(connection, [Event.of(covered, self._clock(), SERVER, plan)])

    # -- the edits of a part --------------------------------------------------------------------------

    async def _edits(self, part: PartId) -> AsyncIterator[Sealable]:
        (behind,) = await self._rows_of(OF_PART, {"part": part})
        last, sealed = behind.last, behind.sealed
        if last < sealed:
            raise NotAsSealed("sealed edits are missing")
        block, marks = sealed // BLOCK, b""
        if not sealed:
            history, sealed = await self._database.read(partial(history_anew, part=part))
            for moved in history:
                yield moved
            block, marks = sealed // BLOCK, bytes(MARK_BYTES * (sealed % BLOCK))
        elif sealed % BLOCK:
            found = await self._rows_of(BLOCK_OF, {"part": part, "block": block})
            if not found:
                raise NotAsSealed("a seal is missing")
            record = as_sealed_edits(found[0])
            self._require_own(record, found[0])
            block, marks = record.block, record.marks
        while sealed < last:
            upto = min(last, sealed + EDITS_AT_ONCE, (block + 1) * BLOCK)
            rows = await self._rows_of(EDITS, {"part": part, "after": sealed, "upto": upto})
            if [row.seq for row in rows] != [*range(sealed + 1, upto + 1)]:
                raise NotAsSealed("edits are missing")
            marks += await asyncio.to_thread(_marks, rows)
            sealed = upto
            if sealed == last or sealed % BLOCK == 0:
                yield SealedEdits(part, block, marks, 0)
                block, marks = sealed // BLOCK, b""


def _require_chain(page: Sequence[Entry], number: int, head: bytes) -> bool:
    """Whether one of them names a row without its digest. Raises ``NotAsSealed``."""
    known: Witnessed = {}
    unwitnessed = False
    for entry in page:
        if not follows(entry, number, head):
            raise NotAsSealed("an entry is missing or was changed")
        number, head = entry.number, entry.hash
        unwitnessed |= witness(entry.event, known)
    return unwitnessed


def _marks(rows: Sequence[Row[Any]]) -> bytes:
    return b"".join(as_edit(row).mark for row in rows)


def as_edit(row: Row[Any]) -> StoredEdit:
    return StoredEdit(
        PartId(row.part_id),
        row.seq,
        row.person_id,
        row.participant_id,
        row.batch_id,
        row.committed_at,
        row.payload,
    )


def _further_than_sealed(chain: Any, *where: Any) -> Prepared:
    last = select(func.max(entries.c.number)).where(entries.c.chain == chain).scalar_subquery()
    sealed = select(sealed_chains.c.number).where(sealed_chains.c.chain == chain).scalar_subquery()
    both = select(
        chain.label("chain"), func.coalesce(last, 0).label("last"), func.coalesce(sealed, 0).label("sealed")
    )
    found = both.where(*where).subquery()
    return Prepared(select(found).where(found.c.last != found.c.sealed))


BETWEEN = bindparam("first", type_=Text), bindparam("final", type_=Text)
NO_PLAN = _further_than_sealed(bindparam("chain", type_=Text))
CHAINS = _further_than_sealed(plans.c.id, plans.c.id.between(*BETWEEN))
PLANS = Prepared(
    select(plans.c.id).where(plans.c.id > bindparam("after")).order_by(plans.c.id).limit(PLANS_AT_ONCE)
)


def _ids_and_chains(table: Table, begin: str) -> tuple[Prepared, Prepared]:
    name = table.c.id
    ids = select(name).where(name > bindparam("after")).order_by(name).limit(PLANS_AT_ONCE)
    return Prepared(ids), _further_than_sealed(literal(begin) + name, name.between(*BETWEEN))


OTHERS = (_ids_and_chains(cases, OF_A_CASE), _ids_and_chains(complaints, OF_A_COMPLAINT))
"""Chains that are of no plan: with nothing else to be sealed beside them."""
_last = select(func.max(updates.c.seq)).where(updates.c.part_id == parts.c.id).scalar_subquery()
_sealed = (
    select(sealed_edits.c.last)
    .where(sealed_edits.c.part_id == parts.c.id)
    .order_by(sealed_edits.c.block.desc())
    .limit(1)
    .scalar_subquery()
)
_both = func.coalesce(_last, 0).label("last"), func.coalesce(_sealed, 0).label("sealed")
OF_PART = Prepared(select(*_both).where(parts.c.id == bindparam("part")))


def _parts_behind(client_ids: ColumnElement[bool]) -> Prepared:
    each = select(parts.c.id, *_both, client_ids.label("client_ids"))
    found = each.where(parts.c.plan_id.between(*BETWEEN)).subquery()
    return Prepared(select(found).where(or_(found.c.last != found.c.sealed, found.c.client_ids)))


PARTS = _parts_behind(not_(CLIENT_IDS.is_sealed(parts.c.id)))
"""Whose edits, or whose client ids at all, are not sealed: new client ids come with edits."""
PARTS_AT_FIRST = _parts_behind(
    or_(
        not_(CLIENT_IDS.is_sealed(parts.c.id)),
        CLIENT_IDS.counted(parts.c.id) != CLIENT_IDS.sealed(parts.c.id),
    )
)
"""A process of a release that did not seal client ids may have sealed edits beside this one's predecessor."""
EDITS = Prepared(
    select(updates)
    .where(
        updates.c.part_id == bindparam("part"),
        updates.c.seq > bindparam("after", type_=BigInteger),
        updates.c.seq <= bindparam("upto", type_=BigInteger),
    )
    .order_by(updates.c.seq)
)
