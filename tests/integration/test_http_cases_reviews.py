"""What is to be gone through since a life changes: told, seen by whom it is for, and done or not."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, insert

from server.demo.municipality import NUMBER
from server.domain.plan import PlanId
from server.storage.metadata import decisions, participants
from server.storage.rights import raise_version
from tests.integration.http_site import Site, assert_problem
from tests.integration.test_http_cases import Desk
from tests.integration.test_http_cases_plan import TODAY, actions, appoints, case_of, consents, id_of
from tests.support.clients.people import Person

COORDINATED = "/api/coordinated-cases"
MOVES = {"event": "move", "day": TODAY}


@pytest.fixture
async def desk(here: Site) -> Desk:
    return await case_of(here)


async def reviews(desk: Desk) -> list[dict[str, Any]]:
    return list((await desk.seen())["reviews"])


async def test_what_the_unit_is_told_is_seen_by_owner_and_coordinator_and_done_by_any_of_them(
    here: Site, desk: Desk
) -> None:
    hilde = await here.person("coordinator")
    await appoints(desk, hilde)
    await desk.does(desk.unit, "review-opened", MOVES)
    number = await desk.number()
    expected = {"record": number, "event": "move", "day": TODAY, "due": "2126-12-05", "days_late": 0}
    (theirs,) = (await hilde.get(COORDINATED)).json()["cases"]
    assert await reviews(desk) == (await desk.own())["reviews"] == theirs["reviews"] == [expected]
    waits = [each for each in theirs["waiting"] if each["step"] == "go-through"]
    assert [(each["who"], each["due"]) for each in waits] == [("coordinator", "2126-12-05")]
    refused = await desk.tries(desk.owner, "review-opened", MOVES)
    assert_problem(refused, 409, "not-now")
    assert refused.json()["detail"] == "already-told"
    assert await desk.does(hilde, "review-done", {"review": number}) == "settled"
    assert await reviews(desk) == []


async def test_the_owner_reads_who_wrote_what_was_gone_through_and_that_they_are_said_to_approve(
    here: Site, desk: Desk
) -> None:
    hilde = await here.person("coordinator")
    await appoints(desk, hilde)
    await consents(desk)
    day = "2127-05-01"
    await desk.does(desk.owner, "plan-declared-valid", {"next_revision": day})
    await desk.does(desk.unit, "review-opened", MOVES)
    said = {"review": await desk.number(), "reason": "Vi fikk ikke tak i Jonas."}
    await desk.does(hilde, "review-not-done", said)
    await desk.does(hilde, "plan-revised", {"next_revision": day, "approved": True})
    number = await desk.number()
    by = {"on": TODAY, "actor": "coordinator", "by": "Hilde Brekke"}
    plan = {"number": number, "event": None, "day": None, "done": True, "reason": ""}
    moved = {"number": number - 1, **MOVES, "done": False, "reason": said["reason"]}
    assert (await desk.own())["gone_through"] == [plan | by, moved | by]


async def test_what_could_not_be_done_has_its_reason_and_what_only_the_clock_knows_nobody_says(
    desk: Desk,
) -> None:
    await desk.does(desk.owner, "review-opened", MOVES)
    number = await desk.number()
    assert_problem(await desk.tries(desk.unit, "review-not-done", {"review": number}), 422, "invalid")
    said = {"review": number, "reason": "Vi fikk ikke tak i Jonas."}
    assert await desk.does(desk.unit, "review-not-done", said) == "settled"
    assert (await desk.seen())["timeline"][-1]["said"] == said
    for event, token in (("majority", "not-yours-to-tell"), ("move", "day-too-far")):
        answer = await desk.tries(desk.unit, "review-opened", {"event": event, "day": "2128-01-01"})
        assert_problem(answer, 409, "not-now")
        assert answer.json()["detail"] == token
    assert_problem(await desk.tries(desk.unit, "review-opened", {"event": "x", "day": TODAY}), 422, "invalid")


async def lets_in(here: Site, desk: Desk, person: Person, plan: str) -> None:
    """The GP, who reads what there is about the owner."""
    who, owner = await id_of(person), await id_of(desk.owner)
    place = {"id": "gp-there", "plan_id": plan, "person_id": who, "role": "gp", "organisation": ""}
    signed = {"plan_id": plan, "number": 1, "participant_id": "gp-there", "kind": "about-me", "level": "read"}
    said = {"signed_by": owner, "signed_at": here.clock(), "purpose": "", "text": "Ja."}

    def work(connection: Connection) -> None:
        connection.execute(insert(participants).values(place))
        connection.execute(insert(decisions).values(signed | said))
        raise_version(connection, PlanId(plan))

    await here.database.write(work)


async def tells(person: Person, plan: str) -> int:
    return (await person.post(f"/api/plans/{plan}/changes")).status_code


@pytest.mark.rule(15)
@pytest.mark.rule(17)
async def test_somebody_in_the_plan_says_that_something_has_changed_and_the_unit_learns_not_who(
    here: Site, desk: Desk
) -> None:
    gp, stranger = await here.person("gp"), await here.person("mother")
    plan = await consents(desk)
    assert await tells(gp, plan) == await tells(stranger, plan) == await tells(desk.unit, plan) == 404
    await lets_in(here, desk, gp, plan)
    assert await tells(gp, plan) == 204
    assert [(each["event"], each["day"]) for each in await reviews(desk)] == [("changed", TODAY)]
    entry = (await desk.seen())["timeline"][-1]
    assert (entry["actor"], entry["by"], entry["organisation"]) == ("professional", "", "")
    assert entry["said"] == {"event": "changed", "day": TODAY}
    last = (await actions(here, plan))[-1]
    assert last == "change-told"
    number = await desk.number()
    assert await tells(gp, plan) == await tells(desk.owner, plan) == 204
    assert (await desk.number(), (await actions(here, plan))[-1]) == (number, last)


async def test_a_plan_without_a_case_has_nobody_to_be_told(here: Site) -> None:
    owner = await here.person("owner")
    (plan,) = (await owner.get("/api/plans")).json()
    answer = await owner.post(f"/api/plans/{plan['id']}/changes")
    assert_problem(answer, 409, "not-now")
    assert answer.json()["detail"] == "no-case"


async def test_once_the_plan_has_ended_nobody_is_told(desk: Desk) -> None:
    plan = await consents(desk)
    await desk.does(desk.owner, "plan-ended", {"reason": "Jeg vil ikke mer."})
    assert await tells(desk.owner, plan) == 409


@pytest.mark.rule(17)
async def test_everybody_in_the_plan_reads_since_when_nobody_coordinates_and_whose_unit_to_call(
    here: Site, desk: Desk
) -> None:
    gp, stranger = await here.person("gp"), await here.person("mother")
    await appoints(desk, await here.person("coordinator"))
    plan = await consents(desk)
    await lets_in(here, desk, gp, plan)
    path = f"/api/plans/{plan}/coordinators-place"
    there = {"empty_since": None, "days": 0, "municipality": ""}
    assert (await gp.get(path)).json() == there
    await desk.does(desk.unit, "coordinator-left", {"reason": "Ny jobb, sier hun til enheten."})
    empty = {"empty_since": TODAY, "days": 0, "municipality": NUMBER}
    assert (await gp.get(path)).json() == (await desk.owner.get(path)).json() == empty
    await desk.later(here, days=12)
    await gp.log_in()
    assert (await gp.get(path)).json() == empty | {"days": 12}
    await stranger.log_in()
    hidden, none = await stranger.get(path), await stranger.get("/api/plans/none/coordinators-place")
    assert_problem(hidden, 404, "not-found")
    assert hidden.content == none.content
    await desk.does(desk.owner, "coordinator-not-wanted")
    assert (await gp.get(path)).json() == there
