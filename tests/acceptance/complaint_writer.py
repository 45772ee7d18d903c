"""Processes that complain: ``python -m tests.acceptance.complaint_writer URL``, told by lines what to do.

``dies N``: Kari thinks of a complaint, writes it, sends it, and a case handler answers it (``ACTS``), by a
process that kills itself before its so-manieth statement (0: never). ``races COMPLAINT UNTIL``: two processes
write in that one until it has so many records. Each line is answered by one: the exit code, or a word for
each process with the numbers of the records that it added. Forked, because a process takes seconds to start.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from multiprocessing.synchronize import Barrier
from typing import Any

from server.catalogue import standard
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.errors import Outdated
from server.domain.identity.principal import Principal
from server.domain.plan import PersonId
from server.features.accesslog.names import NamesLog
from server.features.accesslog.readings import ReadingLog
from server.features.accesslog.words import WordsLog
from server.features.cases.rules import rules_on as case_rules_on
from server.features.complaints.beginning.store import ComplaintBeginnings
from server.features.complaints.lists.store import ComplaintLists
from server.features.complaints.service import Complaints, ComplaintWish
from server.features.complaints.store import ComplaintStore, JudgedElsewhere
from server.features.consent.decisions_view import may_read_words
from server.ports.randomness import SystemChance
from server.ports.sessions import SignedIn
from server.storage.database.database import Database
from server.storage.ledger import Ledger
from tests.acceptance.case_writer import die_before_statement
from tests.acceptance.founding import NOW, Clock

ENDS = datetime(2127, 1, 1, tzinfo=UTC)
TODAY = NOW.date().isoformat()


def signed_in(person: str) -> SignedIn:
    return SignedIn(Principal(PersonId(person)), person, "", "nb", "", ENDS, ENDS, b"")


KARI, HANDLER = signed_in("kari"), signed_in("case-handler")
WRITTEN = ("written", {"grounds": ["no-answer"], "words": "Jeg fikk ikke svar."})
ACTS: list[tuple[SignedIn, str, dict[str, Any]]] = [
    (KARI, "dated", {"basis": "health", "known_on": TODAY}),
    (KARI, *WRITTEN),
    (KARI, "addressed", {"to_unit": True}),
    (KARI, "made-ready", {"identity": "electronic"}),
    (KARI, "sent", {"channel": "here", "day": TODAY}),
    (HANDLER, "received", {"day": TODAY}),
    (HANDLER, "forwarded", {"statement": "Vi mener fortsatt nei.", "day": TODAY}),
    (KARI, "withdrawn", {}),
]


def service(database: Database) -> Complaints:
    clock = Clock()
    adapters = database, clock, standard()
    stored = (
        ComplaintStore(*adapters, JudgedElsewhere(may_read_words, case_rules_on)),
        ComplaintBeginnings(*adapters),
        ComplaintLists(*adapters),
    )
    readings = ReadingLog(Ledger(database), clock)
    logs = WordsLog(readings), NamesLog(readings, clock)
    return Complaints(*stored, standard(), clock, SystemChance(), *logs)


async def complains(database: Database, until: str = "withdrawn") -> str:
    """``ACTS``, from the first to that one. Returns which."""
    complaints = service(database)
    which = ComplaintId(await complaints.begin(KARI, "9901", None, None))
    for who, action, said in ACTS:
        number = (await complaints.complaint(who, which)).number
        shown = (await complaints.export(who, which)).digest if action == "sent" else ""
        await complaints.act(who, which, ComplaintWish(number, action, said, shown))
        if action == until:
            break
    return which


async def writes_until(database: Database, which: ComplaintId, until: int) -> list[int]:
    """Whoever won reads again too: nobody is ahead of the other."""
    complaints, added = service(database), list[int]()
    while (number := (await complaints.complaint(KARI, which)).number) < until:
        with suppress(Outdated):
            added.append((await complaints.act(KARI, which, ComplaintWish(number, *WRITTEN, ""))).number)
    return added


async def complain(url: str, die_at: int) -> None:
    database = await Database.open(url)
    if die_at:
        die_before_statement(die_at)
    await complains(database)
    await database.close()


async def race(url: str, which: str, until: int, answers: int, both: Barrier) -> None:
    database = await Database.open(url)
    await asyncio.to_thread(both.wait)
    added = await writes_until(database, ComplaintId(which), until)
    os.write(answers, f"{','.join(map(str, added))} ".encode())
    await database.close()


def run(work: Callable[..., Coroutine[Any, Any, None]], *args: object) -> None:
    asyncio.run(work(*args))


def forked(*work: object) -> ForkProcess:
    process = get_context("fork").Process(target=run, args=work)
    process.start()
    return process


def done(url: str, what: str, *args: str) -> str:
    if what == "dies":
        process = forked(complain, url, int(args[0]))
        process.join()
        return str(process.exitcode)
    (reading, writing), both = os.pipe(), get_context("fork").Barrier(2)
    for process in [forked(race, url, args[0], int(args[1]), writing, both) for _ in range(2)]:
        process.join()
    os.close(writing)
    with os.fdopen(reading) as answers:
        return answers.read()


if __name__ == "__main__":
    for line in sys.stdin:
        print(done(sys.argv[1], *line.split()), flush=True)
