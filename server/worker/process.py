"""A process that is a worker and nothing else."""

from __future__ import annotations

import asyncio
import logging
import os
import signal

from server.catalogue import standard
from server.settings import Settings, SettingsError
from server.storage.database.database import Database, Use
from server.storage.epoch import Epoch
from server.telemetry.logs import complain, configure
from server.version import version

from .building import build_worker

logger = logging.getLogger(__name__)


class DatabaseReplaced(Exception):
    """The database was restored while this process worked on it; the next one begins with the new history."""


def run_worker(settings: Settings) -> None:
    """Works until a signal. Raises what ``Database.open`` does, ``SettingsError``, ``DatabaseReplaced``."""
    if settings.database_url.startswith("sqlite"):
        raise SettingsError("SAMPLAN_DATABASE_URL: on SQLite the worker is part of `samplan serve`")
    standard()
    configure(settings.log)
    asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
    loop, ending = asyncio.get_running_loop(), asyncio.Event()
    loop.set_exception_handler(complain)
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, ending.set)
    database = await Database.open(
        settings.database_url, connections=settings.database_connections, use=Use.SERVE
    )
    try:
        epoch = Epoch(database)
        restored = asyncio.create_task(epoch.until_other_than(await epoch.name(), settings.poll_seconds))
        restored.add_done_callback(lambda _: ending.set())
        worker = build_worker(settings, database)
        worker.start()
        logger.info("the worker works", extra={"version": version(), "pid": os.getpid()})
        print("samplan worker is ready", flush=True)
        await ending.wait()
        await worker.stop()
        if restored.done():
            raise DatabaseReplaced
        restored.cancel()
    finally:
        await database.close()
    logger.info("the worker ends")
