"""Who is invited and has not redeemed, and who has and is not confirmed, learn nothing of the plan.

They ask everything there is, with every id somebody could have told them; what they got is searched for all
that the owner sees.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.http_site import Site
from tests.support.clients.people import Person
from tests.support.operations import BODIES, OPERATIONS, address

LEFT_OUT = ("log_out", "log_in_demo", "answer_invitation", "choices")
"""After which somebody is somebody else, nobody, or waits no more; and the demo's list of its persons."""
WISH = {"name": "innbudtnavn", "role": "school", "organisation": "innbudtskole", "contact": "kontakt@x.test"}
OTHER = {"name": "annetnavn", "role": "gp", "organisation": "annetsted", "contact": "annen@x.test"}


async def asks_everything(person: Person, **ids: str) -> None:
    for name, operation in OPERATIONS.items():
        if name in LEFT_OUT or name.endswith(("session", "sessions")):
            continue
        bodies: Any = BODIES.get(name, ({},)) if operation.is_command else (None,)
        for body in (*bodies, *([{"code": ids["code"]}] if name == "own_invitation" else [])):
            answer = await person.send(operation.method, address(operation, **ids), body)
            person.received += answer.content + repr(answer.headers.raw).encode()


async def words_of(owner: Person) -> set[str]:
    """Whatever names somebody or something in the plan, and the other invitation."""
    plan = await owner.plan()
    people = [each[key] for each in plan["participants"] for key in ("id", "name", "organisation")]
    parts = [part[key] for part in plan["parts"] for key in ("id", "title")]
    return {word for word in (*people, *parts, plan["owner_name"], *OTHER.values()) if word} - {"gp"}


@pytest.mark.rule(11, 17)
async def test_neither_the_invited_nor_the_unconfirmed_learn_anything_of_the_plan(here: Site) -> None:
    owner, guest = await here.person("owner"), await here.person("stranger")
    plan = (await owner.plan())["id"]
    part = (await owner.plan())["parts"][0]["id"]
    made = (await owner.post(f"/api/plans/{plan}/invitations", WISH)).json()
    await owner.post(f"/api/plans/{plan}/invitations", OTHER)
    words = await words_of(owner)
    ids = {"plan": plan, "part": part, "invitation": made["id"], "code": made["code"]}

    def heard() -> set[str]:
        return {word for word in words if word.encode() in guest.received}

    await asks_everything(guest, **ids)
    assert heard() == set()
    assert b"innbudtnavn" in guest.received, "the search does not find what is there"
    taken = await guest.post("/api/invitation/answer", {"code": made["code"], "accepted": True})
    assert taken.json()["status"] == "redeemed"
    await asks_everything(guest, **ids)
    assert heard() == set()
    assert b"kontakt@x.test" not in guest.received
    step = await owner.post(f"/api/plans/{plan}/invitations/{made['id']}", {"step": "confirm"})
    assert step.status_code == 204, step.text
    await asks_everything(guest, **ids)
    assert heard() <= {(await owner.plan())["owner_name"]}
