from __future__ import annotations

import pytest

from server.domain.unit.names import folded_name, spellings


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Helse ", " HELSE", True),
        ("Nav  Lia", "NAV Lia", True),
        ("Åse", "ÅSE", True),
        ("A\u030ase", "ÅSE", True),
        ("Øystein Å", "ØYSTEIN A\u030a", True),
        ("Helse", "Helsa", False),
    ],
)
def test_a_name_is_the_same_however_it_is_spelled(one: str, other: str, same: bool) -> None:
    assert (folded_name(one) == folded_name(other)) is same


@pytest.mark.parametrize("typed", ["øystein ås", "ØYSTEIN A\u030aS", " Øystein  Ås "])
def test_a_name_is_looked_for_as_it_may_be_stored(typed: str) -> None:
    assert "Øystein Ås" in spellings(typed)
    assert "Øystein A\u030as" in spellings(typed)
