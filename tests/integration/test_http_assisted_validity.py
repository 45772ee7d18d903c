"""The owner says that the plan is valid, and the coordinator beside them writes it (decision 0065)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from server.domain.cases.vocabulary import CaseId
from server.domain.identity.principal import Principal
from server.domain.plan import Kind, PartId, PersonId, PlanId
from server.features.cases.desk.plan_contents import PlanContents
from server.ports.texts import FilledIn
from tests.integration.http_site import Site, assert_problem
from tests.integration.test_http_assisted import altered, begins, state, writes
from tests.integration.test_http_cases import Desk
from tests.integration.test_http_cases_plan import appoints, case_of, consents, id_of
from tests.support.clients.people import Person

DAY = "2127-05-21"


@pytest.fixture
async def coordinator(here: Site) -> Person:
    return await here.person("coordinator")


@pytest.fixture
async def desk(here: Site, coordinator: Person) -> Desk:
    """A plan is begun, and its coordinator is in place."""
    found = await case_of(here)
    await appoints(found, coordinator)
    await consents(found)
    return found


@pytest.fixture
async def plan(desk: Desk) -> str:
    return str((await desk.own())["plan"]["plan"])


async def leaves(desk: Desk) -> None:
    await desk.owner.post("/logout")


async def shown(who: Person, session: str, plan: str, day: str | None = None) -> dict[str, Any]:
    answer = await writes(who, session, f"/api/plans/{plan}/validity/preview", {"next_revision": day})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def says(who: Person, session: str, plan: str, **other: Any) -> httpx.Response:
    """As it was shown, but for ``other``."""
    read = await writes(who, session, f"/api/plans/{plan}/validity/preview", {"next_revision": DAY})
    said = read.json() if read.status_code == 200 else {"expected": 1, "text": "x"}
    assert read.status_code != 200 or bool(said["text"]) != bool(said["lacks"])
    body = {"expected": said["expected"], "next_revision": DAY, "shown": said["text"]}
    return await writes(who, session, f"/api/plans/{plan}/validity", body | other)


@pytest.mark.rule(7, 9)
async def test_it_is_kept_who_said_it_who_wrote_it_and_in_which_words(
    here: Site, desk: Desk, coordinator: Person, plan: str
) -> None:
    await leaves(desk)
    session = await begins(coordinator, plan)
    read = await shown(coordinator, session, plan)
    assert read["next_revision"] == DAY
    text = read["text"]
    assert text.startswith(
        "Sagt av Jonas Vik og skrevet av Hilde Brekke: Planen min gjelder fra nå av. "
        "Den skal gås gjennom igjen 21.05.2127.\n\nDette mangler ennå i det Hilde Brekke kan se av planen."
    )
    here.hub.heard.clear()
    answer = await says(coordinator, session, plan)
    assert (answer.status_code, answer.json()["status"]) == (201, "active"), answer.text
    assert here.hub.heard == [("plan_changed", plan)]
    of_case = (await here.ledger.entries_of_case(CaseId(desk.case)))[-1].event
    record = (await desk.seen())["timeline"][-1]
    assert (record["action"], record["actor"], record["basis"]) == (
        "plan-said-valid",
        "coordinator",
        "assisted",
    )
    assert (record["by"], record["on_behalf_of"], record["shown"]) == ("Hilde Brekke", "Jonas Vik", text)
    assert record["said"]["assisted"] == session
    of_plan = (await here.ledger.entries(PlanId(plan)))[-1].event
    assert (of_case.action, of_plan.action) == ("case-plan-said-valid", "plan-said-valid")
    assert of_plan.details["assisted"] == session
    assert await altered(here) == []


@pytest.mark.rule(7)
async def test_the_owner_is_told_and_finds_the_words_at_their_next_login(
    desk: Desk, coordinator: Person, plan: str
) -> None:
    await leaves(desk)
    session = await begins(coordinator, plan)
    text = (await shown(coordinator, session, plan))["text"]
    assert (await says(coordinator, session, plan)).status_code == 201
    owner = await desk.owner.log_in()
    told = (await owner.get("/api/messages")).json()["messages"]
    assert any(
        each["text"].endswith("gjelder nå. Logg inn, åpne planen og les hva som er skrevet.") for each in told
    )
    (past,) = (await state(owner, plan))["sessions"]
    assert (past["over"], past["read"], [each["text"] for each in past["declared"]]) == (True, False, [text])
    own = (await desk.own())["plan"]
    assert (own["status"], own["next_revision"]) == ("active", DAY)
    # What is written for the owner is told to nobody else.
    assert (await state(coordinator, plan))["sessions"] == []


@pytest.mark.rule(15, 17)
async def test_what_it_lacks_is_said_of_what_the_writer_sees_and_of_nothing_else(
    here: Site, desk: Desk, coordinator: Person, plan: str
) -> None:
    async def read() -> str:
        await leaves(desk)
        text = (await shown(coordinator, await begins(coordinator, plan), plan))["text"]
        await desk.owner.log_in()
        return str(text)

    before = await read()
    for hidden in ({"kind": "measure", "title": "Skjult"}, {"kind": "contribution"}):
        added = await desk.owner.post(f"/api/plans/{plan}/parts", hidden)
        assert added.status_code == 201, added.text
    assert await read() == before

    class Texts:
        """All is written; of what it was asked."""

        asked: list[str] = []  # noqa: RUF012 - of one test

        async def written(self, part: PartId) -> FilledIn:
            self.asked.append(part)
            return FilledIn(text=True, fields={"extent": "Ukentlig", "start": "2126-01-01"})

    contents, texts = PlanContents(here.database, here.clock, Texts()), Texts()  # type: ignore[arg-type]
    owner, hilde = PersonId(await id_of(desk.owner)), PersonId(await id_of(coordinator))
    hers = await contents.of(Principal(hilde), PlanId(plan))
    assert (list(hers.parts), texts.asked) == ([], [])
    theirs = await contents.of(Principal(owner), PlanId(plan))
    assert {Kind.MEASURE, Kind.CONTRIBUTION, Kind.RESOURCES} <= {each.kind for each in theirs.parts}


@pytest.mark.rule(9, 13)
async def test_nobody_declares_it_for_themselves_nor_without_the_owner_beside_them(
    here: Site, desk: Desk, coordinator: Person, plan: str
) -> None:
    body = {"expected": await desk.number(), "next_revision": DAY, "shown": "x"}
    for who, status in ((coordinator, 403), (desk.owner, 403), (desk.unit, 404)):
        path = f"/api/plans/{plan}/validity"
        assert (await who.post(path, body)).status_code == status
        assert (await who.post(f"{path}/preview", {})).status_code == status
    command = {"expected": body["expected"], "action": "plan-said-valid"}
    command["said"] = {"next_revision": DAY, "assisted": "s"}
    assert_problem(await coordinator.post(f"/api/cases/{desk.case}/records", command), 422, "invalid")
    assert_problem(
        await desk.tries(coordinator, "plan-declared-valid", {"next_revision": DAY}), 403, "forbidden"
    )
    (case,) = (await coordinator.get("/api/coordinated-cases")).json()["cases"]
    assert "plan-said-valid" not in case["may"]
    # A session in another plan is none here.
    elsewhere = next(
        each["id"] for each in (await coordinator.get("/api/plans")).json() if each["id"] != plan
    )
    await leaves(desk)
    session = await begins(coordinator, elsewhere)
    refused = await says(coordinator, session, plan)
    assert (refused.status_code, refused.json()["detail"]) == (409, "assisted-over")
    # And where no case goes on with a plan, nothing can be declared.
    refused = await says(coordinator, session, elsewhere)
    assert (refused.status_code, refused.json()["detail"]) == (409, "no-case")
    nothing = {"expected": 0, "next_revision": None, "text": "", "lacks": "no-case"}
    assert await shown(coordinator, session, elsewhere) == nothing


async def test_it_is_written_once_as_it_was_read_and_while_the_session_runs(
    desk: Desk, coordinator: Person, plan: str
) -> None:
    await leaves(desk)
    session = await begins(coordinator, plan)
    assert_problem(await says(coordinator, session, plan, shown="Noe annet."), 409, "text-changed")
    assert_problem(await says(coordinator, session, plan, next_revision="2127-05-20"), 409, "text-changed")
    assert_problem(await says(coordinator, session, plan, expected=1), 409, "outdated")
    for day, why in (("2126-11-21", "day-has-passed"), ("2129-01-01", "day-too-far")):
        text = (await shown(coordinator, session, plan, day))["text"]
        refused = await says(coordinator, session, plan, next_revision=day, shown=text)
        assert (refused.status_code, refused.json()["detail"]) == (409, why)
    over = await begins(coordinator, plan)
    refused = await says(coordinator, session, plan)
    assert (refused.status_code, refused.json()["detail"]) == (409, "assisted-over")
    assert (await says(coordinator, over, plan)).status_code == 201
    refused = await says(coordinator, over, plan)
    assert (refused.status_code, refused.json()["detail"]) == (409, "status")


@pytest.mark.rule(4)
async def test_who_stands_in_for_a_while_does_not_write_it(
    here: Site, desk: Desk, coordinator: Person, plan: str
) -> None:
    silje = await here.person("school")
    away = {"until": "2126-12-01", "substitute": "Silje", "substitute_person": await id_of(silje)}
    await desk.does(desk.unit, "coordinator-absent", away)
    await leaves(desk)
    session = await begins(silje, plan)
    refused = await says(silje, session, plan)
    assert (refused.status_code, refused.json()["detail"]) == (409, "not-in-place")
