"""What stands in each type is read from a whole state as Yjs and yrs write it."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from server.sync.protocol.lib0 import Malformed
from server.sync.update.admission import exhausted
from server.sync.update.children import AT_ONCE, Child, ChildReader, Parent


def read(state: bytes) -> dict[Parent, list[Child]]:
    return exhausted(ChildReader(state).reading())


def test_a_state_of_yjs_is_read() -> None:
    state = base64.b64decode("AQOsAgAHAQRib2R5AwVibG9jawcArAIABgQArAIBDsOFIPCfkY0gamEgdmVsAA==")
    assert read(state) == {
        "body": [Child(300, 0, "")],
        (300, 0): [Child(300, 1, "")],
        (300, 1): [Child(300, 2, "Å 👍 ja vel")],
    }


def test_what_was_deleted_has_a_place_and_marks_and_attributes_have_none() -> None:
    doc: Doc[Any] = Doc(client_id=5)
    body: XmlFragment = doc.get("body", type=XmlFragment)
    for words in ("Én", "To"):
        block, text = XmlElement("block", {"kind": "paragraph"}), XmlText(words)
        body.children.append(block)
        block.children.append(text)
    text.format(0, 1, {"bold": {}})
    text.insert(1, "nei")
    del text[1:4]
    block.attributes["kind"] = "heading"
    del body.children[0]
    found = read(doc.get_update())
    assert [child.text for child in found["body"]] == [None, ""]
    (block_of_two,) = [child for child in found["body"] if child.text == ""]
    (text_of_two,) = found[block_of_two.client, block_of_two.clock]
    letters = found[text_of_two.client, text_of_two.clock]
    assert sorted(str(child.text) for child in letters) == ["None", "T", "o"]
    assert len(found) == 3, "of a block that is gone nothing is left"


def test_many_structs_are_read_in_slices() -> None:
    doc: Doc[Any] = Doc(client_id=5)
    body: XmlFragment = doc.get("body", type=XmlFragment)
    text = XmlText("")
    body.children.append(text)
    with doc.transaction():
        for _ in range(2 * AT_ONCE):
            text.insert(0, "x")
    pauses = list(ChildReader(doc.get_update()).reading())
    assert len(pauses) >= 4
    assert len(read(doc.get_update())[5, 0]) == 2 * AT_ONCE


@pytest.mark.parametrize("state", [b"\x01", b"\x01\x01\x05\x00\x84\x05", b"\x01\x01\x05\x00\x05\x01\x04body"])
def test_what_is_no_state_of_ours_is_said(state: bytes) -> None:
    with pytest.raises((Malformed, LookupError)):
        read(state)
