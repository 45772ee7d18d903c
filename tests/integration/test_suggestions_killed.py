"""``kill -9`` while suggestions are accepted: each is in the text once or not at all, and says so itself."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sqlite3
from contextlib import closing
from typing import Any

import httpx
import pytest
from pycrdt import XmlFragment

from tests.support.clients.anchors import typed
from tests.support.clients.people import Document, Person
from tests.support.servers.server import Server
from tests.support.wide import seldom_concerned

pytestmark = seldom_concerned

SOAK = os.environ.get("TESTS_SOAK") == "1"
ROUNDS = 60 if SOAK else 5
EACH = 8
"""Suggestions accepted in a round."""


def stored(server: Server, part: str) -> tuple[dict[str, str], list[str], list[str]]:
    """What each suggestion says has become of it; the rows of the log and the entries that are of one."""
    with closing(sqlite3.connect(server.database)) as connection:

        def column(statement: str) -> list[Any]:
            return connection.execute(statement, (part,)).fetchall()

        said = dict(column("SELECT id, status FROM suggestions WHERE part_id = ?"))
        rows = [
            batch for (batch,) in column("SELECT batch_id FROM updates WHERE part_id = ?") if batch in said
        ]
        entries = [
            each
            for (each,) in column(
                "SELECT json_extract(details, '$.suggestion') FROM ledger"
                " WHERE part_id = ? AND action = 'suggestion-accepted'"
            )
        ]
    return said, rows, entries


async def accept(who: Person, suggestion: str) -> tuple[str, bool]:
    """Whether it was answered."""
    with contextlib.suppress(httpx.HTTPError):
        answer = await who.post(f"/api/suggestions/{suggestion}/accept")
        assert answer.status_code in (204, 409, 503), answer.text
        return suggestion, answer.status_code == 204
    return suggestion, False


async def suggest(owner: Person, part: str, page: Document, number: int) -> str:
    """To replace a word of a line of its own."""
    page.add_block("")
    word = f"gammelt{number}"
    line = typed(page, f"Her står {word} 👍 her.", block=len(page.body.children) - 1)
    await page.saved()
    wish = {"anchor": line.anchor(word), "quote": word, "replacement": f"nytt{number}"}
    made = await owner.post(f"/api/parts/{part}/suggestions", wish)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


@pytest.mark.rule("P1", "P2")
@pytest.mark.timeout(3_000 if SOAK else 600)
async def test_an_accepted_suggestion_is_in_the_text_once_whenever_the_server_dies(server: Server) -> None:
    owner = await Person(server, "owner").log_in()
    part, chance = (await owner.part("home"))["id"], random.Random(int(os.environ.get("TESTS_SEED", "5")))
    numbers: dict[str, int] = {}
    answered: set[str] = set()
    interrupted = 0
    for number in range(ROUNDS):
        page = await (await owner.connect()).open(f"part/{part}")
        new = [await suggest(owner, part, page, number * EACH + each) for each in range(EACH)]
        numbers |= {each: number * EACH + place for place, each in enumerate(new)}
        asked = [asyncio.create_task(accept(owner, each)) for each in new]
        done = chance.randrange(EACH)
        while sum(task.done() for task in asked) < done:
            await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
            if all(task.done() for task in asked):
                break
        for _ in range(chance.randint(0, 40)):
            await asyncio.sleep(0)
        await server.kill()
        results = await asyncio.gather(*asked)
        answered |= {each for each, ok in results if ok}
        interrupted += sum(not ok for _, ok in results)
        said, rows, entries = stored(server, part)
        accepted = {each for each, status in said.items() if status == "accepted"}
        assert sorted(rows) == sorted(entries) == sorted(accepted), "one without the others, or twice"
        assert answered <= accepted, "an answer was lost"
        await server.start()
        for each in set(new) - accepted:
            assert await accept(owner, each) == (each, True), "the same again, after a start"
            answered.add(each)
        await said_in_text(owner, part, numbers, answered)
    assert interrupted > 0, "the server was never killed while it had something to lose"
    await server.verified()
    await owner.close()


async def said_in_text(owner: Person, part: str, numbers: dict[str, int], accepted: set[str]) -> None:
    page = await (await owner.connect()).open(f"part/{part}")
    text = str(page.doc.get("body", type=XmlFragment))
    for suggestion, number in numbers.items():
        old, new = text.count(f"gammelt{number} "), text.count(f"nytt{number} ")
        assert (old, new) == ((0, 1) if suggestion in accepted else (1, 0)), number
