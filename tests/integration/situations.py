"""What the stories of CASES.md 4 share: people who stay for months, and the cases they move."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from server.demo.municipality import NUMBER
from server.domain.cases.records import day_of
from server.domain.messages.message import code_of
from tests.integration.http_site import Site
from tests.support.clients.people import Person

REPORTS = f"/api/municipalities/{NUMBER}/reports"
TYPED = f"/api/municipalities/{NUMBER}/typed-reports"
INBOX = f"/api/units/{NUMBER}/cases"
LASTING = {"criterion": "lasting", "assessed": "met", "reason": "I flere år."}
SEVERAL = {"criterion": "several-services", "assessed": "met", "reason": "Tre tjenester."}


class Story:
    """The people of one, by their keys; time passes for all of them at once."""

    def __init__(self, here: Site) -> None:
        self.here = here
        self._people: dict[str, Person] = {}

    async def person(self, key: str) -> Person:
        if key not in self._people:
            self._people[key] = await self.here.person(key)
        return self._people[key]

    @property
    def today(self) -> date:
        return day_of(self.here.clock())

    def day(self, days: int) -> str:
        """ISO, from today."""
        return (self.today + timedelta(days=days)).isoformat()

    async def later(self, days: int) -> None:
        """Their logins are over by then: everybody logs in again."""
        self.here.clock.forward(days=days)
        for person in self._people.values():
            await person.log_in()

    async def reports(self, who: Person | None, **said: Any) -> str:
        """The code of the receipt; ``None``: without a login."""
        if who is None:
            answer = await self.here.browser().post(REPORTS, json=said)
        else:
            answer = await who.post(REPORTS, said)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["code"])

    async def status_of(self, code: str) -> dict[str, Any]:
        answer = await self.here.browser().post("/api/report-status", json={"code": code})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def case(self, name: str, *statuses: str) -> InCase:
        """The one case of somebody with that name, as the unit finds it."""
        unit = await self.person("unit")
        asked = "&".join([f"name={name}", *(f"status={each}" for each in statuses)])
        (row,) = (await unit.get(f"{INBOX}?{asked}")).json()["cases"]
        return InCase(self, unit, row["id"])


class InCase:
    """A case as the unit has it; whoever does something in it names the record before theirs."""

    def __init__(self, story: Story, unit: Person, case: str) -> None:
        self._story, self.unit, self.id = story, unit, case

    async def seen(self) -> dict[str, Any]:
        answer = await self.unit.get(f"/api/cases/{self.id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def tries(self, who: Person, action: str, said: dict[str, Any] | None = None, **more: Any) -> Any:
        number = (await self.seen())["number"]
        body = {"expected": number, "action": action, "said": said or {}, **more}
        shown = await who.post(f"/api/cases/{self.id}/preview", body)
        body["shown"] = shown.json().get("text", "")
        return await who.post(f"/api/cases/{self.id}/records", body)

    async def does(self, who: Person, action: str, said: dict[str, Any] | None = None, **more: Any) -> str:
        answer = await self.tries(who, action, said, **more)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["status"])

    async def assessed(self, by: str = "") -> None:
        """The unit takes it, knows of the consent, and finds both criteria met."""
        await self.does(self.unit, "taken")
        if by:
            await self.does(self.unit, "consent-checked", {"consent": "given", "by": by})
        for each in (LASTING, SEVERAL):
            await self.does(self.unit, "assessed", each)

    async def decides(
        self, thing: str, outcome: str = "granted", basis: str = "health", reason: str = "Vurdert."
    ) -> str:
        said = {"thing": thing, "outcome": outcome, "reason": reason, "means": "letter"}
        said["known_on"] = self._story.today.isoformat()
        return await self.does(self.unit, "decided", said, basis=basis)

    async def appoints(self, who: Person, kind: str = "coordinator", start: str = "") -> None:
        """Whoever it is, the owner has no other wish."""
        named = (await who.get("/api/me")).json()
        wish = {"wish": "no-preference", "said_by": "Selv, på telefon"}
        proposed = {"person": named["id"], "name": named["name"], "workplace": "Helse og mestring"}
        appointed = {"kind": kind, "training": "done", "start": start or self._story.today.isoformat()}
        for action, said in (
            ("wish-recorded", wish),
            ("coordinator-proposed", proposed | {"as_wished": True}),
            ("coordinator-released", {"leader": "Liv Berg"}),
            ("coordinator-appointed", appointed),
        ):
            await self.does(self.unit, action, said, on_behalf_of="Den det gjelder")


async def own(person: Person) -> dict[str, Any]:
    """The one case that is about this person."""
    (found,) = (await person.get("/api/my-cases")).json()
    return dict(found)


async def messages_of(person: Person) -> list[str]:
    """The newest first, of cases; each without the code of its case."""
    found = (await person.get("/api/messages")).json()["messages"]
    return [each["text"].replace(code_of(each["case"]), "…") for each in found if each["case"]]
