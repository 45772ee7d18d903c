"""Situation 1 of CASES.md 4: refused, complained about in week three, reversed; eight months later the
coordinator leaves, nobody comes, and a second complaint leads to an order that is not done by its day."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.http_site import Site
from tests.integration.situations import InCase, Story, messages_of, own
from tests.support.clients.people import Person

NEED = {
    "reporter": "owner",
    "subject": {"name": "Jonas Vik"},
    "wish": "both",
    "reason": "MS. Nevrolog, fastlege, fysioterapeut og NAV.",
    "consent": "given",
}
SUNDVAG = "/api/units/9950"


class Complained:
    """One complaint of Jonas's, moved by him and by the unit."""

    def __init__(self, story: Story, jonas: Person, unit: Person, complaint: str) -> None:
        self._story, self._jonas, self._unit = story, jonas, unit
        self._path = f"/api/complaints/{complaint}"

    @classmethod
    async def begun(cls, story: Story, jonas: Person, unit: Person) -> Complained:
        answer = await jonas.post("/api/complaints", {"municipality": "9950"})
        assert answer.status_code == 201, answer.text
        return cls(story, jonas, unit, answer.json()["id"])

    async def seen(self, by: Person | None = None) -> dict[str, Any]:
        return dict((await (by or self._jonas).get(self._path)).json())

    async def does(self, who: Person, action: str, said: dict[str, Any], shown: str = "") -> str:
        body = {"expected": (await self.seen(who))["number"], "action": action, "said": said, "shown": shown}
        answer = await who.post(f"{self._path}/records", body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["status"])

    async def evidence(self) -> dict[str, list[dict[str, Any]]]:
        """By kind."""
        items = (await self._jonas.get(f"{self._path}/evidence")).json()["items"]
        return {kind: [each for each in items if each["kind"] == kind] for kind in {e["kind"] for e in items}}

    async def sends(self, dated: dict[str, Any], ground: str, words: str, *items: str) -> dict[str, Any]:
        """With what is attached, as it was frozen."""
        for action, said in (
            ("dated", {"basis": "health", **dated}),
            ("written", {"grounds": [ground], "words": words, "wished": "At det blir gjort."}),
            ("addressed", {"to_unit": True}),
            ("evidence-chosen", {"items": list(items)}),
            ("made-ready", {"identity": "electronic"}),
        ):
            await self.does(self._jonas, action, said)
        shown = (await self._jonas.get(f"{self._path}/pack")).json()["digest"]
        sent = {"channel": "here", "day": self._story.today.isoformat()}
        assert await self.does(self._jonas, "sent", sent, shown) == "sent"
        return dict((await self._jonas.get(f"{self._path}/pack")).json()["content"])


async def refused(story: Story) -> tuple[InCase, Person]:
    """Jonas has asked for both, and is told in a letter that he gets neither."""
    jonas = await story.person("stranger")
    await story.reports(jonas, **NEED)
    case = await story.case("jonas")
    subject = {"name": "Jonas Vik", "born": "2080-01-01"}
    await case.does(case.unit, "subject-corrected", {"subject": subject})
    await case.assessed()
    for thing in ("plan", "coordinator"):
        await case.decides(thing, "refused", reason="Fastlegen følger deg opp.")
    return case, jonas


async def reversed_in_week_three(story: Story, case: InCase, jonas: Person) -> None:
    told = story.today.isoformat()
    await story.later(18)
    complaint = await Complained.begun(story, jonas, case.unit)
    items = await complaint.evidence()
    assert {kind: len(found) for kind, found in items.items()} == {"report": 1, "decision": 2}
    before = (await case.unit.get(f"{SUNDVAG}/complaints")).json()["complaints"]
    keys = [each["key"] for each in items["decision"]]
    pack = await complaint.sends({"known_on": told}, "refused-plan", "Fastlegen kan ikke.", *keys)
    assert [each["key"] for each in pack["items"]] == keys
    assert (pack["as_of"], pack["deadline"] > story.today.isoformat()) == (story.today.isoformat(), True)
    after = (await case.unit.get(f"{SUNDVAG}/complaints")).json()["complaints"]
    assert (before, len(after)) == ([], 1)
    await complaint.does(case.unit, "received", {"day": story.today.isoformat()})
    said = {"extent": "fully", "reason": "Du har rett til begge deler.", "day": story.today.isoformat()}
    assert await complaint.does(case.unit, "reversed", said) == "reversed"
    assert await complaint.does(jonas, "closed", {}) == "closed"


async def has_a_plan(story: Story, case: InCase, jonas: Person, hilde: Person) -> str:
    """What was refused is granted in the same case; he says himself that the plan holds."""
    for thing in ("plan", "coordinator"):
        assert await case.decides(thing, reason="Omgjort etter klage.") == "open"
    await case.appoints(hilde)
    await case.does(case.unit, "plan-offered")
    await case.does(jonas, "plan-consented")
    assert await case.does(jonas, "plan-declared-valid", {"next_revision": story.day(180)}) == "active"
    plan = str((await own(jonas))["plan"]["plan"])
    assert plan in [each["id"] for each in (await hilde.get("/api/plans")).json()]
    return plan


@pytest.mark.rule(3, 4, 15)
async def test_from_a_refusal_to_an_order_that_nobody_has_followed(here: Site) -> None:
    story = Story(here)
    hilde = await story.person("coordinator")
    case, jonas = await refused(story)
    unit = case.unit
    letters = [each["text"] for each in (await own(jonas))["decisions"]]
    assert all("Fristen er 4 uker" in letter and "Statsforvalteren" in letter for letter in letters)
    assert (await own(jonas))["status"] == "decided"

    await reversed_in_week_three(story, case, jonas)
    plan = await has_a_plan(story, case, jonas, hilde)

    # Eight months later Hilde changes jobs, and nobody comes after her.
    await story.later(240)
    told = [(who, len(await messages_of(who))) for who in (jonas, hilde, unit)]
    assert await case.does(hilde, "coordinator-left", {"reason": "Ny jobb."}) == "vacant"
    assert (await hilde.get(f"/api/plans/{plan}")).status_code == 404
    news = [(await messages_of(who))[: -before or None] for who, before in told]
    vacant = "Sak … har ingen koordinator nå."
    assert news == [[vacant], [], [vacant]]  # nobody is told of what they did themselves
    await story.later(40)
    theirs = await own(jonas)
    assert (theirs["coordinator"]["days_without"], theirs["coordinator"]["name"]) == (40, "")
    waits = {(each["step"], each["who"], each["days_late"]) for each in theirs["waiting"]}
    assert waits == {("propose", "case-handler", 0), ("revise", "case-handler", 100)}
    assert (await case.seen())["coordinator"]["days_without"] == 40

    # He complains again: the plan with what he was told of it, who coordinated, and each day without.
    complaint = await Complained.begun(story, jonas, unit)
    items = await complaint.evidence()
    (plans,), (gap,), (who,) = items["plan"], items["vacancy"], items["coordinator"]
    assert gap["values"]["days"] == 40
    assert who["values"]["name"] == "Hilde Brekke"
    assert plans["values"]["days"] == 100
    assert "Planen min gjelder fra nå av." in plans["values"]["text"]
    assert [each["values"]["outcome"] for each in items["decision"]] == ["refused"] * 2 + ["granted"] * 2
    # No letter said so: it became clear to him three weeks ago, and the deadline is said to be uncertain.
    known = {"known_on": story.day(-21), "uncertain": True}
    chosen = [plans["key"], who["key"], gap["key"]]
    words = "Koordinatoren sluttet, og ingen har tatt over."
    pack = await complaint.sends(known, "coordinator-missing", words, *chosen)
    assert [each["kind"] for each in pack["items"]] == ["plan", "coordinator", "vacancy"]
    await complaint.does(unit, "received", {"day": story.today.isoformat()})
    statement = {"statement": "Vi leter fortsatt.", "day": story.today.isoformat()}
    assert await complaint.does(unit, "forwarded", statement) == "forwarded"
    outcome = {"verdict": "upheld", "reason": "Kommunen har plikt til det.", "day": story.today.isoformat()}
    assert await complaint.does(jonas, "outcome-came", outcome) == "outcome"
    order = {"text": "Oppnevne koordinator", "responsible": "Sundvåg kommune", "due": story.day(21)}
    assert await complaint.does(unit, "ordered", order) == "follow-up"
    assert not (await complaint.seen())["next_steps"]

    # The day passes, and it is not done: he is shown where to go, whatever the unit says of it.
    await story.later(22)
    seen = await complaint.seen()
    (ordered,) = seen["orders"]
    assert (ordered["overdue"], seen["next_steps"]) == (True, True)
    assert [(each["step"], each["days_late"]) for each in seen["waiting"]] == [("do", 1)]
    units = await complaint.seen(unit)
    assert (units["capacity"], units["next_steps"]) == ("case-handler", False)
    assert [(each["step"], each["who"], each["days_late"]) for each in units["waiting"]] == [
        ("do", "case-handler", 1)
    ]

    # A coordinator at last. He says himself that it is done; the gap stays in the history.
    await case.appoints(await story.person("school"))
    assert (await own(jonas))["coordinator"]["days_without"] is None
    (theirs,) = (await complaint.seen(unit))["orders"]
    await complaint.does(unit, "order-reported", {"order": theirs["number"]})
    assert [each["step"] for each in (await complaint.seen())["waiting"]] == ["confirm"]
    await complaint.does(jonas, "order-confirmed", {"order": ordered["number"]})
    assert not (await complaint.seen())["next_steps"]
    assert await complaint.does(jonas, "closed", {}) == "closed"
    third = await (await Complained.begun(story, jonas, unit)).evidence()
    assert [each["values"]["days"] for each in third["vacancy"]] == [62]
