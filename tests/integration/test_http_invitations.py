"""Inviting somebody into a plan over HTTP: who may, what they see before they are in, and what opens then."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.invitations.rules import MOST_A_DAY, MOST_WAITING
from tests.integration.http_site import Site, assert_problem
from tests.support.clients.people import Person

SOMEBODY = {"name": "Åse Lund", "role": "school", "organisation": "Lia skole", "contact": "ase@lia.test"}


async def invites(who: Person, plan: str, **more: Any) -> dict[str, Any]:
    answer = await who.post(f"/api/plans/{plan}/invitations", SOMEBODY | more)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def listed(who: Person, plan: str) -> list[dict[str, Any]]:
    answer = await who.get(f"/api/plans/{plan}/invitations")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["invitations"])


async def shown(who: Person, code: str) -> Any:
    return await who.post("/api/invitation", {"code": code})


async def answers(who: Person, code: str, *, accepted: bool = True) -> Any:
    return await who.post("/api/invitation/answer", {"code": code, "accepted": accepted})


async def takes(who: Person, plan: str, which: str, step: str) -> Any:
    return await who.post(f"/api/plans/{plan}/invitations/{which}", {"step": step})


@pytest.fixture
async def owner(here: Site) -> Person:
    return await here.person("owner")


@pytest.fixture
async def plan(owner: Person) -> str:
    return str((await owner.plan())["id"])


@pytest.fixture
async def guest(here: Site) -> Person:
    return await here.person("stranger")


@pytest.mark.rule(11, 22)
async def test_whoever_is_invited_redeems_is_confirmed_and_takes_part_without_seeing_anything(
    here: Site, owner: Person, plan: str, guest: Person
) -> None:
    made = await invites(owner, plan)
    assert made["status"] == "open"
    seen = (await shown(guest, made["code"])).json()
    assert (seen["name"], seen["role"], seen["owner_name"], seen["check"]) == ("Åse Lund", "school", "", "")
    redeemed = (await answers(guest, made["code"])).json()
    assert (redeemed["status"], redeemed["owner_name"]) == ("redeemed", "")
    (waits,) = await listed(owner, plan)
    me = (await guest.get("/api/me")).json()
    assert waits["redeemed"]["name"] == me["name"]
    assert waits["redeemed"]["check"] == redeemed["check"]
    assert waits["may"] == ["withdraw", "confirm", "refuse"]
    assert_problem(await guest.get(f"/api/plans/{plan}"), 404, "not-found")
    assert (await takes(owner, plan, made["id"], "confirm")).status_code == 204
    assert ("plan_changed", plan) in here.hub.heard
    joined = (await shown(guest, made["code"])).json()
    assert (joined["status"], joined["owner_name"]) == ("joined", (await owner.plan())["owner_name"])
    member = next(who for who in (await owner.plan())["participants"] if who["name"] == me["name"])
    assert (member["role"], member["organisation"]) == ("school", "Lia skole")
    assert_problem(await guest.get(f"/api/plans/{plan}"), 404, "not-found")
    signed = {"participant": member["id"], "kind": "goal", "level": "read"}
    assert (await owner.post(f"/api/plans/{plan}/grants", signed)).status_code == 201
    assert (await guest.get(f"/api/plans/{plan}")).status_code == 200
    (over,) = await listed(owner, plan)
    assert (over["status"], over["contact"], over["may"]) == ("joined", "", [])


async def messages_of(who: Person) -> list[str]:
    return [each["text"] for each in (await who.get("/api/messages")).json()["messages"]]


async def test_whoever_may_confirm_an_answer_is_told_that_there_is_one_and_nobody_else(
    here: Site, owner: Person, plan: str, guest: Person
) -> None:
    coordinator, relative = await here.person("coordinator"), await here.person("mother")
    theirs = await invites(owner, plan)
    assert (await answers(guest, theirs["code"])).status_code == 200
    said = await messages_of(owner)
    assert len(said) == 1
    assert "Åse" not in said[0]
    assert (await messages_of(coordinator), await messages_of(relative)) == ([], [])
    proposed = await invites(coordinator, plan, name="Bo Vik")
    assert (await takes(owner, plan, proposed["id"], "approve")).status_code == 204
    assert (await answers(guest, proposed["code"], accepted=False)).status_code == 200
    assert (await messages_of(owner), await messages_of(coordinator)) == (said * 2, said)
    assert_problem(await answers(guest, "A" * 24), 404, "not-found")
    assert (await messages_of(owner), await messages_of(relative)) == (said * 2, [])


async def test_what_the_coordinator_proposes_is_nothing_before_the_owner_says_yes(
    here: Site, owner: Person, plan: str, guest: Person
) -> None:
    coordinator = await here.person("coordinator")
    made = await invites(coordinator, plan)
    assert made["status"] == "proposed"
    assert (await coordinator.get(f"/api/plans/{plan}/invitations")).json()["proposing"] is True
    assert_problem(await shown(guest, made["code"]), 404, "not-found")
    assert_problem(await answers(guest, made["code"]), 404, "not-found")
    assert_problem(await takes(coordinator, plan, made["id"], "approve"), 403, "forbidden")
    (waits,) = await listed(owner, plan)
    assert (waits["status"], waits["may"]) == ("proposed", ["approve", "withdraw"])
    assert (await takes(owner, plan, made["id"], "approve")).status_code == 204
    assert (await answers(guest, made["code"])).json()["status"] == "redeemed"
    assert (await takes(coordinator, plan, made["id"], "confirm")).status_code == 204
    (over,) = await listed(coordinator, plan)
    assert (over["status"], over["may"]) == ("joined", [])


@pytest.mark.rule(17)
async def test_the_coordinator_sees_nobody_whom_the_owner_invited(
    here: Site, owner: Person, plan: str
) -> None:
    made, coordinator = await invites(owner, plan), await here.person("coordinator")
    assert await listed(coordinator, plan) == []
    for step in ("withdraw", "confirm", "refuse"):
        assert_problem(await takes(coordinator, plan, made["id"], step), 404, "not-found")


@pytest.mark.rule(17, 22)
async def test_nobody_else_in_the_plan_invites_and_outside_there_is_no_plan(
    here: Site, owner: Person, plan: str
) -> None:
    made = await invites(owner, plan)
    for key, status, token in (
        *[(key, 403, "forbidden") for key in ("mother", "gp", "school", "nav", "hospital")],
        *[(key, 404, "not-found") for key in ("unit", "stranger")],
    ):
        who = await here.person(key)
        assert_problem(await who.post(f"/api/plans/{plan}/invitations", SOMEBODY), status, token)
        assert_problem(await who.get(f"/api/plans/{plan}/invitations"), status, token)
        assert_problem(await takes(who, plan, made["id"], "withdraw"), status, token)


async def test_codes_that_mean_nothing_are_all_alike(
    here: Site, owner: Person, plan: str, guest: Person
) -> None:
    used, withdrawn, old = [(await invites(owner, plan)) for _ in range(3)]
    await answers(await here.person("unit"), used["code"])
    await takes(owner, plan, withdrawn["id"], "withdraw")
    here.clock.forward(days=13)
    owner, guest = await here.person("owner"), await here.person("stranger")
    assert (await shown(guest, old["code"])).status_code == 200
    here.clock.forward(days=1)
    owner, guest = await here.person("owner"), await here.person("stranger")
    answered = [await shown(guest, each["code"]) for each in (used, withdrawn, old, {"code": "x"})]
    answered += [await answers(guest, each["code"]) for each in (used, withdrawn, old, {"code": "x"})]
    for each in answered:
        assert_problem(each, 404, "not-found")
    assert len({each.content for each in answered}) == 1
    statuses = {each["id"]: each["status"] for each in await listed(owner, plan)}
    assert statuses == {used["id"]: "redeemed", withdrawn["id"]: "withdrawn", old["id"]: "expired"}


async def test_it_is_declined_and_whoever_was_wrong_is_told_nothing_more(
    owner: Person, plan: str, guest: Person
) -> None:
    before = len((await owner.plan())["participants"])
    declined, refused = await invites(owner, plan), await invites(owner, plan)
    assert (await answers(guest, declined["code"], accepted=False)).json()["status"] == "declined"
    assert_problem(await answers(guest, declined["code"]), 409, "not-now")
    await answers(guest, refused["code"])
    assert (await takes(owner, plan, refused["id"], "refuse")).status_code == 204
    assert_problem(await shown(guest, refused["code"]), 404, "not-found")
    assert_problem(await takes(owner, plan, refused["id"], "confirm"), 409, "not-now")
    assert {each["status"] for each in await listed(owner, plan)} == {"declined", "refused"}
    assert len((await owner.plan())["participants"]) == before


async def test_whoever_it_comes_from_is_told_that_it_is_not_for_them(owner: Person, plan: str) -> None:
    made = await invites(owner, plan)
    assert_problem(await shown(owner, made["code"]), 403, "forbidden")
    assert_problem(await answers(owner, made["code"]), 403, "forbidden")


async def test_who_takes_part_already_is_told_so_and_whoever_proposed_them_is_not(
    here: Site, owner: Person, plan: str
) -> None:
    """A coordinator who may not know of somebody does not learn by an invitation that they take part."""
    coordinator, school = await here.person("coordinator"), await here.person("school")
    made = await invites(coordinator, plan)
    assert (await takes(owner, plan, made["id"], "approve")).status_code == 204
    before = len((await owner.plan())["participants"])
    assert_problem(await answers(school, made["code"]), 409, "exists")
    assert [each["status"] for each in await listed(coordinator, plan)] == ["open"]
    assert_problem(await takes(coordinator, plan, made["id"], "confirm"), 409, "not-now")
    assert len((await owner.plan())["participants"]) == before


async def test_a_day_and_a_plan_have_room_for_so_many(here: Site, owner: Person, plan: str) -> None:
    for _ in range(MOST_A_DAY):
        await invites(owner, plan)
    refused = await owner.post(f"/api/plans/{plan}/invitations", SOMEBODY)
    assert_problem(refused, 429, "too-many-requests")
    coordinator = await here.person("coordinator")
    assert_problem(await coordinator.post(f"/api/plans/{plan}/invitations", SOMEBODY), 409, "limit-reached")
    here.clock.forward(days=1)
    owner = await here.person("owner")
    for _ in range(MOST_WAITING - MOST_A_DAY):
        await invites(owner, plan)
    assert_problem(await owner.post(f"/api/plans/{plan}/invitations", SOMEBODY), 409, "limit-reached")
    first = (await listed(owner, plan))[0]
    await takes(owner, plan, first["id"], "withdraw")
    await invites(owner, plan)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"role": "owner"},
        {"role": "coordinator"},
        {"role": "representative"},
        {"contact": "ase"},
        {"contact": "a b@c"},
        {"number": "01874090022"},
        {"name": "x" * 201},
    ],
)
async def test_what_makes_no_sense_is_refused(owner: Person, plan: str, wrong: dict[str, Any]) -> None:
    answer = await owner.post(f"/api/plans/{plan}/invitations", SOMEBODY | wrong)
    assert_problem(answer, 422, "invalid")
    assert await listed(owner, plan) == []


@pytest.mark.rule(14)
async def test_every_step_is_in_the_log_of_the_plan_and_no_name_or_code_is(
    here: Site, owner: Person, plan: str, guest: Person
) -> None:
    made = await invites(owner, plan)
    await answers(guest, made["code"])
    await takes(owner, plan, made["id"], "confirm")
    logged = [entry.event for entry in await here.ledger.entries(plan)]  # type: ignore[arg-type]
    steps = [event for event in logged if event.action.startswith(("invitation-", "participation-"))]
    assert [event.action for event in steps] == [
        "invitation-made",
        "invitation-redeemed",
        "participation-begun",
        "invitation-joined",
    ]
    assert not [word for word in ("Åse", "lia.test", made["code"]) if word in repr(steps)]
