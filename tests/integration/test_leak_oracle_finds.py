"""The search itself: a canary is found in every form that an answer or a frame could carry it in."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from tests.support.models.canaries import Canaries


def _yjs(text: str) -> bytes:
    doc: Doc[XmlFragment] = Doc()
    body = doc.get("body", type=XmlFragment)
    block = XmlElement("block", {"kind": "paragraph"})
    body.children.append(block)
    block.children.append(XmlText("før "))
    words = block.children[0]
    assert isinstance(words, XmlText)
    words.insert(2, text)
    return doc.get_update()


def _yjs_field(text: str) -> bytes:
    doc: Doc[Text] = Doc()
    doc["title"] = Text("Ætt")
    doc["title"].insert(0, text)
    return doc.get_update()


FORMS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "json": lambda text: json.dumps({"a": text}).encode(),
    "json-unescaped": lambda text: json.dumps({"a": text}, ensure_ascii=False).encode(),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64-url": lambda text: base64.urlsafe_b64encode(text.encode()),
    "hex": lambda text: text.encode().hex().encode(),
    "utf-16": lambda text: text.encode("utf-16-le"),
    "upper": lambda text: text.encode().upper().replace(text.encode()[10:18].upper(), text.encode()[10:18]),
    "yjs": _yjs,
    "yjs-field": _yjs_field,
}


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None, database=None)
@given(
    before=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9),
    wrapped=st.binary(max_size=5),
    number=st.integers(0, 50),
)
def test_a_canary_is_found_in_every_form(form: str, before: str, wrapped: bytes, number: int) -> None:
    canaries = Canaries()
    for _ in range(number):
        canaries.release("other", 0, "body")
    canary = canaries.release("part", 0, "body")
    text = canary.text if form == "upper" else before + canary.text
    assert canaries.found_in(wrapped + b"\x00" + FORMS[form](text) + b"\x00" + wrapped) == {canary}


def test_an_anchor_gives_its_canary_away() -> None:
    canaries = Canaries()
    canary = canaries.release("part", 0, "anchor")
    assert canaries.found_in(json.dumps({"anchor": {"start": canary.anchored}}).encode()) == {canary}


def test_what_carries_no_canary_carries_none() -> None:
    canaries = Canaries()
    canaries.release("part", 0, "body")
    assert canaries.found_in(b"kvit kraake 00000001 " + base64.b64encode(b"kvitkraak")) == set()


def test_a_canary_cut_in_two_is_not_overlooked() -> None:
    with pytest.raises(AssertionError):
        Canaries().found_in(b"kvitkraake0000")
