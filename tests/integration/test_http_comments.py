"""Comments over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.comments.entries import CommentAdded, CommentResolved, CommentsRead
from tests.integration.http_site import Site, assert_problem
from tests.support.clients.people import Person

ANCHOR = {"start": "AQID", "end": "BAUG", "before": "før", "after": "etter"}


async def comments(person: Person, part: str) -> list[dict[str, Any]]:
    answer = await person.get(f"/api/parts/{part}/comments")
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def test_the_demo_threads_are_there_oldest_first(here: Site) -> None:
    owner = await here.person("owner")
    measure = await owner.part("measure", "Studietid")
    found = await comments(owner, measure["id"])
    assert [comment["author"]["name"] for comment in found] == ["Runa Elvestad", "Silje Tangen"]
    assert found[1]["reply_to"] == found[0]["id"]
    assert found[0]["quote"] == "to innleveringer bak i norsk"
    times = [comment["created_at"] for comment in found]
    assert times == sorted(times)


async def test_a_comment_is_answered_as_it_is_stored_and_announced(here: Site) -> None:
    owner, school = await here.person("owner"), await here.person("school")
    measure = await owner.part("measure", "Studietid")
    here.hub.heard.clear()
    wish = {"text": "Det går bedre nå.", "anchor": ANCHOR, "quote": "norsk"}
    answer = await owner.post(f"/api/parts/{measure['id']}/comments", wish)
    assert answer.status_code == 201
    assert here.hub.heard == [("announce", measure["id"])]
    assert here.hub.announced == [{"type": "comments-changed"}]
    stored = answer.json()
    author = stored.pop("author")
    assert author == {"id": await owner.me_in(), "name": "Runa Elvestad", "role": "owner"}
    assert stored.pop("id")
    assert stored == {
        "created_at": "2126-11-21T12:00:00Z",
        "text": "Det går bedre nå.",
        "reply_to": None,
        "anchor": ANCHOR,
        "quote": "norsk",
        "resolved_at": None,
        "resolved_by": None,
    }
    assert (await comments(school, measure["id"]))[-1] == answer.json()


async def test_a_reply_belongs_to_its_part(here: Site) -> None:
    owner = await here.person("owner")
    one, other = await owner.part("measure", "Studietid"), await owner.part("measure", "Svømming")
    first = (await owner.post(f"/api/parts/{one['id']}/comments", {"text": "Én"})).json()
    reply = await owner.post(f"/api/parts/{one['id']}/comments", {"text": "To", "reply_to": first["id"]})
    assert reply.json()["reply_to"] == first["id"]
    for nowhere in (first["id"], "nowhere"):
        wish = {"text": "To", "reply_to": nowhere}
        assert_problem(await owner.post(f"/api/parts/{other['id']}/comments", wish), 422, "invalid")


async def test_done_and_open_again(here: Site) -> None:
    owner, school = await here.person("owner"), await here.person("school")
    measure = await owner.part("measure", "Studietid")
    comment = (await comments(owner, measure["id"]))[0]
    here.hub.heard.clear()
    assert (await school.post(f"/api/comments/{comment['id']}/resolve")).status_code == 204
    done = (await comments(owner, measure["id"]))[0]
    assert (done["resolved_at"], done["resolved_by"]) == ("2126-11-21T12:00:00Z", await school.me_in())
    assert here.hub.heard == [("announce", measure["id"])]
    again = await owner.post(f"/api/comments/{comment['id']}/resolve", {"resolved": False})
    assert again.status_code == 204
    assert (await comments(owner, measure["id"]))[0] == comment


async def test_who_may_only_read_reads_comments_and_writes_none(here: Site) -> None:
    mother = await here.person("mother")
    measure = await mother.part("measure", "Studietid")
    found = await comments(mother, measure["id"])
    assert found
    posted = await mother.post(f"/api/parts/{measure['id']}/comments", {"text": "Bra!"})
    assert_problem(posted, 403, "forbidden")
    assert_problem(await mother.post(f"/api/comments/{found[0]['id']}/resolve"), 403, "forbidden")
    assert await comments(mother, measure["id"]) == found


@pytest.mark.rule("P4")
async def test_comments_go_with_the_part_when_access_is_withdrawn(here: Site) -> None:
    owner, school = await here.person("owner"), await here.person("school")
    plan, who = await owner.plan(), await school.me_in()
    measure = await school.part("measure", "Studietid")
    comment = (await comments(school, measure["id"]))[0]
    wish = {"participant": who, "part": measure["id"], "level": "none"}
    await owner.post(f"/api/plans/{plan['id']}/grants", wish)
    assert_problem(await school.get(f"/api/parts/{measure['id']}/comments"), 404, "not-found")
    posted = await school.post(f"/api/parts/{measure['id']}/comments", {"text": "Hei"})
    assert_problem(posted, 404, "not-found")
    assert_problem(await school.post(f"/api/comments/{comment['id']}/resolve"), 404, "not-found")
    assert len(await comments(owner, measure["id"])) == 2


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"text": ""},
        {"text": " \n"},
        {"text": "x" * 10_001},
        {"text": "\x00"},
        {"text": 5},
        {"text": "Hei", "anchor": "AQID"},
        {"text": "Hei", "anchor": {"start": "A" * 4096}},
        {"text": "Hei", "anchor": {"before": "\x00"}},
        {"text": "Hei", "quote": "x" * 501},
        {"text": "Hei", "author": "gp"},
        {"text": "Hei", "reply_to": ""},
    ],
)
async def test_a_comment_that_makes_no_sense_is_invalid(here: Site, wish: dict[str, object]) -> None:
    owner = await here.person("owner")
    measure = await owner.part("measure", "Studietid")
    before = await comments(owner, measure["id"])
    answer = await owner.post(f"/api/parts/{measure['id']}/comments", wish)
    assert_problem(answer, 422, "invalid")
    assert await comments(owner, measure["id"]) == before


async def test_half_a_character_is_invalid_and_harms_nobody(here: Site) -> None:
    owner = await here.person("owner")
    measure = await owner.part("measure", "Studietid")
    headers = {"X-CSRF-Token": owner.csrf}
    for body in (b'{"text": "\\ud800"}', b'{"text": "\xff"}', b"[" * 40_000):
        answer = await owner.http.post(f"/api/parts/{measure['id']}/comments", content=body, headers=headers)
        assert_problem(answer, 422, "invalid")


@pytest.mark.rule(14, "P8")
async def test_reading_and_writing_comments_is_in_the_log_reading_once_in_a_while(here: Site) -> None:
    owner, gp = await here.person("owner"), await here.person("gp")
    plan, part = (await owner.plan())["id"], await gp.part("crisis")
    before = len(await here.ledger.entries(plan))
    for _ in range(3):
        await comments(gp, part["id"])
    comment = (await gp.post(f"/api/parts/{part['id']}/comments", {"text": "Notert."})).json()
    await gp.post(f"/api/comments/{comment['id']}/resolve")
    here.clock.forward(minutes=16)
    await comments(gp, part["id"])
    entries = (await here.ledger.entries(plan))[before:]
    assert [entry.event.action for entry in entries] == [
        CommentsRead.action,
        CommentAdded.action,
        CommentResolved.action,
        CommentsRead.action,
    ]
    assert {entry.event.organisation for entry in entries} == {"Sundvåg legesenter"}
    assert await here.ledger.verify(plan) is None
