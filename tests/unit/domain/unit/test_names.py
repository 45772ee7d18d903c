from __future__ import annotations

import pytest

from server.domain.unit.names import folded_name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Helse ", " HELSE", True),
        ("Nav  Lia", "NAV Lia", True),
        ("Åse", "ÅSE", True),
        ("Helse", "Helsa", False),
    ],
)
def test_a_name_is_the_same_however_it_is_spelled(one: str, other: str, same: bool) -> None:
    assert (folded_name(one) == folded_name(other)) is same
