from __future__ import annotations

from typing import Any

import pytest
from pycrdt import Doc, Map, Text

from server.domain.plan import Kind
from server.ports.log import Projection
from server.sync.document.projection import due_of, is_projected, projected, title_of


def test_a_title_is_one_line_of_bounded_length() -> None:
    doc: Doc[Any] = Doc()
    fields = doc.get("fields", type=Map)
    assert title_of(fields) == ""
    fields["title"] = "no text type"
    assert title_of(fields) == ""
    fields["title"] = Text("a\n" * 400)
    assert title_of(fields) == ("a " * 150)
    fields["title"] = Text("a\x00b\x7f\u0085 \x1bfamilie 👨‍👩‍👧")
    assert title_of(fields) == "ab familie 👨‍👩‍👧"
    assert projected(fields) == Projection("ab familie 👨‍👩‍👧")


@pytest.mark.parametrize(
    "sign", [*"\u200e\u200f\u061c\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200b\u2060\ufeff\u00ad"]
)
def test_a_title_turns_and_hides_nothing_of_what_stands_beside_it(sign: str) -> None:
    doc: Doc[Any] = Doc()
    fields = doc.get("fields", type=Map)
    fields["title"] = Text(f"{sign}Lese{sign} {sign} mer{sign}")
    assert title_of(fields) == "Lese mer"
    fields["title"] = Text(sign * 3)
    assert title_of(fields) == ""


@pytest.mark.parametrize("kind", list(Kind))
def test_only_parts_that_lists_name_by_their_title_are_projected(kind: Kind) -> None:
    assert is_projected(kind) == (kind in (Kind.GOAL, Kind.MEASURE))


@pytest.mark.parametrize("status", ["", "planned", "started", "done", "stopped"])
def test_nothing_is_due_of_what_is_done_or_stopped(status: str) -> None:
    doc: Doc[Any] = Doc()
    fields = doc.get("fields", type=Map)
    assert due_of(fields) == ""
    fields["due"] = "2026-03-04"
    if status:
        fields["status"] = status
    assert due_of(fields) == ("" if status in ("done", "stopped") else "2026-03-04")
    assert projected(fields).due == due_of(fields)
