"""Two who change the comments of one part at once wait for each other in a row, never in a circle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

import pytest
from sqlalchemy.util import await_only

from server.domain.audit import Event
from server.domain.plan import CommentId
from server.domain.sight import Sight
from server.features.comments.entries import CommentAdded
from server.features.comments.rules import Changed, Comment, marked, removed
from server.features.comments.store import Comments
from server.ports.log import StorageUnavailable
from server.storage.database import postgresql_database
from tests.acceptance.conftest import Storage
from tests.acceptance.founding import NOW, OWNER, OWNER_PLACE, READING_HELP, SCHOOL
from tests.support.principals import demo

T = TypeVar("T")
FIRST, REPLY = CommentId("first"), CommentId("reply")

pytestmark = pytest.mark.parametrize(("url", "keys"), [("postgresql", "plain")], indirect=True)


def said(name: CommentId, to: CommentId | None = None) -> Callable[[Sight], tuple[Comment, Event]]:
    comment = Comment(name, READING_HELP, OWNER_PLACE, NOW, "Ja", reply_to=to)
    return lambda sight: (comment, sight.event(CommentAdded(name, comment.fingerprint), READING_HELP))


def after_meeting(both: asyncio.Barrier, work: Callable[..., T]) -> Callable[..., T]:
    """``work``, which the first time waits until two have come as far as this in their transactions."""
    met: list[bool] = []

    def wrapped(*values: object) -> T:
        if not met:
            met.append(True)
            await_only(both.wait())
        return work(*values)

    return wrapped


def reopened(sight: Sight, comment: Comment) -> Changed | None:
    return marked(sight, comment, resolved=False)


@pytest.fixture
async def here(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> Comments:
    """A resolved comment of the owner."""
    monkeypatch.setattr(postgresql_database, "TRIES", 1)  # what a deadlock undid is not run again
    comments = Comments((await storage.process()).database, storage.clock)
    await comments.add(demo(OWNER), READING_HELP, said(FIRST))
    await comments.change(demo(SCHOOL), FIRST, lambda sight, found: marked(sight, found, resolved=True))
    return comments


@pytest.fixture
async def there(storage: Storage) -> Comments:
    return Comments((await storage.process()).database, storage.clock)


async def test_a_reply_and_a_change_of_what_it_replies_to(here: Comments, there: Comments) -> None:
    both = asyncio.Barrier(2)
    await asyncio.gather(
        here.add(demo(OWNER), READING_HELP, after_meeting(both, said(REPLY, FIRST))),
        there.change(demo(SCHOOL), FIRST, after_meeting(both, reopened)),
    )
    first, reply = (await here.of_part(demo(OWNER), READING_HELP)).comments
    assert (first.resolved_at, reply.id) == (None, REPLY)


async def test_the_last_reply_removed_while_the_removed_comment_is_opened_again(
    here: Comments, there: Comments
) -> None:
    """Whoever comes first: afterwards neither is listed."""
    await here.add(demo(OWNER), READING_HELP, said(REPLY, FIRST))
    await here.change(demo(OWNER), FIRST, removed)
    both = asyncio.Barrier(2)
    outcomes = await asyncio.gather(
        here.change(demo(OWNER), REPLY, after_meeting(both, removed)),
        there.change(demo(SCHOOL), FIRST, after_meeting(both, reopened)),
        return_exceptions=True,
    )
    assert not [each for each in outcomes if isinstance(each, StorageUnavailable)]
    assert (await here.of_part(demo(OWNER), READING_HELP)).comments == []
