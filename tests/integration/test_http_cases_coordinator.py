"""Whoever coordinates in a case sees what of it that takes, does what is theirs, and only while they do."""

from __future__ import annotations

from typing import Any

import pytest

from server.catalogue import standard
from server.domain.audit import chain_of_case
from server.domain.cases.vocabulary import CaseId
from server.domain.plan import PlanId
from server.features.cases.desk import store
from server.features.cases.desk.places import CoordinatorsTakeTheirPlaces
from server.ports.randomness import SystemChance
from tests.integration.http_site import Site, assert_problem
from tests.integration.test_http_cases import Desk
from tests.integration.test_http_cases_plan import appoints, case_of, consents, id_of, seen
from tests.support.clients.people import Person
from tests.support.operations import requests_about

COORDINATED = "/api/coordinated-cases"
HANDOVER: dict[str, Any] = {"reason": "Slutter.", "cleared": "Jonas vil møte den nye sammen med meg."}
THEIRS: dict[str, tuple[int, dict[str, Any]]] = {
    "plan-offered": (201, {}),
    "coordinator-absent": (201, {"until": None}),
    "handover-begun": (201, HANDOVER),
    "coordinator-left": (201, {"reason": "Sluttet."}),
    "taken": (403, {}),
    "assessed": (403, {"criterion": "lasting", "assessed": "met", "reason": "Ja."}),
    "subject-corrected": (403, {"subject": {"name": "Per"}}),
    "consent-checked": (403, {"consent": "given", "by": "Per"}),
    "closed": (403, {"reason": "other"}),
    "wish-recorded": (403, {"wish": "no-preference", "said_by": "Nora"}),
    "plan-not-wanted": (403, {}),
    "validity-proposed": (409, {"next_revision": "2127-05-01"}),
    "coordinator-ended": (403, {"reason": "Ferdig."}),
}
"""What a coordinator gets who tries it in a case that is open; written from DOMAIN.md and CASES.md 1."""
AFTER_CONSENT: dict[str, tuple[int, dict[str, Any]]] = {
    "plan-consented": (403, {}),
    "plan-declared-valid": (403, {"next_revision": "2127-05-01"}),
    "plan-ended": (403, {"reason": "Ferdig."}),
}


@pytest.fixture
async def desk(here: Site) -> Desk:
    return await case_of(here)


@pytest.fixture
async def hilde(here: Site, desk: Desk) -> Person:
    person = await here.person("coordinator")
    await appoints(desk, person)
    return person


async def coordinated(person: Person) -> list[dict[str, Any]]:
    answer = await person.get(COORDINATED)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["cases"])


async def assert_hidden(person: Person, desk: Desk, but: str = "nothing") -> None:
    """Whatever is asked about the case is answered as about one that does not exist, ``but`` for one path."""
    assert await coordinated(person) == []
    for method, path, body in requests_about("case", case=desk.case):
        if path == f"/api/cases/{desk.case}/{but}":
            continue
        hidden = await person.send(method, path, body)
        nowhere = await person.send(method, path.replace(desk.case, "nowhere"), body)
        assert (hidden.status_code, hidden.content) == (nowhere.status_code, nowhere.content), path
        assert_problem(hidden, 404, "not-found")


@pytest.mark.rule(6)
async def test_they_see_whom_it_is_about_and_nothing_of_why(here: Site, desk: Desk, hilde: Person) -> None:
    (seen,) = await coordinated(hilde)
    fields = (
        "id number code name municipality status start goes away plan waiting reviews others may requires"
    )
    assert " ".join(seen) == fields
    assert (seen["name"], seen["status"], seen["waiting"]) == ("Jonas", "appointed", [])
    assert seen["plan"] == {"status": "none", "plan": "", "next_revision": None, "proposed": None}
    assert seen["may"] == [
        "coordinator-absent",
        "coordinator-left",
        "handover-begun",
        "plan-offered",
        "review-opened",
    ]
    assert_problem(await hilde.get(f"/api/cases/{desk.case}"), 403, "forbidden")
    assert_problem(await hilde.get(f"/api/cases/{desk.case}/plan-contents"), 403, "forbidden")
    read = [each.event for each in await here.ledger.entries(PlanId(chain_of_case(CaseId(desk.case))))]
    await coordinated(hilde)
    again = await here.ledger.entries(PlanId(chain_of_case(CaseId(desk.case))))
    by = [each.person for each in read if each.action == "case-read"]
    assert (by, len(again)) == ([await id_of(hilde)], len(read))


@pytest.mark.parametrize("action", THEIRS)
async def test_what_a_coordinator_may_do(desk: Desk, hilde: Person, action: str) -> None:
    status, said = THEIRS[action]
    assert (await desk.tries(hilde, action, said)).status_code == status


@pytest.mark.parametrize("action", AFTER_CONSENT)
async def test_what_is_the_owners_stays_theirs(desk: Desk, hilde: Person, action: str) -> None:
    if action == "plan-consented":
        await desk.does(hilde, "plan-offered")
    else:
        await consents(desk)
    status, said = AFTER_CONSENT[action]
    assert (await desk.tries(hilde, action, said)).status_code == status


@pytest.mark.rule(7)
async def test_a_revision_waits_for_them_until_they_have_held_it(desk: Desk, hilde: Person) -> None:
    plan = await consents(desk)
    await desk.does(desk.owner, "plan-declared-valid", {"next_revision": "2127-05-01"})
    await desk.does(hilde, "revision-came", {"why": "Ny skole."})
    (seen,) = await coordinated(hilde)
    assert (seen["plan"]["plan"], seen["plan"]["status"]) == (plan, "revision-due")
    assert [(each["step"], each["who"]) for each in seen["waiting"]] == [("revise", "coordinator")]
    revised = {"next_revision": "2127-10-01", "approved": True}
    assert await desk.does(hilde, "plan-revised", revised) == "active"
    await desk.does(desk.owner, "plan-ended", {"reason": "Ferdig."})
    (seen,) = await coordinated(hilde)
    assert (seen["plan"]["plan"], seen["plan"]["status"]) == ("", "ended")


@pytest.mark.rule(4)
async def test_who_was_coordinator_is_so_no_more_in_the_moment_another_is(
    here: Site, desk: Desk, hilde: Person
) -> None:
    silje = await here.person("school")
    await assert_hidden(silje, desk)
    await desk.does(hilde, "handover-begun", HANDOVER)
    assert (await coordinated(hilde))[0]["status"] == "handing-over"
    await appoints(desk, silje)
    await assert_hidden(hilde, desk)
    assert [each["id"] for each in await coordinated(silje)] == [desk.case]
    await desk.does(silje, "coordinator-left", {"reason": "Sluttet."})
    await assert_hidden(silje, desk)


async def test_who_coordinates_another_case_sees_nothing_of_this_one(here: Site, desk: Desk) -> None:
    hilde = await here.person("coordinator")
    theirs = await case_of_another(here)
    await appoints(theirs, hilde)
    assert [each["id"] for each in await coordinated(hilde)] == [theirs.case]
    assert_problem(await desk.tries(hilde, "plan-offered"), 404, "not-found")
    assert_problem(await hilde.get(f"/api/cases/{desk.case}"), 404, "not-found")


async def case_of_another(here: Site) -> Desk:
    return await case_of(here, "school")


@pytest.mark.rule(4)
async def test_whom_the_unit_lets_stand_in_is_in_the_plan_and_nobody_in_the_case(
    here: Site, desk: Desk, hilde: Person
) -> None:
    gp, plan = await here.person("gp"), await consents(desk)
    away = {"until": None, "substitute": "Vikar", "substitute_person": await id_of(gp)}
    refused = await desk.tries(hilde, "coordinator-absent", away)
    assert_problem(refused, 409, "not-now")
    assert refused.json()["detail"] == "unit-appoints-substitute"
    assert_problem(await gp.get(f"/api/plans/{plan}"), 404, "not-found")
    own = {"until": None, "substitute": "Jonas", "substitute_person": await id_of(desk.owner)}
    assert_problem(await desk.tries(desk.unit, "coordinator-absent", own), 422, "invalid")
    await desk.does(desk.unit, "coordinator-absent", away)
    await assert_hidden(gp, desk, but="checklist")
    theirs = await seen(gp, plan)
    assert [each["role"] for each in theirs["participants"]] == ["owner", "coordinator", "substitute"]
    assert (theirs["parts"], theirs["may_read_grants"], theirs["may_sign"]) == ([], True, False)
    part = (await seen(desk.owner, plan))["parts"][0]["id"]
    grant = {"participant": theirs["me"], "part": part, "level": "comment"}
    assert (await desk.owner.post(f"/api/plans/{plan}/grants", grant)).status_code == 201
    assert [each["level"] for each in (await seen(gp, plan))["parts"]] == ["comment"]
    here.hub.heard.clear()
    await desk.does(hilde, "coordinator-returned")
    assert here.hub.heard == [("plan_changed", plan)]
    assert_problem(await gp.get(f"/api/plans/{plan}"), 404, "not-found")
    await assert_hidden(gp, desk)
    assert [each["role"] for each in (await seen(desk.owner, plan))["former"]] == ["substitute"]


async def test_whoever_is_long_away_is_nobody_in_the_case(here: Site, desk: Desk, hilde: Person) -> None:
    await desk.does(hilde, "coordinator-absent", {"until": None})
    await desk.later(here, days=15)
    await hilde.log_in()
    await assert_hidden(hilde, desk)
    await desk.does(desk.unit, "coordinator-returned")
    assert len(await coordinated(hilde)) == 1


async def test_who_begins_later_sees_nothing_until_then(here: Site, desk: Desk) -> None:
    hilde = await here.person("coordinator")
    await appoints(desk, hilde, start="2126-12-01")
    await assert_hidden(hilde, desk)
    await desk.later(here, days=12)
    await hilde.log_in()
    assert len(await coordinated(hilde)) == 1


@pytest.mark.rule(4)
async def test_whoever_hands_over_goes_on_until_the_next_one_begins(
    here: Site, desk: Desk, hilde: Person
) -> None:
    silje = await here.person("school")
    plan = await consents(desk)
    await desk.does(hilde, "handover-begun", HANDOVER | {"together_days": 5})
    who = {"person": await id_of(silje), "name": "Silje", "workplace": "Skolen", "as_wished": True}
    await desk.does(desk.unit, "coordinator-proposed", who)
    await desk.does(desk.unit, "coordinator-released", {"leader": "Liv Leder"})
    appointed = {"kind": "coordinator", "start": "2126-11-25", "training": "done"}
    refused = await desk.tries(desk.unit, "coordinator-appointed", appointed)
    assert (refused.status_code, refused.json()["detail"]) == (409, "too-soon-for-both")
    await desk.does(desk.unit, "coordinator-appointed", appointed | {"start": "2126-11-27"})
    (seen,) = await coordinated(hilde)
    assert (seen["goes"], seen["may"]) == ("2126-11-27", ["review-opened", "validity-proposed"])
    await desk.does(hilde, "validity-proposed", {"next_revision": "2127-05-01"})
    assert (await desk.own())["plan"]["proposed"] == "2127-05-01"
    refused = await desk.tries(hilde, "coordinator-left", {"reason": "Sluttet."})
    assert (refused.status_code, refused.json()["detail"]) == (409, "handed-over")
    await assert_hidden(silje, desk)
    assert (await hilde.get(f"/api/plans/{plan}")).status_code == 200
    await desk.later(here, days=6)
    await begins(here)
    for person in (hilde, silje):
        await person.log_in()
    await assert_hidden(hilde, desk)
    assert_problem(await hilde.get(f"/api/plans/{plan}"), 404, "not-found")
    assert [each["id"] for each in await coordinated(silje)] == [desk.case]
    assert (await silje.get(f"/api/plans/{plan}")).status_code == 200


@pytest.mark.rule(10)
async def test_whoever_would_go_on_until_the_next_one_begins_is_out_when_the_owner_wants_none(
    here: Site, desk: Desk, hilde: Person
) -> None:
    silje = await here.person("school")
    plan = await consents(desk)
    await desk.does(hilde, "handover-begun", HANDOVER)
    who = {"person": await id_of(silje), "name": "Silje", "workplace": "Skolen", "as_wished": True}
    await desk.does(desk.unit, "coordinator-proposed", who)
    await desk.does(desk.unit, "coordinator-released", {"leader": "Liv Leder"})
    appointed = {"kind": "coordinator", "start": "2126-12-27", "training": "done"}
    await desk.does(desk.unit, "coordinator-appointed", appointed)
    own = (await desk.own())["coordinator"]
    coming = {"name": "Silje", "workplace": "Skolen", "start": "2126-12-27"}
    assert (own["coming"], own["why"]) == (coming, HANDOVER["reason"])
    await desk.does(desk.owner, "coordinator-not-wanted", {})
    await hilde.log_in()
    await assert_hidden(hilde, desk)
    assert await coordinated(hilde) == []
    assert_problem(await hilde.get(f"/api/plans/{plan}"), 404, "not-found")
    own = (await desk.own())["coordinator"]
    assert (own["name"], own["goes"], own["coming"], own["why"]) == ("", None, None, "")


@pytest.mark.rule(4)
async def test_the_owner_and_the_unit_read_for_how_long_the_coordinator_is_away(
    desk: Desk, hilde: Person
) -> None:
    await desk.does(hilde, "coordinator-absent", {"until": "2126-11-30", "substitute": "Tor"})
    away = {"until": "2126-11-30", "substitute": "Tor"}
    (theirs,) = await coordinated(hilde)
    for told in ((await desk.own())["coordinator"], (await desk.seen())["coordinator"], theirs):
        assert told["away"] == away
    await desk.does(hilde, "coordinator-returned", {})
    assert (await desk.own())["coordinator"]["away"] is None


@pytest.mark.rule(4)
async def test_a_last_day_ends_it_though_nobody_comes_after(here: Site, desk: Desk, hilde: Person) -> None:
    plan = await consents(desk)
    await desk.does(hilde, "handover-begun", HANDOVER | {"last_day": "2126-11-25"})
    own = (await desk.own())["coordinator"]
    assert (own["name"], own["goes"], own["days_without"]) == ("Hilde Brekke", "2126-11-26", None)
    await desk.later(here, days=5)
    assert await begins(here) == 1
    assert await begins(here) == 0
    await hilde.log_in()
    await assert_hidden(hilde, desk)
    assert_problem(await hilde.get(f"/api/plans/{plan}"), 404, "not-found")
    own = (await desk.own())["coordinator"]
    assert (own["name"], own["goes"], own["days_without"]) == ("", None, 0)


async def begins(here: Site) -> int:
    """What happens at midnight; in how many plans somebody's access changed."""
    places = CoordinatorsTakeTheirPlaces(here.database, here.hub, standard(), here.clock, SystemChance())
    return await places.take()


async def test_the_cases_come_a_page_at_a_time(
    here: Site, desk: Desk, hilde: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = await case_of_another(here)
    await appoints(other, hilde)
    monkeypatch.setattr(store, "PAGE", 1)
    first = (await hilde.get(COORDINATED)).json()
    second = (await hilde.get(f"{COORDINATED}?after={first['after']}")).json()
    assert second["after"] is None
    assert [first["cases"][0]["id"], second["cases"][0]["id"]] == sorted([desk.case, other.case])
    assert_problem(await hilde.get(f"{COORDINATED}?after=%C3%A6"), 422, "invalid")
