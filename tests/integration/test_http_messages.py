"""Messages over HTTP: everybody has their own and says how they are told, and a unit looks where it must."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Connection, update

from server.catalogue import standard
from server.demo.municipality import NUMBER
from server.domain.messages.message import code_of
from server.domain.unit.names import folded_name
from server.ports.randomness import SystemChance
from server.storage.cases.tables import cases
from server.storage.messages.queue import MailQueue
from server.storage.metadata import persons
from server.token_bucket import Bucket
from server.worker.courier import Courier
from server.worker.courier import MailServer as Where
from server.worker.deliveries import Deliveries
from tests.integration.http_site import Site
from tests.support.clients.people import Person
from tests.support.operations import REPORT
from tests.support.servers.smtp import MailServer, mail_server

REPORTS, HELD = f"/api/municipalities/{NUMBER}/reports", "/api/held-messages"
THERE = "runa@example.org"


async def own_case(here: Site) -> tuple[Person, Person, str]:
    """An owner who reported their own need, the unit, and the case."""
    owner, unit = await here.person("owner"), await here.person("unit")
    await owner.post(REPORTS, REPORT | {"reporter": "owner"})
    (row,) = (await unit.get(f"/api/units/{NUMBER}/cases")).json()["cases"]
    return owner, unit, row["id"]


async def does(unit: Person, case: str, expected: int, action: str, **said: Any) -> None:
    body = {"expected": expected, "action": action, "said": said}
    answer = await unit.post(f"/api/cases/{case}/records", body)
    assert answer.status_code == 201, answer.text


async def listed(person: Person) -> dict[str, Any]:
    found: dict[str, Any] = (await person.get("/api/messages")).json()
    return found


def before(last: str) -> str:
    return f"/api/messages?{urlencode({'before': last})}"


async def test_the_owner_is_told_that_somebody_looks_at_it_by_a_code_alone(here: Site) -> None:
    owner, unit, case = await own_case(here)
    assert await listed(owner) == {"unread": 0, "messages": [], "before": None}
    await does(unit, case, 1, "taken")
    found = await listed(owner)
    (message,) = found["messages"]
    assert found["unread"] == 1
    assert message["text"].startswith(f"Noen ser på sak {code_of(case)} nå.")  # type: ignore[arg-type]
    assert (message["case"], message["seen_as"], message["read"]) == (case, "owner", False)
    assert message["municipality"] == NUMBER
    assert (await listed(unit))["messages"] == []


async def test_a_message_is_read_and_unread_by_whom_it_is_to_alone(here: Site) -> None:
    owner, unit, case = await own_case(here)
    await does(unit, case, 1, "taken")
    ((message,), others) = (await listed(owner))["messages"], await here.person("mother")
    address = f"/api/messages/{message['id']}"
    for person in (unit, others):
        assert (await person.send("PATCH", address, {"read": True})).status_code == 404
    assert (await owner.send("PATCH", "/api/messages/nothing", {"read": True})).status_code == 404
    for read, unread in ((True, 0), (False, 1)):
        assert (await owner.send("PATCH", address, {"read": read})).status_code == 204
        assert (await listed(owner))["unread"] == unread
    assert (await owner.post("/api/read-messages", {})).status_code == 204
    assert (await listed(owner))["unread"] == 0


async def test_the_unit_hears_of_an_answer_and_reads_the_case_as_that(here: Site) -> None:
    owner, unit, case = await own_case(here)
    await does(unit, case, 1, "taken")
    await does(unit, case, 2, "asked", of="owner", question="Hva er viktig?")
    await does(owner, case, 3, "answered", question=3, answer="Ro.")
    (message,) = (await listed(unit))["messages"]
    assert (message["seen_as"], "svar" in message["text"]) == ("case-handler", True)


async def test_messages_come_a_page_at_a_time(here: Site) -> None:
    owner, unit, case = await own_case(here)
    await does(unit, case, 1, "taken")
    for number in range(2, 62):
        here.clock.now += timedelta(seconds=1)
        await does(unit, case, number, "meeting-set", meeting="2126-12-01")
    first = await listed(owner)
    second = (await owner.get(before(first["before"]))).json()
    assert [len(first["messages"]), len(second["messages"]), second["before"]] == [50, 11, None]
    assert len({each["id"] for each in (*first["messages"], *second["messages"])}) == 61
    for wrong in ("x", "x/y", "2026-01-01T00:00:00/y", "2026-01-01T00:00:00+00:00/\x00"):
        assert (await owner.get(before(wrong))).status_code == 422


async def test_everybody_says_how_they_want_to_be_told(here: Site) -> None:
    owner = await here.person("owner")
    usual = {"channel": "none", "address": "", "can_send": False, "protected": False}
    assert (await owner.get("/api/my-contact")).json() == usual
    changed = await owner.send("PUT", "/api/my-contact", {"channel": "email", "address": f" {THERE} "})
    assert changed.status_code == 204
    assert (await owner.get("/api/my-contact")).json() == usual | {"channel": "email", "address": THERE}
    for wrong in ({"channel": "email"}, {"channel": "email", "address": "runa"}, {"channel": "letter"}):
        assert (await owner.send("PUT", "/api/my-contact", wrong)).status_code == 422
    other = await here.person("mother")
    assert (await other.get("/api/my-contact")).json() == usual
    last = (await here.ledger.entries(None))[-2].event
    assert (last.action, dict(last.details)) == ("contact-changed", {"channel": "email"})


async def test_it_is_changed_so_often_in_a_day_at_most(here: Site) -> None:
    owner = await here.person("owner")
    wish = {"channel": "none"}
    codes = [(await owner.send("PUT", "/api/my-contact", wish)).status_code for _ in range(21)]
    assert codes == [204] * 20 + [429]


# -- a protected address --------------------------------------------------------------------------


@pytest.fixture
async def smtp():  # type: ignore[no-untyped-def]
    async with mail_server() as server:
        yield server


async def deliver(here: Site, smtp: MailServer) -> None:
    queue = MailQueue(here.database, here.clock, SystemChance(), standard())
    courier = Courier(Where("127.0.0.1", smtp.port, "none"), "samplan@lia.example")
    sending = Deliveries(queue, courier, here.clock, here.url, Bucket(1000, 1000))
    while await sending.deliver_next():
        pass


async def protected_case(here: Site, smtp: MailServer) -> tuple[Person, Person]:
    """A mail to an owner with a protected address, which is held."""
    owner, unit, case = await own_case(here)
    await owner.send("PUT", "/api/my-contact", {"channel": "email", "address": THERE})
    subject = {"name": "Runa", "protected": True}
    await does(unit, case, 1, "subject-corrected", subject=subject)
    await does(unit, case, 2, "taken")
    await deliver(here, smtp)
    assert THERE.encode() not in smtp.raw
    return owner, unit


async def test_a_mail_to_a_protected_address_waits_until_the_unit_has_looked(
    here: Site, smtp: MailServer
) -> None:
    owner, unit = await protected_case(here, smtp)
    assert (await owner.get("/api/my-contact")).json()["protected"] is True
    assert (await owner.get(HELD)).json() == []
    (held,) = (await unit.get(HELD)).json()
    assert (held["to"], "e-post" in (await listed(unit))["messages"][0]["text"]) == ("Runa Elvestad", True)
    entries = [each.event for each in await here.ledger.entries(None)]
    named = [each.details["messages"] for each in entries if each.action == "held-mails-listed"]
    assert named == [held["id"]]
    address = f"{HELD}/{held['id']}"
    for person in (owner, await here.person("mother"), await here.person("coordinator")):
        assert (await person.post(address, {"send": True})).status_code == 404
        assert (await person.get(HELD)).json() == []
    await deliver(here, smtp)
    assert THERE.encode() not in smtp.raw
    assert (await unit.post(address, {"send": True})).status_code == 204
    assert (await unit.post(address, {"send": True})).status_code == 404
    await deliver(here, smtp)
    assert [mail["To"] for mail in smtp.mails] == [THERE]
    assert (await unit.get(HELD)).json() == []


async def test_whom_a_case_is_about_looks_at_no_mail_of_it(here: Site, smtp: MailServer) -> None:
    """Reported by somebody else, of whom the case knows a name and a day of birth alone."""
    _, unit = await protected_case(here, smtp)
    (held,) = (await unit.get(HELD)).json()
    me = (await unit.get("/api/me")).json()
    row = persons.c.id == me["id"]

    def work(connection: Connection) -> None:
        connection.execute(update(persons).where(row).values(birth_date=date(1980, 5, 1)))
        about_me = {"name": folded_name(me["name"]), "born": date(1980, 5, 1)}
        connection.execute(update(cases).where(cases.c.id == held["case"]).values(about_me))

    await here.database.write(work)
    assert (await unit.get(HELD)).json() == []
    assert (await unit.post(f"{HELD}/{held['id']}", {"send": True})).status_code == 404


async def test_what_the_unit_lets_be_is_never_sent(here: Site, smtp: MailServer) -> None:
    owner, unit = await protected_case(here, smtp)
    (held,) = (await unit.get(HELD)).json()
    assert (await unit.post(f"{HELD}/{held['id']}", {"send": False})).status_code == 204
    await deliver(here, smtp)
    assert smtp.raw == b""
    assert (await listed(owner))["unread"] == 1
    assert (await unit.get(HELD)).json() == []
