"""Under which numbers, and in which words, somebody reads decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from server.domain.access import Decision, Level
from server.domain.plan import Kind, Part, ParticipantId, Role
from server.domain.sentences.signed import DecisionsPage, Reach
from server.domain.sight import PlanSight, Sight
from server.features.consent.decisions_view import decisions_answer, may_read_words
from server.features.consent.rules import DecisionWish, signed
from server.features.consent.wording import WORDINGS, wording
from tests.support.principals import demo
from tests.unit.domain.people import NOW, OWNER, a_part, a_plan, decided, sight_of, taking_part

OWNER_PLACE = replace(taking_part(Role.OWNER), person=OWNER)
PARENT, SCHOOL, GP = taking_part(Role.REPRESENTATIVE), taking_part(Role.SCHOOL), taking_part(Role.GP)
PEOPLE = [OWNER_PLACE, PARENT, SCHOOL, GP]
MEASURE = a_part(Kind.MEASURE, "measure")
GPS = a_part(Kind.CONTRIBUTION, "gps", responsible=GP.id)
TO_SCHOOL = DecisionWish(SCHOOL.id, Level.READ, part=MEASURE.id)


@dataclass
class Kept:
    """Is ``signed.Signed``."""

    decisions: Sequence[Decision] = field(default_factory=list)

    def page(self, reach: Reach | None, before: int | None) -> DecisionsPage:
        raise AssertionError("asked of the store")

    def about(self, participant: ParticipantId, part: Part) -> Sequence[Decision]:
        return [
            d
            for d in self.decisions
            if d.participant == participant and (d.part or d.kind) in (part.id, part.kind)
        ]

    def about_kinds(self, last: int) -> Sequence[Decision]:
        return [d for d in self.decisions if d.kind is not None and d.number <= last]


def sight(who: str, parts: list[Part], *decisions: Decision) -> Sight:
    found = next(each for each in PEOPLE if each.id == who)
    return sight_of(found, a_plan(PEOPLE, parts, list(decisions)))


def said(parts: list[Part], wish: DecisionWish, number: int, language: str = "nb") -> Decision:
    return signed(sight("owner", parts), wish, wording(language), number)[0]


@pytest.mark.rule(17)
@pytest.mark.parametrize("language", WORDINGS)
def test_a_text_that_names_somebody_unknown_is_read_without_the_name(language: str) -> None:
    """The parent reads the GP's contribution, and shares nothing with the GP."""
    opens = [decided(1, PARENT, GPS, Level.READ), decided(2, SCHOOL, GPS, Level.READ)]
    decision = said([GPS], replace(TO_SCHOOL, part=GPS.id), 3, language)
    assert GP.name in decision.text
    parent = sight("representative", [GPS], *opens, decision)
    found = decisions_answer(parent, DecisionsPage([(2, decision)], 2), Kept(), language)
    (answer,) = found.decisions
    assert (answer.number, answer.purpose, found.withheld, found.earlier) == (2, "", (2,), 2)
    assert GP.name not in answer.text
    assert answer.text.startswith(wording(language).opens.partition("{")[0])
    known = sight("representative", [GPS], *opens, decided(4, GP, GPS, Level.READ), decision)
    for reader in (known, sight("owner", [GPS], *opens)):
        found = decisions_answer(reader, DecisionsPage([(2, decision)], 2), Kept(), language)
        assert ([answer.text for answer in found.decisions], found.withheld) == ([decision.text], ())


@pytest.mark.rule("P3")
def test_an_older_title_is_read_only_by_who_could_read_the_part_then() -> None:
    before = replace(MEASURE, title="Avrusning etter innleggelse")
    decision = said([before], TO_SCHOOL, 5)
    reads, closed = decided(2, PARENT, MEASURE, Level.READ), decided(3, PARENT, MEASURE, Level.NONE)
    later = decided(7, PARENT, MEASURE, Level.READ)
    for history, may in (([later], False), ([reads, closed, later], False), ([reads, later], True)):
        parent = sight("representative", [MEASURE], *history)
        assert may_read_words(parent, decision, Kept(history)) is may
        (answer,) = decisions_answer(parent, DecisionsPage([(1, decision)], 1), Kept(history), "nb").decisions
        assert ("Avrusning" in answer.text) is may
    as_now = said([MEASURE], TO_SCHOOL, 5)
    assert may_read_words(sight("representative", [MEASURE], later), as_now, Kept([later]))


def test_words_that_were_corrected_since_are_read_by_who_could_read_them_then() -> None:
    decision = replace(said([MEASURE], TO_SCHOOL, 5), text="Jeg samtykker.")
    later = decided(7, PARENT, MEASURE, Level.READ)
    parent = sight("representative", [MEASURE], later)
    assert not may_read_words(parent, decision, Kept([later]))
    assert may_read_words(parent, decision, Kept([decided(1, PARENT, MEASURE, Level.READ)]))


def test_what_was_signed_while_relatives_were_named_by_their_role_is_read_as_before() -> None:
    mother = replace(taking_part(Role.RELATIVE), name="Marit", organisation="Mamma")
    people = [*PEOPLE, mother]
    later = decided(7, PARENT, MEASURE, Level.READ)
    wish = replace(TO_SCHOOL, participant=mother.id)
    plan = a_plan(people, [MEASURE], [later])
    now = signed(sight_of(OWNER_PLACE, plan), wish, wording("nb"), 5)[0]
    before = replace(now, text=now.text.replace("Marit (Mamma)", "pårørende (Marit, Mamma)"))
    assert before.text != now.text
    for decision in (now, before):
        assert may_read_words(sight_of(PARENT, plan), decision, Kept([later]))


def test_who_signed_is_named_to_who_may_know_of_them() -> None:
    other = replace(taking_part(Role.REPRESENTATIVE, name="other"), name="Bo")
    decision = replace(said([MEASURE], TO_SCHOOL, 5), signed_by=other.person)
    opened = decided(1, PARENT, MEASURE, Level.READ)
    plan = a_plan([*PEOPLE, other], [MEASURE], [opened])
    parent = PlanSight(plan, NOW).of_principal(demo(PARENT.person))
    owner = PlanSight(plan, NOW).of_principal(demo(OWNER))
    for reader, name in ((parent, ""), (owner, "Bo")):
        (answer,) = decisions_answer(
            reader, DecisionsPage([(1, decision)], 1), Kept([opened]), "nb"
        ).decisions
        assert answer.signed_by == name
