"""What a letter costs in the database, a week and more after it was typed: ``python -m bench.week_cost``.

With ``--against COMMIT`` also what it costs there, of the same letters. Everything in the file counts but
what an empty plan has: rows, history, snapshot, client ids, seals and indexes, as pages after VACUUM.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from string import ascii_letters, digits
from tempfile import TemporaryDirectory
from typing import Any

if __package__ in (None, ""):  # run by its path, in another checkout
    sys.path[:0] = [os.getcwd(), str(Path(__file__).parent)]
    from week import BEGIN, LETTERS, SEED, Step, Writing, at_once, week  # type: ignore[import-not-found]
else:
    from .week import BEGIN, LETTERS, SEED, Step, Writing, at_once, week

from pycrdt import Doc

from server.capabilities import witnessed_rows
from server.domain.access import Decision, Level
from server.domain.audit import Event
from server.domain.plan import SERVER, Kind, Part, Participant, ParticipantId, PartId, PersonId, PlanId, Role
from server.domain.seals import SealingKey
from server.ports.log import Committed, Row, Submission
from server.storage.database.database import Database
from server.storage.database.migrate import migrate
from server.storage.founding import NewPlan, PlanFounded, found_plan
from server.storage.log.update_log import SqlUpdateLog
from server.storage.parts import PartCreation
from server.storage.persons import Person
from server.storage.seals.keys import SealingKeys
from server.storage.seals.outside import SealsFile
from server.storage.seals.sealing import LogSealer
from server.sync.document.schema import seed

KEYS = SealingKeys(SealingKey.of("a key that only this benchmark uses"))
SCRIPTS: dict[str, Callable[[Writing, int], Iterator[Step]]] = {"week": week, "at-once": at_once}
GOALS = {"week": 0.05, "at-once": 0.1}
"""Of what the same letters cost as rows."""
GAP = timedelta(minutes=30)
"""After so long without an edit the part is closed, and an hourly pass of the mover has come."""
SNAPSHOT_EVERY = 300
SEAL_EVERY = timedelta(minutes=1)


def ids(number: int) -> list[str]:
    """As long as the server's own, and the same each time."""
    chance = random.Random(SEED)
    return ["".join(chance.choices(ascii_letters + digits, k=22)) for _ in range(number)]


_PLAN, _PART, _OWNER, _OWNER_PLACE, *_OTHERS = ids(12)
PLAN, PART = PlanId(_PLAN), PartId(_PART)
PERSONS = [PersonId(each) for each in _OTHERS[:4]]
PLACES = [ParticipantId(each) for each in _OTHERS[4:]]
FIRST = seed(Kind.CONTRIBUTION, 2_063_441_737)


class Clock:
    def __init__(self) -> None:
        self.now: datetime = BEGIN - timedelta(days=1)

    def __call__(self) -> datetime:
        return self.now


class Kept:
    """A plan with one part that four people may edit, in an open database."""

    def __init__(self, database: Database, directory: Path, keys: SealingKeys = KEYS) -> None:
        self.database, self.clock = database, Clock()
        self.log = SqlUpdateLog(database, self.clock)
        file = SealsFile(directory / "seals.jsonl")
        self.sealer = LogSealer(database, keys, file, witnessed_rows(), self.clock)
        self.mover = mover_of(database, keys, file, self.clock)
        self._doc: Doc[Any] = Doc()
        self._doc.apply_update(FIRST.payload)
        self._last = self._snapshot = 1
        self._bound: set[int] = set()
        self._sealed_at = self.clock.now

    async def found(self) -> None:
        now = self.clock.now
        people = [PersonId(_OWNER), *PERSONS]
        places = [ParticipantId(_OWNER_PLACE), *PLACES]
        roles = [Role.OWNER, *[Role.OTHER] * len(PLACES)]
        new = NewPlan(
            id=PLAN,
            owner=people[0],
            created_at=now,
            persons=[Person(each, "Kari Nordmann") for each in people],
            participants=[
                Participant(place, PLAN, person, "Kari Nordmann", role)
                for place, person, role in zip(places, people, roles, strict=True)
            ],
            parts=[
                PartCreation(
                    Part(PART, PLAN, Kind.CONTRIBUTION),
                    Row(SERVER, None, FIRST.payload),
                    {FIRST.client_id: SERVER},
                )
            ],
            decisions=[
                Decision(number, place, Level.EDIT, people[0], now, kind=Kind.CONTRIBUTION)
                for number, place in enumerate(PLACES, start=1)
            ],
            events=[Event(at=now, person=people[0], action=PlanFounded.action, plan=PLAN)],
        )
        await found_plan(self.database, new)
        await self.sealer.seal()

    async def write(self, steps: Iterable[Step]) -> None:
        """As rooms, the sealer and the worker do while these letters come."""
        for step in steps:
            if step.at - self.clock.now > GAP:
                await self.rest(step.at - SEAL_EVERY)
            self.clock.now = step.at
            await self._append(step)
            if self._last - self._snapshot >= SNAPSHOT_EVERY:
                await self._save()
            if step.at - self._sealed_at >= SEAL_EVERY:
                await self.seal()

    async def rest(self, until: datetime) -> None:
        """Nobody writes: the part is closed, all is sealed, and what is old enough moves."""
        await self._save()
        await self.seal()
        self.clock.now = until
        if self.mover is not None:
            await self.mover.move()

    async def seal(self) -> None:
        await self.sealer.seal()
        self._sealed_at = self.clock.now

    async def _append(self, step: Step) -> None:
        person = PERSONS[step.person]
        new = {} if step.client in self._bound else {step.client: person}
        self._bound.add(step.client)
        batch = f"{self._last:024x}"
        row = Row(person, PLACES[step.person], step.update)
        submission = Submission(PLAN, PART, self._last, 1, batch, [row], new)
        (outcome,) = await self.log.append([submission])
        assert isinstance(outcome, Committed), outcome
        self._last = outcome.last
        self._doc.apply_update(step.update)

    async def _save(self) -> None:
        self._snapshot = self._last
        await self.log.save_snapshot(PART, self._last, self._doc.get_update())


def mover_of(database: Database, keys: SealingKeys, file: SealsFile, clock: Clock) -> Any:
    """``None`` in a commit that has none."""
    try:
        from server.storage.history.mover import HistoryMover
        from server.sync.update.joining import joined
    except ImportError:
        return None
    return HistoryMover(database, keys, file, joined, clock, share=0)


def stored(path: Path) -> int:
    """Bytes of the pages of a SQLite file, when nothing in it is free."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM")
        ((pages,),) = connection.execute("PRAGMA page_count").fetchall()
        ((size,),) = connection.execute("PRAGMA page_size").fetchall()
    return int(pages * size)


async def cost_of(name: str, letters: int, directory: Path) -> float:
    """Bytes for each letter of that script, when all of it is older than a day."""
    path = directory / f"{name}.db"
    url = f"sqlite+aiosqlite:///{path}"
    await asyncio.to_thread(migrate, url)
    writing = Writing(FIRST.payload, random.Random(SEED))
    database = await Database.open(url)
    kept = Kept(database, directory)
    await kept.found()
    await database.close()
    empty = stored(path)
    kept = Kept(await Database.open(url), directory)
    await kept.write(SCRIPTS[name](writing, letters))
    await kept.rest(kept.clock.now + timedelta(days=2))
    await kept.database.close()
    return (stored(path) - empty) / len(writing.ledger.typed)


async def costs(letters: int) -> dict[str, float]:
    with TemporaryDirectory() as directory:
        return {name: await cost_of(name, letters, Path(directory)) for name in SCRIPTS}


async def elsewhere(commit: str, letters: int) -> dict[str, float]:
    """By the code of that commit."""
    from .checkout import command, other_checkout

    with TemporaryDirectory() as directory:
        async with other_checkout(commit, Path(directory)) as checkout:
            arguments = [checkout.python, __file__, "--letters", str(letters), "--json"]
            said = await command(*arguments, directory=checkout.root, seconds=1_800)
            found: dict[str, float] = json.loads(said.splitlines()[-1])
            return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.week_cost", description=__doc__)
    parser.add_argument("--against", metavar="COMMIT")
    parser.add_argument("--letters", type=int, default=LETTERS)
    parser.add_argument("--json", action="store_true", help="as one line, for another checkout")
    asked = parser.parse_args()
    here = asyncio.run(costs(asked.letters))
    if asked.json:
        print(json.dumps(here))
        return 0
    there = asyncio.run(elsewhere(asked.against, asked.letters)) if asked.against else {}
    for name, cost in here.items():
        said = f"{name}: {cost:.1f} bytes for each of {asked.letters} letters"
        if there:
            said += f", {there[name]:.1f} there, ratio {cost / there[name]:.4f} (goal {GOALS[name]})"
        print(said)
    return int(any(here[name] > GOALS[name] * there[name] for name in there))


if __name__ == "__main__":
    sys.exit(main())
