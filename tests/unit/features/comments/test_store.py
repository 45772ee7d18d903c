from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.audit import Event
from server.domain.errors import Invalid, NotFound
from server.domain.plan import CommentId, ParticipantId, PartId, PersonId
from server.domain.sight import Sight
from server.features.comments.entries import CommentAdded, CommentReopened, CommentResolved
from server.features.comments.service import marked
from server.features.comments.store import Comment, Comments
from server.features.plans.entries import PlanFounded
from server.storage.database.database import Database
from server.storage.ledger import Ledger
from server.storage.rights import SqlAccessBook
from tests.acceptance.founding import (
    ABOUT_ME,
    COORDINATOR,
    NOW,
    OWNER,
    OWNER_PLACE,
    PLAN,
    READING_HELP,
    SCHOOL,
    SCHOOL_PLACE,
    Clock,
)

ANCHOR = {"start": "AQ==", "end": "Ag==", "before": "så ", "after": " da"}
FIRST = Comment(
    CommentId("first"), READING_HELP, SCHOOL_PLACE, NOW, "Skal vi øve mer?", anchor=ANCHOR, quote="øve"
)
REPLY = Comment(
    CommentId("reply"), READING_HELP, OWNER_PLACE, NOW + timedelta(seconds=1), "Ja", reply_to=FIRST.id
)


class Refused(Exception):
    pass


def refuse(*_: object) -> None:
    raise Refused


def saying(comment: Comment) -> Callable[[Sight], tuple[Comment, Event]]:
    """Refuses nobody."""
    return lambda sight: (comment, sight.event(CommentAdded(comment.id), comment.part))


def marking(*, resolved: bool = True) -> Callable[[Sight, Comment], tuple[Comment, Event] | None]:
    """Refuses nobody."""
    return lambda sight, comment: marked(sight, comment, resolved=resolved)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def comments(book: SqlAccessBook, database: Database, clock: Clock) -> Comments:
    comments = Comments(database, clock)
    await comments.add(SCHOOL, READING_HELP, saying(FIRST))
    return comments


async def stored(comments: Comments, part: PartId = READING_HELP) -> list[Comment]:
    """As the owner reads them."""
    _, found = await comments.of_part(OWNER, part)
    return found


async def logged(database: Database) -> list[tuple[str, object, ParticipantId | None]]:
    return [
        (entry.event.action, entry.event.details.get("comment"), entry.event.participant)
        for entry in await Ledger(database).entries(PLAN)
        if entry.event.action != PlanFounded.action
    ]


async def test_comments_come_back_as_they_were_written_oldest_first(comments: Comments) -> None:
    older = replace(
        FIRST, id=CommentId("older"), created_at=NOW - timedelta(seconds=1), anchor=None, quote=""
    )
    sight, reply = await comments.add(OWNER, READING_HELP, saying(REPLY))
    assert (sight.me.id, reply) == (OWNER_PLACE, REPLY)
    await comments.add(SCHOOL, READING_HELP, saying(older))
    assert await stored(comments) == [older, FIRST, REPLY]


async def test_a_part_has_only_its_own_comments(comments: Comments) -> None:
    assert await stored(comments, ABOUT_ME) == []


async def test_comments_are_read_only_with_the_right_to_their_part(comments: Comments) -> None:
    for who, part in (
        (COORDINATOR, READING_HELP),
        (PersonId("stranger"), READING_HELP),
        (OWNER, PartId("nowhere")),
    ):
        with pytest.raises(NotFound):
            await comments.of_part(who, part)


@pytest.mark.parametrize(
    "stray", [replace(REPLY, reply_to=CommentId("nowhere")), replace(REPLY, part=ABOUT_ME)]
)
async def test_a_reply_to_no_comment_of_the_part_is_refused(
    comments: Comments, database: Database, stray: Comment
) -> None:
    with pytest.raises(Invalid):
        await comments.add(OWNER, stray.part, saying(stray))
    assert await stored(comments) == [FIRST]
    assert await stored(comments, ABOUT_ME) == []
    assert await logged(database) == [(CommentAdded.action, FIRST.id, SCHOOL_PLACE)]


async def test_a_comment_is_resolved_and_opened_again(
    comments: Comments, database: Database, clock: Clock
) -> None:
    clock.advance(300)
    _, resolved = await comments.mark(OWNER, FIRST.id, marking())
    assert resolved == replace(FIRST, resolved_at=clock(), resolved_by=OWNER_PLACE)
    assert await stored(comments) == [resolved]
    _, reopened = await comments.mark(SCHOOL, FIRST.id, marking(resolved=False))
    assert reopened == FIRST
    assert await stored(comments) == [FIRST]
    assert await logged(database) == [
        (CommentAdded.action, FIRST.id, SCHOOL_PLACE),
        (CommentResolved.action, FIRST.id, OWNER_PLACE),
        (CommentReopened.action, FIRST.id, SCHOOL_PLACE),
    ]


async def test_resolving_twice_leaves_it_to_who_was_first(
    comments: Comments, database: Database, clock: Clock
) -> None:
    _, first = await comments.mark(OWNER, FIRST.id, marking())
    clock.advance(3600)
    _, again = await comments.mark(SCHOOL, FIRST.id, marking())
    assert again == first
    assert len(await logged(database)) == 2


async def test_what_is_refused_inside_the_transaction_leaves_nothing(
    comments: Comments, database: Database
) -> None:
    with pytest.raises(Refused):
        await comments.add(OWNER, READING_HELP, refuse)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        await comments.mark(SCHOOL, FIRST.id, refuse)
    assert await stored(comments) == [FIRST]
    assert len(await logged(database)) == 1


async def test_resolving_what_does_not_exist_is_refused(comments: Comments) -> None:
    for who, comment in ((SCHOOL, CommentId("nowhere")), (PersonId("stranger"), FIRST.id)):
        with pytest.raises(NotFound):
            await comments.mark(who, comment, marking())
