"""Comments over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.comments import rules
from server.features.comments.entries import CommentAdded, CommentRemoved, CommentResolved, CommentsRead
from server.storage.log.update_log import SqlUpdateLog
from tests.integration.http_site import Site, assert_problem
from tests.support.clients.anchors import Typed, standing
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
    assert here.hub.heard == [("comments_changed", measure["id"])]
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
        "quote_gone": False,
        "resolved_at": None,
        "resolved_by": None,
        "edited_at": None,
        "removed_at": None,
        "removed_by": None,
        "written_by": None,
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
    assert here.hub.heard == [("comments_changed", measure["id"])]
    again = await owner.post(f"/api/comments/{comment['id']}/resolve", {"resolved": False})
    assert again.status_code == 204
    assert (await comments(owner, measure["id"]))[0] == comment


async def test_who_resolves_a_reply_resolves_its_thread_and_opens_it_again(here: Site) -> None:
    owner, school = await here.person("owner"), await here.person("school")
    measure = await owner.part("measure", "Studietid")
    first, reply = before = (await comments(owner, measure["id"]))[:2]
    address = f"/api/comments/{reply['id']}/resolve"
    assert reply["reply_to"] == first["id"]
    for _ in range(2):
        assert (await school.post(address)).status_code == 204
        done = await comments(owner, measure["id"])
        assert (done[0]["resolved_by"], done[1]) == (await school.me_in(), reply)
    assert (await owner.post(address, {"resolved": False})).status_code == 204
    assert (await comments(owner, measure["id"]))[:2] == before


async def test_an_answer_opens_a_thread_again(here: Site) -> None:
    owner, school = await here.person("owner"), await here.person("school")
    measure = await owner.part("measure", "Studietid")
    first, reply = (await comments(owner, measure["id"]))[:2]
    assert (await owner.post(f"/api/comments/{first['id']}/resolve")).status_code == 204
    wish = {"text": "Vent litt.", "reply_to": reply["id"]}
    assert (await school.post(f"/api/parts/{measure['id']}/comments", wish)).status_code == 201
    assert (await comments(owner, measure["id"]))[0] == first


@pytest.mark.rule("P3")
async def test_how_many_threads_are_open_is_told_of_parts_one_may_read_and_of_no_others(here: Site) -> None:
    owner, nav = await here.person("owner"), await here.person("nav")
    plan = await owner.plan()
    seen = {}
    for person in (owner, nav):
        mine = {part["id"] for part in (await person.plan())["parts"]}
        found = {
            each["part"]: each["threads"]
            for each in (await person.get(f"/api/plans/{plan['id']}/comments")).json()
        }
        assert found.keys() <= mine
        seen[person] = found
    assert seen[nav].keys() < seen[owner].keys()
    measure = await owner.part("measure", "Studietid")
    before = seen[owner][measure["id"]]
    await owner.post(f"/api/parts/{measure['id']}/comments", {"text": "Én til"})
    after = (await owner.get(f"/api/plans/{plan['id']}/comments")).json()
    assert {"part": measure["id"], "threads": before + 1} in after
    stranger = await here.person("stranger")
    assert_problem(await stranger.get(f"/api/plans/{plan['id']}/comments"), 404, "not-found")


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
        {"text": "Hei", "anchor": {"of": ["å" * 2040, "large"]}},
        {"text": "Hei", "anchor": ["AQID"]},
        {"text": "Hei", "anchor": {"of": ["\x00"]}},
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


async def test_half_a_character_and_no_number_are_invalid_and_harm_nobody(here: Site) -> None:
    owner = await here.person("owner")
    measure = await owner.part("measure", "Studietid")
    headers = {"X-CSRF-Token": owner.csrf}
    numbers = (b"NaN", b"1e999", b'{"a": NaN}', b'{"a": [{"b": -Infinity}]}', b'{"a": 1e999}')
    for body in (
        b'{"text": "\\ud800"}',
        b'{"text": "\xff"}',
        b"[" * 40_000,
        b'{"text": "Hei", "anchor": {"before": "\\ud800"}}',
        b'{"text": "Hei", "anchor": ' + b"[" * 40_000,
        *(b'{"text": "Hei", "anchor": %s}' % number for number in numbers),
    ):
        answer = await owner.http.post(f"/api/parts/{measure['id']}/comments", content=body, headers=headers)
        assert_problem(answer, 422, "invalid")


@pytest.mark.parametrize(
    "anchor",
    [
        {},
        {"from": 5, "to": [1.5, None, {"deep": -0.0}]},
        {"before": "x" * 4_000},
        {"at": int("9" * 400), "nb": "ø👍"},
    ],
)
async def test_an_anchor_of_another_client_is_kept_as_it_is(here: Site, anchor: dict[str, object]) -> None:
    owner = await here.person("owner")
    measure = await owner.part("measure", "Studietid")
    said = await owner.post(f"/api/parts/{measure['id']}/comments", {"text": "Hei", "anchor": anchor})
    assert (said.status_code, said.json()["anchor"]) == (201, anchor)
    assert (await comments(owner, measure["id"]))[-1]["anchor"] == anchor


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


# -- editing and removing -------------------------------------------------------------------------


async def on_health(person: Person, text: str = "Hei", **more: object) -> dict[str, Any]:
    """A new comment on the health section."""
    part = await person.part("health")
    answer = await person.post(f"/api/parts/{part['id']}/comments", {"text": text, **more})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_a_comment_is_edited_by_its_author_and_by_nobody_else(here: Site) -> None:
    owner, gp = await here.person("owner"), await here.person("gp")
    health, said = await gp.part("health"), await on_health(gp)
    here.hub.heard.clear()
    here.clock.forward(minutes=5)
    answer = await gp.send("PATCH", f"/api/comments/{said['id']}", {"text": "Hallo"})
    assert answer.status_code == 200
    assert answer.json() == {**said, "text": "Hallo", "edited_at": "2126-11-21T12:05:00Z"}
    assert (await comments(owner, health["id"]))[-1] == answer.json()
    assert here.hub.heard == [("comments_changed", health["id"])]
    assert_problem(
        await owner.send("PATCH", f"/api/comments/{said['id']}", {"text": "Nei"}), 403, "forbidden"
    )
    assert_problem(await gp.send("PATCH", f"/api/comments/{said['id']}", {"text": " "}), 422, "invalid")


async def test_a_comment_is_removed_by_its_author_or_the_owner_and_read_by_nobody(here: Site) -> None:
    owner, gp, hospital = [await here.person(key) for key in ("owner", "gp", "hospital")]
    plan, health = await owner.plan(), await gp.part("health")
    for remover in (gp, owner):
        said = await on_health(gp, "hemmelig", quote="hemmelig", anchor=ANCHOR)
        assert_problem(await hospital.send("DELETE", f"/api/comments/{said['id']}"), 403, "forbidden")
        for _ in range(2):
            assert (await remover.send("DELETE", f"/api/comments/{said['id']}")).status_code == 204
        for reader in (owner, gp, hospital):
            assert "hemmelig" not in str(await comments(reader, health["id"]))
        assert_problem(
            await gp.send("PATCH", f"/api/comments/{said['id']}", {"text": "Hei"}), 404, "not-found"
        )
        entries = await here.ledger.entries(plan["id"])
        gone = [each.event for each in entries if each.event.action == CommentRemoved.action][-1]
        assert (gone.details["comment"], gone.details["author"]) == (said["id"], await gp.me_in())
        assert gone.participant == await remover.me_in()


async def test_a_thread_keeps_its_shape_when_its_first_comment_is_removed(here: Site) -> None:
    owner, gp = await here.person("owner"), await here.person("gp")
    health, said = await gp.part("health"), await on_health(gp, "hemmelig", quote="hemmelig")
    here.clock.forward(seconds=1)
    answer = await on_health(owner, "Takk", reply_to=said["id"])
    await owner.send("DELETE", f"/api/comments/{said['id']}")
    first, second = (await comments(gp, health["id"]))[-2:]
    assert (first["id"], first["text"], first["quote"], first["anchor"]) == (said["id"], "", "", None)
    assert (first["removed_at"], first["removed_by"]) == ("2126-11-21T12:00:01Z", await owner.me_in())
    assert second == answer
    await owner.send("DELETE", f"/api/comments/{answer['id']}")
    assert said["id"] not in str(await comments(gp, health["id"]))


@pytest.mark.rule(7, "P4")
async def test_who_lost_the_part_or_has_only_read_changes_nothing_of_their_own(here: Site) -> None:
    owner, gp = await here.person("owner"), await here.person("gp")
    plan, health, said = await owner.plan(), await gp.part("health"), await on_health(gp)
    address = f"/api/comments/{said['id']}"
    for level, refusal in (("read", (403, "forbidden")), ("none", (404, "not-found"))):
        wish = {"participant": await gp.me_in(), "part": health["id"], "level": level}
        assert (await owner.post(f"/api/plans/{plan['id']}/grants", wish)).status_code == 201
        assert_problem(await gp.send("PATCH", address, {"text": "Hallo"}), *refusal)
        assert_problem(await gp.send("DELETE", address), *refusal)
    assert (await comments(owner, health["id"]))[-1] == said


# -- how much -------------------------------------------------------------------------------------


async def test_an_answer_that_is_not_all_says_where_the_rest_is(here: Site) -> None:
    owner = await here.person("owner")
    ids = [(await on_health(owner, str(number)))["id"] for number in range(3)]
    address = f"/api/parts/{(await owner.part('health'))['id']}/comments"
    everything = (await owner.get(address)).json()
    assert [each["id"] for each in everything[-3:]] == sorted(ids)  # all of one moment
    answer = await owner.get(f"{address}?limit=2")
    read, links = answer.json(), []
    assert len(read) == 2
    while "link" in answer.headers:
        links.append(answer.headers["link"])
        answer = await owner.get(links[-1].removeprefix("<").partition(">")[0])
        assert len(answer.json()) <= 2
        read = answer.json() + read
    assert links[0] == f'<{address}?before={everything[-2]["id"]}&limit=2>; rel="prev"'
    assert read == everything


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=501", "limit=x", "limit=²", "limit=-1", "before=nowhere"]
)
async def test_what_is_asked_for_makes_sense_or_is_invalid(here: Site, query: str) -> None:
    owner = await here.person("owner")
    health = await owner.part("health")
    assert_problem(await owner.get(f"/api/parts/{health['id']}/comments?{query}"), 422, "invalid")


@pytest.mark.rule("P7")
async def test_there_is_an_end_to_what_a_part_and_a_day_take(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "BYTES_IN_PART", 30_000)
    monkeypatch.setattr(rules, "MOST_A_DAY", 5)
    owner, gp = await here.person("owner"), await here.person("gp")
    about, health = await gp.part("crisis"), await gp.part("health")
    for _ in range(3):
        await on_health(gp, "x" * 9_000)
    full = await owner.post(f"/api/parts/{health['id']}/comments", {"text": "x" * 9_000})
    assert_problem(full, 409, "limit-reached")
    answer = full
    for _ in range(rules.MOST_A_DAY):
        answer = await gp.post(f"/api/parts/{about['id']}/comments", {"text": "Hei"})
    assert_problem(answer, 429, "too-many-requests")
    assert answer.headers["retry-after"] == str(12 * 3600)


@pytest.mark.rule("P7")
async def test_who_writes_all_they_may_leaves_room_for_the_owner(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_IN_PART", 7)
    monkeypatch.setattr(rules, "MOST_OF_ONE", 2)
    owner, gp = await here.person("owner"), await here.person("gp")
    health = await gp.part("health")
    while (
        answer := await gp.post(f"/api/parts/{health['id']}/comments", {"text": "Hei"})
    ).status_code == 201:
        pass
    assert_problem(answer, 409, "limit-reached")
    assert (await owner.post(f"/api/parts/{health['id']}/comments", {"text": "Mitt"})).status_code == 201


# -- what was quoted ------------------------------------------------------------------------------


@pytest.mark.rule(9, "P3")
async def test_a_newcomer_is_shown_of_older_quotes_only_what_stands_in_the_text(here: Site) -> None:
    """Words that were deleted before somebody was let in do not reach them (security, 2)."""
    owner, school = await here.person("owner"), await here.person("school")
    plan, health = await owner.plan(), await owner.part("health")
    words = "Epilepsi"
    loaded = await SqlUpdateLog(here.database, here.clock).load(health["id"])
    assert loaded is not None
    letters = standing(loaded.snapshot or loaded.rows[0].payload, words)
    here.clock.forward(seconds=1)
    old = [
        await on_health(owner, "Én", quote="hemmelig", anchor=letters.anchor(words, "ogsa hemmelig")),
        await on_health(owner, "To", quote=words, anchor=letters.anchor(words, "ogsa hemmelig")),
        await on_health(owner, "Tre", quote=words),
        await on_health(owner, "Fire", quote=words, anchor=ANCHOR),
    ]
    done = await owner.post(f"/api/comments/{old[0]['id']}/resolve")
    assert done.status_code == 204
    here.clock.forward(seconds=1)
    wish = {"participant": await school.me_in(), "part": health["id"], "level": "read"}
    assert (await owner.post(f"/api/plans/{plan['id']}/grants", wish)).status_code == 201
    shown = await comments(school, health["id"])
    assert "hemmelig" not in str(shown)
    assert {"Én", "To", "Tre", "Fire"} <= {each["text"] for each in shown}, (
        "a comment's own words open with the part"
    )
    by_id = {each["id"]: each for each in shown}
    assert [by_id[each["id"]]["quote"] for each in old] == ["", words, "", ""]
    assert [by_id[each["id"]]["quote_gone"] for each in old] == [True, False, True, True]
    assert [by_id[each["id"]]["anchor"] for each in old] == [None, letters.anchor(words), None, None]
    here.clock.forward(seconds=1)
    since = await on_health(owner, "Fem", quote=words, anchor=letters.anchor(words))
    assert since in await comments(school, health["id"]), "they could read what stood there"


@pytest.mark.rule(9, "P3")
async def test_a_newcomer_is_not_shown_what_a_late_comment_quotes(here: Site) -> None:
    """Begun on words that were deleted, and on others beside them, before somebody was let in; sent after."""
    owner, gp, school = [await here.person(key) for key in ("owner", "gp", "school")]
    plan, health = await owner.plan(), await owner.part("health")
    loaded = await SqlUpdateLog(here.database, here.clock).load(health["id"])
    assert loaded is not None
    letters = standing(loaded.snapshot or loaded.rows[0].payload, "Epilepsi")
    gone = Typed(letters.client, letters.clock + 100_000, "hemmelig")
    wish = {"participant": await school.me_in(), "part": health["id"], "level": "read"}
    assert (await owner.post(f"/api/plans/{plan['id']}/grants", wish)).status_code == 201
    here.clock.forward(seconds=1)
    late = await on_health(gp, "Én", quote="hemmelig", anchor=gone.anchor("hemmelig"))
    beside = await on_health(gp, "To", quote="Epilepsi", anchor=letters.anchor("Epilepsi", "ogsa hemmelig"))
    whole = letters.anchor("Epilepsi", after="hemmelig")
    bent = await on_health(gp, "Tre", quote="hemmelig", anchor=whole)
    shown = {each["id"]: each for each in await comments(school, health["id"])}
    assert "hemmelig" not in str(shown)
    assert [shown[each["id"]]["quote_gone"] for each in (late, beside, bent)] == [True, False, True]
    assert [shown[each["id"]]["text"] for each in (late, beside, bent)] == ["Én", "To", "Tre"]
    for who in (owner, gp):
        quotes = {each["id"]: each["quote"] for each in await comments(who, health["id"])}
        assert [quotes[each["id"]] for each in (late, beside, bent)] == ["hemmelig", "Epilepsi", "hemmelig"]


@pytest.mark.rule(17)
async def test_comments_name_nobody_one_may_not_know_of(here: Site) -> None:
    owner, gp, school = [await here.person(key) for key in ("owner", "gp", "school")]
    plan, place = await owner.plan(), await gp.me_in()
    health = await gp.part("health")
    said = await on_health(gp)
    await gp.post(f"/api/comments/{said['id']}/resolve")
    opened = {"participant": await school.me_in(), "part": health["id"], "level": "read"}
    await owner.post(f"/api/plans/{plan['id']}/grants", opened)
    assert place in str(await comments(school, health["id"]))
    for part in (await gp.plan())["parts"]:
        wish = {"participant": place, "part": part["id"], "level": "none"}
        assert (await owner.post(f"/api/plans/{plan['id']}/grants", wish)).status_code == 201
    found = await comments(school, health["id"])
    assert place not in str(found)
    assert "Anders Myhre" not in str(found)
    assert found[-1]["author"] == {"id": None, "name": "", "role": None}
    assert place in str(await comments(owner, health["id"]))
