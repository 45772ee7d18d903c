"""What is said of one frame while it is applied; ``test_replica`` applies frames of every kind."""

from __future__ import annotations

from typing import Any

import pytest
from pycrdt import Doc, Map, Text, XmlFragment, XmlText

from server.domain.plan import Kind
from server.sync.document.watched import NOTHING_NEW, Change, Watched
from server.sync.update.admission import Admitted

UPDATE = b"update"


def admitted(*slices: bytes) -> Admitted:
    return Admitted({1: 2}, frozenset(), 1, True, {}, slices=slices)


@pytest.fixture
def doc() -> Doc[Any]:
    return Doc(client_id=1)


def test_a_frame_that_is_all_new_says_itself(doc: Doc[Any]) -> None:
    watched = Watched(Kind.HOME, emitting=False)
    with watched.emissions(doc):
        doc.get("fields", type=Map)["x"] = "y"
    assert watched.change(UPDATE, admitted(b"one", b"two")) == Change((b"one", b"two"), UPDATE)


def test_of_any_other_frame_what_was_taken_in_counts(doc: Doc[Any]) -> None:
    watched = Watched(Kind.HOME, emitting=True)
    fields = doc.get("fields", type=Map)
    with watched.emissions(doc):
        pass
    assert watched.change(UPDATE, admitted(UPDATE)) == NOTHING_NEW
    with watched.emissions(doc):
        fields["x"] = "y"
    fields["after"] = "not watched"
    (taken,) = watched.change(UPDATE, admitted(UPDATE)).payloads
    other: Doc[Any] = Doc()
    other.apply_update(taken)
    assert dict(other.get("fields", type=Map)) == {"x": "y"}


@pytest.mark.parametrize(("kind", "projected"), [(Kind.GOAL, True), (Kind.HOME, False)])
def test_a_change_of_fields_may_be_one_of_the_projection(
    doc: Doc[Any], kind: Kind, *, projected: bool
) -> None:
    watched = Watched(kind, emitting=False)
    fields = doc.get("fields", type=Map)
    fields["title"] = Text("")
    watching = fields.observe_deep(watched.on_fields)
    fields["title"].insert(0, "Bo selv")
    fields.unobserve(watching)
    assert watched.fields_touched
    assert watched.change(UPDATE, admitted(UPDATE)).projected == projected


def test_a_violation_is_kept_until_yrs_has_finished(doc: Doc[Any]) -> None:
    watched = Watched(Kind.HOME, emitting=False)
    body = doc.get("body", type=XmlFragment)
    watching = body.observe_deep(watched.on_body)
    body.children.append(XmlText("løst"))
    body.unobserve(watching)
    assert len(watched.violations) == 1
    assert not watched.fields_touched
