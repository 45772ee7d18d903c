"""The access log in the database: a hash chain per plan, case and complaint, appended to, never changed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BigInteger, Connection, Integer, Row, Select, bindparam, insert, select

from server.domain.audit import NO_CHAIN, Entry, Event, broken_at, chain_of_case, chain_of_complaint, chained
from server.domain.cases.vocabulary import CaseId
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.plan import PlanId
from server.ports.log import StorageUnavailable

from .database.database import Database
from .database.locks import lock_names
from .database.statements import Prepared
from .metadata import ledger

NO_PLAN = NO_CHAIN


def append(connection: Connection, events: Iterable[Event]) -> None:
    """Append ``events``, in the transaction that stores what they record. Each chain keeps their order."""
    events = list(events)
    hold(connection, *(event.chain for event in events))
    last: dict[str, Entry | None] = {}
    rows = []
    for event in events:
        chain = event.chain
        if chain not in last:
            last[chain] = _last(connection, chain)
        entry = last[chain] = chained(event, last[chain])
        rows.append(_as_row(chain, entry))
    if rows:
        INSERT.run_many(connection, rows)


def hold(connection: Connection, *chains: str) -> None:
    """Nobody else appends to these chains until this transaction ends."""
    lock_names(connection, *(f"ledger {chain}" for chain in chains))


def entries_after(connection: Connection, chain: str, number: int, most: int) -> list[Entry]:
    """The next ``most`` entries, in order. Raises ``ValueError`` or ``TypeError`` if one cannot be read."""
    asked = {"chain": chain, "after": number, "most": most}
    return [_as_entry(row) for row in AFTER.rows(connection, asked)]


class _Rehearsed(Exception):
    """Rolls back the transaction it is raised in."""


class Ledger:
    """Reads the log, and records events that change nothing else: that somebody read a part."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, events: Sequence[Event]) -> None:
        """Durable when it returns. Raises ``StorageUnavailable``: then none of them was recorded."""
        if events:
            await self._database.write(lambda connection: append(connection, events))

    async def rehearse(self, event: Event) -> None:
        """As ``record``, but rolled back."""

        def work(connection: Connection) -> None:
            append(connection, [event])
            raise _Rehearsed

        with contextlib.suppress(_Rehearsed, StorageUnavailable):
            await self._database.write(work)

    async def entries(self, plan: PlanId | None) -> Sequence[Entry]:
        """The whole chain of ``plan`` (``None``: of events that belong to no plan), oldest first."""
        chain = _chain(plan)
        return await self._database.read(
            lambda connection: [_as_entry(row) for row in connection.execute(chain)]
        )

    async def entries_of_case(self, case: CaseId) -> Sequence[Entry]:
        """The whole chain of ``case``, oldest first."""
        chain = _named(chain_of_case(case))
        return await self._database.read(
            lambda connection: [_as_entry(row) for row in connection.execute(chain)]
        )

    async def entries_of_complaint(self, complaint: ComplaintId) -> Sequence[Entry]:
        """The whole chain of ``complaint``, oldest first."""
        chain = _named(chain_of_complaint(complaint))
        return await self._database.read(
            lambda connection: [_as_entry(row) for row in connection.execute(chain)]
        )

    async def chains(self) -> list[PlanId | None]:
        """Every plan that has a chain, and ``None`` if there are events of none and no case or complaint."""
        of_neither = ledger.c.case_id.is_(None), ledger.c.complaint_id.is_(None)
        found = select(ledger.c.plan_id).where(*of_neither).distinct()
        return await self._database.read(lambda connection: list(connection.execute(found).scalars()))

    async def verify(self, plan: PlanId | None) -> int | None:
        """The number of the first entry that is missing or altered; ``None``: the chain is intact."""
        chain = _chain(plan)
        return await self._database.read(
            lambda connection: broken_at(_as_entry(row) for row in connection.execute(chain))
        )


def _chain(plan: PlanId | None) -> Select[Any]:
    return _named(plan or NO_PLAN)


def _named(chain: str) -> Select[Any]:
    return select(ledger).where(ledger.c.chain == chain).order_by(ledger.c.number)


def _last(connection: Connection, chain: str) -> Entry | None:
    row = LAST.row(connection, {"chain": chain})
    return None if row is None else _as_entry(row)


def _as_row(chain: str, entry: Entry) -> dict[str, object]:
    event = entry.event
    return {
        "chain": chain,
        "number": entry.number,
        "plan_id": event.plan,
        "case_id": event.case,
        "complaint_id": event.complaint,
        "at": event.at,
        "person_id": event.person,
        "participant_id": event.participant,
        "organisation": event.organisation,
        "action": event.action,
        "part_id": event.part,
        "details": dict(event.details),
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }


def _as_entry(row: Row[Any]) -> Entry:
    event = Event(
        at=row.at,
        person=row.person_id,
        action=row.action,
        plan=row.plan_id,
        participant=row.participant_id,
        organisation=row.organisation,
        part=row.part_id,
        details=row.details,
        case=row.case_id,
        complaint=row.complaint_id,
    )
    return Entry(row.number, event, row.previous_hash, row.hash)


AFTER = Prepared(
    select(ledger)
    .where(ledger.c.chain == bindparam("chain"), ledger.c.number > bindparam("after", type_=BigInteger))
    .order_by(ledger.c.number)
    .limit(bindparam("most", type_=Integer))
)
INSERT = Prepared(insert(ledger))
LAST = Prepared(
    select(ledger).where(ledger.c.chain == bindparam("chain")).order_by(ledger.c.number.desc()).limit(1)
)
