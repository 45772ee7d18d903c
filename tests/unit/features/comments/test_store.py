from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.access import PlanAccess
from server.domain.audit import Action
from server.domain.plan import CommentId, ParticipantId, PartId
from server.features.comments.store import Comment, Comments
from server.storage.database.database import Database
from server.storage.errors import NotInPlan
from server.storage.ledger import Ledger
from server.storage.plans import Plans
from tests.acceptance.founding import (
    ABOUT_ME,
    NOW,
    OWNER_PLACE,
    READING_HELP,
    SCHOOL_PLACE,
    anybody,
    event,
)

ADDED, RESOLVED = event(Action.COMMENT_ADDED), event(Action.COMMENT_RESOLVED)
ANCHOR = {"start": "AQ==", "end": "Ag==", "before": "så ", "after": " da"}
FIRST = Comment(
    CommentId("first"), READING_HELP, SCHOOL_PLACE, NOW, "Skal vi øve mer?", anchor=ANCHOR, quote="øve"
)
REPLY = Comment(
    CommentId("reply"), READING_HELP, OWNER_PLACE, NOW + timedelta(seconds=1), "Ja", reply_to=FIRST.id
)


class Refused(Exception):
    pass


def refuse(_: PlanAccess) -> None:
    raise Refused


@pytest.fixture
async def comments(plans: Plans, database: Database) -> Comments:
    comments = Comments(database)
    await comments.add(FIRST, ADDED, anybody)
    return comments


async def logged(database: Database) -> list[tuple[str, object]]:
    return [
        (entry.event.action, entry.event.details.get("comment"))
        for entry in await Ledger(database).entries(ADDED.plan)
        if entry.event.action != Action.PLAN_FOUNDED
    ]


async def test_comments_come_back_as_they_were_written_oldest_first(comments: Comments) -> None:
    older = replace(
        FIRST, id=CommentId("older"), created_at=NOW - timedelta(seconds=1), anchor=None, quote=""
    )
    assert await comments.add(REPLY, ADDED, anybody) == REPLY
    await comments.add(older, ADDED, anybody)
    assert await comments.of_part(READING_HELP) == [older, FIRST, REPLY]
    assert await comments.comment(REPLY.id) == REPLY


async def test_a_part_has_only_its_own_comments(comments: Comments) -> None:
    assert await comments.of_part(ABOUT_ME) == []
    assert await comments.of_part(PartId("nowhere")) == []
    assert await comments.comment(CommentId("nowhere")) is None


@pytest.mark.parametrize(
    "stray",
    [
        replace(REPLY, part=PartId("nowhere")),
        replace(REPLY, author=ParticipantId("nobody")),
        replace(REPLY, reply_to=CommentId("nowhere")),
        replace(REPLY, part=ABOUT_ME),
    ],
)
async def test_a_comment_that_belongs_nowhere_is_refused(
    comments: Comments, database: Database, stray: Comment
) -> None:
    with pytest.raises(NotInPlan):
        await comments.add(stray, ADDED, anybody)
    assert await comments.comment(stray.id) is None
    assert await logged(database) == [(Action.COMMENT_ADDED, FIRST.id)]


async def test_a_comment_is_resolved_and_opened_again(comments: Comments, database: Database) -> None:
    later = NOW + timedelta(minutes=5)
    resolved = await comments.resolve(FIRST.id, OWNER_PLACE, later, RESOLVED, anybody)
    assert resolved == replace(FIRST, resolved_at=later, resolved_by=OWNER_PLACE)
    assert await comments.comment(FIRST.id) == resolved
    reopening = event(Action.COMMENT_REOPENED)
    assert await comments.resolve(FIRST.id, SCHOOL_PLACE, later, reopening, anybody, resolved=False) == FIRST
    assert await comments.of_part(READING_HELP) == [FIRST]
    assert await logged(database) == [
        (Action.COMMENT_ADDED, FIRST.id),
        (Action.COMMENT_RESOLVED, FIRST.id),
        (Action.COMMENT_REOPENED, FIRST.id),
    ]


async def test_resolving_twice_leaves_it_to_who_was_first(comments: Comments, database: Database) -> None:
    first = await comments.resolve(FIRST.id, OWNER_PLACE, NOW, RESOLVED, anybody)
    again = await comments.resolve(FIRST.id, SCHOOL_PLACE, NOW + timedelta(hours=1), RESOLVED, anybody)
    assert again == first
    assert len(await logged(database)) == 2


async def test_nothing_happens_without_the_right_to_it(comments: Comments, database: Database) -> None:
    with pytest.raises(Refused):
        await comments.add(REPLY, ADDED, refuse)
    with pytest.raises(Refused):
        await comments.resolve(FIRST.id, SCHOOL_PLACE, NOW, RESOLVED, refuse)
    assert await comments.of_part(READING_HELP) == [FIRST]
    assert len(await logged(database)) == 1


async def test_resolving_what_does_not_exist_is_refused(comments: Comments) -> None:
    with pytest.raises(NotInPlan):
        await comments.resolve(CommentId("nowhere"), SCHOOL_PLACE, NOW, RESOLVED, anybody)
