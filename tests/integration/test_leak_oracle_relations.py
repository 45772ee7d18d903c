"""Nobody who stands in some relation to a case or its plan gets a byte that is not theirs, whatever they ask.

Everything that can be written freely holds a word of its own; everybody asks every question of the table of
operations, and has every document of the plans asked for while their owners write. Who may read which word is
written by hand (tests/support/relations/hearing.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.support.clients.people import KEEP_ALIVE, PLAIN, Document, Person, Socket
from tests.support.clients.vouched import VouchingServer
from tests.support.operations import OPERATIONS
from tests.support.relations.asking import SIGNED_OUT, Asker
from tests.support.relations.course import done
from tests.support.relations.hearing import Planted, missed
from tests.support.relations.people import OWNERS, writing
from tests.support.relations.questions import address_of, question
from tests.support.relations.readings import LOGGED, OF_OWNERS, OWN
from tests.support.relations.table import RELATIONS, cells
from tests.support.relations.world import World
from tests.support.servers.demo import demo_server
from tests.support.wide import half_now

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(600)]


BY_CODE = "organisation/"
"""What whoever is let see nothing reads by a command alone: of themselves."""


class Heard:
    """``by``: every byte that somebody got, over HTTP and on sockets, by relation."""

    def __init__(self, world: World, planted: Planted) -> None:
        self.world, self.planted = world, planted
        self.asker = Asker(world)
        self.signed_out = httpx.AsyncClient(
            base_url=world.server.url, verify=PLAIN, timeout=60, limits=KEEP_ALIVE
        )
        self.by: dict[str, bytearray] = defaultdict(bytearray)
        self.private: dict[str, str] = {}
        """Of each owner: their own notes."""
        self.said: dict[tuple[str, str], set[str]] = defaultdict(set)
        """By relation and operation: whose words an answer had in it, but for where somebody works."""

    def keeps(self, relation: str, *data: bytes) -> None:
        for each in data:
            self.by[relation] += each + b"\n"

    def hears(self, relation: str, row: str, body: bytes) -> None:
        found = [owner for owner, place in self.planted.found_in(body) if not place.startswith(BY_CODE)]
        self.said[relation, question(row).operation] |= {*found}

    async def reads_everything(self, relation: str) -> None:
        """Of each owner, and of the reports that were merged."""
        world = self.world
        for owner in OWNERS:
            ids = world.ids(owner)
            for which in (ids["case"], *(world.merged if owner == OWNERS[0] else ())):
                about = {**ids, "case": which}
                rows = (
                    READING
                    if which == ids["case"]
                    else [each for each in READING if "{case}" in path_of(each)]
                )
                for row in rows:
                    answer = await self._reads(relation, address_of(question(row), about))
                    self.keeps(relation, answer.content, repr(answer.headers.raw).encode())
                    self.hears(relation, row, answer.content)

    async def _reads(self, relation: str, path: str) -> httpx.Response:
        who = self.signed_out if relation in SIGNED_OUT else self.world.people[relation]
        return await who.get(path)

    async def tries_everything(self, column: str) -> None:
        for row in cells():
            if row not in READING:
                answer = await self.asker.asks(column, question(row))
                _, headers, body = answer.whole
                self.keeps(RELATIONS[column], body, repr(headers).encode())
                self.hears(RELATIONS[column], row, body)

    async def documents(self) -> list[str]:
        found = []
        for key in OWNERS:
            seen = done(await self.world.people[key].get(f"/api/plans/{self.world.ids(key)['plan']}"), 200)
            found += [seen["channel"], *(part["document"] for part in seen["parts"])]
        return found


def logged(world: World, relation: str) -> set[str]:
    """The actions of all their entries."""
    mine = "SELECT action FROM ledger JOIN persons ON persons.id = person_id WHERE demo_key = ?"
    with writing(world.server.database) as connection:
        return {action for (action,) in connection.execute(mine, (relation,))}


def path_of(row: str) -> str:
    return OPERATIONS[question(row).operation].path


ELSEWHERE = ("/login", "/logout")
"""What leads to a provider, and ends or begins a session."""
READING = [
    row
    for row in cells()
    if not OPERATIONS[question(row).operation].is_command and not path_of(row).startswith(ELSEWHERE)
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def heard(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[Heard]:
    directory, planted = tmp_path_factory.mktemp("oracle"), Planted()
    async with demo_server(directory, demo_database, kind=VouchingServer) as server:
        world = World(server, lambda owner: lambda place, _: planted.text(owner, place))
        await world.begin()
        heard = Heard(world, planted)
        for key in OWNERS:
            notes = {"kind": "own-notes"}
            path = f"/api/plans/{world.ids(key)['plan']}/parts"
            heard.private[key] = done(await world.people[key].post(path, notes), 201)["id"]
        yield heard
        await heard.asker.close()
        await heard.signed_out.aclose()
        await world.end()


async def settled(socket: Socket) -> None:
    """Everything that was sent to it before is here."""
    asked = await socket.ask("part/there-is-none")
    await socket.until(lambda: asked.denied or socket.closed)
    del socket.documents[asked.address]


async def listens(person: Person, documents: Iterable[str]) -> Socket:
    """With every document asked for."""
    socket = await person.connect()
    asked = [await socket.ask(each) for each in documents]
    await socket.until(lambda: all(each.synced or each.denied or each.scope for each in asked))
    await settled(socket)
    return socket


async def writes(heard: Heard, owner: str) -> None:
    """Into the goal, into what nobody else sees, and where their caret is."""
    world, socket = heard.world, await heard.world.people[owner].connect()
    plan = done(await world.people[owner].get(f"/api/plans/{world.ids(owner)['plan']}"), 200)
    for part in plan["parts"]:
        shared = part["id"] == world.ids(owner)["part"]
        place = "body" if shared else "own-notes" if part["id"] == heard.private[owner] else "unshared"
        document: Document = await socket.open(part["document"])
        document.add_block(heard.planted.text(owner, place))
        await document.saved()
    await socket.close()


@pytest.mark.rule(9, 11, 15, 17, "P3")
async def test_no_document_says_a_word_to_whom_it_is_not_for(heard: Heard) -> None:
    documents, sockets = await heard.documents(), {}
    for relation in RELATIONS.values():
        if relation not in SIGNED_OUT:
            sockets[relation] = await listens(heard.world.people[relation], documents)
    for owner in OWNERS:
        await writes(heard, owner)
    for relation, socket in sockets.items():
        await settled(socket)
        heard.keeps(relation, *socket.received)
        await socket.close()
    said = {each: heard.planted.not_theirs(each, bytes(heard.by[each])) for each in RELATIONS.values()}
    assert {each: words for each, words in said.items() if words} == {}
    for relation in ("owner", "relative", "provider", "representative"):
        assert ("owner", "body") in heard.planted.found_in(bytes(heard.by[relation])), relation


@pytest.mark.rule(6, 9, 11, 15, 17, "P3")
@pytest.mark.parametrize("relation", RELATIONS.values())
async def test_nothing_there_is_to_read_says_a_word_to_whom_it_is_not_for(
    heard: Heard, relation: str
) -> None:
    await heard.reads_everything(relation)
    data = bytes(heard.by[relation])
    assert heard.planted.not_theirs(relation, data) == set()
    lacks = {each for each in missed(relation, heard.planted.found_in(data)) if not each.startswith(BY_CODE)}
    assert lacks == set(), "the search does not find what is there"


@pytest.mark.rule(4, 10, "P3")
async def test_whoever_stood_in_hears_of_nothing_that_is_written_once_the_coordinator_is_back(
    heard: Heard,
) -> None:
    world, course = heard.world, heard.world.courses[OWNERS[0]]
    person, part = world.people["substitute"], world.ids(OWNERS[0])["part"]
    seen = done(await course.owner.get(f"/api/plans/{course.plan}"), 200)
    (mine,) = [each["id"] for each in seen["participants"] if each["role"] == "substitute"]
    await course.opens(mine, "read", part=part)
    socket = await listens(person, await heard.documents())
    await writes(heard, OWNERS[0])
    await settled(socket)
    before = b"".join(socket.received)
    assert (OWNERS[0], "body") in heard.planted.found_in(before), "the search does not find what is there"
    await course.does(world.people["coordinator"], "coordinator-returned")
    await settled(socket)
    got = len(socket.received)
    newest = len(heard.planted.canaries)
    await writes(heard, OWNERS[0])
    said = {"text": heard.planted.text(OWNERS[0], "comment")}
    done(await course.owner.post(f"/api/parts/{part}/comments", said), 201)
    await settled(socket)
    heard.by["substitute"].clear()
    heard.keeps("substitute", *socket.received[got:])
    await heard.reads_everything("substitute")
    await heard.tries_everything("su")
    data = bytes(heard.by["substitute"])
    assert [each for each in heard.planted.canaries.found_in(data) if each.number > newest] == []
    assert heard.planted.found_in(data) == set()
    await socket.close()


@pytest.mark.rule(6, 9, 11, 15, 17, "P3")
@pytest.mark.parametrize("column", half_now(RELATIONS))
async def test_nothing_that_is_tried_says_a_word_to_whom_it_is_not_for(heard: Heard, column: str) -> None:
    await heard.tries_everything(column)
    data = bytes(heard.by[RELATIONS[column]])
    assert heard.planted.not_theirs(RELATIONS[column], data) == set()


@pytest.mark.rule(14, "P8")
async def test_whoever_was_shown_words_of_others_is_in_the_log(heard: Heard) -> None:
    """After all that was asked; of each operation by itself: test_http_readings."""
    said = {(who, name): whose for (who, name), whose in heard.said.items() if whose and name not in OWN}
    assert {name for _, name in said} - LOGGED.keys() == set()
    for (relation, name), whose in said.items():
        if not (name in OF_OWNERS and whose == {relation}):
            assert logged(heard.world, relation) & LOGGED[name], (relation, name)
    assert said


async def test_no_line_of_the_server_says_a_word(heard: Heard) -> None:
    """Last: what all those questions made it write."""
    assert heard.world.server.log, "it says nothing at all"
    assert heard.planted.found_in("\n".join(heard.world.server.log).encode()) == set()
