"""Suggestions with two processes on one part: whichever is asked writes what stands there for all."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.support.clients.anchors import typed
from tests.support.clients.editing import plain
from tests.support.clients.people import Document, Person, Socket
from tests.support.cluster.processes import Cluster, cluster
from tests.support.servers.postgres import Postgres

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]
SOAK = os.environ.get("TESTS_SOAK") == "1"
ROUNDS = 40 if SOAK else 6


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> AsyncIterator[Cluster]:
    directory: Path = tmp_path_factory.mktemp("suggestions")
    async with cluster(directory, postgres, size=2) as built:
        await built.log_in(("owner", "coordinator"))
        yield built


class Line:
    """A line that the owner wrote at the first process, and who asks at which."""

    def __init__(self, place: Cluster, part: str, page: Document, here: Person, there: Person) -> None:
        self.place, self.part, self.page, self.here, self.there = place, part, page, here, there

    async def suggested(self, word: str, replacement: str) -> str:
        self.page.add_block("")
        line = typed(self.page, f"Her står {word} 👍 her.", block=len(self.page.body.children) - 1)
        await self.page.saved()
        wish = {"anchor": line.anchor(word), "quote": word, "replacement": replacement}
        made = await self.here.post(f"/api/parts/{self.part}/suggestions", wish)
        assert made.status_code == 201, made.text
        return str(made.json()["id"])

    async def text(self) -> str:
        return str((await self.place.replayed(f"part/{self.part}")).get("body", type=type(self.page.body)))

    @property
    def last(self) -> str:
        return plain(self.page.block_text(len(self.page.body.children) - 1))


@pytest_asyncio.fixture(loop_scope="module")
async def line(place: Cluster) -> AsyncIterator[Line]:
    owner = place.people["owner"]
    part = (await owner.part("needs"))["id"]
    socket = await Socket.connect(place[0], owner.token)
    page = await socket.open(f"part/{part}")
    there = await place.at(place[1], "owner")
    yield Line(place, part, page, owner, there)
    await socket.close()
    await there.close()


async def accept(who: Person, suggestion: str) -> httpx.Response:
    return await who.post(f"/api/suggestions/{suggestion}/accept")


async def test_a_process_that_has_no_room_open_accepts_and_the_others_show_it(line: Line) -> None:
    suggestion = await line.suggested("gammelt", "nytt")
    assert (await accept(line.there, suggestion)).status_code == 204
    await line.page.socket.until(lambda: line.last == "Her står nytt 👍 her.")
    told = [notice for notice in line.page.notices if "comments-changed" in notice]
    assert told


async def test_what_is_written_on_at_both_meanwhile_is_not_lost(line: Line) -> None:
    suggestion = await line.suggested("gammelt", "nytt")
    line.page.type("!", block=len(line.page.body.children) - 1)
    answer = await accept(line.there, suggestion)
    await line.page.saved()
    assert answer.status_code == 204
    await line.page.socket.until(lambda: line.last == "Her står nytt 👍 her.!")
    assert "Her står nytt 👍 her.!" in await line.text()


async def test_of_two_who_accept_at_two_processes_one_does(line: Line, place: Cluster) -> None:
    other = await place.at(place[1], "coordinator")
    for number in range(ROUNDS):
        suggestion = await line.suggested(f"gammelt{number}", f"nytt{number}")
        answers = await asyncio.gather(accept(line.here, suggestion), accept(other, suggestion))
        assert sorted(each.status_code for each in answers) == [204, 409], [each.text for each in answers]
        text = await line.text()
        assert (text.count(f"gammelt{number} "), text.count(f"nytt{number} ")) == (0, 1)
        await line.page.socket.until(lambda n=number: line.last == f"Her står nytt{n} 👍 her.")  # type: ignore[misc]
    await other.close()


@pytest.mark.rule("P4")
async def test_nothing_is_accepted_after_a_withdrawal_was_answered(line: Line, place: Cluster) -> None:
    """Withdrawn at the first process while it is accepted at the second."""
    other, owner = await place.at(place[1], "coordinator"), line.here
    plan, whom = (await owner.plan())["id"], await other.me_in()

    async def sign(level: str) -> None:
        wish = {"participant": whom, "part": line.part, "level": level}
        signed = await owner.post(f"/api/plans/{plan}/grants", wish)
        assert signed.status_code == 201, signed.text

    for number in range(ROUNDS):
        await sign("edit")
        suggestion = await line.suggested(f"før{number}", f"etter{number}")
        accepting = asyncio.create_task(accept(other, suggestion))
        await asyncio.sleep(0.004 * (number % 5))
        await sign("comment")
        at_the_answer = (await line.text()).count(f"etter{number} ")
        answer = await accepting
        later = (await line.text()).count(f"etter{number} ")
        assert later == at_the_answer == (answer.status_code == 204)
        assert answer.status_code in (204, 403), answer.text
    await sign("edit")
    await other.close()
