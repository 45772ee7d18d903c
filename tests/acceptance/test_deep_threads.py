"""An answer to an answer to an answer costs what the first one does: others wait for whoever writes it."""

from __future__ import annotations

import time
from collections.abc import Awaitable

import pytest
from sqlalchemy import Connection, insert

from server.domain.audit import Event
from server.domain.plan import CommentId
from server.domain.sight import Sight
from server.features.comments.entries import CommentAdded
from server.features.comments.rules import Comment, removed
from server.features.comments.store import Comments
from server.storage.metadata import comments as rows
from tests.acceptance.conftest import Storage
from tests.acceptance.founding import NOW, OWNER, OWNER_PLACE, READING_HELP, SCHOOL_PLACE
from tests.support.principals import demo

pytestmark = [
    pytest.mark.parametrize("keys", ["plain"], indirect=True),
    pytest.mark.alone,
    pytest.mark.rule("P7"),
]
DEEP = 400
TIMES = 7
MORE = 0.03
"""Seconds; a statement for each comment of the thread takes 0.1 s and more."""


def fill(connection: Connection) -> None:
    """A thread in which each comment is a reply to the one before it; all but the last are removed."""
    row = {"part_id": READING_HELP, "author_id": SCHOOL_PLACE, "created_at": NOW, "text": "Ja", "quote": ""}
    for number in range(DEEP):
        gone = {"removed_at": NOW, "removed_by": SCHOOL_PLACE} if number < DEEP - 1 else {}
        above = {"reply_to": f"c{number - 1}"} if number else {}
        connection.execute(insert(rows).values(row | gone | above | {"id": f"c{number}"}))


@pytest.fixture
async def comments(storage: Storage) -> Comments:
    process = await storage.process()
    await process.database.write(fill)
    return Comments(process.database, storage.clock)


async def replied(comments: Comments, name: str, to: str) -> None:
    comment = Comment(CommentId(name), READING_HELP, OWNER_PLACE, NOW, "Nei", reply_to=CommentId(to))

    def said(sight: Sight) -> tuple[Comment, Event]:
        return comment, sight.event(CommentAdded(comment.id, comment.fingerprint), READING_HELP)

    await comments.add(demo(OWNER), READING_HELP, said)


async def taken(act: Awaitable[object]) -> float:
    began = time.monotonic()
    await act
    return time.monotonic() - began


async def test_a_reply_far_down_takes_no_longer(comments: Comments) -> None:
    first, last = list[float](), list[float]()
    for number in range(TIMES):  # by turns: others need this machine too
        first.append(await taken(replied(comments, f"first-{number}", "c0")))
        last.append(await taken(replied(comments, f"last-{number}", f"c{DEEP - 1}")))
    assert min(last) <= 2 * min(first) + MORE


async def test_a_thread_whose_last_comment_is_removed_goes_at_once(comments: Comments) -> None:
    singles = [await taken(replied(comments, f"single-{number}", "c0")) for number in range(TIMES)]
    for number in range(TIMES):
        await comments.change(demo(OWNER), CommentId(f"single-{number}"), removed)
    last = await taken(comments.change(demo(OWNER), CommentId(f"c{DEEP - 1}"), removed))
    assert last <= 3 * max(singles) + 0.1
    assert (await comments.of_part(demo(OWNER), READING_HELP)).comments == []
