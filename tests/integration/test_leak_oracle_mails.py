"""No mail holds a byte of what a case or a plan says, nor of whom they are about, nor a key of theirs."""

from __future__ import annotations

from typing import Any

import pytest

from server.domain.messages.message import code_of
from tests.integration.http_site import Site
from tests.integration.test_http_messages import deliver
from tests.integration.test_leak_oracle_cases import WORDS
from tests.integration.test_leak_oracle_cases import case as case
from tests.support.clients.people import PERSONS
from tests.support.servers.smtp import mail_server


@pytest.mark.rule(6, 15)
async def test_mails_say_that_something_happened_and_nothing_else(here: Site, case: dict[str, Any]) -> None:
    people = [await here.person(key) for key in PERSONS]
    known: list[str] = []
    for person in people:
        contact = {"channel": "email", "address": f"{person.key}@example.org"}
        await person.send("PUT", "/api/my-contact", contact)
        known += (await person.get("/api/me")).json()["name"].split()
    owner = people[0]
    plan = (await owner.get(f"/api/plans/{(await owner.plan())['id']}")).json()
    known += [plan["id"], *(part[key] for part in plan["parts"] for key in ("id", "title") if part[key])]
    async with mail_server() as smtp:
        await deliver(here, smtp)
    told = {mail["To"] for mail in smtp.mails}
    assert {"owner@example.org"} <= told, "nothing was mailed"
    assert code_of(case["own"]).encode() in smtp.raw, "the search does not find what is there"
    forbidden = {*WORDS, *known, case["own"], case["theirs"], case["code"]}
    assert [word for word in sorted(forbidden) if word.encode() in smtp.raw] == []
