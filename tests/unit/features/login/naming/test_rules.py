"""Which of the names that providers say renames a person."""

from __future__ import annotations

import pytest

from server.domain.plan import PersonId
from server.features.login.naming.rules import taken
from server.storage.identity.names import SaidNames


@pytest.mark.parametrize(
    ("here", "elsewhere", "name", "renames"),
    [
        ("Kari Vik", False, "Kari Berg", True),
        ("Kari Vik", True, "Kari Berg", True),
        (None, False, "Kari Berg", True),
        (None, True, "Kari Berg", False),
        (None, True, "Kari Vik", False),
        (None, False, "VIK, Kari", False),
        ("K. Vik", False, "Vik Kari", False),
    ],
)
def test_a_changed_word_and_the_first_proven_one_rename(
    here: str | None, elsewhere: bool, name: str, renames: bool
) -> None:
    found = taken(PersonId("kari"), SaidNames("Kari Vik", None, here, elsewhere), name)
    assert (found is not None) is renames
