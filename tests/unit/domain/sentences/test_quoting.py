"""What people wrote, as it stands in a sentence that somebody signs."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.sentences.quoting import (
    MARKS_IN_A_ROW,
    MOST_OF_A_NAME,
    MOST_OF_A_TITLE,
    named,
    plain,
    quoted,
)


@pytest.mark.parametrize(
    "text", ["Følge opp søvn", "O'Brien", "Čállin 👍🏽", "50 % (avtalt): 2 < 3", "עברית", "D’Angelo", "Å"]
)
def test_what_is_usual_in_a_title_stays(text: str) -> None:
    assert quoted(text) == text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Praksis» og «Helse", "Praksis’ og ’Helse"),
        ("<<a>> \"b\" ''c''", "’a’ ’b’ ’c’"),
        ("a\n\tb\u2028 \u00a0c", "a b c"),
        ("\u202ea\u2066b\u200b\u200f\u061c\ufeff\U000e0001\x07\x9f", "ab"),
        ("a\u3164\ufe01\U000e0100b", "ab"),
        ("   ", ""),
    ],
)
def test_what_ends_a_quotation_or_is_not_seen_does_not(written: str, read: str) -> None:
    assert quoted(written) == read


def test_a_name_closes_no_bracket_and_begins_no_sentence() -> None:
    assert named("Silje (avd. ung): Fra i dag") == "Silje [avd. ung]· Fra i dag"


def test_long_ones_are_cut() -> None:
    assert len(quoted("a" * 5000)) == MOST_OF_A_TITLE
    assert named("b" * 5000).endswith("b…")
    assert len(named("b" * 5000)) == MOST_OF_A_NAME


def test_accents_do_not_pile_up() -> None:
    assert len(plain("q" + "\u0317" * 100)) == 1 + MARKS_IN_A_ROW


@given(st.text(max_size=60))
def test_whatever_is_written_is_read_in_one_line_and_from_one_side(text: str) -> None:
    for said in (plain(text), quoted(text), named(text)):
        assert not any(unicodedata.category(letter)[0] == "C" for letter in said)
        assert not set(said) & set("\n\r\u2028\u2029\u3164")
        assert said == said.strip()
    assert not any(unicodedata.category(letter) == "Pi" for letter in quoted(text))
    assert not set(quoted(text)) & set('«»“”„"')
    assert quoted(quoted(text)) == quoted(text)
