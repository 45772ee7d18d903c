from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.audit import Event
from server.domain.errors import Invalid, LimitReached, NotFound, TooManyRequests
from server.domain.plan import CommentId, ParticipantId, PartId, PersonId
from server.domain.sight import Sight
from server.features.comments import rules
from server.features.comments.entries import CommentAdded, CommentRemoved, CommentReopened, CommentResolved
from server.features.comments.rules import Comment, marked
from server.features.comments.store import Comments
from server.storage.database.database import Database
from server.storage.founding import PlanFounded
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
from tests.support.principals import demo

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
    await comments.add(demo(SCHOOL), READING_HELP, saying(FIRST))
    return comments


async def stored(comments: Comments, part: PartId = READING_HELP) -> list[Comment]:
    """As the owner reads them."""
    return (await comments.of_part(demo(OWNER), part)).comments


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
    added = await comments.add(demo(OWNER), READING_HELP, saying(REPLY))
    assert (added.sight.me.id, added.comment, added.change) == (OWNER_PLACE, REPLY, 2)
    await comments.add(demo(SCHOOL), READING_HELP, saying(older))
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
            await comments.of_part(demo(who), part)


@pytest.mark.parametrize(
    "stray", [replace(REPLY, reply_to=CommentId("nowhere")), replace(REPLY, part=ABOUT_ME)]
)
async def test_a_reply_to_no_comment_of_the_part_is_refused(
    comments: Comments, database: Database, stray: Comment
) -> None:
    with pytest.raises(Invalid):
        await comments.add(demo(OWNER), stray.part, saying(stray))
    assert await stored(comments) == [FIRST]
    assert await stored(comments, ABOUT_ME) == []
    assert await logged(database) == [(CommentAdded.action, FIRST.id, SCHOOL_PLACE)]


async def test_a_comment_is_resolved_and_opened_again(
    comments: Comments, database: Database, clock: Clock
) -> None:
    clock.advance(300)
    resolved = (await comments.change(demo(OWNER), FIRST.id, marking())).comment
    assert resolved == replace(FIRST, resolved_at=clock(), resolved_by=OWNER_PLACE)
    assert await stored(comments) == [resolved]
    reopened = (await comments.change(demo(SCHOOL), FIRST.id, marking(resolved=False))).comment
    assert reopened == FIRST
    assert await stored(comments) == [FIRST]
    assert await logged(database) == [
        (CommentAdded.action, FIRST.id, SCHOOL_PLACE),
        (CommentResolved.action, FIRST.id, OWNER_PLACE),
        (CommentReopened.action, FIRST.id, SCHOOL_PLACE),
    ]


async def test_a_change_of_a_thread_is_of_its_first_comment_whichever_reply_is_named(
    comments: Comments, database: Database, clock: Clock
) -> None:
    await comments.add(demo(OWNER), READING_HELP, saying(REPLY))
    deeper = replace(REPLY, id=CommentId("deeper"), author=SCHOOL_PLACE, reply_to=REPLY.id)
    await comments.add(demo(SCHOOL), READING_HELP, saying(deeper))
    clock.advance(300)
    changed = await comments.change(demo(OWNER), deeper.id, marking(), of_thread=True)
    assert changed.comment == replace(FIRST, resolved_at=clock(), resolved_by=OWNER_PLACE)
    assert (await logged(database))[-1] == (CommentResolved.action, FIRST.id, OWNER_PLACE)
    again = await comments.change(demo(SCHOOL), deeper.id, marking(resolved=False), of_thread=True)
    assert again.comment == FIRST
    await comments.change(demo(SCHOOL), deeper.id, rules.removed)
    with pytest.raises(NotFound):
        await comments.change(demo(OWNER), deeper.id, marking(), of_thread=True)


async def test_an_answer_opens_the_whole_thread_again_and_the_log_says_who(
    comments: Comments, database: Database
) -> None:
    await comments.add(demo(OWNER), READING_HELP, saying(REPLY))
    await comments.change(demo(OWNER), FIRST.id, marking())
    again = replace(
        REPLY,
        id=CommentId("again"),
        author=SCHOOL_PLACE,
        created_at=NOW + timedelta(seconds=2),
        reply_to=REPLY.id,
    )
    await comments.add(demo(SCHOOL), READING_HELP, saying(again))
    assert await stored(comments) == [FIRST, REPLY, again]
    assert (await logged(database))[-2:] == [
        (CommentAdded.action, again.id, SCHOOL_PLACE),
        (CommentReopened.action, FIRST.id, SCHOOL_PLACE),
    ]


async def test_open_threads_are_counted_where_one_may_read(comments: Comments) -> None:
    await comments.add(demo(OWNER), READING_HELP, saying(REPLY))
    await comments.add(
        demo(OWNER), ABOUT_ME, saying(replace(REPLY, id=CommentId("mine"), part=ABOUT_ME, reply_to=None))
    )
    assert await comments.open_threads(demo(OWNER), PLAN) == {READING_HELP: 1, ABOUT_ME: 1}
    assert READING_HELP not in await comments.open_threads(demo(COORDINATOR), PLAN)
    await comments.change(demo(OWNER), FIRST.id, marking())
    assert await comments.open_threads(demo(OWNER), PLAN) == {ABOUT_ME: 1}
    with pytest.raises(NotFound):
        await comments.open_threads(demo(PersonId("stranger")), PLAN)


async def test_resolving_twice_leaves_it_to_who_was_first(
    comments: Comments, database: Database, clock: Clock
) -> None:
    first = await comments.change(demo(OWNER), FIRST.id, marking())
    clock.advance(3600)
    again = await comments.change(demo(SCHOOL), FIRST.id, marking())
    assert (again.comment, first.change, again.change) == (first.comment, 2, None)
    assert len(await logged(database)) == 2


async def test_what_is_refused_inside_the_transaction_leaves_nothing(
    comments: Comments, database: Database
) -> None:
    with pytest.raises(Refused):
        await comments.add(demo(OWNER), READING_HELP, refuse)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        await comments.change(demo(SCHOOL), FIRST.id, refuse)
    assert await stored(comments) == [FIRST]
    assert len(await logged(database)) == 1


async def test_resolving_what_does_not_exist_is_refused(comments: Comments) -> None:
    for who, comment in ((SCHOOL, CommentId("nowhere")), (PersonId("stranger"), FIRST.id)):
        with pytest.raises(NotFound):
            await comments.change(demo(who), comment, marking())


def removing(sight: Sight, comment: Comment) -> tuple[Comment, Event] | None:
    return rules.removed(sight, comment)


async def remove(comments: Comments, comment: CommentId, who: PersonId = OWNER) -> None:
    await comments.change(demo(who), comment, removing)


async def reply(comments: Comments, name: str, to: CommentId) -> CommentId:
    said = replace(REPLY, id=CommentId(name), reply_to=to, created_at=NOW + timedelta(seconds=9))
    return (await comments.add(demo(OWNER), READING_HELP, saying(said))).comment.id


async def test_a_removed_comment_is_off_the_list_and_in_the_log(
    comments: Comments, database: Database, clock: Clock
) -> None:
    await remove(comments, FIRST.id, SCHOOL)
    assert await stored(comments) == []
    assert (await logged(database))[-1] == (CommentRemoved.action, FIRST.id, SCHOOL_PLACE)


async def test_a_removed_comment_stays_in_its_place_while_there_are_replies(comments: Comments) -> None:
    first = await reply(comments, "one", FIRST.id)
    second = await reply(comments, "two", first)
    await remove(comments, FIRST.id)
    await remove(comments, first)
    assert [each.id for each in await stored(comments)] == [FIRST.id, first, second]
    await remove(comments, second)
    assert await stored(comments) == []


async def test_nobody_replies_to_what_is_no_longer_there(comments: Comments) -> None:
    await remove(comments, FIRST.id)
    with pytest.raises(Invalid):
        await reply(comments, "late", FIRST.id)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three comments, or a hundred bytes, fill a part; five acts a day."""
    for name, most in (("MOST_IN_PART", 3), ("BYTES_IN_PART", 100), ("MOST_A_DAY", 5)):
        monkeypatch.setattr(rules, name, most)


def short(name: str, seconds: int = 0, text: str = "Hei") -> Comment:
    at = NOW + timedelta(seconds=seconds)
    return Comment(CommentId(name), ABOUT_ME, OWNER_PLACE, at, text)


@pytest.mark.usefixtures("small")
async def test_a_full_part_takes_no_comment_more_until_one_is_removed(comments: Comments) -> None:
    for name in "abc":
        await comments.add(demo(OWNER), ABOUT_ME, saying(short(name)))
    with pytest.raises(LimitReached):
        await comments.add(demo(OWNER), ABOUT_ME, saying(short("d")))
    assert len(await stored(comments, ABOUT_ME)) == 3
    await remove(comments, CommentId("a"))
    await comments.add(demo(OWNER), ABOUT_ME, saying(short("d")))


@pytest.mark.usefixtures("small")
async def test_so_many_bytes_fill_a_part_also_by_editing(comments: Comments) -> None:
    await comments.add(demo(OWNER), ABOUT_ME, saying(short("a")))
    with pytest.raises(LimitReached):
        await comments.add(demo(OWNER), ABOUT_ME, saying(short("b", text="å" * 49)))

    def longer(sight: Sight, found: Comment) -> tuple[Comment, Event] | None:
        return rules.edited(sight, found, "å" * 51)

    with pytest.raises(LimitReached):
        await comments.change(demo(OWNER), CommentId("a"), longer)
    assert [each.text for each in await stored(comments, ABOUT_ME)] == ["Hei"]


@pytest.mark.usefixtures("small")
async def test_a_person_does_so_much_on_a_day_and_may_always_remove(comments: Comments, clock: Clock) -> None:
    await comments.add(demo(OWNER), ABOUT_ME, saying(short("a")))
    for resolved in (True, False, True, False):
        await comments.change(demo(OWNER), CommentId("a"), marking(resolved=resolved))
    with pytest.raises(TooManyRequests):
        await comments.change(demo(OWNER), CommentId("a"), marking())
    await remove(comments, CommentId("a"))
    clock.advance(24 * 3600)
    await comments.add(demo(OWNER), ABOUT_ME, saying(short("b")))


@pytest.mark.usefixtures("small")
async def test_a_part_of_before_the_bounds_is_read_page_by_page(
    comments: Comments, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_IN_PART", 99)
    for place in range(5):
        await comments.add(demo(OWNER), ABOUT_ME, saying(short(str(place), place // 2, "x" * 20)))
    read: list[list[str]] = []
    before: CommentId | None = None
    while True:
        page = await comments.of_part(demo(OWNER), ABOUT_ME, before, 2)
        read.append([each.id for each in page.comments])
        before = page.comments[0].id
        if not page.earlier:
            break
    assert read == [["3", "4"], ["1", "2"], ["0"]]
    for strange in (FIRST.id, CommentId("nowhere"), CommentId("a\x00")):
        with pytest.raises(Invalid):
            await comments.of_part(demo(OWNER), ABOUT_ME, strange)


async def test_changes_are_numbered_in_each_part(comments: Comments, clock: Clock) -> None:
    assert await comments.changes([READING_HELP, ABOUT_ME]) == {READING_HELP: (1, NOW)}
    clock.advance(5)
    await comments.change(demo(OWNER), FIRST.id, marking())
    await comments.change(demo(OWNER), FIRST.id, marking())
    assert await comments.changes([READING_HELP]) == {READING_HELP: (2, clock())}
