"""``kill -9`` around the consent to the plan: case, log, plan and messages say the same afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.demo.municipality import NUMBER
from server.domain.cases.vocabulary import CaseId
from server.storage.database.database import Database
from tests.acceptance.telling import require_told
from tests.support.clients.people import Person
from tests.support.days import day
from tests.support.operations import REPORT
from tests.support.servers.server import Server
from tests.support.servers.smtp import MailServer, mail_server

ASSESSED = {"assessed": "met", "reason": "I flere år."}
GRANTED = {"thing": "plan", "outcome": "granted", "reason": "Ja.", "means": "letter"}


async def own(person: Person) -> dict[str, Any]:
    (case,) = (await person.get("/api/my-cases")).json()
    return dict(case)


async def does(who: Person, owner: Person, action: str, said: dict[str, Any] | None = None) -> None:
    case = await own(owner)
    basis = "health" if action == "decided" else ""
    body = {"expected": case["number"], "action": action, "said": said or {}, "basis": basis}
    body["shown"] = (await who.post(f"/api/cases/{case['id']}/preview", body)).json()["text"]
    answer = await who.post(f"/api/cases/{case['id']}/records", body)
    assert answer.status_code == 201, answer.text


async def tries_to_consent(owner: Person) -> bool:
    """Whether it was answered."""
    with contextlib.suppress(httpx.HTTPError):
        await does(owner, owner, "plan-consented")
        return True
    return False


def stored(server: Server, case: str) -> tuple[int, int, int, int]:
    """How many active plans the owner has, with how many participants, and what the case and its log say."""
    active = "FROM plans WHERE owner_id = (SELECT owner_id FROM cases WHERE id = ?) AND ended_at IS NULL"
    with closing(sqlite3.connect(server.database)) as connection:

        def count(statement: str) -> int:
            return int(connection.execute(statement, (case,)).fetchone()[0])

        return (
            count(f"SELECT count(*) {active}"),
            count(f"SELECT count(*) FROM participants WHERE plan_id IN (SELECT id {active})"),
            count("SELECT count(*) FROM case_records WHERE case_id = ? AND action = 'plan-begun'"),
            count("SELECT count(*) FROM ledger WHERE case_id = ? AND action = 'case-plan-begun'"),
        )


DUE = """SELECT count(*) FROM messages
WHERE due_at <= strftime('%Y-%m-%d %H:%M:%f000', 'now') AND person_id IN (?, ?)"""


async def told(server: Server, case: str, smtp: MailServer) -> None:
    """Of what the case has come to, everybody is told once: mailed, or still to be."""
    database = await Database.open(f"sqlite+aiosqlite:///{server.database}")
    expected = await database.read(lambda connection: require_told(connection, CaseId(case)))
    await database.close()
    sent = Counter(each.partition("@")[0].removeprefix("<") for each in smtp.ids)
    with closing(sqlite3.connect(server.database)) as connection:
        state = dict(connection.execute("SELECT id, mail FROM messages"))
    assert {each: times for each, times in sent.items() if times > 1} == {}
    lost = {each for each in expected if state[each] == "sent" and not sent[each]}
    assert (lost, sent.keys() - state.keys()) == (set(), set())


async def everything_is_mailed(server: Server, smtp: MailServer, *people: str) -> None:
    """Begun anew, it sends what the dead one had not begun to send."""
    with closing(sqlite3.connect(server.database)) as connection:
        waits = int(connection.execute(DUE, people).fetchone()[0])
    before = len(smtp.mails)
    await server.start()
    async with asyncio.timeout(60):
        await smtp.until(before + waits)


@pytest.fixture
async def smtp() -> AsyncIterator[MailServer]:
    async with mail_server() as server:
        yield server


@pytest.fixture
async def server(tmp_path: Path, smtp: MailServer) -> AsyncIterator[Server]:
    server = Server(tmp_path, SAMPLAN_SMTP_URL=smtp.url, SAMPLAN_SMTP_FROM="samplan@lia.example")
    await server.prepare()
    await server.start()
    yield server
    await server.stop()


@pytest.mark.rule("P2", 1)
@pytest.mark.timeout(180)
async def test_a_plan_is_founded_whole_or_not_at_all(server: Server, smtp: MailServer) -> None:
    owner, unit = await Person(server, "stranger").log_in(), await Person(server, "unit").log_in()
    for each in (owner, unit):
        wanted = {"channel": "email", "address": f"{each.key}@example.org"}
        assert (await each.send("PUT", "/api/my-contact", wanted)).status_code < 300
    ids = [(await each.get("/api/me")).json()["id"] for each in (owner, unit)]
    report = REPORT | {"reporter": "owner", "wish": "plan"}
    await owner.post(f"/api/municipalities/{NUMBER}/reports", report)
    case, chance, founded = (await own(owner))["id"], random.Random(7), 0
    await does(unit, owner, "taken")
    await does(unit, owner, "subject-corrected", {"subject": {"name": "Jonas", "born": "1990-01-01"}})
    for criterion in ("lasting", "several-services"):
        await does(unit, owner, "assessed", ASSESSED | {"criterion": criterion})
    await does(unit, owner, "decided", GRANTED | {"known_on": day()})
    for _ in range(3):
        await does(unit, owner, "plan-offered")
        asked = asyncio.create_task(tries_to_consent(owner))
        await asyncio.wait([asked], timeout=chance.random() / 20)
        await server.kill()
        answered = await asked
        plans, there, records, entries = stored(server, case)
        assert plans or not answered
        assert (there, records - founded, entries - founded) == (plans, plans, plans)
        await told(server, case, smtp)
        await everything_is_mailed(server, smtp, *ids)
        if plans:
            founded += 1
            assert (await owner.get(f"/api/plans/{(await own(owner))['plan']['plan']}")).status_code == 200
            await does(owner, owner, "plan-ended", {"reason": "Jeg vil ikke."})
    await server.stop()
    await told(server, case, smtp)
    assert len(smtp.mails) >= 3, "not even that a plan is offered was mailed"
    await server.verified()
    for person in (owner, unit):
        await person.close()
