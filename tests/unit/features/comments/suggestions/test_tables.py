"""A suggestion comes out of its row as it went in."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from server.domain.plan import SuggestionId
from server.features.comments.suggestions.rules import Status, Suggestion
from server.features.comments.suggestions.tables import as_row, as_suggestion, suggestions
from tests.acceptance.founding import NOW, OWNER_PLACE, READING_HELP, SCHOOL_PLACE

BARE = Suggestion(SuggestionId("bare"), READING_HELP, SCHOOL_PLACE, NOW, "", "2027-01-31", field="due")
FULL = replace(
    BARE,
    quote="ord",
    replacement="",
    field=None,
    anchor={"start": "AQ=="},
    status=Status.DECLINED,
    decided_at=NOW,
    decided_by=OWNER_PLACE,
    word="Nei takk",
)


def test_every_field_has_its_column() -> None:
    for suggestion in (BARE, FULL):
        row = as_row(suggestion)
        assert row.keys() == {column.name for column in suggestions.columns}
        assert as_suggestion(cast(Any, SimpleNamespace(**row))) == suggestion
