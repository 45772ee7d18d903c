"""Whoever moves: the new unit's inbox has what they chose and nothing else, or they take it on paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import UnitRight
from server.features.cases.desk import store
from server.features.municipalities.store import Municipalities
from server.ports.randomness import SystemChance
from tests.integration.http_site import Site, assert_problem
from tests.integration.situations import InCase, Story
from tests.integration.test_http_cases_representative import Family, family
from tests.support.clients.people import Person

__all__ = ["family"]
BERG, NOWHERE = "9951", "9999"
SECRET, PRIVATE, HOUSE = "hemmeligegrunner", "hemmeligsvar", "Hemmeligveien 4"
REASON, WORKPLACE = "Avslagsgrunnen", "Helse og mestring"


async def berg(here: Site) -> Person:
    """Another municipality, with a handler of its own."""
    units = Municipalities(here.database, here.clock, SystemChance())
    there = await units.add(SERVER, BERG, "Berg kommune")
    assert there is not None
    handler = await here.person("gp")
    who = PersonId((await handler.get("/api/me")).json()["id"])
    await units.give(SERVER, there.id, who, UnitRight.CASE_HANDLER)
    return handler


async def lived_here(story: Story, *, moves: bool = True) -> tuple[Person, InCase]:
    """A course of some months, which ends because they move."""
    jonas, hilde = await story.person("stranger"), await story.person("coordinator")
    about = {"name": "Jonas Vik", "born": "2080-01-01", "contact": HOUSE, "language": "samisk"}
    said = {"reason": SECRET, "consent": "given", "wish": "both", "reporter": "owner"}
    await story.reports(jonas, subject=about, **said)
    case = await story.case("jonas")
    await case.does(case.unit, "taken")
    for each in ("lasting", "several-services"):
        found = {"criterion": each, "assessed": "met", "reason": PRIVATE}
        await case.does(case.unit, "assessed", found)
    await case.decides("coordinator")
    await case.decides("plan", "refused", reason=REASON)
    await case.appoints(hilde, start=(story.today - timedelta(days=1)).isoformat())
    if moves:
        gone = {"municipality": "Berg", "hand_over": True}
        await case.does(case.unit, "moved", gone, on_behalf_of="Jonas, på telefon")
    return jonas, case


async def passes_on(who: Person, case: InCase, follows: list[str], to: str = BERG) -> Any:
    number = (await case.seen())["number"]
    body = {"expected": number, "municipality": to, "follows": follows}
    return await who.post(f"/api/cases/{case.id}/moving", body)


async def arrived(handler: Person) -> Any:
    rows = (await handler.get(f"/api/units/{BERG}/cases")).json()["cases"]
    assert len(rows) == 1
    return (await handler.get(f"/api/cases/{rows[0]['id']}")).json()


async def test_what_may_follow_is_shown_in_the_words_it_is_told_in(here: Site) -> None:
    await berg(here)
    jonas, case = await lived_here(Story(here))
    found = (await jonas.get(f"/api/cases/{case.id}/moving")).json()
    assert {each["name"] for each in found["follows"]} == {"contact", "asked", "decisions", "coordinator"}
    assert found["municipalities"] == [{"number": BERG, "name": "Berg kommune"}]
    said = str(found["follows"])
    assert REASON in said
    assert PRIVATE not in said
    assert SECRET not in said


@pytest.mark.rule(15)
@pytest.mark.parametrize(
    ("follows", "told"),
    [
        ([], set()),
        (["decisions"], {REASON}),
        (["contact"], {HOUSE, "samisk"}),
        (["coordinator", "asked"], {WORKPLACE}),
    ],
)
async def test_the_new_unit_has_what_was_chosen_and_nothing_else(
    here: Site, follows: list[str], told: set[str]
) -> None:
    handler = await berg(here)
    jonas, case = await lived_here(Story(here))
    answer = await passes_on(jonas, case, follows)
    assert answer.status_code == 201, answer.text
    assert answer.json()["code"] in answer.json()["text"]
    there = await arrived(handler)
    assert there["row"]["name"] == "Jonas Vik"
    assert there["row"]["consent"] == "given"
    for each in (REASON, HOUSE, "samisk", WORKPLACE):
        assert (each.encode() in handler.received) == (each in told), each
    for each in (SECRET, PRIVATE, case.id):
        assert each.encode() not in handler.received
    assert_problem(await handler.get(f"/api/cases/{case.id}"), 404, "not-found")
    last = (await case.seen())["timeline"][-1]
    assert (last["action"], sorted(last["said"]["follows"])) == ("passed-on", sorted(follows))


async def test_it_is_sent_once_by_each_press_and_both_are_theirs(here: Site) -> None:
    await berg(here)
    jonas, case = await lived_here(Story(here))
    assert (await passes_on(jonas, case, ["asked"])).status_code == 201
    mine = (await jonas.get("/api/my-cases")).json()
    assert {(each["municipality"], each["status"]) for each in mine} == {
        ("Sundvåg kommune", "moved"),
        ("Berg kommune", "reported"),
    }
    again = {"expected": 1, "municipality": BERG, "follows": ["asked"]}
    assert_problem(await jonas.post(f"/api/cases/{case.id}/moving", again), 409, "outdated")
    assert (await jonas.get(f"/api/cases/{case.id}/moving")).json()["sent"] == ["Berg kommune"]


async def test_to_a_municipality_that_is_not_here_it_is_taken_on_paper(here: Site) -> None:
    jonas, case = await lived_here(Story(here))
    found = (await jonas.get(f"/api/cases/{case.id}/moving")).json()
    assert found["municipalities"] == []
    assert all(each["lines"] for each in found["follows"])
    for where in (NOWHERE, "9950"):
        assert_problem(await passes_on(jonas, case, [], where), 404, "not-found")


async def test_nothing_follows_before_they_move_and_nobody_else_sends_it(here: Site) -> None:
    handler = await berg(here)
    story = Story(here)
    jonas, case = await lived_here(story, moves=False)
    assert_problem(await passes_on(jonas, case, []), 409, "not-now")
    gone = {"municipality": "Berg", "hand_over": False}
    await case.does(case.unit, "moved", gone, on_behalf_of="Jonas")
    assert_problem(await passes_on(case.unit, case, []), 403, "forbidden")
    for who in (await story.person("coordinator"), handler):
        assert_problem(await passes_on(who, case, []), 404, "not-found")
    assert_problem(await passes_on(jonas, case, ["assessments"]), 422, "invalid")
    assert (await handler.get(f"/api/units/{BERG}/cases")).json()["cases"] == []


@pytest.mark.rule(13)
async def test_by_what_somebody_acts_for_who_moved_is_kept_in_both_places(here: Site, family: Family) -> None:
    handler = await berg(here)
    assert (await family.registers()).status_code == 201
    await family.opens_for_her()
    gone = {"municipality": "Berg", "hand_over": True}
    await family.does(family.unit, "moved", gone, on_behalf_of="Marit, på telefon")
    body = {"expected": await family.number(), "municipality": BERG, "follows": ["asked"]}
    sent = await family.owner.post(f"/api/cases/{family.case}/moving", body)
    assert sent.status_code == 201, sent.text
    kept = [(await family.seen())["timeline"][-1], (await arrived(handler))["timeline"][0]]
    assert [each["action"] for each in kept] == ["passed-on", "reported"]
    for each in kept:
        assert (each["actor"], each["on_behalf_of"], each["basis"]) == (
            "representative",
            "Mia Vik",
            "parents",
        )


@pytest.mark.parametrize(
    ("bound", "value", "refusal"),
    [("MOST_A_DAY", dict.fromkeys(store.MOST_A_DAY, 0), 429), ("MOST_RECORDS", 1, 409)],
)
async def test_a_case_that_is_full_sends_nothing_on(
    here: Site, monkeypatch: pytest.MonkeyPatch, bound: str, value: Any, refusal: int
) -> None:
    handler = await berg(here)
    jonas, case = await lived_here(Story(here))
    monkeypatch.setattr(store, bound, value)
    assert (await passes_on(jonas, case, [])).status_code == refusal
    assert (await handler.get(f"/api/units/{BERG}/cases")).json()["cases"] == []
