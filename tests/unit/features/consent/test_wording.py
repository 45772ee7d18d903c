from datetime import UTC, date, datetime

import pytest

from server.domain.access import Level
from server.domain.plan import Kind, Part, Participant, ParticipantId, PartId, PersonId, PlanId, Role
from server.features.consent.wording import KIND_NAMES, decision_text, end_of, named

SCHOOL = Participant(
    ParticipantId("s"), PlanId("p"), PersonId("x"), "Silje Tangen", Role.SCHOOL, "Sundvåg videregående skole"
)


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
    text = decision_text(SCHOOL, named(part(Kind.HEALTH)), level, datetime(2027, 6, 1, 22, tzinfo=UTC))
    assert text == (
        f"Fra i dag lar jeg skolen (Silje Tangen, Sundvåg videregående skole) {may} «Helse»."
        " Det gjelder til og med 1. juni 2027."
    )


def test_an_opening_without_an_end_says_so() -> None:
    text = decision_text(SCHOOL, named(Kind.GOAL), Level.READ, None)
    assert text.endswith(" lese mål som finnes eller kommer til. Det gjelder til jeg bestemmer noe annet.")


def test_an_end_within_a_day_says_the_hour_in_norway() -> None:
    text = decision_text(SCHOOL, "«Helse»", Level.READ, datetime(2027, 1, 5, 11, 30, tzinfo=UTC))
    assert text.endswith("Det gjelder til 5. januar 2027 klokka 12.30.")


def test_a_withdrawal_says_that_it_holds_from_now() -> None:
    text = decision_text(SCHOOL, named(part(Kind.MEASURE, "Studietid")), Level.NONE, None)
    assert text == (
        "Fra nå lar jeg ikke skolen (Silje Tangen, Sundvåg videregående skole) se tiltaket «Studietid»."
    )


@pytest.mark.rule(7)
def test_who_signs_on_the_owners_behalf_says_so() -> None:
    text = decision_text(SCHOOL, "«Helse»", Level.READ, None, on_behalf_of="Runa Elvestad")
    assert text.startswith("På vegne av Runa Elvestad: Fra i dag lar jeg skolen")


def test_a_person_without_an_organisation_is_named_alone() -> None:
    mother = Participant(ParticipantId("m"), PlanId("p"), PersonId("m"), "Marit Elvestad", Role.RELATIVE)
    assert "pårørende (Marit Elvestad) lese" in decision_text(mother, "«Helse»", Level.READ, None)


def test_parts_are_named_by_their_title_and_contributions_by_whose_they_are() -> None:
    assert named(part(Kind.GOAL, "Flytte")) == "målet «Flytte»"
    assert named(part(Kind.MEASURE)) == "tiltaket «uten tittel»"
    assert named(part(Kind.CONTRIBUTION), SCHOOL) == "«Hvem bidrar med hva: Silje Tangen»"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_name(kind: Kind) -> None:
    assert KIND_NAMES[kind]
    assert decision_text(SCHOOL, named(kind), Level.READ, None)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_name(role: Role) -> None:
    somebody = Participant(ParticipantId("m"), PlanId("p"), PersonId("m"), "Ola", role)
    assert "(Ola)" in decision_text(somebody, "«Helse»", Level.READ, None)


def test_a_day_ends_at_midnight_in_norway_summer_and_winter() -> None:
    assert end_of(date(2027, 6, 1)) == datetime(2027, 6, 1, 22, tzinfo=UTC)
    assert end_of(date(2027, 12, 31)) == datetime(2027, 12, 31, 23, tzinfo=UTC)
    assert end_of(date(2027, 3, 27)) == datetime(2027, 3, 27, 23, tzinfo=UTC)
    assert end_of(date(2027, 3, 28)) == datetime(2027, 3, 28, 22, tzinfo=UTC)
