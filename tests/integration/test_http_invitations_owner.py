"""An owner whom others entered logs in: they become that person, and nobody else does."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection, insert, select

from server.demo.municipality import NUMBER
from server.domain.identity.keys import IdentityKey, IdentityKeys
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import UnitRight
from server.features.invitations import store
from server.features.invitations.arriving import store as arriving
from server.features.invitations.arriving.rules import MOST_MISTAKES
from server.features.login.identities import Identities
from server.features.login.proven import ProvenIdentity
from server.features.login.service import hash_of
from server.features.login.store import People
from server.features.municipalities.store import Municipalities
from server.ports.randomness import SystemChance
from server.storage.identity.keys import begin
from server.storage.metadata import identities, persons, plans
from server.storage.persons import ENROLLING
from tests.integration.http_site import Site, assert_problem, site
from tests.integration.test_http_cases_plan import actions, appoints, id_of, seen
from tests.integration.test_http_cases_representative import Family, family, mine
from tests.support.clients.people import Person

__all__ = ["family"]
KEYS = IdentityKeys(IdentityKey.of("key 0123456789 abcdefghijklmnopqrst"))
OWNER = {"name": "Whoever", "role": "owner"}
HERS, ANOTHERS = "01010000110", "41010000023"


@pytest.fixture
async def here(tmp_path: Path, demo_database: Path) -> AsyncIterator[Site]:
    """Where identity numbers are known."""
    async with site(tmp_path, copied_from=demo_database, keys=KEYS) as built:
        yield built


class Arriving(Person):
    """Somebody who has logged in at a provider; nobody here knows them."""

    def __init__(self, here: Site, subject: str) -> None:
        super().__init__(here, subject, httpx.ASGITransport(here.app))
        self.here = here
        here.opened.append(self.http)

    async def arrive(self, number: str | None = None) -> PersonId:
        database, now = self.here.database, self.here.clock()
        await database.write(lambda connection: begin(connection, KEYS, now))
        proven = ProvenIdentity("idporten", "https://idporten.no", self.key, "", now, number)
        person = await Identities(database, KEYS, SystemChance()).person_of(proven)
        self.token = secrets.token_urlsafe(16)
        end = now + timedelta(hours=1)
        await People(database).open_session(person, hash_of(self.token), "csrf", now, end)
        self.http.cookies.set("samplan_session", self.token)
        self.csrf = "csrf"
        return person


async def plan_of(family: Family, coordinator: Person) -> str:
    """Her mother consented for her; the coordinator is in."""
    assert (await family.registers()).status_code == 201
    await family.opens_for_her()
    await family.does(family.unit, "plan-offered", {"childs_view": "Vil ha en plan."})
    await family.does(family.owner, "plan-consented")
    await appoints(family, coordinator)
    return str((await mine(family.owner))[0]["plan"]["plan"])


async def used(plan: str, inviter: Person, guest: Person) -> tuple[str, str, str]:
    """The code, the invitation, and the digits that the guest reads out."""
    made = await inviter.post(f"/api/plans/{plan}/invitations", OWNER)
    assert made.status_code == 201, made.text
    code = made.json()["code"]
    answered = await guest.post("/api/invitation/answer", {"code": code, "accepted": True})
    assert answered.status_code == 200, answered.text
    said = answered.json()
    assert (said["status"], said["owner_name"], said["name"]) == ("redeemed", "", "")
    return code, made.json()["id"], said["check"]


async def count(here: Site) -> int:
    found = select(persons.c.id).where(persons.c.identity_hash.is_not(None))
    return len(await here.database.read(lambda connection: connection.execute(found).all()))


@pytest.mark.rule(1, 13)
async def test_the_owner_is_who_consented_for_them_said_they_are(here: Site, family: Family) -> None:
    coordinator, mia = await here.person("coordinator"), Arriving(here, "mia")
    plan = await plan_of(family, coordinator)
    first = await mia.arrive("01874090022")
    assert (await mia.get("/api/plans")).json() == []
    code, link, check = await used(plan, coordinator, mia)
    path = f"/api/cases/{family.case}/owner-arrival"
    (waiting,) = (await family.unit.get(path)).json().values()
    assert (waiting["name"], waiting["provider"], waiting["inviter"]) == ("", "demo", "Hilde Brekke")
    wrong = {"invitation": link, "step": "confirm", "check": "x"}
    assert_problem(await family.unit.post(path, wrong), 422, "invalid")
    here.hub.heard.clear()
    assert (await family.unit.post(path, wrong | {"check": check})).status_code == 204
    assert here.hub.heard == [("plan_changed", plan)]
    me = (await mia.get("/api/me")).json()
    assert (me["id"] != first, me["name"]) == (True, "Mia Vik")
    (listed,) = (await mia.get("/api/plans")).json()
    assert (listed["id"], listed["role"]) == (plan, "owner")
    assert (await seen(mia, plan))["may_sign"]
    assert [case["plan"]["plan"] for case in await mine(mia)] == [plan]
    assert (await mia.post("/api/invitation", {"code": code})).json()["status"] == "joined"
    assert await mia.arrive("01874090022") == me["id"]
    assert await count(here) == 1
    assert "invitation-joined" in await actions(here, plan)
    assert (await family.unit.get(path)).json() == {"waiting": None}
    assert_problem(await family.unit.post(path, wrong | {"check": check}), 404, "not-found")
    roles = (await coordinator.get(f"/api/plans/{plan}/invitations")).json()["roles"]
    assert "owner" not in roles


async def test_an_owner_who_logs_in_is_not_invited_as_one(here: Site) -> None:
    coordinator, owner = await here.person("coordinator"), await here.person("owner")
    plan = (await coordinator.plan())["id"]
    path = f"/api/plans/{plan}/invitations"
    assert_problem(await coordinator.post(path, OWNER), 422, "invalid")
    assert_problem(await owner.post(path, OWNER), 422, "invalid")


async def test_nobody_becomes_the_owner_by_one_persons_word(here: Site, family: Family) -> None:
    """Not who made the link, nobody in the plan, and nobody who has more here than a login."""
    coordinator, other = await here.person("coordinator"), Arriving(here, "x")
    plan = await plan_of(family, coordinator)
    await other.arrive()
    _, link, check = await used(plan, coordinator, other)
    step: dict[str, Any] = {"invitation": link, "step": "confirm", "check": check}
    path = f"/api/cases/{family.case}/owner-arrival"
    for nobody in (coordinator, family.owner, other, await here.person("school")):
        assert_problem(await nobody.get(path), 404, "not-found")
        assert_problem(await nobody.post(path, step), 404, "not-found")
    assert_problem(
        await coordinator.post(f"/api/plans/{plan}/invitations/{link}", {"step": "confirm"}), 409, "not-now"
    )
    refused = await family.unit.post(path, step | {"step": "refuse"})
    assert refused.status_code == 204
    assert (await other.get("/api/plans")).json() == []
    again = (await coordinator.post(f"/api/plans/{plan}/invitations", OWNER)).json()
    for known in (await here.person("school"), await here.person("stranger")):
        answer = await known.post("/api/invitation/answer", {"code": again["code"], "accepted": True})
        assert_problem(answer, 409, "not-now")
        assert answer.json()["detail"] == "not-new"


@pytest.mark.rule(1, 13)
async def test_a_link_with_a_number_is_for_its_person_and_the_unit_is_asked_all_the_same(
    here: Site, family: Family
) -> None:
    """Whoever types a number could type another's."""
    coordinator, mia, other = await here.person("coordinator"), Arriving(here, "mia"), Arriving(here, "x")
    plan = await plan_of(family, coordinator)
    await mia.arrive(HERS)
    await other.arrive(ANOTHERS)
    made = (await coordinator.post(f"/api/plans/{plan}/invitations", OWNER | {"number": HERS})).json()
    accepts = {"code": made["code"], "accepted": True}
    assert_problem(await other.post("/api/invitation", {"code": made["code"]}), 404, "not-found")
    assert_problem(await other.post("/api/invitation/answer", accepts), 404, "not-found")
    said = (await mia.post("/api/invitation/answer", accepts)).json()
    assert (said["status"], said["numbered"], said["owner_name"]) == ("redeemed", True, "Mia Vik")
    assert (await mia.get("/api/plans")).json() == []
    body = {"invitation": made["id"], "step": "confirm", "check": said["check"]}
    assert (await family.unit.post(f"/api/cases/{family.case}/owner-arrival", body)).status_code == 204
    assert [each["role"] for each in (await mia.get("/api/plans")).json()] == ["owner"]


async def test_who_is_the_owner_is_said_once(here: Site, family: Family) -> None:
    coordinator, other = await here.person("coordinator"), Arriving(here, "x")
    plan = await plan_of(family, coordinator)
    assert (await coordinator.get(f"/api/plans/{plan}/invitations")).json()["roles"].count("owner") == 1
    await other.arrive()
    _, link, check = await used(plan, coordinator, other)
    body = {"invitation": link, "step": "confirm", "check": check}
    answers = [await family.unit.post(f"/api/cases/{family.case}/owner-arrival", body) for _ in range(2)]
    assert [each.status_code for each in answers] == [204, 404]


async def confirms(family: Family, link: str, check: str) -> httpx.Response:
    step = {"invitation": link, "step": "confirm", "check": check}
    return await family.unit.post(f"/api/cases/{family.case}/owner-arrival", step)


@pytest.mark.rule(13, 22)
async def test_who_acts_for_the_owner_makes_no_link_to_become_them(here: Site, family: Family) -> None:
    plan = await plan_of(family, await here.person("coordinator"))
    path = f"/api/plans/{plan}/invitations"
    assert "owner" not in (await family.owner.get(path)).json()["roles"]
    assert_problem(await family.owner.post(path, OWNER), 403, "forbidden")


async def test_nobody_is_moved_out_of_another_invitation_that_waits(here: Site, family: Family) -> None:
    coordinator, mia, kari = (
        await here.person("coordinator"),
        Arriving(here, "mia"),
        await here.person("owner"),
    )
    plan = await plan_of(family, coordinator)
    await mia.arrive()
    _, link, check = await used(plan, coordinator, mia)
    elsewhere = f"/api/plans/{(await kari.plan())['id']}/invitations"
    made = (await kari.post(elsewhere, {"name": "Mia", "role": "relative"})).json()
    answered = await mia.post("/api/invitation/answer", {"code": made["code"], "accepted": True})
    assert answered.json()["status"] == "redeemed"
    refused = await confirms(family, link, check)
    assert_problem(refused, 409, "not-now")
    assert refused.json()["detail"] == "not-new"
    assert (await mia.get("/api/plans")).json() == []
    assert (await kari.post(f"{elsewhere}/{made['id']}", {"step": "refuse"})).status_code == 204
    assert (await confirms(family, link, check)).status_code == 204
    assert [each["id"] for each in (await mia.get("/api/plans")).json()] == [plan]


async def test_who_gets_a_login_while_the_yes_waits_for_it_is_asked_after(
    here: Site, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator, mia = await here.person("coordinator"), Arriving(here, "mia")
    plan = await plan_of(family, coordinator)
    await mia.arrive()
    _, link, check = await used(plan, coordinator, mia)

    def waited(connection: Connection, *names: str) -> None:
        assert names == (ENROLLING,)
        owner = connection.scalar(select(plans.c.owner_id).where(plans.c.id == plan))
        values = {"issuer": "x", "subject": "x", "person_id": owner, "since": here.clock()}
        connection.execute(insert(identities).values(values))

    with monkeypatch.context() as patched:
        patched.setattr(arriving, "lock_names", waited)
        refused = await confirms(family, link, check)
    assert_problem(refused, 409, "not-now")
    assert refused.json()["detail"] == "has-a-login"
    assert (await confirms(family, link, check)).status_code == 204


async def test_the_digits_are_not_guessed(here: Site, family: Family) -> None:
    coordinator, mia = await here.person("coordinator"), Arriving(here, "mia")
    plan = await plan_of(family, coordinator)
    await mia.arrive()
    _, link, check = await used(plan, coordinator, mia)
    for _ in range(MOST_MISTAKES - 1):
        assert_problem(await confirms(family, link, "x"), 422, "invalid")
    last = await confirms(family, link, "x")
    assert_problem(last, 409, "not-now")
    assert last.json()["detail"] == "too-many-wrong"
    assert_problem(await confirms(family, link, check), 404, "not-found")
    assert (await actions(here, plan))[-MOST_MISTAKES - 1 :] == [
        *["invitation-mistaken"] * MOST_MISTAKES,
        "invitation-refused",
    ]
    listed = (await coordinator.get(f"/api/plans/{plan}/invitations")).json()["invitations"]
    assert [each["status"] for each in listed if each["id"] == link] == ["refused"]
    assert (await mia.get("/api/plans")).json() == []
    _, another, check = await used(plan, coordinator, mia)
    assert_problem(await confirms(family, another, "x"), 422, "invalid")
    assert (await confirms(family, another, check)).status_code == 204
    assert [each["id"] for each in (await mia.get("/api/plans")).json()] == [plan]


async def told(who: Person, case: str) -> list[str]:
    every = (await who.get("/api/messages")).json()["messages"]
    mine = [each for each in every if each["case"] == case and "har logget inn" in each["text"]]
    assert {each["seen_as"] for each in mine} <= {"case-handler"}
    return [each["sender"] for each in mine]


async def test_who_handles_the_case_is_told_that_the_link_was_used(here: Site, family: Family) -> None:
    """Else all of the unit who may say that it is the owner: not who made the link, who handles cases too."""
    units = Municipalities(here.database, here.clock, SystemChance())
    where = await units.numbered(NUMBER)
    assert where is not None
    coordinator, second = await here.person("coordinator"), await here.person("nav")
    for each in (coordinator, second):
        await units.give(SERVER, where.id, PersonId(await id_of(each)), UnitRight.CASE_HANDLER)
    plan, mia = await plan_of(family, coordinator), Arriving(here, "mia")
    await mia.arrive()
    _, link, _ = await used(plan, coordinator, mia)
    seen = [await told(each, family.case) for each in (family.unit, second, coordinator)]
    assert seen == [[where.name], [], []]
    step = {"invitation": link, "step": "refuse"}
    assert (await family.unit.post(f"/api/cases/{family.case}/owner-arrival", step)).status_code == 204
    await units.end(SERVER, where.id, PersonId(await id_of(family.unit)), UnitRight.CASE_HANDLER)
    await used(plan, coordinator, mia)
    assert [await told(each, family.case) for each in (second, coordinator)] == [[where.name], []]


async def test_what_else_somebody_has_here_is_asked_for_an_owners_link_alone(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[PersonId] = []
    monkeypatch.setattr(store, "has_only_logged_in", lambda _, person: asked.append(person))
    owner, guest = await here.person("owner"), await here.person("stranger")
    path = f"/api/plans/{(await owner.plan())['id']}/invitations"
    code = (await owner.post(path, {"name": "Jonas", "role": "relative"})).json()["code"]
    for address, body in (("", {}), ("/answer", {"accepted": True})):
        answer = await guest.post(f"/api/invitation{address}", {"code": code} | body)
        assert answer.status_code == 200
    assert asked == []
