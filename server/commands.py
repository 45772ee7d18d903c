"""The commands of the command line.

Each returns the process's exit code; ``__main__`` prints an error they raise in one line.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from .capabilities import witnessed_rows
from .catalogue import standard
from .demo import found_demo, found_demo_cases
from .domain.cases.records import day_of
from .domain.identity.keys import IdentityKeys
from .domain.plan import SERVER, PersonId
from .features.login.store import People
from .features.municipalities.command_line import MunicipalityCommand, NotDone
from .features.municipalities.service import Units
from .features.municipalities.store import Municipalities
from .ports.clock import utc_now
from .ports.randomness import SystemChance
from .serving import run_server
from .settings import Settings, SettingsError
from .storage.database.database import Database, Use
from .storage.database.migrate import migrate as migrate_database
from .storage.epoch import Epoch
from .storage.identity import keys as identity_keys
from .storage.plan.leaving import Leaver, end_for_organisation
from .storage.seals.keys import sealing_keys
from .storage.seals.verifying import LogVerifier
from .worker.process import run_worker

ORGANISATION = re.compile("[0-9]{9}")

DEMO_SECONDS = 60.0
"""How long one who makes the demo waits for another who does."""


def serve(settings: Settings) -> int:
    """Serves until a signal."""
    run_server(settings)
    return 0


def worker(settings: Settings) -> int:
    """Sends messages and tells of deadlines until a signal."""
    run_worker(settings)
    return 0


def migrate(settings: Settings) -> int:
    migrate_database(settings.database_url)
    asyncio.run(_check_identity_key(settings))
    return 0


def demo(settings: Settings, *, cases: bool) -> int:
    """Creates the demo plan with its people, and ``cases`` beside it; may be repeated. Refused on a database
    that is not a demo's."""
    created = asyncio.run(_create_demo(settings, cases=cases))
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


def forget_numbers(settings: Settings) -> int:
    """Forget the identity numbers hashed under other keys than those that are set, as after one was lost."""
    forgotten = asyncio.run(_forget_numbers(settings))
    print(f"Persons known by their log-ins alone from now on: {forgotten}.")
    return 0


def municipality(settings: Settings, act: str, **asked: Any) -> int:
    """``act``: a method of ``MunicipalityCommand``, with what it is asked."""
    print(*asyncio.run(_municipality(settings, act, asked)), sep="\n")
    return 0


def leaver(settings: Settings, organisation: str, person: str) -> int:
    """End at once what the person takes part in for the organisation, and their logins for it."""
    ended = asyncio.run(_leave(settings, organisation, PersonId(person)))
    print(f"Plans that {person} takes part in no more for {organisation}: {ended}.")
    return 0


@asynccontextmanager
async def _opened(
    settings: Settings, use: Use = Use.COMMAND, *, patience: float = 5.0
) -> AsyncIterator[Database]:
    """``patience``: seconds SQLite waits for another writer."""
    database = await Database.open(settings.database_url, use=use, busy_timeout=patience)
    try:
        yield database
    finally:
        await database.close()


async def _create_demo(settings: Settings, *, cases: bool) -> bool:
    """``False`` if all of it existed already."""
    async with _opened(settings, patience=DEMO_SECONDS) as database:
        if not settings.may_invent_people:
            raise SettingsError(
                "SAMPLAN_DEMO: the demo plan's people are invented and cannot be removed again;"
                " set it to 1 if this is a demo's database"
            )
        founded = await found_demo(database, utc_now, SystemChance())
        return (cases and await found_demo_cases(database, utc_now, SystemChance())) or founded


async def _municipality(settings: Settings, act: str, asked: Mapping[str, Any]) -> Sequence[str]:
    async with _opened(settings) as database:
        store = Municipalities(database, utc_now, SystemChance())
        command = MunicipalityCommand(store, Units(store, standard(), utc_now))
        said: Sequence[str] = await getattr(command, act)(**asked)
        return said


async def _leave(settings: Settings, organisation: str, person: PersonId) -> int:
    """Returns the number of plans."""
    if not ORGANISATION.fullmatch(organisation):
        raise NotDone(f"{organisation!r} is no number of an organisation: nine digits")
    now = utc_now()
    text = standard().text("plan.organisation-left", "nb", on=day_of(now))
    leaving = Leaver(person, organisation, SERVER, now, text)
    async with _opened(settings) as database:
        if await People(database).person(person) is None:
            raise NotDone(f"nobody has the id {person}: their page shows it")
        return len(await database.write(partial(end_for_organisation, leaver=leaving)))


async def _check_identity_key(settings: Settings) -> None:
    async with _opened(settings) as database:
        await database.read(partial(identity_keys.check, keys=IdentityKeys.of(settings.identity_key)))


async def _forget_numbers(settings: Settings) -> int:
    """Returns the number of persons."""
    keys = IdentityKeys.of(settings.identity_key)
    if keys is None:
        raise SettingsError("SAMPLAN_IDENTITY_KEY: set the key that is to hash identity numbers from now on")
    async with _opened(settings) as database:
        return await database.write(partial(identity_keys.forget, keys=keys, now=utc_now()))


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
