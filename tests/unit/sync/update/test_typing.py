"""Typing on, recognised with one look: only what a full reading would take for the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Text

from server.sync.protocol.lib0 import varstring
from server.sync.update.typing import TextEnd
from tests.unit.sync import handmade as h

MINE, OTHERS = 70_000, 80_000
LAST = 299
END = TextEnd(MINE, LAST, None)
BETWEEN = TextEnd(MINE, LAST, (OTHERS, 5))


def typed(
    text: str, *, left: int = LAST, right: tuple[int, int] | None = None, clock: int = LAST + 1
) -> bytes:
    return h.update(h.run(MINE, clock, h.text(text, left=(MINE, left), right=right)))


@pytest.mark.parametrize("text", ["a", "å", "€", "abc def", "x" * 127])
def test_the_next_letters_are_recognised(text: str) -> None:
    assert END.follows(typed(text), LAST) == (text.encode(), len(text))
    assert BETWEEN.follows(typed(text, right=(OTHERS, 5)), LAST) == (text.encode(), len(text))


@pytest.mark.parametrize(
    "update",
    [
        pytest.param(typed("a", left=LAST - 1), id="after an older letter"),
        pytest.param(typed("a", clock=LAST + 2, left=LAST + 1), id="a gap"),
        pytest.param(typed("a", clock=LAST, left=LAST - 1), id="known already"),
        pytest.param(typed("a", right=(OTHERS, 5)), id="before something"),
        pytest.param(typed(""), id="nothing"),
        pytest.param(typed("x" * 128), id="long"),
        pytest.param(typed("😀"), id="two units"),
        pytest.param(typed("a")[:-1], id="cut off"),
        pytest.param(typed("a") + b"\x00", id="bytes after the end"),
        pytest.param(typed("ab").replace(b"ab", b"\xc3("), id="no UTF-8"),
        pytest.param(h.update(h.run(MINE, LAST + 1, h.mark("bold", "{}", left=(MINE, LAST)))), id="a mark"),
        pytest.param(
            h.update(h.run(MINE, LAST + 1, h.text("a", left=(MINE, LAST))), deletes={OTHERS: [(0, 1)]}),
            id="deleting too",
        ),
        pytest.param(
            h.update(h.run(OTHERS, LAST + 1, h.text("a", left=(OTHERS, LAST)))), id="another client"
        ),
    ],
)
def test_everything_else_is_read_in_full(update: bytes) -> None:
    assert END.follows(update, LAST) is None


BELOW_PAIRS = st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])


@given(
    st.lists(
        st.text(BELOW_PAIRS, min_size=1, max_size=20),
        min_size=1,
        max_size=20,
    )
)
def test_one_insertion_says_what_the_letters_said(texts: list[str]) -> None:
    first, told, whole = _docs(), _docs(), b""
    clock = 0
    for text in texts:
        update = h.update(h.run(MINE, clock + 1, h.text(text, left=(MINE, clock))))
        first.apply_update(update)
        found = TextEnd(MINE, 0, None).follows(update, clock)
        assert found == (text.encode(), len(text))
        whole += found[0]
        clock += found[1]
    told.apply_update(TextEnd(MINE, 0, None).insertion(whole))
    assert told.get_update() == first.get_update()
    assert str(told.get("body", type=Text)) == "a" + "".join(texts)


def _docs() -> Doc[Text]:
    doc: Doc[Text] = Doc()
    doc.apply_update(h.update(h.run(MINE, 0, h.item(h.STRING, varstring("a"), root="body"))))
    return doc
