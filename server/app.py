"""The composition root: the only place that names every adapter."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from errno import ENOSPC
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from .demo import found_demo
from .domain.audit import Action, Event
from .domain.plan import SERVER, Kind, PlanId
from .fanout.alone import OneProcess
from .fanout.redis.process import ManyProcesses
from .features.accesslog.openings import ReadingLog
from .features.comments.service import Conversations
from .features.comments.store import Comments
from .features.consent.service import Consents
from .features.login.service import Logins
from .features.login.store import People
from .features.parts.service import Parts
from .features.plans.service import PlanReading
from .ports.clock import Clock
from .ports.log import LoadedPart, StorageUnavailable, Stored, UpdateLog
from .ports.processes import Fanout
from .ports.randomness import SystemChance
from .settings import Settings, SettingsError
from .storage.database.database import Database
from .storage.epoch import Epoch
from .storage.ledger import Ledger
from .storage.log.update_log import SqlUpdateLog
from .storage.plans import Plans
from .storage.quarantine_file import Quarantine
from .sync.document.replica import Replica
from .sync.document.schema import seed
from .sync.hub import Hub
from .sync.part.committer import Committer
from .sync.plan.budget import Budget, Limits
from .sync.plan.collaborators import Collaborators
from .sync.socket.limits import SocketLimits
from .sync.update.admission import exhausted
from .telemetry.counts import counts
from .telemetry.loop_lag import Lateness
from .telemetry.measured_log import MeasuredLog
from .telemetry.metrics import CONTENT_TYPE, Metrics
from .telemetry.spans import start_tracing
from .web.endpoint import SocketSettings, SyncEndpoint
from .web.health import Check, health_routes, metrics_route
from .web.routes import Services, WebSettings, build_routes
from .web.security import SecurityHeaders, allowed_origins

logger = logging.getLogger(__name__)


clock: Clock = partial(datetime.now, UTC)


def _front_end() -> Path:
    """The built page: inside an installed wheel, or beside the sources."""
    installed = Path(__file__).parent / "web" / "dist"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "frontend" / "dist"


@dataclass(frozen=True, slots=True)
class Application:
    """``drain`` settles everything accepted and closes all sockets; it may be called more than once."""

    asgi: ASGIApp
    drain: Callable[[], Awaitable[None]]


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Application]:
    """The whole application around an open database.

    Raises ``StorageUnavailable`` when the database cannot be opened, ``SchemaUnknown`` when it was not
    migrated.
    """
    database = await Database.open(settings.database_url, connections=settings.database_connections)
    try:
        log = MeasuredLog(SqlUpdateLog(database, clock), counts)
        async with _fanout(settings) as fanout, _readings(database) as readings:
            with closing(_quarantine(settings)) as quarantine, _observed(settings):
                hub = _hub(settings, database, log, readings, fanout, quarantine)
                hub.start()
                epoch = await Epoch(database).name()
                await _rehearse(database, log)
                operations = _operations(settings, database, hub, log, fanout)

                async def drain() -> None:
                    await hub.close()
                    # Already here: a signal ends the process before anything after the ``yield`` comes about.
                    await readings.close()

                yield Application(_application(settings, database, epoch, hub, operations), drain)
                await drain()
    finally:
        await database.close()


async def _rehearse(database: Database, log: UpdateLog) -> None:
    """Open a part as for somebody: statements are compiled and modules loaded once, before anybody waits."""
    plans = Plans(database)
    await People(database).rehearse(clock())
    part = await plans.some_part()
    access = await plans.access_to(part) if part is not None else None
    if part is not None and access is not None:
        plan, who = access.plan.id, next(iter(access.participants.values()))
        await plans.access_versions([plan])
        await plans.access(plan)
        opening = Event(clock(), who.person, Action.PART_READ, plan, who.id, who.organisation, part)
        await Ledger(database).rehearse(opening)
        await log.load(part)
    with suppress(StorageUnavailable):
        await Epoch(database).write_again()
    # Not the part that was read: where one is damaged, the start shall not fail of it.
    row = Stored(1, SERVER, seed(Kind.HOME, 1).payload)
    exhausted(Replica.loading(LoadedPart(PlanId(""), Kind.HOME, b"", 0, [row], {1: SERVER})))


@asynccontextmanager
async def _readings(database: Database) -> AsyncIterator[ReadingLog]:
    """Who opened what, also where the database did not take it at once."""
    readings = ReadingLog(Ledger(database), clock)
    try:
        yield readings
    finally:
        await readings.close()


@asynccontextmanager
async def _fanout(settings: Settings) -> AsyncIterator[OneProcess | ManyProcesses]:
    """The way to the other processes, if there are any."""
    if settings.redis_url:
        fanout: OneProcess | ManyProcesses = await ManyProcesses.open(settings.redis_url, settings.secret_key)
    else:
        fanout = OneProcess()
    try:
        yield fanout
    finally:
        await fanout.close()


@contextmanager
def _observed(settings: Settings) -> Iterator[None]:
    stop_tracing = start_tracing() if settings.tracing else lambda: None
    lateness = Lateness(counts)
    lateness.start()
    try:
        yield
    finally:
        lateness.stop()
        stop_tracing()


def _quarantine(settings: Settings) -> Quarantine:
    """Without a place to note anything the process serves all the same, unless that place was asked for.

    Raises ``SettingsError``.
    """
    asked, file = settings.quarantine_directory, settings.database_url.partition(":///")[2]
    beside = Path(file).parent if settings.database_url.startswith("sqlite") else Path("var")
    try:
        return Quarantine(Path(asked) if asked else beside / "quarantine")
    except OSError as error:
        if asked and error.errno != ENOSPC:
            raise SettingsError(f"SAMPLAN_QUARANTINE_DIRECTORY: {error.strerror}") from error
        logger.warning("a part that kills this process will not be known: there is no place to note it")
        return Quarantine(None)


def _hub(
    settings: Settings,
    database: Database,
    log: UpdateLog,
    readings: ReadingLog,
    fanout: Fanout,
    quarantine: Quarantine,
) -> Hub:
    plans, people = Plans(database), People(database)
    limits = Limits(
        part_bytes=settings.max_part_bytes, rooms=settings.max_parts, open_bytes=settings.max_open_bytes
    )
    return Hub(
        Collaborators(
            log=log,
            book=plans,
            clock=clock,
            committer=Committer(log),
            limits=limits,
            record_read=readings.record,
            fanout=fanout,
            sessions_over=lambda hashes: people.sessions_over(hashes, clock()),
            budget=Budget(limits),
            quarantine=quarantine,
        ),
        settings.poll_seconds,
    )


def _application(
    settings: Settings, database: Database, epoch: str, hub: Hub, operations: Sequence[BaseRoute]
) -> ASGIApp:
    people, plans, chance = People(database), Plans(database), SystemChance()
    logins = Logins(people, hub, clock, chance, demo=settings.demo)
    services = Services(
        logins=logins,
        plans=PlanReading(plans, clock, epoch),
        parts=Parts(plans, hub, clock, chance),
        consents=Consents(plans, hub, clock),
        conversations=Conversations(Comments(database), plans, Ledger(database), hub, clock, chance),
    )
    sockets = SocketSettings(
        allowed_origins(settings.public_url),
        SocketLimits(frame_bytes=settings.max_frame_bytes),
        most=settings.max_sockets,
        epoch=epoch,
    )
    web = WebSettings(public_url=settings.public_url, dist=_front_end())
    return _beside(
        SyncEndpoint(hub, logins, sockets),
        SecurityHeaders(Starlette(routes=[*operations, *build_routes(services, web)]), web.public_url),
    )


def _beside(sync: ASGIApp, pages: ASGIApp) -> ASGIApp:
    """Sockets straight to the engine: every layer between costs on each frame."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        sockets = scope["type"] == "websocket" and scope["path"] == "/sync"
        await (sync if sockets else pages)(scope, receive, send)

    return application


def _operations(
    settings: Settings, database: Database, hub: Hub, log: MeasuredLog, fanout: OneProcess | ManyProcesses
) -> list[BaseRoute]:
    """What operators ask of the process."""

    async def redis_answers() -> bool:
        return not fanout.degraded

    def troubles() -> dict[str, bool]:
        redis = {"redis": fanout.degraded} if settings.redis_url else {}
        return {"database": bool(log.trouble), **redis}

    told = fanout.traffic if isinstance(fanout, ManyProcesses) else None
    metrics = Metrics(counts, hub.standing, troubles, told)
    checks: dict[str, Check] = {"database": partial(log.answers, database.ping)}
    return [
        metrics_route(metrics.render, CONTENT_TYPE, checks, settings.metrics_token),
        *health_routes(checks | {"redis": redis_answers} if settings.redis_url else checks),
    ]


async def create_demo(settings: Settings) -> bool:
    """The demo plan with its people; ``False`` if it was there already."""
    database = await Database.open(settings.database_url)
    try:
        return await found_demo(People(database), Plans(database), Comments(database), clock, SystemChance())
    finally:
        await database.close()


async def begin_epoch(settings: Settings) -> int:
    """Tell clients apart from what was before a restore; how many sessions ended."""
    database = await Database.open(settings.database_url)
    try:
        return await Epoch(database).begin(SystemChance().id(), clock())
    finally:
        await database.close()


async def broken_chains(settings: Settings) -> list[str]:
    """The plans whose access log is not what was written, with the first number that is wrong."""
    database = await Database.open(settings.database_url)
    try:
        ledger = Ledger(database)
        found = []
        for chain in await ledger.chains():
            broken = await ledger.verify(chain)
            if broken is not None:
                found.append(f"{chain or 'logins'}: entry {broken}")
        return found
    finally:
        await database.close()
