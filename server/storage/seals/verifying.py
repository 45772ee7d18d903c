"""Checks a whole database against its chains and seals, a little at a time, holding no locks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import (
    Connection,
    Select,
    Table,
    Text,
    bindparam,
    exists,
    func,
    inspect,
    literal,
    not_,
    select,
    union_all,
)

from server.domain.audit import OF_A_CASE, OF_A_COMPLAINT
from server.domain.plan import PartId
from server.domain.seals import Seal, summed
from server.storage.cases.tables import cases
from server.storage.complaints.tables import complaints
from server.storage.database.statements import Prepared
from server.storage.database.transactions import T, Work
from server.storage.history.tables import update_history
from server.storage.history.vouching import HistoryCheck
from server.storage.metadata import epoch as epochs
from server.storage.metadata import ledger, metadata, parts, plans, updates

from .checking import BEFORE_ALL, Check, Checked
from .copies import Copy, moment
from .keys import SealingKeys
from .records import newest_seal
from .rows import Chains, WitnessedRows
from .tables import SEALS, as_seal, sealed_chains, sealed_edits, sealed_facts

AT_ONCE = 500


@dataclass
class Vouched:
    """Up to where the log can be vouched for. ``entries`` and ``edits``: those after the newest seal."""

    newest: Seal | None = None
    epoch: str = ""
    trusted: bool = False
    """Whether the newest seal is of a key that is known."""
    complete: bool = True
    """Whether its records are all there, as it counted and added them up."""
    entries: int = 0
    edits: int = 0
    facts: int = 0
    """Persons, birth dates, plans, participants, parts and client ids without a seal."""
    explained: list[str] = field(default_factory=list)
    """What is no tampering, but should be known."""

    def said(self, *, altered: bool) -> Iterator[str]:
        """In plain lines, and never more than is known."""
        after = f"{self.entries} entries and {self.edits} edits"
        if self.newest is None and not altered:
            yield (
                f"No entry was changed, but nothing is sealed yet: whether the newest of the {after} were cut"
                " off cannot be said. A running server seals them within a minute."
            )
        elif self.newest is not None and not self.trusted:
            yield (
                f"The seals were made with another key, named {self.newest.key}, than the one that is set"
                " (SAMPLAN_LOG_KEY): only the chains were checked, and nothing can be vouched for."
            )
        elif self.newest is not None:
            written = "" if altered else "The access log is what was written, as far as it is sealed. "
            yield f"{written}The newest seal is {self.newest.number}, of {moment(self.newest)}."
            if self.entries or self.edits:
                yield f"What came after it is only chained: {after}."
            if self.facts:
                yield f"Who is who, and whose is what, is not sealed yet in {self.facts} rows."
        yield from self.explained


class ReadOnly(Protocol):
    """Of a ``Database``, what a verifier needs."""

    async def read(self, work: Work[T]) -> T: ...


class LogVerifier:
    """``vouched`` is whole once all of ``wrong`` was read."""

    def __init__(self, database: ReadOnly, keys: SealingKeys | None, rows: Sequence[WitnessedRows]) -> None:
        self._database, self._keys, self._rows = database, keys, rows
        self.vouched = Vouched()

    async def wrong(self, copies: Iterable[Path] = ()) -> AsyncIterator[str]:
        """Each finding as one sentence. ``copies``: files of seals kept elsewhere.

        Raises ``SchemaUnknown``, ``StorageUnavailable``; ``OSError`` for a copy that cannot be read.
        """
        gone = await self._database.read(_missing_tables)
        if gone:
            yield f"tables are gone: {', '.join(gone)}"
            return
        vouched = self.vouched = Vouched()
        for finding in await self._database.read(lambda connection: [*self._seals(connection, vouched)]):
            yield finding
        for path in copies:
            for finding in await self._of_copy(path):
                yield finding
        keys = self._keys if vouched.trusted else None
        check = Check(self._rows, keys, incomplete=not vouched.complete)
        persons = await self._checked(check.persons)
        vouched.facts += persons.facts
        for finding in persons.wrong:
            yield finding
        async for finding in self._of_chains(check):
            yield finding
        for silent in SILENT:
            async for finding in self._silent(silent):
                yield finding
        async for finding in self._of_parts(check):
            yield finding

    # -- the seals ------------------------------------------------------------------------------------

    def _seals(self, connection: Connection, vouched: Vouched) -> Iterator[str]:
        """Those in the database, and whether all of their records are there."""
        newest = vouched.newest = newest_seal(connection)
        vouched.epoch = connection.execute(select(epochs.c.name)).scalar_one()
        count, total = _records(connection)
        if newest is None:
            vouched.complete = not count
            if count:
                yield "the seals are gone"
            return
        vouched.trusted = self._keys is not None and self._keys.named(newest.key) is not None
        if newest.epoch != vouched.epoch:
            vouched.explained.append("The database was restored after its newest seal was made.")
        yield from self._followed(connection)
        vouched.complete = (newest.records, newest.total) == (count, total)
        if not vouched.complete:
            yield (
                f"of {newest.records} sealed records {count} are there"
                if count != newest.records
                else "the sealed records do not add up: some were put back to older ones"
            )

    def _followed(self, connection: Connection) -> Iterator[str]:
        before: Seal | None = None
        while page := SEALS.rows(connection, {"after": before.number if before else 0, "most": AT_ONCE}):
            for seal in map(as_seal, page):
                key = self._keys.named(seal.key) if self._keys else None
                if key is not None and not seal.made_with(key):
                    yield f"seal {seal.number} was changed"
                if before is not None and seal.number != before.number + 1:
                    yield f"seals {before.number + 1} to {seal.number - 1} are missing"
                elif before is not None and seal.previous != before.mac:
                    yield f"seal {seal.number} does not follow the one before it"
                before = seal

    async def _of_copy(self, path: Path) -> list[str]:
        vouched, copy = self.vouched, Copy.read(path, self._keys)
        ours = copy.newest.get(vouched.epoch)
        asked = {"after": ours.number - 1 if ours else 0, "most": 1}
        rows = await self._database.read(lambda connection: SEALS.rows(connection, asked))
        same = next((seal for seal in map(as_seal, rows) if ours and seal.number == ours.number), None)
        vouched.explained += [f"{path}: {each}." for each in copy.given_up(vouched.epoch)]
        found = [*copy.wrong, *copy.against(vouched.epoch, vouched.newest, same)]
        return [f"{path}: {each}" for each in found]

    # -- plans and parts ------------------------------------------------------------------------------

    async def _of_chains(self, check: Check) -> AsyncIterator[str]:
        chain: str | None = ""
        while chain is not None:
            checked = await self._checked(lambda connection, chain=chain: check.chain(connection, chain))  # type: ignore[misc]
            self.vouched.entries += checked.unsealed
            self.vouched.facts += checked.facts
            for wrong in checked.wrong:
                yield f"{called(chain)}: {wrong}"
            chain = await self._next(CHAINS, chain)

    async def _silent(self, silent: Prepared) -> AsyncIterator[str]:
        after = ""
        while rows := await self._database.read(lambda c, after=after: silent.rows(c, {"after": after})):  # type: ignore[misc]
            for row in rows:
                yield f"{called(row.chain)}: it has no entries"
            after = rows[-1].id

    async def _of_parts(self, check: Check) -> AsyncIterator[str]:
        part = await self._next(PARTS, "")
        while part is not None:
            plan = await self._database.read(lambda connection, part=part: _plan_of(connection, part))  # type: ignore[misc]
            checked = Checked()
            after: int | None = BEFORE_ALL
            while after is not None:
                after = await self._edits(check, PartId(part), after, checked)
            clients = await self._checked(lambda connection, part=part: check.clients(connection, part))  # type: ignore[misc]
            self.vouched.edits += checked.unsealed
            self.vouched.facts += clients.facts
            for wrong in [*([] if plan else ["the part is gone"]), *checked.wrong, *clients.wrong]:
                yield f"{f'plan {plan}, ' if plan else ''}part {part}: {wrong}"
            part = await self._next(PARTS, part)

    async def _edits(self, check: Check, part: PartId, after: int, checked: Checked) -> int | None:
        try:
            return await self._database.read(lambda c: _edits(c, check, part, after, checked))
        except (ValueError, TypeError):
            checked.say(f"an edit after {max(after, 0)} cannot be read")
            return None

    async def _checked(self, work: Callable[[Connection], Checked]) -> Checked:
        try:
            return await self._database.read(work)
        except (ValueError, TypeError, AttributeError, LookupError) as error:
            return Checked([f"something in it cannot be read ({type(error).__name__})"])

    async def _next(self, names: Prepared, after: str) -> str | None:
        row = await self._database.read(lambda connection: names.row(connection, {"after": after}))
        found: str | None = row.name
        return found


def _edits(connection: Connection, check: Check, part: PartId, after: int, checked: Checked) -> int | None:
    """Before others those that have moved to the history, also meanwhile. Returns as ``Check.edits``."""
    history = HistoryCheck(connection, part, check.own, incomplete=check.incomplete)
    if after == BEFORE_ALL or history.last > after:
        for wrong in history.wrong():
            checked.say(wrong)
        after = history.last or after
    return check.edits(connection, part, after, checked)


def called(chain: str) -> str:
    """A chain, as the command line names it."""
    names = {Chains.PLANS: f"plan {chain}", Chains.NO_PLAN: "logins"}
    return names.get(Chains.with_name(chain), chain.replace("/", " ", 1))


def _missing_tables(connection: Connection) -> list[str]:
    there = set(inspect(connection).get_table_names())
    return sorted(set(metadata.tables) - there)


def _records(connection: Connection) -> tuple[int, bytes]:
    count, total = 0, bytes(32)
    for table in (sealed_chains, sealed_edits, sealed_facts):
        for macs in connection.execute(select(table.c.mac)).partitions(AT_ONCE):
            count += len(macs)
            total = summed(total, [bytes(mac) for (mac,) in macs])
    return count, total


def _plan_of(connection: Connection, part: str) -> str | None:
    row = PLAN.row(connection, {"part": part})
    return None if row is None else str(row.plan_id)


def _next_of(*columns: Any) -> Prepared:
    """The next name in any of these columns, of which each has an index."""
    after = bindparam("after", type_=Text)

    def first(column: Any) -> Select[Any]:
        found = select(column.label("name")).where(column > after).order_by(column).limit(1).subquery()
        return select(found.c.name)

    names = union_all(*map(first, columns)).subquery()
    return Prepared(select(func.min(names.c.name).label("name")))


CHAINS = _next_of(plans.c.id, ledger.c.chain, sealed_chains.c.chain)
PARTS = _next_of(parts.c.id, updates.c.part_id, update_history.c.part_id, sealed_edits.c.part_id)


def _without_entries(table: Table, begin: str) -> Prepared:
    name, chain = table.c.id, literal(begin) + table.c.id
    found = select(name, chain.label("chain")).where(
        name > bindparam("after"),
        not_(exists().where(ledger.c.chain == chain)),
        not_(exists().where(sealed_chains.c.chain == chain)),
    )
    return Prepared(found.order_by(name).limit(AT_ONCE))


SILENT = _without_entries(cases, OF_A_CASE), _without_entries(complaints, OF_A_COMPLAINT)
"""Cases and complaints of which the access log says nothing."""
PLAN = Prepared(select(parts.c.plan_id).where(parts.c.id == bindparam("part")))
