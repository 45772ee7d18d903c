"""Cutting an update into pieces: each finds what it builds on, and together they say the same."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from server.domain.plan import SERVER
from server.sync.protocol import lib0
from server.sync.update import admission
from server.sync.update.admission import exhausted
from server.sync.update.slices import SLICE

EVERYTHING = admission.UpdateLimits(*[lib0.MAX_INTEGER] * 4)


def written_together(seed: int, people: int, turns: int) -> bytes:
    """A text whose letters several people have put between each other's, some of them deleted again."""
    choose = random.Random(seed)
    docs: list[Doc[Any]] = [Doc(client_id=100 + number) for number in range(people)]
    text = XmlText()
    docs[0].get("body", type=XmlFragment).children.append(XmlElement("block", {"kind": "paragraph"}, [text]))
    for doc in docs[1:]:
        doc.apply_update(docs[0].get_update())
    for _ in range(turns):
        doc = choose.choice(docs)
        block = doc.get("body", type=XmlFragment).children[0]
        words = block.children[0]
        length = len(str(words))
        words.insert(choose.randrange(length + 1), "ab")
        if length > 5 and choose.random() < 0.3:
            at = choose.randrange(length)
            del words[at : at + 1]
        other = choose.choice(docs)
        other.apply_update(doc.get_update(other.get_state()))
    whole: Doc[Any] = Doc()
    for doc in docs:
        whole.apply_update(doc.get_update())
    return whole.get_update()


def cut(update: bytes) -> tuple[bytes, ...]:
    return exhausted(admission.read_sliced(update, {}, {}, SERVER, EVERYTHING)).slices


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 5), st.integers(60, 300))
@example(1245, 4, 60)  # yrs keeps two structs apart there that it writes as one after the next load
def test_pieces_leave_nothing_pending_and_add_up_to_the_whole(seed: int, people: int, turns: int) -> None:
    update = written_together(seed, people, turns)
    pieces = cut(update)
    doc: Doc[Any] = Doc()
    for piece in pieces:
        doc.apply_update(piece)
    whole: Doc[Any] = Doc()
    whole.apply_update(update)
    assert doc.get_state() == whole.get_state()
    assert loaded_again(doc) == loaded_again(whole)


def loaded_again(doc: Doc[Any]) -> bytes:
    again: Doc[Any] = Doc()
    again.apply_update(doc.get_update())
    return again.get_update()


@pytest.mark.parametrize("people", [2, 4])
def test_after_every_piece_all_of_it_is_there(people: int) -> None:
    update = written_together(7, people, 400)
    pieces = cut(update)
    assert len(pieces) > 4
    doc: Doc[Any] = Doc()
    ends: dict[int, int] = {}
    for piece in pieces:
        doc.apply_update(piece)
        read = exhausted(
            admission.read_sliced(piece, ends, dict.fromkeys(ends, SERVER), SERVER, EVERYTHING)
        )  # raises Ahead where something lacks
        ends.update(read.ends)
        assert lib0.read_state_vector(doc.get_state()) == ends


def test_what_is_small_stays_whole() -> None:
    update = written_together(1, 1, SLICE // 4)
    assert cut(update) == (update,)
