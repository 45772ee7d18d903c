"""Somebody new takes over in one step; who takes part already joins in another role."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.http_site import Site, assert_problem
from tests.integration.test_http_invitations import (
    SOMEBODY,
    answers,
    guest,
    invites,
    listed,
    owner,
    plan,
    takes,
)
from tests.support.clients.people import Person

__all__ = ["guest", "owner", "plan"]


async def view(who: Person, plan: str) -> dict[str, Any]:
    return dict((await who.get(f"/api/plans/{plan}/invitations")).json())


async def levels(who: Person, plan: str) -> dict[str, str]:
    found = (await who.get(f"/api/plans/{plan}")).json()
    return {part["id"]: part["level"] for part in found["parts"]}


async def responsibles(who: Person, plan: str) -> set[str | None]:
    found = (await who.get(f"/api/plans/{plan}")).json()
    return {part["responsible"] for part in found["parts"] if part["kind"] == "measure"}


@pytest.mark.rule(10, 11)
async def test_a_new_gp_takes_over_in_the_moment_they_join(
    here: Site, owner: Person, plan: str, guest: Person
) -> None:
    gp, coordinator = await here.person("gp"), await here.person("coordinator")
    assert (await view(coordinator, plan))["replaceable"] == []
    (old,) = [each for each in (await view(owner, plan))["replaceable"] if each["role"] == "gp"]
    assert "Anders Myhre (Sundvåg legesenter)" in old["text"]
    asked = SOMEBODY | {"role": "gp", "replaces": old["participant"], "text": old["text"]}
    list_of = f"/api/plans/{plan}/invitations"
    assert_problem(await owner.post(list_of, asked | {"text": "Noe annet."}), 409, "text-changed")
    assert_problem(await owner.post(list_of, asked | {"role": "nav"}), 422, "invalid")
    assert_problem(await coordinator.post(list_of, asked), 403, "forbidden")
    before = await levels(gp, plan)
    made, twin = [(await owner.post(list_of, asked)).json() for _ in range(2)]
    for each in (made, twin):
        assert (await answers(guest, each["code"])).json()["status"] == "redeemed"
    assert await levels(gp, plan) == before
    assert (await takes(owner, plan, made["id"], "confirm")).status_code == 204
    assert_problem(await gp.get(f"/api/plans/{plan}"), 404, "not-found")
    after = await levels(guest, plan)
    responsible = {part for part, level in before.items() if after.get(part) != level}
    assert after.keys() <= before.keys()
    assert all(part not in after or after[part] == before[part] for part in before), responsible
    assert_problem(await takes(owner, plan, twin["id"], "confirm"), 409, "not-now")
    former = next(who for who in (await owner.plan())["former"] if who["id"] == old["participant"])
    assert former["name"] == "Anders Myhre"
    # Of whose measures somebody new is to be responsible, the coordinator is told; whoever took over is not.
    assert old["participant"] in await responsibles(coordinator, plan)
    assert old["participant"] not in await responsibles(guest, plan)


@pytest.mark.rule(22)
async def test_who_takes_part_already_joins_in_another_role_and_leaves_it_again(
    here: Site, owner: Person, plan: str
) -> None:
    school = await here.person("school")
    again = await invites(owner, plan)
    assert_problem(await answers(school, again["code"]), 409, "exists")
    made = await invites(owner, plan, role="relative", organisation="Tante")
    assert (await answers(school, made["code"])).json()["status"] == "redeemed"
    assert (await takes(owner, plan, made["id"], "confirm")).status_code == 204
    me = (await school.get("/api/me")).json()["name"]
    theirs = sorted(who["role"] for who in (await owner.plan())["participants"] if who["name"] == me)
    assert theirs == ["relative", "school"]
    declined = await invites(owner, plan, role="other")
    assert (await answers(school, declined["code"], accepted=False)).json()["status"] == "declined"
    assert [each["status"] for each in await listed(owner, plan)].count("joined") == 1
