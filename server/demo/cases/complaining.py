"""Complaints of the demo's people: one on its way, and one that led to something nobody has done."""

from __future__ import annotations

from server.catalogue import standard
from server.demo.municipality import NUMBER
from server.domain.complaints.vocabulary import ComplaintId
from server.features.accesslog.names import NamesLog
from server.features.accesslog.readings import ReadingLog
from server.features.accesslog.words import WordsLog
from server.features.cases.rules import rules_on as case_rules_on
from server.features.complaints.beginning.store import ComplaintBeginnings
from server.features.complaints.lists.store import ComplaintLists
from server.features.complaints.service import Complaints, ComplaintWish
from server.features.complaints.store import ComplaintStore, JudgedElsewhere
from server.features.consent.decisions_view import may_read_words
from server.storage.ledger import Ledger

from .story import UNIT, Story


class Complaining:
    """One complaint, moved by whoever it is up to."""

    def __init__(self, story: Story, owner: str) -> None:
        self._story, self._owner, catalogue = story, owner, standard()
        database, clock = story.database, story.clock
        readings = ReadingLog(Ledger(database), clock)
        logs = WordsLog(readings), NamesLog(readings, clock)
        adapters = database, clock, catalogue
        stored = (
            ComplaintStore(*adapters, JudgedElsewhere(may_read_words, case_rules_on)),
            ComplaintBeginnings(*adapters),
            ComplaintLists(*adapters),
        )
        self._complaints = Complaints(*stored, catalogue, clock, story.chance, *logs)
        self._complaint = ComplaintId("")

    async def begins(self, days_ago: int) -> None:
        self._story.clock.back(days_ago)
        owner = self._story.who(self._owner)
        self._complaint = ComplaintId(await self._complaints.begin(owner, NUMBER, None, None))

    async def does(self, days_ago: int, who: str, action: str, shown: str = "", **said: object) -> None:
        self._story.clock.back(days_ago)
        acting = self._story.who(who)
        seen = await self._complaints.complaint(acting, self._complaint)
        await self._complaints.act(acting, self._complaint, ComplaintWish(seen.number, action, said, shown))
        self._story.clock.on()

    async def sends(self, days_ago: int, ground: str, words: str, wished: str, known_on: str) -> None:
        """With all that is about the decisions and the coordinators attached."""
        await self.begins(days_ago + 1)
        owner = self._story.who(self._owner)
        items = (await self._complaints.evidence(owner, self._complaint)).items
        chosen = [each.key for each in items if each.kind in ("decision", "coordinator", "vacancy", "plan")]
        for action, said in (
            ("dated", {"basis": "health", "known_on": known_on}),
            ("written", {"grounds": [ground], "words": words, "wished": wished}),
            ("addressed", {"to_unit": True}),
            ("evidence-chosen", {"items": chosen}),
            ("made-ready", {"identity": "electronic"}),
        ):
            await self.does(days_ago, self._owner, action, **said)
        shown = (await self._complaints.export(owner, self._complaint)).digest
        day = self._story.day(days_ago).isoformat()
        await self.does(days_ago, self._owner, "sent", shown, channel="here", day=day)


async def on_its_way(story: Story) -> None:
    """Against a refusal; received, and not answered yet."""
    kjell = Complaining(story, "refused")
    await kjell.sends(
        5,
        "refused-plan",
        "Fastlegen har ikke tid til å samle alle. Jeg møter til fem avtaler i uka, og ingen vet om de andre.",
        "At jeg får en plan og en koordinator.",
        story.day(23).isoformat(),
    )
    await kjell.does(4, UNIT, "received", day=story.day(4).isoformat())


async def not_done(story: Story) -> None:
    """Upheld; what was ordered was to be done five days ago."""
    samira = Complaining(story, "vacant")
    await samira.sends(
        55,
        "coordinator-missing",
        "Koordinatoren sluttet, og ingen har tatt over. Jeg får ikke svar når jeg ringer.",
        "At jeg får en ny koordinator.",
        story.day(70).isoformat(),
    )
    day = story.day(53).isoformat()
    await samira.does(53, UNIT, "received", day=day)
    statement = "Vi har spurt to ansatte, og ingen av dem kan nå."
    await samira.does(45, UNIT, "forwarded", statement=statement, day=story.day(45).isoformat())
    reason = "Kommunen har plikt til å tilby koordinator uten opphold."
    await samira.does(
        20, "vacant", "outcome-came", verdict="upheld", reason=reason, day=story.day(20).isoformat()
    )
    order = {"text": "Oppnevne koordinator", "responsible": "Koordinerende enhet, Sundvåg kommune"}
    await samira.does(19, UNIT, "ordered", due=story.day(5).isoformat(), **order)
