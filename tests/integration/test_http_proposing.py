"""The coordinator proposes goals and measures, and a new one is kept from others: over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from server.domain.plan import PlanId
from server.features.parts.entries import PartAdded
from server.storage.decisions import DecisionSigned
from tests.integration.http_site import Site, assert_problem
from tests.support.clients.people import Person

PROPOSED = ["goal", "measure"]


async def propose(person: Person, title: str, kind: str = "goal", **wish: object) -> Any:
    address = f"/api/plans/{(await person.plan())['id']}/parts"
    return await person.post(address, {"kind": kind, "title": title, **wish})


async def proposed(here: Site, title: str = "Svømme") -> tuple[Person, Person, str]:
    """The owner, the coordinator, and a goal that the coordinator has proposed."""
    owner, coordinator = await here.person("owner"), await here.person("coordinator")
    answer = await propose(coordinator, title)
    assert answer.status_code == 201, answer.text
    return owner, coordinator, answer.json()["id"]


async def level(person: Person, part: str) -> str | None:
    return next((p["level"] for p in (await person.plan())["parts"] if p["id"] == part), None)


async def sign(owner: Person, whom: Person, **about: object) -> Any:
    address = f"/api/plans/{(await owner.plan())['id']}/grants"
    answer = await owner.post(address, {"participant": await whom.me_in(), **about})
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.rule(9, 11)
async def test_a_proposal_is_seen_by_owner_and_coordinator_until_the_owner_signs_more(here: Site) -> None:
    owner, coordinator, goal = await proposed(here)
    others = [await here.person(key) for key in ("mother", "gp", "school", "nav", "hospital")]
    assert (await coordinator.plan())["may_create"] == PROPOSED
    assert (await level(owner, goal), await level(coordinator, goal)) == ("edit", "edit")
    assert [await level(person, goal) for person in others] == [None] * 5
    (seen,) = [part for part in (await owner.plan())["parts"] if part["id"] == goal]
    assert {each["participant"] for each in seen["visible_to"]} == {
        await owner.me_in(),
        await coordinator.me_in(),
    }
    assert (seen["created_by"], seen["proposed"]) == (await coordinator.me_in(), True)
    await sign(owner, others[0], part=goal, level="comment")
    await sign(owner, others[1], kind="goal", level="read")
    assert [await level(person, goal) for person in others] == ["comment", "read", None, None, None]
    for person in (owner, coordinator, *others[:2]):
        assert [part["id"] for part in (await person.plan())["parts"] if part["proposed"]] == []


@pytest.mark.rule(14, "P8")
async def test_what_was_signed_is_the_basis_of_a_proposal_in_the_log(here: Site) -> None:
    owner, coordinator = await here.person("owner"), await here.person("coordinator")
    receipt = await sign(owner, coordinator, kind="measure", proposing=True, until="2127-06-01")
    await propose(coordinator, "Ringe NAV", "measure", area="work")
    entries = await here.ledger.entries(PlanId((await owner.plan())["id"]))
    said = [e.event for e in entries if e.event.action in (PartAdded.action, DecisionSigned.action)][-2:]
    assert said[0].details["decision"] == receipt["number"] == said[1].details["basis"]
    assert (said[0].details["proposing"], said[0].details["level"]) == (True, "none")
    assert dict(said[1].details) == {"kind": "measure", "apart": "proposed", "basis": receipt["number"]}


@pytest.mark.rule(9)
@pytest.mark.parametrize(("kind", "nb"), [("goal", "nye mål"), ("measure", "nye tiltak")])
async def test_the_sentence_says_what_may_be_proposed_and_who_sees_it(here: Site, kind: str, nb: str) -> None:
    owner, coordinator = await here.person("owner"), await here.person("coordinator")
    plan, whom = (await owner.plan())["id"], await coordinator.me_in()
    wishes = [{"participant": whom, "kind": kind, "proposing": each} for each in (True, False)]
    shown = (await owner.post(f"/api/plans/{plan}/grants/preview", {"decisions": wishes})).json()["texts"]
    assert shown[0].startswith("Fra i dag lar jeg koordinatoren (Hilde")
    assert f" foreslå {nb} og skrive i sine egne forslag. Bare vi ser et forslag" in shown[0]
    assert f" foreslå {nb}. Forslag som jeg ikke har bestemt noe mer om, ser bare jeg." in shown[1]
    receipt = await sign(owner, coordinator, kind=kind, proposing=True, text=shown[0])
    assert (receipt["text"], receipt["proposing"], receipt["level"]) == (shown[0], True, "none")


@pytest.mark.rule(9, 10)
async def test_who_may_propose_no_more_keeps_no_proposal_and_adds_none(here: Site) -> None:
    owner, coordinator, goal = await proposed(here)
    await sign(owner, coordinator, kind="goal", proposing=False)
    assert await level(coordinator, goal) is None
    assert (await coordinator.plan())["may_create"] == ["measure"]
    assert_problem(await propose(coordinator, "Et til"), 403, "forbidden")
    await sign(owner, coordinator, kind="goal", proposing=True)
    assert await level(coordinator, goal) == "edit"
    await sign(owner, coordinator, kind="goal", level="none")
    assert await level(coordinator, goal) is None
    assert (await coordinator.plan())["may_create"] == ["measure"]


async def proposing(person: Person) -> list[dict[str, Any]]:
    grants = (await person.get(f"/api/plans/{(await person.plan())['id']}/grants")).json()
    return [{key: row[key] for key in ("kind", "open", "proposed")} for row in grants["proposing"]]


async def test_the_owner_is_asked_until_something_is_signed_about_it(here: Site) -> None:
    owner, coordinator = await here.person("owner"), await here.person("coordinator")
    assert await proposing(owner) == [{"kind": k, "open": True, "proposed": False} for k in PROPOSED]
    await here.database.write(forget_what_was_signed_about_proposing)
    assert await proposing(owner) == [{"kind": k, "open": False, "proposed": True} for k in PROPOSED]
    assert (await coordinator.plan())["may_create"] == []
    await sign(owner, coordinator, kind="goal", proposing=False)
    await sign(owner, coordinator, kind="measure", level="none")
    assert await proposing(owner) == [{"kind": k, "open": False, "proposed": False} for k in PROPOSED]


def forget_what_was_signed_about_proposing(connection: Any) -> None:
    """As in a plan from before there was any of it."""
    connection.exec_driver_sql("DELETE FROM decisions WHERE proposing IS NOT NULL")


@pytest.mark.rule(13)
async def test_only_the_coordinator_is_let_propose_and_only_goals_and_measures(here: Site) -> None:
    owner, coordinator, school = [await here.person(key) for key in ("owner", "coordinator", "school")]
    plan, whom = (await owner.plan())["id"], await coordinator.me_in()
    for wish in (
        {"participant": await school.me_in(), "kind": "goal", "proposing": True},
        {"participant": whom, "kind": "health", "proposing": True},
        {"participant": whom, "kind": "goal", "proposing": True, "level": "edit"},
        {"participant": whom, "kind": "goal", "proposing": None},
        {"participant": whom, "kind": "goal", "proposing": "yes"},
        {"participant": whom, "part": (await owner.part("goal"))["id"], "proposing": True},
    ):
        assert_problem(await owner.post(f"/api/plans/{plan}/grants", wish), 422, "invalid")
    refused = await coordinator.post(
        f"/api/plans/{plan}/grants", {"participant": whom, "kind": "goal", "proposing": True}
    )
    assert_problem(refused, 403, "forbidden")


@pytest.mark.rule(9)
async def test_a_goal_that_is_kept_is_nobodys_but_the_owners_until_it_is_opened(here: Site) -> None:
    owner, mother, coordinator = [await here.person(key) for key in ("owner", "mother", "coordinator")]
    answer = await propose(owner, "Flytte hjemmefra", kept=True)
    goal = answer.json()["id"]
    assert (await level(owner, goal), await level(mother, goal), await level(coordinator, goal)) == (
        "edit",
        None,
        None,
    )
    await sign(owner, mother, part=goal, level="read")
    assert (await level(mother, goal), await level(coordinator, goal)) == ("read", None)
