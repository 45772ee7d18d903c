"""Whoever joined and was granted nothing leaves by the invitation that they joined by."""

from __future__ import annotations

import pytest

from server.catalogue.records import LONGEST
from server.demo.municipality import NUMBER
from tests.integration.http_site import Site, assert_problem
from tests.integration.test_http_cases_plan import actions


@pytest.mark.rule(22)
async def test_who_was_granted_nothing_leaves_and_who_was_leaves_the_plan_itself(here: Site) -> None:
    owner, guest = await here.person("owner"), await here.person("stranger")
    plan = (await owner.plan())["id"]
    path = f"/api/plans/{plan}/invitations"
    made = (await owner.post(path, {"name": "Jonas", "role": "relative"})).json()
    code = {"code": made["code"]}
    await guest.post("/api/invitation/answer", code | {"accepted": True})
    assert (await guest.post("/api/invitation", code)).json()["leaving"] == ""
    await owner.post(f"{path}/{made['id']}", {"step": "confirm"})
    sentence = (await guest.post("/api/invitation", code)).json()["leaving"]
    assert sentence.startswith("Jeg vil ikke være med")
    leaves = code | {"accepted": False, "text": sentence}
    here.hub.heard.clear()
    for other in (leaves | {"text": sentence.upper()}, code | {"accepted": False}):
        assert_problem(await guest.post("/api/invitation/answer", other), 409, "text-changed")
    assert here.hub.heard == []
    left = await guest.post("/api/invitation/answer", leaves)
    assert (left.status_code, left.json()["status"], left.json()["owner_name"]) == (200, "left", "")
    assert here.hub.heard == [("plan_changed", plan)]
    assert (await actions(here, plan))[-1] == "participation-ended"
    assert_problem(await guest.post("/api/invitation/answer", leaves), 409, "not-now")
    (listed,) = [each for each in (await owner.get(path)).json()["invitations"] if each["id"] == made["id"]]
    assert listed["status"] == "left"

    again = (await owner.post(path, {"name": "Jonas", "role": "relative"})).json()
    code = {"code": again["code"]}
    await guest.post("/api/invitation/answer", code | {"accepted": True})
    await owner.post(f"{path}/{again['id']}", {"step": "confirm"})
    known = (await owner.plan())["participants"]
    me = next(each["id"] for each in known if each["name"] == "Jonas Vik")
    opens = {"participant": me, "kind": "goal", "level": "read"}
    shown = await owner.post(f"/api/plans/{plan}/grants/preview", {"decisions": [opens]})
    signed = await owner.post(f"/api/plans/{plan}/grants", opens | {"text": shown.json()["texts"][0]})
    assert signed.status_code == 201, signed.text
    assert (await guest.post("/api/invitation", code)).json()["leaving"] == ""
    leaves = code | {"accepted": False, "text": sentence}
    assert_problem(await guest.post("/api/invitation/answer", leaves), 409, "not-now")


async def says_at_its_longest(here: Site, key: str, text: str) -> None:
    own = {"language": "nb", "text": text + "x" * (LONGEST - len(text))}
    said = await (await here.person("unit")).send("PUT", f"/api/municipalities/{NUMBER}/texts/{key}", own)
    assert said.status_code == 204, said.text


@pytest.mark.rule(22)
async def test_a_sentence_is_read_back_however_long_the_municipality_made_it(here: Site) -> None:
    owner, guest = await here.person("owner"), await here.person("stranger")
    path = f"/api/plans/{(await owner.plan())['id']}/invitations"
    await says_at_its_longest(here, "invitation.leaves", "Jeg går. ")
    await says_at_its_longest(here, "invitation.takes-over", "Etter {old}. ")
    code = (await owner.post(path, {"name": "Jonas", "role": "relative"})).json()
    answer = {"code": code["code"], "accepted": True}
    await guest.post("/api/invitation/answer", answer)
    await owner.post(f"{path}/{code['id']}", {"step": "confirm"})
    sentence = (await guest.post("/api/invitation", {"code": code["code"]})).json()["leaving"]
    assert len(sentence) == LONGEST
    leaves = answer | {"accepted": False, "text": sentence}
    assert (await guest.post("/api/invitation/answer", leaves)).json()["status"] == "left"
    (old,) = [each for each in (await owner.get(path)).json()["replaceable"] if each["role"] == "gp"]
    assert len(old["text"]) > LONGEST
    follows = {"name": "Ny", "role": "gp", "replaces": old["participant"], "text": old["text"]}
    assert (await owner.post(path, follows)).status_code == 201
