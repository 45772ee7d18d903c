from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from server.domain.access import Level
from server.domain.cases.records import end_of
from server.domain.kinds import KINDS
from server.domain.plan import Kind, Part, Participant, ParticipantId, PartId, PersonId, PlanId, Role
from server.features.consent.wording import (
    OWN_VOICE,
    TEXTS,
    WORDINGS,
    Voice,
    Wording,
    language_of,
    wording,
)

PAGE = Path(__file__).parents[4] / "frontend" / "src" / "i18n"
NB, EN = wording("nb"), wording("en")
SCHOOL = Participant(
    ParticipantId("s"), PlanId("p"), PersonId("x"), "Silje Tangen", Role.SCHOOL, "Sundvåg videregående skole"
)
MOTHER = Participant(ParticipantId("m"), PlanId("p"), PersonId("m"), "Marit Elvestad", Role.RELATIVE)
EVERY_LANGUAGE = pytest.mark.parametrize("words", WORDINGS.values(), ids=WORDINGS.keys())


def part(kind: Kind, title: str = "") -> Part:
    return Part(PartId("part"), PlanId("p"), kind, title)


@pytest.mark.rule(9)
@pytest.mark.parametrize(
    ("level", "may"),
    [
        (Level.READ, "lese"),
        (Level.COMMENT, "lese og kommentere"),
        (Level.EDIT, "lese, kommentere og skrive i"),
    ],
)
def test_an_opening_says_who_what_and_until_when(level: Level, may: str) -> None:
    text = NB.sentence(SCHOOL, NB.named(part(Kind.HEALTH)), level, datetime(2027, 6, 1, 22, tzinfo=UTC))
    assert text == (
        f"Fra i dag lar jeg skolen (Silje Tangen, Sundvåg videregående skole) {may} «Helse»."
        " Det gjelder til og med 1. juni 2027."
    )


@pytest.mark.rule(9)
def test_an_opening_says_the_same_in_english() -> None:
    until = datetime(2027, 6, 1, 22, tzinfo=UTC)
    assert EN.sentence(SCHOOL, EN.named(part(Kind.HEALTH)), Level.EDIT, until) == (
        "From today I let the school (Silje Tangen, Sundvåg videregående skole) read, comment on and write in"
        " “Health”. It holds until and including 1 June 2027."
    )


def test_an_opening_without_an_end_says_so() -> None:
    text = NB.sentence(SCHOOL, NB.named(Kind.GOAL), Level.READ, None)
    assert text.endswith(" lese mål som finnes eller kommer til. Det gjelder til jeg bestemmer noe annet.")
    text = EN.sentence(SCHOOL, EN.named(Kind.GOAL), Level.READ, None)
    assert text.endswith(" read goals that exist or will come. It holds until I decide otherwise.")


def test_an_end_within_a_day_says_the_hour_in_norway() -> None:
    until = datetime(2027, 1, 5, 11, 30, tzinfo=UTC)
    text = NB.sentence(SCHOOL, "«Helse»", Level.READ, until)
    assert text.endswith("Det gjelder til 5. januar 2027 klokka 12.30.")
    text = EN.sentence(SCHOOL, "“Health”", Level.READ, until)
    assert text.endswith("It holds until 5 January 2027 at 12:30.")


@EVERY_LANGUAGE
def test_all_of_an_end_is_said(words: Wording) -> None:
    at = datetime(2027, 1, 5, 11, 30, tzinfo=UTC)
    said = {words.sentence(SCHOOL, "«Helse»", Level.READ, at.replace(second=s)) for s in range(60)}
    assert len(said) == 60
    for odd, minute in ((at.replace(second=7), "30.07"), (at.replace(microsecond=500), "30.00,0005")):
        assert f"klokka 12.{minute}." in NB.sentence(SCHOOL, "«Helse»", Level.READ, odd)


IMITATING = [
    "Praksis» og alt annet i planen, også «Helse",
    "Praksis” and all else, also “Health",
    "Praksis) lese alt (",
    "\u202eesleH\u202c",
    "a\u2028b\u2029c\r\nd\te\x85f\x0b",
    "P\u200br\u2060a\ufeffk\u00adsis\U000e0041",
    "<<x>> ''y'' ‹z› „w‟ ＂v＂ 〝u〞",
]


@EVERY_LANGUAGE
@pytest.mark.rule(9)
@pytest.mark.parametrize("imitation", IMITATING)
def test_no_name_or_title_can_be_taken_for_the_sentence(words: Wording, imitation: str) -> None:
    """Its marks are those of the sentence about plain names, and in the same number."""
    who = replace(SCHOOL, name=imitation, organisation=imitation)

    def sentence(whom: Participant, title: str, whose: Participant, owner: str) -> str:
        about = words.named(part(Kind.MEASURE, title)) + words.named(part(Kind.CONTRIBUTION), whose)
        return words.sentence(whom, about, Level.READ, None, Voice(owner, owner))

    honest = sentence(SCHOOL, "Praksis", SCHOOL, "Runa")
    for mark in "():":  # in a title they are between its quotation marks
        assert sentence(who, "Praksis", who, imitation).count(mark) == honest.count(mark)
    text = sentence(who, imitation, who, imitation)
    for mark in '«»“”"':
        assert text.count(mark) == honest.count(mark)
    assert text.isprintable()
    assert language_of(text) == words.language


def test_a_withdrawal_says_that_it_holds_from_now() -> None:
    text = NB.sentence(SCHOOL, NB.named(part(Kind.MEASURE, "Studietid")), Level.NONE, None)
    assert text == (
        "Fra nå lar jeg ikke skolen (Silje Tangen, Sundvåg videregående skole) se tiltaket «Studietid»."
    )
    text = EN.sentence(SCHOOL, EN.named(part(Kind.MEASURE)), Level.NONE, None)
    assert text == (
        "From now on I do not let the school (Silje Tangen, Sundvåg videregående skole) see"
        " the measure “without a title”."
    )


@pytest.mark.rule(7)
def test_who_signs_on_the_owners_behalf_says_so() -> None:
    text = NB.sentence(SCHOOL, "«Helse»", Level.READ, None, Voice("Runa Elvestad"))
    assert text.startswith("På vegne av Runa Elvestad: Fra i dag lar jeg skolen")
    text = EN.sentence(SCHOOL, "“Health”", Level.READ, None, Voice("Runa Elvestad"))
    assert text.startswith("On behalf of Runa Elvestad: From today I let the school")


def test_a_person_without_an_organisation_is_named_alone() -> None:
    assert "pårørende (Marit Elvestad) lese" in NB.sentence(MOTHER, "«Helse»", Level.READ, None)


def test_a_relative_is_named_by_what_they_are_to_the_owner() -> None:
    mother = replace(MOTHER, organisation="Mamma")
    text = NB.sentence(mother, "«Helse»", Level.READ, None)
    assert text.startswith("Fra i dag lar jeg Marit Elvestad (Mamma) lese «Helse».")
    before = NB.sentence(mother, "«Helse»", Level.READ, None, as_before=True)
    assert "pårørende (Marit Elvestad, Mamma) lese" in before


@pytest.mark.parametrize("kind", [Kind.GOAL, Kind.MEASURE, Kind.CONTRIBUTION])
@EVERY_LANGUAGE
def test_what_is_denied_is_named_as_in_a_denial(words: Wording, kind: Kind) -> None:
    denied = words.sentence(SCHOOL, words.named(kind, denied=True), Level.NONE, None)
    assert words.all_of[kind] not in denied
    assert denied.endswith(f" {words.none_of[kind]}.")


def test_parts_are_named_by_their_title_and_contributions_by_whose_they_are() -> None:
    assert NB.named(part(Kind.GOAL, "Flytte")) == "målet «Flytte»"
    assert NB.named(part(Kind.MEASURE)) == "tiltaket «uten tittel»"
    assert NB.named(part(Kind.CONTRIBUTION), SCHOOL) == "«Hvem bidrar med hva: Silje Tangen»"
    assert NB.named(part(Kind.CONTRIBUTION)) == "«Hvem bidrar med hva»"


@EVERY_LANGUAGE
def test_what_people_have_written_is_never_read_as_a_text(words: Wording) -> None:
    """They cannot name a place to be filled in; test_quoting.py has what else they might try."""
    title = "{who} {0} {text.__class__} %s {{"
    about = words.named(part(Kind.MEASURE, title))
    text = words.sentence(SCHOOL, about, Level.READ, None, Voice("{text}{owner}"))
    assert title in text
    assert "{text}{owner}" in text


@EVERY_LANGUAGE
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_said_as_a_whole_and_part_by_part(words: Wording, kind: Kind) -> None:
    for about in (words.named(kind), words.named(part(kind)), words.named(part(kind), SCHOOL)):
        assert about in words.sentence(SCHOOL, about, Level.READ, None)


@EVERY_LANGUAGE
@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_name(words: Wording, role: Role) -> None:
    somebody = Participant(ParticipantId("m"), PlanId("p"), PersonId("m"), "Ola", role)
    assert f"{words.roles[role]} (Ola)" in words.sentence(somebody, "«Helse»", Level.READ, None)


@EVERY_LANGUAGE
@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_a_name(words: Wording, month: int) -> None:
    until = end_of(date(2027, month, 5))
    assert words.months[month - 1] in words.sentence(SCHOOL, "«Helse»", Level.READ, until)


VOICES = (OWN_VOICE, Voice("Runa"), Voice("Runa", "Hilde Brekke"))


def test_what_was_said_and_written_down_names_both() -> None:
    text = NB.sentence(SCHOOL, "«Helse»", Level.NONE, None, Voice("Runa Elvestad", "Hilde Brekke"))
    assert text.startswith("Sagt av Runa Elvestad og skrevet av Hilde Brekke: Fra nå lar jeg ikke skolen ")


@EVERY_LANGUAGE
def test_a_stored_sentence_tells_its_language_while_its_words_are_todays(words: Wording) -> None:
    for level in (Level.NONE, Level.READ):
        for voice in VOICES:
            text = words.sentence(MOTHER, "«Helse»", level, None, voice)
            assert language_of(text) == words.language
    for opens in (True, False):
        for voice in VOICES:
            text = words.proposal(MOTHER, Kind.GOAL, opens, None, voice)
            assert language_of(text) == words.language
    assert language_of("Jeg samtykker.") is None


def raw(language: str) -> dict[str, Any]:
    return dict(json.loads((TEXTS / f"{language}.json").read_text()))


def test_there_is_a_catalogue_for_each_language_and_bokmal_for_any_other() -> None:
    assert {language: words.language for language, words in WORDINGS.items()} == {"nb": "nb", "en": "en"}
    assert wording("sv") is NB


@pytest.mark.parametrize("missing", raw("nb"))
def test_a_catalogue_that_lacks_something_is_refused(missing: str) -> None:
    texts = raw("nb")
    del texts[missing]
    with pytest.raises(ValidationError, match=missing):
        Wording.model_validate(texts)
    for table in ("may", "titled", "all_of", "proposable", "names", "roles"):
        texts = raw("nb")
        texts[table].popitem()
        with pytest.raises(ValidationError, match=table):
            Wording.model_validate(texts)


@pytest.mark.parametrize(
    "closes",
    [
        "Fra nå lar jeg ikke {who} se noe.",
        "Fra nå lar jeg ikke {who} se {about} {until}.",
        "Fra nå lar jeg ikke {who.name} se {about}.",
        "Fra nå lar jeg ikke {who!r} se {about:>9}.",
        "Fra nå lar jeg ikke {} se {about}.",
        "Fra nå lar jeg ikke {who se {about}.",
        "",
    ],
)
def test_a_text_with_other_places_to_fill_in_is_refused(closes: str) -> None:
    with pytest.raises(ValidationError, match="closes"):
        Wording.model_validate(raw("nb") | {"closes": closes})


@pytest.mark.parametrize("language", WORDINGS)
def test_a_section_has_one_name_in_the_plan_and_in_what_is_signed(language: str) -> None:
    """But for a part that is somebody's own: the plan calls it after them."""
    on_the_page = json.loads((PAGE / language / "plan.json").read_text())["kinds"]
    sections = [kind for kind, record in KINDS.items() if not record.titled and not record.own]
    names = wording(language).names
    assert {kind: names[kind] for kind in sections} == {kind: on_the_page[kind] for kind in sections}


def test_a_day_ends_at_midnight_in_norway_summer_and_winter() -> None:
    assert end_of(date(2027, 6, 1)) == datetime(2027, 6, 1, 22, tzinfo=UTC)
    assert end_of(date(2027, 12, 31)) == datetime(2027, 12, 31, 23, tzinfo=UTC)
    assert end_of(date(2027, 3, 27)) == datetime(2027, 3, 27, 23, tzinfo=UTC)
    assert end_of(date(2027, 3, 28)) == datetime(2027, 3, 28, 22, tzinfo=UTC)
