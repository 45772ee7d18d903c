from __future__ import annotations

import pytest

from server.catalogue.records import places, plain


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Ja.", "Ja."),
        ("\nEn linje\nog en til.\n", "En linje og en til."),
        ("Først.\n\nSå.", "Først.\n\nSå."),
        ("Først.\n   \n\nSå.", "Først.\n\nSå."),
        ("- én\n- to\n  som går videre\n- tre", "- én\n- to som går videre\n- tre"),
        ("Velg:\n- én\n- to", "Velg:\n- én\n- to"),
        ("  ", ""),
    ],
)
def test_a_text_is_shown_in_paragraphs_and_items(written: str, shown: str) -> None:
    assert plain(written) == shown
    assert plain(shown) == shown


def test_places_are_what_stands_in_braces() -> None:
    assert places("{a} og {b.c} {a}") == {"a", "b.c"}
