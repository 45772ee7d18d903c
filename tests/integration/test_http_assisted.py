"""The coordinator writes what an owner without eID says: what that opens, and what it never does."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy import update

from server.capabilities import witnessed_rows
from server.features.assisted.rules import MOST_A_DAY
from server.storage.plan.assisted import assisted_sessions
from server.storage.seals.verifying import LogVerifier
from tests.integration.http_site import Site, assert_problem
from tests.support.clients.people import Person


async def state(who: Person, plan: str) -> dict[str, Any]:
    answer = await who.get(f"/api/plans/{plan}/assisted")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def begins(who: Person, plan: str) -> str:
    text = (await state(who, plan))["text"]
    answer = await who.post(f"/api/plans/{plan}/assisted", {"text": text})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def writes(
    who: Person, session: str, path: str, body: object = None, method: str = "POST"
) -> httpx.Response:
    return await who.send(method, path, body, **{"X-Assisted": session})


async def altered(here: Site) -> list[str]:
    found = [each async for each in LogVerifier(here.database, None, witnessed_rows()).wrong()]
    return [each for each in found if "seal" not in each]


@pytest.fixture
async def coordinator(here: Site) -> Person:
    return await here.person("coordinator")


@pytest.fixture
async def plan(coordinator: Person) -> str:
    return str((await coordinator.plan())["id"])


@pytest.fixture
async def school(here: Site) -> str:
    return await (await here.person("school")).me_in()


@pytest.fixture
async def wish(coordinator: Person, school: str) -> dict[str, Any]:
    """Of a part that the coordinator sees."""
    return {"participant": school, "part": (await coordinator.part("needs"))["id"], "level": "read"}


@pytest.mark.rule(7, 9)
async def test_what_the_owner_says_is_signed_in_their_words_and_marked(
    here: Site, coordinator: Person, plan: str, wish: dict[str, Any]
) -> None:
    session = await begins(coordinator, plan)
    shown = await writes(coordinator, session, f"/api/plans/{plan}/grants/preview", {"decisions": [wish]})
    (text,) = shown.json()["texts"]
    assert text.startswith("Sagt av Runa Elvestad og skrevet av Hilde Brekke: Fra i dag lar jeg skolen")
    answer = await writes(coordinator, session, f"/api/plans/{plan}/grants", wish | {"text": text})
    assert answer.status_code == 201, answer.text
    signed = answer.json()
    assert (signed["text"], signed["signed_by"]) == (text, "Hilde Brekke")
    assert (signed["basis"], signed["proof"]) == ("assisted", session)
    entry = (await here.ledger.entries(plan))[-1].event  # type: ignore[arg-type]
    assert (entry.action, entry.details["assisted"]) == ("decision-signed", session)
    school = await here.person("school")
    assert (await school.part("needs"))["level"] == "read"
    assert await altered(here) == []


@pytest.mark.rule(7)
async def test_the_owners_words_stand_as_theirs_with_who_wrote_them(
    here: Site, coordinator: Person, plan: str, wish: dict[str, Any]
) -> None:
    session, path = await begins(coordinator, plan), f"/api/parts/{wish['part']}/comments"
    said = (await writes(coordinator, session, path, {"text": "Jeg vil ha ro om morgenen."})).json()
    assert (said["author"]["name"], said["written_by"]["name"]) == ("Runa Elvestad", "Hilde Brekke")
    own = (await coordinator.post(path, {"text": "Notert."})).json()
    assert (own["author"]["name"], own["written_by"]) == ("Hilde Brekke", None)
    gone = await writes(coordinator, session, f"/api/comments/{said['id']}", method="DELETE")
    assert gone.status_code == 204
    assert_problem(
        await writes(coordinator, session, f"/api/comments/{own['id']}/resolve", {}), 403, "forbidden"
    )
    assert await altered(here) == []


@pytest.mark.rule(15)
async def test_it_shows_nothing_that_the_coordinator_does_not_see_without_it(
    here: Site, coordinator: Person, plan: str, school: str
) -> None:
    owner = await here.person("owner")
    hidden = (await owner.part("own-notes"))["id"]
    session = await begins_after(here, owner, coordinator, plan)
    seen = {part["id"] for part in (await coordinator.plan())["parts"]}
    assert hidden not in seen
    for part in (hidden, "there-is-none"):
        wish = {"participant": school, "part": part, "level": "read"}
        answer = await writes(coordinator, session, f"/api/plans/{plan}/grants", wish)
        assert (answer.json()["type"], answer.json()["detail"]) == (
            "invalid",
            "part: none of yours in this plan",
        )
        answer = await writes(coordinator, session, f"/api/parts/{part}/comments", {"text": "x"})
        assert_problem(answer, 404, "not-found")
    assert_problem(
        await coordinator.send("GET", f"/api/plans/{plan}", **{"X-Assisted": session}), 403, "forbidden"
    )


async def begins_after(here: Site, owner: Person, coordinator: Person, plan: str) -> str:
    """Once the owner has logged out."""
    await owner.post("/logout")
    return await begins(coordinator, plan)


@pytest.mark.rule(13)
async def test_nobody_opens_for_themselves_in_any_role_nor_the_owners_notes(
    coordinator: Person, plan: str, wish: dict[str, Any], school: str
) -> None:
    session = await begins(coordinator, plan)
    mine = await coordinator.me_in()
    grants = f"/api/plans/{plan}/grants"
    for refused in (
        wish | {"participant": mine, "level": "edit"},
        {"participant": mine, "kind": "goal", "proposing": True},
        {"participant": school, "kind": "own-notes", "level": "read"},
        {"participant": school, "kind": "child-welfare", "level": "read"},  # not open to the coordinator
    ):
        assert_problem(await writes(coordinator, session, grants, refused), 403, "forbidden")
    closed = await writes(coordinator, session, grants, wish | {"participant": mine, "level": "none"})
    assert closed.status_code == 201


async def test_after_its_end_nothing_is_done_in_it_however_it_ended(
    here: Site, coordinator: Person, plan: str, wish: dict[str, Any]
) -> None:
    async def refused(who: Person, session: str) -> None:
        grants = f"/api/plans/{plan}/grants"
        answer = await writes(who, session, grants, wish)
        assert_problem(answer, 409, "not-now")
        assert answer.json()["detail"] == "assisted-over"
        comment = await writes(who, session, f"/api/parts/{wish['part']}/comments", {"text": "x"})
        assert_problem(comment, 409, "not-now")

    by_hand = await begins(coordinator, plan)
    for _ in range(2):
        ended = await coordinator.post(f"/api/plans/{plan}/assisted/{by_hand}/end")
        assert ended.status_code == 204
    await refused(coordinator, by_hand)
    anew, newest = await begins(coordinator, plan), await begins(coordinator, plan)
    await refused(coordinator, anew)
    again = await here.person("coordinator")
    await refused(again, newest)  # in another login
    assert (await state(again, plan))["running"] is None
    assert (await state(coordinator, plan))["running"]["id"] == newest
    passed = update(assisted_sessions).where(assisted_sessions.c.id == newest)
    passed = passed.values(ends_at=here.clock.now)
    await here.database.write(lambda connection: connection.execute(passed) and None)
    await refused(coordinator, newest)
    last = await begins(coordinator, plan)
    await coordinator.post("/logout")
    await refused(await coordinator.log_in(), last)
    by_owner = await begins(coordinator, plan)
    await here.person("owner")
    await refused(coordinator, by_owner)
    (wrong,) = await altered(here)  # the one whose time this test let pass
    assert newest in wrong


async def test_nobody_else_begins_one_and_none_while_the_owner_is_there(
    here: Site, coordinator: Person, plan: str, wish: dict[str, Any]
) -> None:
    text = (await state(coordinator, plan))["text"]
    address = f"/api/plans/{plan}/assisted"
    assert_problem(await coordinator.post(address, {"text": "Jeg lover."}), 409, "text-changed")
    session = await begins(coordinator, plan)
    for key, status, token in (
        ("school", 403, "forbidden"),
        ("mother", 403, "forbidden"),
        ("unit", 404, "not-found"),
        ("stranger", 404, "not-found"),
    ):
        other = await here.person(key)
        assert_problem(await other.post(address, {"text": text}), status, token)
        assert_problem(await other.get(address), status, token)
        assert_problem(await other.post(f"{address}/{session}/end"), 404, "not-found")
        answer = await writes(other, session, f"/api/plans/{plan}/grants", wish)
        assert answer.status_code in (404, 409), answer.text
    owner = await here.person("owner")
    assert_problem(await owner.post(address, {"text": text}), 403, "forbidden")
    refused = await coordinator.post(address, {"text": text})
    assert_problem(refused, 409, "not-now")
    assert refused.json()["detail"] == "owner-logged-in"
    here.clock.forward(minutes=31)
    coordinator = await here.person("coordinator")
    assert (await coordinator.post(address, {"text": text})).status_code == 201


async def test_the_owner_is_told_afterwards_and_takes_each_back(
    here: Site, coordinator: Person, plan: str, wish: dict[str, Any]
) -> None:
    session = await begins(coordinator, plan)
    await writes(coordinator, session, f"/api/plans/{plan}/grants", wish)
    await writes(coordinator, session, f"/api/parts/{wish['part']}/comments", {"text": "Ro om morgenen."})
    owner = await here.person("owner")
    (past,) = (await state(owner, plan))["sessions"]
    assert (past["by"], past["over"], past["read"]) == ("Hilde Brekke", True, False)
    (decision,), (comment,) = past["decisions"], past["comments"]
    assert (decision["part"], decision["level"], decision["stands"]) == (wish["part"], "read", True)
    assert comment["text"] == "Ro om morgenen."
    assert (await owner.post(f"/api/plans/{plan}/grants", wish | {"level": "none"})).status_code == 201
    assert (await owner.send("DELETE", f"/api/comments/{comment['comment']}")).status_code == 204
    assert_problem(await coordinator.post(f"/api/plans/{plan}/assisted/read"), 403, "forbidden")
    assert (await owner.post(f"/api/plans/{plan}/assisted/read")).status_code == 204
    (past,) = (await state(owner, plan))["sessions"]
    assert (past["read"], past["comments"], past["decisions"][0]["stands"]) == (True, [], False)
    assert (await state(coordinator, plan))["sessions"] == []
    assert await altered(here) == []


async def test_so_many_begin_in_a_day(coordinator: Person, plan: str) -> None:
    text = (await state(coordinator, plan))["text"]
    for _ in range(MOST_A_DAY):
        await begins(coordinator, plan)
    answer = await coordinator.post(f"/api/plans/{plan}/assisted", {"text": text})
    assert_problem(answer, 429, "too-many-requests")
