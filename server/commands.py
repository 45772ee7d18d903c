"""The commands of the command line.

Each returns the process's exit code; ``__main__`` prints an error they raise in one line.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from .capabilities import witnessed_rows
from .demo import found_demo
from .ports.clock import utc_now
from .ports.randomness import SystemChance
from .serving import run_server
from .settings import Settings, SettingsError
from .storage.database.database import Database, Use
from .storage.database.migrate import migrate as migrate_database
from .storage.epoch import Epoch
from .storage.seals.keys import sealing_keys
from .storage.seals.verifying import LogVerifier


def serve(settings: Settings) -> int:
    """Serves until a signal."""
    run_server(settings)
    return 0


def migrate(settings: Settings) -> int:
    migrate_database(settings.database_url)
    return 0


def demo(settings: Settings) -> int:
    """Creates the demo plan with its people; may be repeated. Refused on a database that is not a demo's."""
    created = asyncio.run(_create_demo(settings))
    print("The demo plan was created." if created else "The demo plan is there.")
    return 0


def verify_log(settings: Settings, seals: Sequence[Path]) -> int:
    """1 if something was altered, or nothing can be vouched for. ``seals``: copies kept elsewhere."""
    return asyncio.run(_verify(settings, seals))


def restored(settings: Settings) -> int:
    """Begin another epoch: pages discard their copies, and all sessions end."""
    ended = asyncio.run(_begin_epoch(settings))
    print(f"Pages that were open before the restore will discard their copies. Sessions ended: {ended}.")
    return 0


@asynccontextmanager
async def _opened(settings: Settings, use: Use = Use.COMMAND) -> AsyncIterator[Database]:
    database = await Database.open(settings.database_url, use=use)
    try:
        yield database
    finally:
        await database.close()


async def _create_demo(settings: Settings) -> bool:
    """``False`` if it existed already."""
    async with _opened(settings) as database:
        if not settings.may_invent_people:
            raise SettingsError(
                "SAMPLAN_DEMO: the demo plan's people are invented and cannot be removed again;"
                " set it to 1 if this is a demo's database"
            )
        return await found_demo(database, utc_now, SystemChance())


async def _begin_epoch(settings: Settings) -> int:
    """Returns the number of sessions ended."""
    async with _opened(settings, Use.RESTORE) as database:
        return await Epoch(database).begin(SystemChance().id(), utc_now())


async def _verify(settings: Settings, copies: Sequence[Path]) -> int:
    try:
        keys = sealing_keys(settings.log_key, settings.secret_key, settings.log_key_file, make=False)
        async with _opened(settings) as database:
            verifier, altered = LogVerifier(database, keys, witnessed_rows()), False
            async for wrong in verifier.wrong(copies):
                print(f"The access log was changed: {wrong}.", file=sys.stderr)
                altered = True
    except OSError as error:
        raise SettingsError(f"{error.filename}: {error.strerror}") from error
    vouched = verifier.vouched
    sound = not altered and (vouched.newest is None or vouched.trusted)
    print(*vouched.said(altered=altered), sep="\n", file=sys.stdout if sound else sys.stderr)
    return 0 if sound else 1
