"""``kill -9`` around the consent to the plan: case, log and plan say the same afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sqlite3
from contextlib import closing
from typing import Any

import httpx
import pytest

from server.demo.municipality import NUMBER
from tests.support.clients.people import Person
from tests.support.days import day
from tests.support.operations import REPORT
from tests.support.servers.server import Server

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


@pytest.mark.rule("P2", 1)
@pytest.mark.timeout(180)
async def test_a_plan_is_founded_whole_or_not_at_all(server: Server) -> None:
    owner, unit = await Person(server, "stranger").log_in(), await Person(server, "unit").log_in()
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
        await server.start()
        if plans:
            founded += 1
            assert (await owner.get(f"/api/plans/{(await own(owner))['plan']['plan']}")).status_code == 200
            await does(owner, owner, "plan-ended", {"reason": "Jeg vil ikke."})
    await server.verified()
    for person in (owner, unit):
        await person.close()
