"""A need that became a plan, over HTTP, each step by the person it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.support.clients.people import Person
from tests.support.days import day, year
from tests.support.operations import REPORT

from .people import NUMBER

YEAR = year(ago=2)
"""The one that is frozen: the one before is not, as long as its end is still being counted in January."""
INBOX = f"/api/units/{NUMBER}/cases"
REPORTS = f"/api/municipalities/{NUMBER}/reports"


def done(answer: Any, status: int) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


async def id_of(person: Person) -> str:
    return str(done(await person.get("/api/me"), 200)["id"])


Says = Callable[[str, str], str]
"""What somebody writes freely in a place, and what they usually do there -> what they do."""


def usually(_place: str, words: str) -> str:
    return words


@dataclass
class Course:
    """The case of ``owner``, whom ``handler`` deals with; ``plan`` once they have consented.

    ``leader`` leads all who are proposed.
    """

    handler: Person
    leader: Person
    owner: Person
    says: Says = usually
    case: str = ""
    plan: str = ""

    async def number(self) -> int:
        return int(done(await self.handler.get(f"/api/cases/{self.case}"), 200)["number"])

    async def does(
        self, who: Person, action: str, said: dict[str, Any] | None = None, basis: str = ""
    ) -> str:
        body = {"expected": await self.number(), "action": action, "said": said or {}, "basis": basis}
        body["shown"] = done(await who.post(f"/api/cases/{self.case}/preview", body), 200)["text"]
        return str(done(await who.post(f"/api/cases/{self.case}/records", body), 201)["status"])

    async def begins(self) -> str:
        """Reported by the owner, of age, and both are granted. The code of the report."""
        said = {"reporter": "owner", "reason": self.says("own-report", "Trenger hjelp fra flere.")}
        reported = done(await self.owner.post(REPORTS, REPORT | said), 201)
        (case,) = done(await self.owner.get("/api/my-cases"), 200)
        self.case = case["id"]
        await self.does(self.handler, "taken")
        subject = {"name": self.owner.key, "born": "1990-01-01"}
        await self.does(self.handler, "subject-corrected", {"subject": subject})
        for of, place in (("owner", "asked-owner"), ("professional", "asked-reporter")):
            question = self.says(place, "Hva er viktig?")
            await self.does(self.handler, "asked", {"of": of, "question": question})
        await self.is_granted()
        return str(reported["code"])

    async def is_granted(self) -> None:
        for criterion in ("lasting", "several-services"):
            why = self.says("assessed", "I flere år.")
            said = {"criterion": criterion, "assessed": "met", "reason": why}
            await self.does(self.handler, "assessed", said)
        for thing in ("plan", "coordinator"):
            said = {"reason": self.says("decided", "Ja."), "means": "letter", "known_on": day()}
            await self.does(self.handler, "decided", {"thing": thing, "outcome": "granted", **said}, "health")

    async def proposes(self, person: Person) -> None:
        wish = {"wish": "no-preference", "said_by": self.says("wish", "Seg selv")}
        await self.does(self.owner, "wish-recorded", wish)
        who = {"person": await id_of(person), "name": person.key, "workplace": "Helse", "as_wished": True}
        await self.does(self.handler, "coordinator-proposed", who)

    async def releases(self) -> None:
        asked = done(await self.leader.get("/api/release-requests"), 200)["requests"]
        (proposal,) = [each["proposal"] for each in asked if each["case"] == self.case]
        said = {"proposal": proposal, "released": True}
        done(await self.leader.post(f"/api/release-requests/{self.case}", said), 204)

    async def appoints(self, person: Person) -> None:
        await self.proposes(person)
        await self.releases()
        said = {"kind": "coordinator", "start": day(), "training": "done"}
        await self.does(self.handler, "coordinator-appointed", said)

    async def hands_over(self, by: Person) -> None:
        said = {"reason": self.says("handover", "Slutter."), "cleared": self.says("cleared", "Avtalt.")}
        await self.does(by, "handover-begun", said)

    async def is_absent(self, substitute: Person) -> None:
        """As the unit has it, which lets somebody stand in."""
        said = {"until": day(3), "substitute": "Vikar", "substitute_person": await id_of(substitute)}
        await self.does(self.handler, "coordinator-absent", said)

    async def consents(self) -> None:
        await self.does(self.handler, "plan-offered")
        await self.does(self.owner, "plan-consented")
        (case,) = done(await self.owner.get("/api/my-cases"), 200)
        self.plan = case["plan"]["plan"]

    # -- people ---------------------------------------------------------------------------------------

    async def invites(self, person: Person, role: str) -> tuple[str, str]:
        """Id and code."""
        where, contact = self.says(f"organisation/{person.key}", "Sted"), self.says("contact", "")
        wish = {"name": person.key, "role": role, "organisation": where, "contact": contact}
        made = done(await self.owner.post(f"/api/plans/{self.plan}/invitations", wish), 201)
        return made["id"], made["code"]

    async def redeems(self, person: Person, code: str) -> None:
        body = {"code": code, "accepted": True}
        assert done(await person.post("/api/invitation/answer", body), 200)["status"] == "redeemed"

    async def joins(self, person: Person, role: str) -> tuple[str, str]:
        """The id of their participation, and their code."""
        which, code = await self.invites(person, role)
        await self.redeems(person, code)
        path = f"/api/plans/{self.plan}/invitations/{which}"
        done(await self.owner.post(path, {"step": "confirm"}), 204)
        me = (await person.get("/api/me")).json()["name"]
        people = done(await self.owner.get(f"/api/plans/{self.plan}"), 200)["participants"]
        return next(str(each["id"]) for each in people if each["name"] == me), code

    async def opens(self, participant: str, level: str, **about: str) -> None:
        body = {"participant": participant, "level": level, "purpose": self.says("purpose", ""), **about}
        done(await self.owner.post(f"/api/plans/{self.plan}/grants", body), 201)

    async def ends(self, participant: str) -> None:
        path = f"/api/plans/{self.plan}/participants/{participant}/end"
        text = done(await self.owner.get(path), 200)["text"]
        done(await self.owner.post(path, {"text": text}), 200)

    # -- complaints -----------------------------------------------------------------------------------

    async def complains(self, helper: Person, *, sent: bool = False) -> str:
        draft = "sent-complaint" if sent else "complaint"
        which = str(done(await self.owner.post("/api/complaints", {"municipality": NUMBER}), 201)["id"])
        said: list[tuple[str, dict[str, Any]]] = [
            ("helper-named", {"person": await id_of(helper)}),
            ("dated", {"basis": "health", "known_on": day()}),
            ("note-added", {"title": "Notat", "text": self.says(f"{draft}-note", "Ringte dem.")}),
            ("written", {"grounds": ["no-answer"], "words": self.says(draft, "Jeg fikk ikke svar.")}),
            ("addressed", {"to_unit": True}),
            ("made-ready", {"identity": "electronic"}),
        ]
        for number, (action, what) in enumerate(said, start=1):
            body = {"expected": number, "action": action, "said": what}
            done(await self.owner.post(f"/api/complaints/{which}/records", body), 201)
        if sent:
            shown = done(await self.owner.get(f"/api/complaints/{which}/pack"), 200)["digest"]
            what = {"channel": "here", "day": day()}
            body = {"expected": 7, "action": "sent", "said": what, "shown": shown}
            done(await self.owner.post(f"/api/complaints/{which}/records", body), 201)
        return which
