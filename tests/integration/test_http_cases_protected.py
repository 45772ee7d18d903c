"""Somebody whose address is protected: inside their plan nothing says where they are (rule 16)."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, update

from server.storage.metadata import participants
from tests.integration.http_site import Site
from tests.integration.test_http_cases import Desk
from tests.integration.test_http_cases_plan import appoints, consents
from tests.integration.test_http_cases_plan import desk as desk
from tests.integration.test_http_cases_reviews import lets_in
from tests.support.clients.people import Person

JONAS = {"name": "Jonas", "born": "2100-01-01"}
INVITED = {"name": "Kari", "role": "school", "organisation": "Lia barneskole", "contact": "kari@skolen.test"}


async def planned(here: Site, desk: Desk) -> tuple[Person, str]:
    """A plan in which a doctor of a named office takes part, and somebody of a named school is invited."""
    gp = await here.person("gp")
    await appoints(desk, await here.person("coordinator"))
    plan = await consents(desk)
    await lets_in(here, desk, gp, plan)

    def works_at(connection: Connection) -> None:
        theirs = participants.c.id == "gp-there"
        connection.execute(update(participants).where(theirs).values(organisation="Lia legesenter"))

    await here.database.write(works_at)
    assert (await desk.owner.post(f"/api/plans/{plan}/invitations", INVITED)).status_code == 201
    return gp, plan


async def protects(desk: Desk, protected: bool = True) -> None:
    await desk.does(desk.unit, "subject-corrected", {"subject": JONAS | {"protected": protected}})


@pytest.mark.rule(16)
async def test_no_school_office_or_municipality_is_shown_in_the_plan_of_a_protected_address(
    here: Site, desk: Desk
) -> None:
    gp, plan = await planned(here, desk)

    async def shown() -> dict[str, str]:
        asked = {"decisions": [{"participant": "gp-there", "kind": "goal", "level": "read"}]}
        places = {
            "the owner's list": await desk.owner.get(f"/api/plans/{plan}"),
            "a participant's list": await gp.get(f"/api/plans/{plan}"),
            "who sees what": await desk.owner.get(f"/api/plans/{plan}/grants"),
            "invitations": await desk.owner.get(f"/api/plans/{plan}/invitations"),
            "what is signed": await desk.owner.post(f"/api/plans/{plan}/grants/preview", asked),
        }
        assert {place: each.status_code for place, each in places.items()} == dict.fromkeys(places, 200)
        return {place: each.text for place, each in places.items()}

    before = await shown()
    assert "Lia legesenter" in before["the owner's list"]
    assert "Lia legesenter" in before["what is signed"]
    assert "Lia barneskole" in before["invitations"]
    await protects(desk)
    for place, text in (await shown()).items():
        for named in ("Lia", "skolen.test", "Helse og mestring"):
            assert named not in text, place
    await desk.does(desk.unit, "coordinator-left", {"reason": "Ny jobb."})
    empty = (await gp.get(f"/api/plans/{plan}/coordinators-place")).json()
    assert (empty["empty_since"], empty["municipality"]) == ("2126-11-21", "")


@pytest.mark.rule(16)
async def test_open_pages_read_the_plan_again_when_an_address_is_protected_and_when_it_is_not(
    here: Site, desk: Desk
) -> None:
    gp, plan = await planned(here, desk)

    async def version() -> str:
        return str((await gp.get(f"/api/plans/{plan}")).json()["version"])

    before = await version()
    await protects(desk)
    assert await version() != before
    await protects(desk, protected=False)
    assert await version() == before
