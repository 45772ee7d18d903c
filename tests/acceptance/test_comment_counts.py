"""Whatever becomes of comments, the numbers that are kept of them are those that reading them would give."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Connection, select

from server.domain.audit import Event
from server.domain.errors import Invalid, NotFound, TooManyRequests
from server.domain.plan import CommentId, ParticipantId, PersonId
from server.domain.sight import Sight
from server.features.comments import rules
from server.features.comments.entries import CommentAdded
from server.features.comments.rules import Comment, marked, removed
from server.features.comments.store import Comments
from server.storage.counts.open_threads import comment_counts, wrongly_counted
from tests.acceptance.conftest import Process, Storage
from tests.acceptance.founding import NOW, OWNER, OWNER_PLACE, PLAN, READING_HELP, SCHOOL, SCHOOL_PLACE
from tests.support.principals import demo

pytestmark = pytest.mark.parametrize("keys", ["plain"], indirect=True)
STEPS = 120
PLACES = {OWNER: OWNER_PLACE, SCHOOL: SCHOOL_PLACE}
Kept = Mapping[ParticipantId, tuple[int, int]]


def model(found: Iterable[Comment]) -> Kept:
    """Of each author the open threads, and those in which nobody else has said anything that stands."""
    listed = {comment.id: comment for comment in found}

    def thread(comment: Comment) -> Comment:
        return comment if comment.reply_to is None else thread(listed[comment.reply_to])

    answered = {
        thread(comment).id
        for comment in listed.values()
        if comment.removed_at is None and comment.author != thread(comment).author
    }
    opened = [each for each in listed.values() if each.reply_to is None and each.resolved_at is None]
    asked = [each for each in opened if each.removed_at is None and each.id not in answered]
    number, unanswered = Counter(each.author for each in opened), Counter(each.author for each in asked)
    return {author: (number[author], unanswered[author]) for author in number}


@dataclass
class Walk:
    """Two people who do what can be done with comments, in any order."""

    chance: random.Random
    comments: Comments
    names: list[CommentId] = field(default_factory=list)

    async def step(self) -> None:
        who = self.chance.choice(list(PLACES))
        acts = [self.add, self.reply, self.reply, self.remove, self.resolve, self.reopen]
        act = self.chance.choice(acts) if self.names else self.add
        await act(who)

    async def add(self, who: PersonId, to: CommentId | None = None) -> None:
        name = CommentId(f"{len(self.names)}-{self.chance.random()}")

        def said(sight: Sight) -> tuple[Comment, Event]:
            comment = Comment(name, READING_HELP, sight.me.id, NOW, "Ja", reply_to=to)
            return comment, sight.event(CommentAdded(name, comment.fingerprint), READING_HELP)

        await self.comments.add(demo(who), READING_HELP, said)
        self.names.append(name)

    async def reply(self, who: PersonId) -> None:
        listed = (await self.comments.of_part(demo(who), READING_HELP)).comments
        if listed:
            await self.add(who, self.chance.choice(listed).id)

    async def remove(self, who: PersonId) -> None:
        own = (await self.comments.of_part(demo(who), READING_HELP)).comments
        mine = [each.id for each in own if each.author == PLACES[who]]
        if mine:
            await self.comments.change(demo(who), self.chance.choice(mine), removed)

    async def resolve(self, who: PersonId) -> None:
        await self._mark(who, resolved=True)

    async def reopen(self, who: PersonId) -> None:
        await self._mark(who, resolved=False)

    async def _mark(self, who: PersonId, *, resolved: bool) -> None:
        listed = (await self.comments.of_part(demo(who), READING_HELP)).comments
        if listed:
            chosen = self.chance.choice(listed).id
            await self.comments.change(
                demo(who), chosen, lambda sight, found: marked(sight, found, resolved=resolved)
            )


async def kept(process: Process) -> Kept:
    """And nothing differs from what is counted anew."""

    def work(connection: Connection) -> Kept:
        assert list(wrongly_counted(connection, PLAN)) == []
        return {row.author_id: (row.open, row.unanswered) for row in connection.execute(KEPT)}

    return await process.database.read(work)


KEPT = select(comment_counts).where(comment_counts.c.part_id == READING_HELP)


@pytest.mark.parametrize("seed", range(3))
async def test_the_numbers_follow_whatever_is_done(storage: Storage, seed: int) -> None:
    process = await storage.process()
    walk = Walk(random.Random(seed), Comments(process.database, storage.clock))
    seen = set[tuple[int, int]]()
    for _ in range(STEPS):
        await walk.step()
        found = (await walk.comments.of_part(demo(OWNER), READING_HELP)).comments
        numbers = await kept(process)
        assert numbers == model(found)
        seen |= set(numbers.values())
    assert len(seen) > 5


async def test_the_numbers_follow_what_several_do_at_once(storage: Storage) -> None:
    processes = [await storage.process() for _ in range(2)]
    walks = [Walk(random.Random(7 + n), Comments(p.database, storage.clock)) for n, p in enumerate(processes)]

    async def walked(walk: Walk) -> None:
        for _ in range(STEPS // 3):
            with suppress(Invalid, NotFound):  # the other has removed it meanwhile
                await walk.step()

    await asyncio.gather(*map(walked, walks))
    found = (await walks[0].comments.of_part(demo(OWNER), READING_HELP)).comments
    assert await kept(processes[0]) == model(found) != {}


async def test_what_is_refused_is_not_counted(
    storage: Storage, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk(random.Random(1), Comments(process.database, storage.clock))
    await walk.add(SCHOOL)
    monkeypatch.setattr(rules, "MOST_A_DAY", 1)
    with pytest.raises(TooManyRequests):
        await walk.add(SCHOOL)
    assert await kept(process) == {SCHOOL_PLACE: (1, 1)}
