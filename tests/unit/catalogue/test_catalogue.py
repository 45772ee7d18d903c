from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from server.catalogue import Catalogue, NotInForce, Unfit, UnknownKey, standard
from tests.unit.catalogue.files import TODAY, head_from, loaded, rule, text

WHO = "values = ['who']"


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return loaded(
        tmp_path,
        a="".join(
            (
                text("a.hello", "Hei {who}.", "Hello {who}.", WHO),
                text("a.old", "Før.", "Before."),
                text("a.old", "Nå.", "Now.", head=head_from("2026-01-01")),
                text("a.gone", more="valid_until = 2023-12-31"),
                text(
                    "a.late", "{a.days} dager. {a.word} er der, og {a.word} er her.", "{a.days} days {a.word}"
                ),
                text("a.word", "enheten", "the unit"),
                text("a.nynorsk", "Ikke", "Not", "nn = 'Ikkje'"),
                rule("a.days", more="least = 7\nmost = 21"),
                rule("a.weeks", "weeks = 4"),
                rule("a.reminders", "days = [-30, 0]"),
                rule("a.age", "years = 16"),
            )
        ),
    )


@pytest.mark.parametrize(
    ("key", "language", "said"),
    [
        ("a.old", "nb", "Nå."),
        ("a.old", "en", "Now."),
        ("a.old", "nn", "Nå."),
        ("a.old", "fr", "Nå."),
        ("a.nynorsk", "nn", "Ikkje"),
        ("a.late", "nb", "14 dager. Enheten er der, og enheten er her."),
        ("a.late", "en", "14 days the unit"),
    ],
)
def test_a_text_is_said_in_the_language_or_in_bokmal(
    catalogue: Catalogue, key: str, language: str, said: str
) -> None:
    assert catalogue.text(key, language, on=TODAY) == said


def test_what_is_filled_in_is_never_read_as_a_placeholder(catalogue: Catalogue) -> None:
    for who in ("{who}", "{a.word}", "{}", "{0.__class__}", "\\1"):
        assert catalogue.text("a.hello", "nb", on=TODAY, who=who) == f"Hei {who}."


def test_values_are_exactly_those_of_the_text(catalogue: Catalogue) -> None:
    for values in ({}, {"whom": "x"}, {"who": "x", "whom": "x"}):
        with pytest.raises(TypeError, match=r"a\.hello fills in who"):
            catalogue.text("a.hello", "nb", on=TODAY, **values)


def test_the_version_that_is_in_force_on_the_day_counts(catalogue: Catalogue) -> None:
    assert catalogue.text("a.old", "nb", on=date(2025, 12, 31)) == "Før."
    assert catalogue.text("a.old", "nb", on=date(2026, 1, 1)) == "Nå."
    assert catalogue.text("a.gone", "nb", on=date(2023, 12, 31)) == "Ja."
    for key, day in (("a.gone", date(2024, 1, 1)), ("a.old", date(2022, 7, 31))):
        with pytest.raises(NotInForce):
            catalogue.text(key, "nb", on=day)
    with pytest.raises(UnknownKey):
        catalogue.text("a.nothing", "nb", on=TODAY)
    with pytest.raises(UnknownKey):
        catalogue.rule("a.old", on=TODAY)


def test_a_rule_is_a_number_of_a_unit(catalogue: Catalogue) -> None:
    assert catalogue.rule("a.weeks", on=TODAY).days == 28
    assert catalogue.rule("a.reminders", on=TODAY).amounts == (-30, 0)
    assert catalogue.rule("a.age", on=TODAY).amount == 16
    with pytest.raises(ValueError, match="years"):
        _ = catalogue.rule("a.age", on=TODAY).days
    with pytest.raises(ValueError, match="unpack"):
        _ = catalogue.rule("a.reminders", on=TODAY).amount


# A municipality's own.


def test_own_words_stand_in_front_and_keep_what_is_filled_in(catalogue: Catalogue) -> None:
    own = catalogue.with_own({("a.hello", "nb"): "God dag, {who}.", ("a.word", "nb"): "kontoret"}, {})
    assert own.text("a.hello", "nb", on=TODAY, who="Runa") == "God dag, Runa."
    assert own.text("a.hello", "nn", on=TODAY, who="Runa") == "God dag, Runa."
    assert own.text("a.hello", "en", on=TODAY, who="Runa") == "Hello Runa."
    assert own.text("a.late", "nb", on=TODAY) == "14 dager. Kontoret er der, og kontoret er her."
    assert catalogue.text("a.hello", "nb", on=TODAY, who="Runa") == "Hei Runa."


@pytest.mark.parametrize(
    ("key", "language", "words", "why"),
    [
        ("a.nothing", "nb", "Ja", "there is no such text"),
        ("a.days", "nb", "Ja", "there is no such text"),
        ("a.old", "fr", "Ja", "there is no such text"),
        ("a.old", "nb", " \n ", "a text has 1 to 4000 characters"),
        ("a.old", "nb", "x" * 4001, "a text has 1 to 4000 characters"),
        ("a.old", "nb", "Ja {", "a brace without its other one"),
        ("a.old", "nb", "Ja {who}", "nb: unknown placeholder {who}"),
        ("a.hello", "nb", "Hei.", "nb: nothing is filled in for {who}"),
        ("a.old", "nb", "{a.hello}", "unknown placeholder {a.hello}"),
        ("a.old", "nb", "{x.y}", "unknown placeholder {x.y}"),
        ("a.old", "nb", "{a.gone}", "unknown placeholder {a.gone}"),
        ("a.word", "nb", "{a.word}", "unknown placeholder {a.word}"),
        ("a.word", "nb", "x" * 201, "a text has 1 to 200 characters"),
        ("a.old", "nb", "ikke\u202e", "a character that is not seen"),
        ("a.old", "nb", "Ja\u2028nei", "a character that is not seen"),
    ],
)
def test_own_words_that_do_not_fit_are_refused_and_never_shown(
    catalogue: Catalogue, key: str, language: str, words: str, why: str
) -> None:
    with pytest.raises(Unfit) as refused:
        catalogue.require_text(key, language, words)
    assert str(refused.value) == why
    assert catalogue.with_own({(key, language): words}, {}).text("a.old", "nb", on=TODAY) == "Nå."


def test_no_own_words_lead_to_themselves(catalogue: Catalogue) -> None:
    own = catalogue.with_own({("a.word", "nb"): "{a.word}", ("a.old", "nb"): "{a.gone}"}, {})
    assert own.text("a.late", "nb", on=TODAY) == "14 dager. Enheten er der, og enheten er her."
    assert own.with_own({("a.word", "nb"): "{a.days}"}, {}).text("a.word", "nb", on=TODAY) == "14"


def test_a_rule_is_chosen_where_it_says_so_and_within_its_bounds(catalogue: Catalogue) -> None:
    assert catalogue.with_own({}, {"a.days": 7}).rule("a.days", on=TODAY).amount == 7
    assert "7 dager" in catalogue.with_own({}, {"a.days": 7}).text("a.late", "nb", on=TODAY)
    for key, amount, why in (
        ("a.days", 6, "must be from 7 to 21"),
        ("a.days", 22, "must be from 7 to 21"),
        ("a.weeks", 3, "this is law, and nobody chooses it"),
        ("a.nothing", 3, "there is no such rule"),
    ):
        with pytest.raises(Unfit, match=why):
            catalogue.require_chosen(key, amount, TODAY)
        own = catalogue.with_own({}, {key: amount})
        assert own.rule("a.days", on=TODAY).amount == 14
        assert own.rule("a.weeks", on=TODAY).amount == 4
    assert [rule.key for rule in catalogue.to_choose(TODAY)] == ["a.days"]


def test_a_subject_is_listed_as_it_is_in_force(catalogue: Catalogue) -> None:
    found = {version.key: version.nb for version in catalogue.of_subject("a", TODAY)}
    assert found["a.old"] == "Nå."
    assert "a.gone" not in found
    assert list(catalogue.of_subject("b", TODAY)) == []


# What this program itself says: docs/domain.md, and the law named in each.

RULES = {
    "age.heard": (7, "years"),
    "age.own-view-weighs": (12, "years"),
    "age.child-welfare-party": (15, "years"),
    "age.health-consent": (16, "years"),
    "age.majority": (18, "years"),
    "case.meeting-cycle": (14, "days"),
    "case.delay-warning": (21, "days"),
    "case.delay-notice": (30, "days"),
    "case.return-review": (12, "months"),
    "coordinator.absent": (14, "days"),
    "complaint.deadline.health": (4, "weeks"),
    "complaint.deadline.social": (3, "weeks"),
    "complaint.deadline.nav": (3, "weeks"),
    "complaint.deadline.child-welfare": (3, "weeks"),
    "meeting.minutes-approval": (14, "days"),
    "plan.revision-interval": (6, "months"),
    "plan.comment-round": (14, "days"),
    "statistics.blanked-under": (10, "people"),
}


@pytest.mark.rule(12)
@pytest.mark.parametrize("key", RULES)
def test_the_rules_are_those_of_the_domain(key: str) -> None:
    found = standard().rule(key, on=TODAY)
    assert (found.amount, found.unit) == RULES[key]


def test_what_is_law_is_nobodys_choice() -> None:
    chosen = {found.key for found in standard().to_choose(TODAY)}
    assert not [key for key in chosen if key.startswith(("complaint.", "statistics."))]
    assert not chosen & {"age.heard", "age.majority", "case.delay-notice"}


@pytest.mark.parametrize(
    ("key", "days"),
    [
        ("plan.revision-reminder", (-30, -7, 0, 14)),
        ("consent.expiry-reminder", (-30, -7, 0)),
        ("representation.expiry-reminder", (-60, -14, 0)),
    ],
)
def test_reminders_come_on_their_days(key: str, days: tuple[int, ...]) -> None:
    assert standard().rule(key, on=TODAY).amounts == days
