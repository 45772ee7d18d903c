"""Warm-up: opens a part once, so that statements are compiled and modules loaded before the first client."""

from __future__ import annotations

from contextlib import suppress

from .domain.audit import Event
from .domain.errors import NotFound
from .domain.identity.principal import Principal
from .domain.plan import SERVER, Kind, PlanId
from .features.accesslog.entries import PartRead
from .features.login.store import People
from .features.plans.store import PlanStore
from .ports.clock import Clock
from .ports.log import LoadedPart, SealBroken, StorageUnavailable, Stored, UpdateLog
from .storage.database.database import Database
from .storage.epoch import Epoch
from .storage.ledger import Ledger
from .storage.rights import SqlAccessBook
from .sync.document.replica import Replica
from .sync.document.schema import seed
from .sync.update.admission import exhausted


async def rehearse(database: Database, log: UpdateLog, clock: Clock) -> None:
    """Raises ``StorageUnavailable`` if the database does not answer; accepting no writes is no error."""
    await People(database).rehearse(clock())
    await _rehearse_opening(database, log, clock)
    with suppress(StorageUnavailable):
        await Epoch(database).write_again()
    # Not the part that was read: a damaged one must not make the start fail.
    row = Stored(1, SERVER, seed(Kind.HOME, 1).payload)
    exhausted(Replica.loading(LoadedPart(PlanId(""), Kind.HOME, b"", 0, [row], {1: SERVER})))


async def _rehearse_opening(database: Database, log: UpdateLog, clock: Clock) -> None:
    book = SqlAccessBook(database)
    part = await book.some_part()
    access = await book.access_to(part) if part is not None else None
    if part is None or access is None:
        return
    plan, who = access.plan.id, next(iter(access.participants.values()))
    await book.access_versions([plan])
    await book.access(plan)
    with suppress(NotFound):  # their participation is over: their rights were read all the same
        await PlanStore(database, clock).sight(Principal(who.person, who.organisation_number), plan)
    opening = Event.of(PartRead(), clock(), who.person, plan, who.id, who.organisation, part)
    await Ledger(database).rehearse(opening)
    with suppress(SealBroken):
        await log.load(part)
