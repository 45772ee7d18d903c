from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from server.domain.access import Level
from server.domain.errors import Forbidden, Invalid, Outdated, TooLarge, WordsChanged
from server.domain.plan import SERVER, Kind, Participant, ParticipantId, PersonId, Role
from server.ports.log import AccessChanged, Behind, ClientTaken, StorageReadOnly
from server.ports.writing import FieldChange, ServerEdit, WordsChange
from server.sync.part.server_edits.writer import ServerWriter
from server.sync.part.turn import Edit, Settled
from tests.support.clients.anchors import Typed, typed
from tests.support.clients.editing import plain
from tests.unit.sync.fakes import NOW, PART, PLAN, Heard, MemoryLog, Page, SomeRights, a_writer
from tests.unit.sync.writing import settle

AUTHOR = Participant(ParticipantId("silje"), PLAN, PersonId("silje-person"), "Silje", Role.SCHOOL)
DECIDES = ParticipantId("runa")


def nothing(connection: Any, now: datetime) -> None:
    assert now == NOW


def instead(line: Typed, words: str, replacement: str, beside: Callable[..., None] = nothing) -> ServerEdit:
    change = WordsChange(line.start(words), line.end(words), words, replacement)
    return ServerEdit(PLAN, PART, AUTHOR, DECIDES, "suggestion", change, beside)


class Part:
    """A part in which somebody has written a line, and the server's writer of it."""

    def __init__(self, log: MemoryLog, max_part_bytes: int = 10**6) -> None:
        self.log, self.page = log, Page(log, 11)
        self.line = typed(self.page, "Vi øver to dager 👍 i uka.")
        log.write(PersonId("a"), self.page.take_outgoing()[0])
        log.clients[11] = PersonId("a")
        self.rights = SomeRights(log)
        self.rights.level = Level.EDIT
        self.writer = a_writer(log, self.rights, max_part_bytes=max_part_bytes)
        self.server = ServerWriter(self.writer, self.rights)

    async def write(self, written: ServerEdit) -> Settled:
        try:
            return await self.server.write(written, [])
        finally:
            await self.server.undo([])

    @property
    def text(self) -> str:
        page = Page(self.log, 99)
        return plain(page.block_text(0))


@pytest.fixture
def part(log: MemoryLog) -> Part:
    return Part(log)


async def test_the_words_are_the_authors_under_a_client_id_of_theirs(part: Part) -> None:
    settled = await part.write(instead(part.line, "to", "tre"))
    assert part.text == "Vi øver tre dager 👍 i uka."
    assert part.log.rows[-1].person == AUTHOR.person
    (submission,) = part.log.appended
    assert submission.batch == "suggestion"
    assert [row.participant for row in submission.rows] == [AUTHOR.id]
    ((client, whose),) = submission.clients.items()
    assert whose == AUTHOR.person
    assert client not in (7, 11)
    part.page.apply(settled.update)
    assert plain(part.page.block_text(0)) == part.text
    assert part.writer.log_follower.replica.seq == part.log.rows[-1].seq


async def test_the_next_turn_goes_on_where_it_left_the_part(part: Part) -> None:
    settled = await part.write(instead(part.line, "to", "tre"))
    part.page.apply(settled.update)
    await settle(part.writer, [Edit(Heard("a").member, part.page.type("!"))])
    assert part.text == "Vi øver tre dager 👍 i uka.!"


@pytest.mark.rule("P4")
async def test_who_may_not_edit_has_nothing_written_also_where_they_lose_it_at_the_commit(part: Part) -> None:
    part.rights.level = Level.COMMENT
    with pytest.raises(Forbidden):
        await part.write(instead(part.line, "to", "tre"))

    def withdrawn() -> AccessChanged:
        part.rights.level = Level.COMMENT
        return AccessChanged()

    part.rights.level = Level.EDIT
    part.log.answers.append(withdrawn)
    with pytest.raises(Forbidden):
        await part.write(instead(part.line, "to", "tre"))
    assert part.text == "Vi øver to dager 👍 i uka."


async def test_a_right_that_this_process_has_not_heard_of_is_asked_for(part: Part) -> None:
    rights = SomeRights(part.log, lambda: setattr(rights, "level", Level.EDIT))
    server = ServerWriter(part.writer, rights)
    await server.write(instead(part.line, "to", "tre"), [])
    assert "tre" in part.text


async def test_words_that_another_process_changed_are_left_alone(part: Part) -> None:
    other = Page(part.log, 12)
    part.log.write(PersonId("b"), other.type("!", at=len("Vi øver t".encode())))
    missed: list[bytes] = []
    with pytest.raises(WordsChanged):
        await part.server.write(instead(part.line, "to", "tre"), missed)
    assert len(missed) == 1
    assert part.text == "Vi øver t!o dager 👍 i uka."


async def test_what_others_write_elsewhere_meanwhile_does_not_matter(part: Part) -> None:
    other = Page(part.log, 12)

    def beside() -> Behind:
        part.log.write(PersonId("b"), other.type(" Ja!"))
        part.log.clients[12] = PersonId("b")
        return Behind()

    part.log.answers.append(beside)
    settled = await part.write(instead(part.line, "to", "tre"))
    assert settled.foreign
    assert part.text == "Vi øver tre dager 👍 i uka. Ja!"


async def test_a_client_id_that_is_taken_is_drawn_again(part: Part) -> None:
    part.log.answers.append(ClientTaken())
    await part.write(instead(part.line, "to", "tre"))
    first, second = part.log.appended
    assert first.clients.keys().isdisjoint(second.clients)
    assert "tre" in part.text


async def test_what_is_refused_beside_it_is_not_written(part: Part) -> None:
    def decided(connection: Any, now: datetime) -> None:
        raise Outdated

    with pytest.raises(Outdated):
        await part.write(instead(part.line, "to", "tre", decided))
    await settle(part.writer, [Edit(Heard("a").member, part.page.type("!"))])
    assert part.text == "Vi øver to dager 👍 i uka.!"


async def test_a_database_that_takes_nothing_leaves_the_part_as_it_was(part: Part) -> None:
    part.log.answers.append(StorageReadOnly("full"))
    with pytest.raises(StorageReadOnly):
        await part.write(instead(part.line, "to", "tre"))
    await settle(part.writer, [Edit(Heard("a").member, part.page.type("!"))])
    assert part.text == "Vi øver to dager 👍 i uka.!"


async def test_a_full_part_takes_no_more_but_lets_words_be_taken_away(log: MemoryLog) -> None:
    part = Part(log, max_part_bytes=10)
    with pytest.raises(TooLarge):
        await part.write(instead(part.line, "to", "tre"))
    await part.write(instead(part.line, " to", ""))
    assert part.text == "Vi øver dager 👍 i uka."


@pytest.mark.rule("P7")
async def test_what_the_shape_of_a_part_does_not_take_is_refused(log: MemoryLog) -> None:
    part = Part(log)
    await part.write(instead(part.line, "to", "tre"))
    goal = MemoryLog(Kind.GOAL)
    rights = SomeRights(goal)
    rights.level = Level.EDIT
    server = ServerWriter(a_writer(goal, rights), rights)
    change = FieldChange("status", "", "never heard of")
    with pytest.raises(Invalid):
        await server.write(ServerEdit(PLAN, PART, AUTHOR, DECIDES, "s", change, nothing), [])
    await server.undo([])
    assert [row.person for row in goal.rows] == [SERVER]


async def test_a_title_that_changes_is_projected(log: MemoryLog) -> None:
    goal = MemoryLog(Kind.GOAL)
    rights = SomeRights(goal)
    rights.level = Level.EDIT
    server = ServerWriter(a_writer(goal, rights), rights)
    change = FieldChange("title", "", "Lese mer")
    settled = await server.write(ServerEdit(PLAN, PART, AUTHOR, DECIDES, "s", change, nothing), [])
    assert settled.projection.title == "Lese mer"
