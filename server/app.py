"""The composition root: opens the adapters that the settings name and connects everything to them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from .capabilities import Features, LoginWays, build_features, witnessed_rows
from .catalogue import standard
from .domain.identity.keys import IdentityKeys
from .fanout.start import opened_fanout
from .features.accesslog.readings import ReadingLog
from .features.cases.desk.places import CoordinatorsTakeTheirPlaces
from .features.comments.store import Comments
from .features.login.store import People
from .features.parts.due_days import DueDays
from .features.parts.store import PartStore
from .identity_providers import identity_providers
from .operators import operator_routes
from .ports.clock import utc_now
from .ports.log import StorageUnavailable
from .ports.processes import Fanout
from .ports.randomness import SystemChance
from .ports.sessions import SessionTimes
from .rehearsal import rehearse
from .settings import Settings, SettingsError
from .storage.database.database import Database, Use
from .storage.epoch import Epoch
from .storage.identity.keys import begin as begin_with_keys
from .storage.ledger import Ledger
from .storage.log.update_log import SqlUpdateLog
from .storage.page_files import PageFiles
from .storage.quarantine_file import QuarantineFile, opened_quarantine
from .storage.rights import SqlAccessBook
from .storage.seals.keys import sealing_keys
from .storage.seals.outside import SealsFile
from .storage.seals.sealing import LogSealer
from .sync.hub import Hub
from .sync.part.committer import Committer
from .sync.plan.budget import Budget, EngineLimits
from .sync.plan.collaborators import Collaborators
from .sync.plan.texts import LoggedTexts
from .sync.protocol.closings import Token
from .sync.socket.limits import SocketLimits
from .telemetry.counts import counts
from .telemetry.measured_log import MeasuredLog
from .telemetry.observing import observed
from .transport.patience import file_descriptors
from .web.endpoint import SocketSettings, SyncEndpoint
from .web.routes import build_routes, counted, method_refused, sockets_beside_pages
from .web.runner import USUAL_RATES, Rates, WebSettings
from .web.security import SecurityHeaders, allowed_origins
from .web.static import built_front_end, hashed_files
from .worker.building import build_worker
from .worker.worker import Worker

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Application:
    """``drain`` finishes all accepted work and closes all sockets; it may be called more than once.

    ``restored`` ends when the database was restored while this process served it: what it holds then belongs
    to a lost history, and ``drain`` would write it into the new one. ``abandon`` closes the sockets instead.
    """

    asgi: ASGIApp
    drain: Callable[[], Awaitable[None]]
    abandon: Callable[[], None]
    restored: asyncio.Task[None]


@asynccontextmanager
async def opened(settings: Settings, rates: Rates = USUAL_RATES) -> AsyncIterator[Application]:
    """The whole application around an open database. ``rates``: only tests give others.

    Raises what ``Database.open`` does, ``WrongIdentityKey``, ``SettingsError`` when the quarantine cannot be
    written down, and ``CatalogueError`` when a text or deadline is missing or cannot be used.
    """
    standard()
    async with AsyncExitStack() as stack:
        database = await Database.open(
            settings.database_url, connections=settings.database_connections, use=Use.SERVE
        )
        stack.push_async_callback(database.close)
        ways = _login_ways(settings, stack)
        await database.write(partial(begin_with_keys, keys=ways.identity_keys, now=utc_now()))
        log = MeasuredLog(SqlUpdateLog(database, utc_now), counts)
        epoch = await Epoch(database).name()
        opening = opened_fanout(settings.redis_url, settings.secret_key, epoch)
        fanout = await stack.enter_async_context(opening)
        readings = ReadingLog(Ledger(database), utc_now)
        stack.push_async_callback(readings.close)
        quarantine = stack.enter_context(closing(_quarantine(settings)))
        stack.enter_context(observed(tracing=settings.tracing))
        hub = _hub(settings, database, log, readings, fanout, quarantine)
        await hub.start()
        await rehearse(database, log, utc_now)
        texts = LoggedTexts(log, quarantine)
        url, mail = settings.public_url, settings.smtp is not None
        given = database, hub, hub, texts, readings, utc_now, SystemChance()
        features = build_features(*given, public_url=url, ways=ways, epoch=epoch, sends_mail=mail)
        operators = operator_routes(settings, database, hub, log, fanout)
        sealer = await _started_sealer(settings, database, stack)
        _begin(stack, DueDays(PartStore(database, utc_now), log, quarantine), _places(database, hub))
        worker = _started_worker(settings, database)
        drain = partial(_drain, hub, features, readings, sealer, worker)
        restored = asyncio.create_task(Epoch(database).until_other_than(epoch, settings.poll_seconds))
        stack.callback(restored.cancel)
        asgi = _application(settings, epoch, hub, features, operators, await _kept_page(database), rates)
        yield Application(asgi, drain, lambda: hub.sockets.close(Token.RESTORED), restored)
        if not restored.done():
            await drain()


def _login_ways(settings: Settings, stack: AsyncExitStack) -> LoginWays:
    providers = identity_providers(settings, utc_now)
    providers.start()
    stack.push_async_callback(providers.close)
    return LoginWays(settings.demo, providers, IdentityKeys.of(settings.identity_key), _times(settings))


async def _kept_page(database: Database) -> PageFiles:
    """Before the first page of this build is handed out: its files may be asked of any process."""
    page_files = PageFiles(database)
    files = await asyncio.to_thread(hashed_files, built_front_end())
    try:
        await page_files.keep(files, utc_now())
    except StorageUnavailable:
        logger.warning("processes of other builds cannot hand out files of this one's page")
    return page_files


def _quarantine(settings: Settings) -> QuarantineFile:
    asked = bool(settings.quarantine_directory)
    try:
        return opened_quarantine(settings.quarantine_place, asked=asked)
    except OSError as error:
        raise SettingsError(f"SAMPLAN_QUARANTINE_DIRECTORY: {error.strerror}") from error


async def _drain(
    hub: Hub, features: Features, readings: ReadingLog, sealer: LogSealer, worker: Worker | None
) -> None:
    await hub.close()
    # Already here: a signal ends the process before anything else of ``opened`` runs. Together: each may wait
    # as long as a supervisor lets it for a database that says nothing.
    await asyncio.gather(features.close(), readings.close(), *([worker.stop()] if worker else []))
    await sealer.close()


def _times(settings: Settings) -> SessionTimes:
    return SessionTimes(
        timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
    )


def _places(database: Database, hub: Hub) -> CoordinatorsTakeTheirPlaces:
    return CoordinatorsTakeTheirPlaces(database, hub, standard(), utc_now, SystemChance())


def _begin(stack: AsyncExitStack, *beside: DueDays | CoordinatorsTakeTheirPlaces) -> None:
    for each in beside:
        each.start()
        stack.callback(each.stop)


def _started_worker(settings: Settings, database: Database) -> Worker | None:
    """``None``: it is a process of its own."""
    if not settings.works:
        return None
    worker = build_worker(settings, database)
    worker.start()
    return worker


async def _started_sealer(settings: Settings, database: Database, stack: AsyncExitStack) -> LogSealer:
    try:
        keys = sealing_keys(settings.log_key, settings.secret_key, settings.log_key_file, make=True)
    except OSError as error:
        raise SettingsError(f"SAMPLAN_LOG_KEY: {settings.log_key_file}: {error.strerror}") from error
    if keys is None:
        raise SettingsError(f"SAMPLAN_LOG_KEY: {settings.log_key_file} is empty")
    sealer = LogSealer(database, keys, SealsFile(settings.seals_place), witnessed_rows(), utc_now)
    await sealer.start()
    stack.callback(sealer.stop)
    return sealer


def _hub(
    settings: Settings,
    database: Database,
    log: MeasuredLog,
    readings: ReadingLog,
    fanout: Fanout,
    quarantine: QuarantineFile,
) -> Hub:
    people, idle = People(database), _times(settings).idle
    limits = EngineLimits(
        part_bytes=settings.max_part_bytes, rooms=settings.max_parts, open_bytes=settings.max_open_bytes
    )
    collaborators = Collaborators(
        log=log,
        book=SqlAccessBook(database),
        clock=utc_now,
        committer=Committer(log),
        limits=limits,
        record_read=readings.record,
        fanout=fanout,
        sessions_over=lambda hashes: people.sessions_over(hashes, utc_now(), utc_now() - idle),
        comment_changes=Comments(database, utc_now).changes,
        budget=Budget(limits),
        quarantine=quarantine,
    )
    return Hub(collaborators, settings.poll_seconds)


def _most_sockets(settings: Settings) -> int:
    """A third of the file descriptors: others are for requests, sockets that wait, and the database."""
    possible = file_descriptors() // 3
    if possible < settings.max_sockets:
        logger.warning("file descriptors are too few for SAMPLAN_MAX_SOCKETS", extra={"count": possible})
    return min(settings.max_sockets, possible)


def _application(
    settings: Settings,
    epoch: str,
    hub: Hub,
    features: Features,
    operators: Sequence[BaseRoute],
    page_files: PageFiles,
    rates: Rates,
) -> ASGIApp:
    origins, limits = allowed_origins(settings.public_url), SocketLimits(frame_bytes=settings.max_frame_bytes)
    sockets = SocketSettings(origins, limits, most=_most_sockets(settings), epoch=epoch)
    sync = SyncEndpoint(hub, features.sessions, sockets)
    web = WebSettings(
        public_url=settings.public_url,
        dist=built_front_end(),
        neighbours=page_files.content,
        rates=rates,
        epoch=epoch,
    )
    routes = [*operators, *build_routes(features.operations, features.sessions, web)]
    pages = Starlette(routes=routes, exception_handlers={405: method_refused})
    return sockets_beside_pages(sync, counted(SecurityHeaders(pages, web.public_url)))
