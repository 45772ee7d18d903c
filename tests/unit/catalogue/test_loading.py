"""Whatever is wrong in the catalogue is said in one line that names the file and the entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.catalogue import CatalogueError, load, standard
from server.catalogue.loading import FILES
from tests.unit.catalogue.files import TODAY, head_from, loaded, rule, text

WRONG = {
    "a text without English": (
        text("a.b").replace("en = '''Yes.'''\n", ""),
        "a.b: is not said in en",
    ),
    "a text that is empty in one language": (text("a.b", en=""), "a.b: is not said in en"),
    "a rule without a name": (rule("a.b").replace("nb = 'Frist'\n", ""), "a.b: is not said in nb"),
    "a text without a source": (
        text("a.b").replace('source = "pbrl § 2-5"\n', ""),
        "a.b: source: Field required",
    ),
    "a confidence nobody knows": (
        text("a.b").replace('"read"', '"sure"'),
        "a.b: confidence: Input should be 'read', 'read-earlier', 'known', 'design' or 'open'",
    ),
    "a day that is none": (
        text("a.b", head=head_from("2022-02-30")),
        "Invalid date or datetime",
    ),
    "a placeholder nobody fills in": (
        text("a.b", "Ja {who}.", "Yes."),
        "a.b: nb: unknown placeholder {who}",
    ),
    "a value that one language leaves out": (
        text("a.b", "Ja {who}.", "Yes.", "values = ['who']"),
        "a.b: en: nothing is filled in for {who}",
    ),
    "a reference to nothing": (text("a.b", "{c.d} dager"), "a.b: unknown placeholder {c.d}"),
    "a reference to a text that fills in something": (
        text("a.b", "{a.c}") + text("a.c", "{who}", "{who}", "values = ['who']"),
        "a.b: unknown placeholder {a.c}",
    ),
    "a reference to several numbers": (
        text("a.b", "{a.c}") + rule("a.c", "days = [1, 2]"),
        "a.b: unknown placeholder {a.c}",
    ),
    "a reference to what comes later": (
        text("a.b", "{a.c}") + rule("a.c", head=head_from("2023-01-01")),
        "a.b: unknown placeholder {a.c}",
    ),
    "a brace alone": (text("a.b", "Ja {."), "a.b: nb: a brace without its other one"),
    "the same twice": (text("a.b") * 2, "a.b: is there twice from 2022-08-01"),
    "two that overlap": (
        text("a.b", more="valid_until = 2023-06-30") + text("a.b", head=head_from("2023-01-01")),
        "a.b: overlaps the one from 2022-08-01",
    ),
    "one that ends before it begins": (
        text("a.b", more="valid_until = 2021-01-01"),
        "a.b: ends before it begins",
    ),
    "a text and a rule of one key": (text("a.b") + rule("a.b"), "a.b: is both a text and a rule"),
    "a key of another file": (text("c.b"), "c.b: its key must begin with a"),
    "a key that is none": (text("A B"), "A B: key: String should match pattern"),
    "an entry without a key": ("[[text]]\nnb = 'x'\nen = 'x'\n", "entry 1: key: Field required"),
    "a field nobody reads": (
        text("a.b", more="sv = 'Ja'"),
        "a.b: sv: Extra inputs are not permitted",
    ),
    "a table of another kind": (
        "[[law]]\nkey = 'a.b'\n",
        "holds [[text]] and [[rule]] alone, not law",
    ),
    "one entry in single brackets": (
        "[text]\nkey = 'a.b'\n",
        "entries begin with [[text]] or [[rule]]",
    ),
    "no TOML": ("key = ", "Invalid value"),
    "a rule without a number": (
        rule("a.b", ""),
        "a.b: needs one of minutes, days, weeks, months, years, people",
    ),
    "a rule in two units": (
        rule("a.b", "days = 1\nweeks = 1"),
        "a.b: needs one of minutes, days, weeks, months, years, people",
    ),
    "a rule with no numbers": (
        rule("a.b", "days = []"),
        "a.b: amounts: Tuple should have at least 1 item",
    ),
    "a rule with half a bound": (rule("a.b", more="least = 1"), "a.b: least and most come together"),
    "a rule outside of its bounds": (
        rule("a.b", more="least = 15\nmost = 20"),
        "a.b: is not between least and most",
    ),
    "several numbers to choose": (
        rule("a.b", "days = [1, 2]", "least = 1\nmost = 3"),
        "a.b: several numbers cannot be chosen",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_named(tmp_path: Path, what: str) -> None:
    content, says = WRONG[what]
    with pytest.raises(CatalogueError) as refused:
        loaded(tmp_path, a=content)
    said = str(refused.value)
    assert said.startswith(f"a.toml: {says}"), said
    assert "\n" not in said


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"\xff")
    with pytest.raises(CatalogueError, match=r"^a.toml: "):
        load(tmp_path)


def test_versions_are_found_in_whatever_order_they_stand(tmp_path: Path) -> None:
    later, earlier = text("a.b", "Ny.", head=head_from("2025-01-01")), text("a.b", "Gammel.")
    for content in (later + earlier, earlier + later):
        assert loaded(tmp_path, a=content).text("a.b", "nb", on=TODAY) == "Ny."


# What this program itself says.


def test_every_text_is_said_in_both_languages() -> None:
    for key, versions in standard().texts.items():
        for version in versions:
            assert version.nb, key
            assert version.en, key
            assert version.nb != version.en, key


def test_every_entry_is_in_force_today_and_says_where_it_is_from() -> None:
    catalogue = standard()
    for key in catalogue.rules:
        assert catalogue.rule(key, on=TODAY).source
    for key, versions in catalogue.texts.items():
        for language in ("nb", "nn", "en"):
            filled = catalogue.text(key, language, on=TODAY, **dict.fromkeys(versions[-1].values, "x"))
            assert "{" not in filled, key


def test_no_source_is_an_address_of_the_web() -> None:
    every = [*standard().texts.values(), *standard().rules.values()]
    assert not [each.key for versions in every for each in versions if "://" in each.source]


@pytest.mark.rule(24)
@pytest.mark.parametrize("word", ["vedtak", "lettlest"])
def test_a_plan_is_granted_by_an_avgjorelse_and_text_is_shorter(word: str) -> None:
    """But where a formal decision about a service is meant, and said to be something else."""
    meant = {"plan.measure-is-no-decision", "complaint.other-services"}
    found = {key for key, versions in standard().texts.items() if word in versions[-1].nb.lower()}
    assert found <= meant


def test_each_file_is_read() -> None:
    subjects = {key.partition(".")[0] for key in (*standard().texts, *standard().rules)}
    assert subjects == {file.stem for file in FILES.glob("*.toml")}
