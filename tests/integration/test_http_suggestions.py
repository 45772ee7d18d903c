"""Suggestions over HTTP, and what becomes of the text when they are accepted."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText
from sqlalchemy import select

from server.domain.plan import PartId
from server.features.comments.rules import MOST_A_DAY
from server.features.comments.suggestions import rules
from server.features.comments.suggestions.attempts import AT_ONCE
from server.features.comments.suggestions.entries import (
    SuggestionAccepted,
    SuggestionDeclined,
    SuggestionMade,
    SuggestionsRead,
    SuggestionWithdrawn,
)
from server.storage.log.update_log import SqlUpdateLog
from server.storage.metadata import client_ids, updates
from tests.integration.http_site import Site, assert_problem
from tests.support.clients.anchors import standing
from tests.support.clients.editing import plain
from tests.support.clients.people import Person

STUDIETID = "Studietid"


class Suggested:
    """The owner's measure, to which the school (edit), the owner and others suggest."""

    def __init__(self, here: Site, part: str) -> None:
        self.here, self.part = here, part
        self.log = SqlUpdateLog(here.database, here.clock)

    async def doc(self) -> Doc[Any]:
        doc: Doc[Any] = Doc()
        for row in await self.log.since(PartId(self.part), 0):
            doc.apply_update(row.payload)
        return doc

    async def text(self) -> str:
        body = (await self.doc()).get("body", type=XmlFragment)
        blocks = [child for child in body.children if isinstance(child, XmlElement)]
        texts = [[plain(each) for each in block.children if isinstance(each, XmlText)] for block in blocks]
        return "\n".join("".join(each) for each in texts)

    async def words(self, quote: str, replacement: str) -> dict[str, object]:
        anchor = standing((await self.doc()).get_update(), quote).anchor(quote)
        return {"anchor": anchor, "quote": quote, "replacement": replacement}

    async def suggested(self, who: Person, quote: str, replacement: str) -> str:
        wish = await self.words(quote, replacement)
        answer = await who.post(f"/api/parts/{self.part}/suggestions", wish)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def shown(self, who: Person) -> list[dict[str, Any]]:
        answer = await who.get(f"/api/parts/{self.part}/suggestions")
        assert answer.status_code == 200, answer.text
        return list(answer.json())

    async def one(self, who: Person, suggestion: str) -> dict[str, Any]:
        return next(each for each in await self.shown(who) if each["id"] == suggestion)


@pytest.fixture
async def owner(here: Site) -> Person:
    return await here.person("owner")


@pytest.fixture
async def place(here: Site, owner: Person) -> Suggested:
    return Suggested(here, (await owner.part("measure", STUDIETID))["id"])


@pytest.fixture
async def some_words(place: Suggested) -> str:
    """Some that stand in the text."""
    text = await place.text()
    return next(word for word in text.replace("\n", " ").split() if len(word) > 4 and text.count(word) == 1)


async def decide(who: Person, suggestion: str, step: str, body: object = None) -> Any:
    return await who.post(f"/api/suggestions/{suggestion}/{step}", body)


async def level(here: Site, key: str, part: str, level: str) -> Person:
    owner, who = await here.person("owner"), await here.person(key)
    plan = (await owner.plan())["id"]
    members = (await owner.plan())["participants"]
    whom = next(each["id"] for each in members if each["role"] == key)
    wish = {"participant": whom, "part": part, "level": level}
    signed = await owner.post(f"/api/plans/{plan}/grants", wish)
    assert signed.status_code == 201, signed.text
    return who


@pytest.mark.rule(7)
async def test_a_suggestion_stands_beside_the_text_until_it_is_accepted(
    here: Site, owner: Person, place: Suggested, some_words: str
) -> None:
    nav = await level(here, "nav", place.part, "comment")
    before = await place.text()
    here.hub.heard.clear()
    made = await nav.post(f"/api/parts/{place.part}/suggestions", await place.words(some_words, "noe annet"))
    assert made.status_code == 201
    assert here.hub.heard == [("comments_changed", place.part)]
    suggestion = made.json()
    assert suggestion["status"] == "open"
    assert (suggestion["quote"], suggestion["replacement"]) == (some_words, "noe annet")
    assert await place.text() == before
    assert await place.one(owner, suggestion["id"]) == suggestion

    here.hub.heard.clear()
    assert (await decide(owner, suggestion["id"], "accept")).status_code == 204
    assert await place.text() == before.replace(some_words, "noe annet")
    assert here.hub.heard == [("comments_changed", place.part)]
    shown = await place.one(owner, suggestion["id"])
    assert (shown["status"], shown["decided_by"]["id"]) == ("accepted", await owner.me_in())
    assert (await decide(owner, suggestion["id"], "accept")).status_code == 204, "the answer may be lost"
    assert await place.text() == before.replace(some_words, "noe annet")


@pytest.mark.rule("P6")
async def test_the_words_are_the_suggesters_in_the_log_and_so_is_their_client_id(
    here: Site, owner: Person, place: Suggested, some_words: str
) -> None:
    nav = await level(here, "nav", place.part, "comment")
    suggestion = await place.suggested(nav, some_words, "noe annet")
    assert (await decide(owner, suggestion, "accept")).status_code == 204
    rows = select(updates).where(updates.c.part_id == place.part).order_by(updates.c.seq.desc()).limit(1)
    (last,) = await here.database.read(lambda connection: connection.execute(rows).all())
    assert (last.batch_id, last.participant_id) == (suggestion, await nav.me_in())
    bound = select(client_ids.c.client_id).where(
        client_ids.c.part_id == place.part, client_ids.c.person_id == last.person_id
    )
    clients = await here.database.read(lambda connection: connection.execute(bound).scalars().all())
    assert len(clients) == 1
    assert str(clients[0]) not in nav.received.decode()
    assert str(clients[0]) not in owner.received.decode()


@pytest.mark.rule(14, "P8")
async def test_the_log_says_who_suggested_and_who_accepted(
    here: Site, owner: Person, place: Suggested, some_words: str
) -> None:
    nav = await level(here, "nav", place.part, "comment")
    ids = [await place.suggested(nav, some_words, word) for word in ("én", "to", "tre")]
    await place.shown(owner)
    await decide(owner, ids[0], "accept")
    await decide(owner, ids[1], "decline", {"word": "Ikke slik."})
    await decide(nav, ids[2], "withdraw")
    entries = [
        (entry.event.action, entry.event.participant, entry.event.details.get("author"))
        for plan in await here.ledger.chains()
        for entry in await here.ledger.entries(plan)
        if entry.event.action.startswith("suggestion")
    ]
    me, silje = await owner.me_in(), await nav.me_in()
    assert entries == [
        (SuggestionMade.action, silje, None),
        (SuggestionMade.action, silje, None),
        (SuggestionMade.action, silje, None),
        (SuggestionsRead.action, me, None),
        (SuggestionAccepted.action, me, silje),
        (SuggestionDeclined.action, me, silje),
        (SuggestionWithdrawn.action, silje, None),
    ]
    assert (await place.one(nav, ids[1]))["word"] == "Ikke slik."


@pytest.mark.rule(14, "P8")
async def test_whoever_reads_why_theirs_was_declined_is_in_the_log_though_they_read_just_before(
    here: Site, owner: Person, place: Suggested, some_words: str
) -> None:
    nav = await level(here, "nav", place.part, "comment")
    await place.suggested(owner, some_words, "noe helt annet")
    suggestion = await place.suggested(nav, some_words, "noe annet")

    async def read_by_nav() -> int:
        await place.shown(nav)
        silje = await nav.me_in()
        return len(
            [
                entry
                for plan in await here.ledger.chains()
                for entry in await here.ledger.entries(plan)
                if (entry.event.action, entry.event.participant) == (SuggestionsRead.action, silje)
            ]
        )

    assert [await read_by_nav() for _ in range(2)] == [1, 1]
    here.clock.forward(seconds=1)
    await decide(owner, suggestion, "decline", {"word": "Ikke slik."})
    assert [await read_by_nav() for _ in range(2)] == [2, 2]


async def test_words_that_changed_are_not_overwritten_and_the_suggestion_stays(
    here: Site, owner: Person, place: Suggested, some_words: str
) -> None:
    first = await place.suggested(owner, some_words, "noe annet")
    second = await place.suggested(owner, some_words, "noe tredje")
    assert (await decide(owner, first, "accept")).status_code == 204
    text = await place.text()
    assert_problem(await decide(owner, second, "accept"), 409, "words-changed")
    assert await place.text() == text
    assert (await place.one(owner, second))["status"] == "open"


async def test_a_field_is_suggested_and_set(here: Site, owner: Person, place: Suggested) -> None:
    old = str((await place.doc()).get("fields", type=Map)["title"])
    wish = {"field": "title", "quote": old, "replacement": f"{old} hver dag"}
    made = await owner.post(f"/api/parts/{place.part}/suggestions", wish)
    assert made.status_code == 201, made.text
    again = await owner.post(f"/api/parts/{place.part}/suggestions", wish)
    assert (await decide(owner, made.json()["id"], "accept")).status_code == 204
    assert str((await place.doc()).get("fields", type=Map)["title"]) == f"{old} hver dag"
    assert (await owner.part("measure", "hver dag"))["id"] == place.part, "the title in the list follows"
    assert_problem(await decide(owner, again.json()["id"], "accept"), 409, "words-changed")


@pytest.mark.rule(7, "P3")
async def test_each_level_does_what_it_may(
    here: Site, owner: Person, place: Suggested, some_words: str
) -> None:
    wish = await place.words(some_words, "noe annet")
    suggestion = await place.suggested(owner, some_words, "noe annet")
    expected = {
        "none": (404, 404, 404, 404, 404),
        "read": (200, 403, 403, 403, 403),
        "comment": (200, 201, 403, 403, 403),
        "edit": (200, 201, 403, 204, 409),
    }
    for given, statuses in expected.items():
        nav = await level(here, "nav", place.part, given)
        answers = [
            await nav.get(f"/api/parts/{place.part}/suggestions"),
            await nav.post(f"/api/parts/{place.part}/suggestions", wish),
            await decide(nav, suggestion, "withdraw"),
            await decide(nav, suggestion, "accept"),
            await decide(nav, suggestion, "decline"),
        ]
        assert [each.status_code for each in answers] == list(statuses), given
    nowhere = await decide(owner, "nowhere", "accept")
    assert_problem(nowhere, 404, "not-found")


async def test_what_a_suggester_wrote_is_accepted_after_they_left(
    here: Site, owner: Person, place: Suggested, some_words: str
) -> None:
    nav = await level(here, "nav", place.part, "comment")
    whom, plan = await nav.me_in(), (await owner.plan())["id"]
    suggestion = await place.suggested(nav, some_words, "noe annet")
    ended = await owner.post(f"/api/plans/{plan}/participants/{whom}/end")
    assert ended.status_code == 200, ended.text
    assert (await decide(owner, suggestion, "accept")).status_code == 204
    assert "noe annet" in await place.text()
    assert (await place.one(owner, suggestion))["author"]["id"] == whom


@pytest.mark.rule("P4")
async def test_a_right_withdrawn_before_the_commit_accepts_nothing(
    here: Site, owner: Person, place: Suggested, some_words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nav = await level(here, "nav", place.part, "edit")
    suggestion = await place.suggested(owner, some_words, "noe annet")
    reached, may_go_on = asyncio.Event(), asyncio.Event()
    append = SqlUpdateLog.append

    async def held(log: SqlUpdateLog, submissions: Any) -> Any:
        if any(each.batch == suggestion for each in submissions):
            reached.set()
            await may_go_on.wait()
        return await append(log, submissions)

    monkeypatch.setattr(SqlUpdateLog, "append", held)
    before = await place.text()
    accepting = asyncio.create_task(decide(nav, suggestion, "accept"))
    await reached.wait()
    await level(here, "nav", place.part, "comment")
    may_go_on.set()
    assert_problem(await accepting, 403, "forbidden")
    assert await place.text() == before
    assert (await place.one(owner, suggestion))["status"] == "open"


async def test_of_two_who_accept_at_once_one_does(
    here: Site, owner: Person, place: Suggested, some_words: str
) -> None:
    nav = await level(here, "nav", place.part, "edit")
    suggestion = await place.suggested(owner, some_words, "noe annet")
    before = await place.text()
    answers = await asyncio.gather(*(decide(who, suggestion, "accept") for who in (owner, nav)))
    assert sorted(each.status_code for each in answers) == [204, 409]
    assert await place.text() == before.replace(some_words, "noe annet")


@pytest.mark.parametrize("step", ["decline", "withdraw"])
async def test_what_is_decided_is_not_accepted(
    here: Site, owner: Person, place: Suggested, some_words: str, step: str
) -> None:
    suggestion = await place.suggested(owner, some_words, "noe annet")
    before = await place.text()
    assert (await decide(owner, suggestion, step)).status_code == 204
    assert (await decide(owner, suggestion, step)).status_code == 204, "repeated"
    assert_problem(await decide(owner, suggestion, "accept"), 409, "outdated")
    assert await place.text() == before


@pytest.mark.rule(9, "P3")
async def test_words_from_before_somebody_was_let_in_reach_them_in_no_suggestion(
    here: Site, owner: Person, place: Suggested, some_words: str
) -> None:
    await level(here, "nav", place.part, "none")
    secret = f"{some_words} og noe mer"
    suggestion = await place.suggested(owner, some_words, secret)
    gone = await place.suggested(owner, some_words, "noe annet")
    assert (await decide(owner, gone, "accept")).status_code == 204
    here.clock.forward(seconds=1)
    nav = await level(here, "nav", place.part, "edit")
    shown = await place.one(nav, suggestion)
    assert shown["words_gone"]
    assert (shown["quote"], shown["replacement"], shown["anchor"]) == ("", "", None)
    assert some_words not in nav.received.decode()
    assert_problem(await decide(nav, suggestion, "accept"), 403, "forbidden")


@pytest.mark.rule(9, "P3")
async def test_a_newcomer_is_not_shown_a_late_suggestion(
    here: Site, owner: Person, place: Suggested, some_words: str
) -> None:
    """Begun before its words were deleted and somebody was let in; sent after."""
    await level(here, "nav", place.part, "none")
    wish = await place.words(some_words, f"{some_words} og noe mer")
    beside = {**wish, "quote": "", "replacement": "foran"}
    assert (await decide(owner, await place.suggested(owner, some_words, "noe"), "accept")).status_code == 204
    here.clock.forward(seconds=1)
    nav = await level(here, "nav", place.part, "edit")
    here.clock.forward(seconds=1)
    for late in (wish, beside):
        answer = await owner.post(f"/api/parts/{place.part}/suggestions", late)
        assert answer.status_code == 201, answer.text
        shown = await place.one(nav, answer.json()["id"])
        assert (shown["words_gone"], shown["quote"], shown["replacement"]) == (True, "", "")
        assert_problem(await decide(nav, answer.json()["id"], "accept"), 403, "forbidden")
        assert not (await place.one(owner, answer.json()["id"]))["words_gone"]
    assert some_words not in nav.received.decode()


@pytest.mark.rule(9, "P3")
async def test_a_field_that_says_something_else_by_now_takes_no_suggestion(
    owner: Person, place: Suggested
) -> None:
    suggestions = f"/api/parts/{place.part}/suggestions"
    title = (await owner.part("measure", STUDIETID))["title"]
    for quote, answered in ((title, 201), ("noe fra før", 409)):
        wish = {"field": "title", "quote": quote, "replacement": "Mer studietid"}
        answer = await owner.post(suggestions, wish)
        assert answer.status_code == answered, answer.text
    assert_problem(answer, 409, "words-changed")
    assert len([each for each in await place.shown(owner) if each["field"] == "title"]) == 1


async def test_a_newcomer_is_shown_suggestions_to_what_still_stands(
    here: Site, owner: Person, place: Suggested, some_words: str
) -> None:
    await level(here, "nav", place.part, "none")
    suggestion = await place.suggested(owner, some_words, "noe annet")
    here.clock.forward(seconds=1)
    nav = await level(here, "nav", place.part, "edit")
    shown = await place.one(nav, suggestion)
    assert (shown["quote"], shown["replacement"], shown["words_gone"]) == (some_words, "noe annet", False)
    assert (await decide(nav, suggestion, "accept")).status_code == 204


async def test_what_no_part_takes_is_refused_at_once(here: Site, owner: Person, place: Suggested) -> None:
    anchor = {"start": "AA==", "end": "AA=="}
    for wish in (
        {"anchor": anchor, "quote": "a", "replacement": "a"},
        {"anchor": anchor, "quote": "a", "replacement": "b\nc"},
        {"anchor": anchor, "field": "title", "quote": "a", "replacement": "b"},
        {"quote": "a", "replacement": "b"},
        {"field": "nothing", "quote": "a", "replacement": "b"},
        {"field": "status", "quote": "planned", "replacement": "snart"},
    ):
        assert_problem(await owner.post(f"/api/parts/{place.part}/suggestions", wish), 422, "invalid")


@pytest.mark.rule("P7")
async def test_suggestions_are_bounded(
    here: Site, owner: Person, place: Suggested, some_words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nav = await level(here, "nav", place.part, "comment")
    monkeypatch.setattr(rules, "MOST_OF_ONE", 2)
    wish = await place.words(some_words, "noe annet")
    for status in (201, 201, 409):
        answer = await nav.post(f"/api/parts/{place.part}/suggestions", wish)
        assert answer.status_code == status, answer.text
    mine = await place.shown(nav)
    assert (await decide(nav, mine[0]["id"], "withdraw")).status_code == 204
    assert (await nav.post(f"/api/parts/{place.part}/suggestions", wish)).status_code == 201
    assert MOST_A_DAY == 500


async def test_nobody_asks_again_and_again_for_what_cannot_be_accepted(
    here: Site, owner: Person, place: Suggested, some_words: str
) -> None:
    first = await place.suggested(owner, some_words, "noe annet")
    second = await place.suggested(owner, some_words, "noe tredje")
    await decide(owner, first, "accept")
    answers = [await decide(owner, second, "accept")]
    while answers[-1].status_code == 409 and len(answers) < 3 * AT_ONCE:  # a slow machine earns some more
        answers.append(await decide(owner, second, "accept"))
    assert answers[-1].status_code == 429
    assert len(answers) >= AT_ONCE
