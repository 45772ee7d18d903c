"""Rows that are joined in the bytes build the same document: the same structs, deleted words among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText

from server.domain.plan import Kind
from server.sync.document.schema import seed
from server.sync.protocol.lib0 import Malformed
from server.sync.update.joining import joined
from tests.property.recorded import sessions
from tests.support.clients.replicas import content_of
from tests.support.models.struct_units import deleted, units

CLIENTS = {11: "owner", 12: "owner", 13: "school", 14: "nav"}
"""Client ids and their persons, of whom one has two pages."""
FIRST = seed(Kind.GOAL, 9).payload
Rows = list[tuple[str, bytes]]


class Page:
    def __init__(self, client: int) -> None:
        self.doc: Doc[Any] = Doc(client_id=client)
        self.doc.apply_update(FIRST)
        self.body = self.doc.get("body", type=XmlFragment)
        self.fields = self.doc.get("fields", type=Map)
        self.seen = 1

    def made(self, do: Callable[[], object]) -> list[bytes]:
        updates: list[bytes] = []
        observing = self.doc.observe(lambda event: updates.append(bytes(event.update)))
        with self.doc.transaction():
            do()
        self.doc.unobserve(observing)
        return updates

    def text(self, at: int) -> XmlText | None:
        blocks = self.body.children
        element = blocks[at % len(blocks)] if len(blocks) else None
        found = element.children[0] if isinstance(element, XmlElement) and len(element.children) else None
        return found if isinstance(found, XmlText) else None


def places(text: XmlText) -> list[int]:
    """Byte offsets between its characters."""
    plain, found = "".join(str(chunk) for chunk, _ in text.diff()), [0]
    for letter in plain:
        found.append(found[-1] + len(letter.encode()))
    return found


def act(page: Page, what: str, at: int, words: str) -> None:
    text = page.text(at)
    if what == "block" or text is None:
        element = XmlElement("block", {"kind": "paragraph"})
        page.body.children.append(element)
        element.children.append(XmlText(words))
        return
    known = places(text)
    first = at % len(known)
    after = min(first + len(words), len(known) - 1)
    if what == "type":
        text.insert(known[first], words)
    elif what == "field":
        page.fields["status"] = words
    elif what == "kind":
        block = page.body.children[at % len(page.body.children)]
        block.attributes["kind"] = "heading"
    elif what == "gone":
        del page.body.children[at % len(page.body.children)]
    elif after > first and what == "delete":
        del text[known[first] : known[after]]
    elif after > first:
        text.format(known[first], known[after], {"bold": True})


ACTS = st.tuples(
    st.sampled_from(sorted(CLIENTS)),
    st.sampled_from(["type"] * 8 + ["delete"] * 4 + ["block", "field", "kind", "gone", "mark"]),
    st.integers(0, 40),
    st.text("abø🎈", min_size=1, max_size=4),
    st.integers(0, 3),
)


def written(acts: Iterable[tuple[int, str, int, str, int]]) -> Rows:
    """The rows of a log. Each page does some things one after another, and reads the others' before them."""
    rows: Rows = [("server", FIRST)]
    pages = {client: Page(client) for client in CLIENTS}
    for client, what, at, words, again in acts:
        page = pages[client]
        for _, update in rows[page.seen :]:
            page.doc.apply_update(update)
        for number in range(again + 1):
            for update in page.made(partial(act, page, what, at + number * len(words), words)):
                rows.append((CLIENTS[client], update))
        page.seen = len(rows)
    return rows


def behind(acts: Iterable[tuple[int, str, int, str, int]]) -> Rows:
    """As ``written``, but nobody reads anybody else's before the end."""
    rows: Rows = [("server", FIRST)]
    pages = {client: Page(client) for client in CLIENTS}
    for client, what, at, words, again in acts:
        for number in range(again + 1):
            for update in pages[client].made(partial(act, pages[client], what, at + number, words)):
                rows.append((CLIENTS[client], update))
    return rows


def entries(rows: Rows) -> list[tuple[str, Sequence[bytes], bytes]]:
    """The author, the rows and what they are joined to."""
    found: list[tuple[str, Sequence[bytes], bytes]] = []
    for person, group in groupby(rows, key=lambda row: row[0]):
        updates = [update for _, update in group]
        at = 0
        for number, update in joined(updates):
            found.append((person, updates[at : at + number], update))
            at += number
        assert at == len(updates)
    return found


def built(updates: Iterable[bytes], *, skip_gc: bool) -> Doc[Any]:
    doc: Doc[Any] = Doc(skip_gc=skip_gc)
    for update in updates:
        doc.apply_update(update)
    return doc


def require_the_same(rows: Rows) -> None:
    found = entries(rows)
    for _, updates, update in found:
        together: dict[Any, Any] = {}
        for each in updates:
            together |= units(each)
        assert units(update) == together
        assert deleted(update) == set().union(*map(deleted, updates))
    for skip_gc in (True, False):
        one = built([update for _, update in rows], skip_gc=skip_gc)
        other = built([update for _, _, update in found], skip_gc=skip_gc)
        assert content_of(one) == content_of(other)
        states = one.get_update(), other.get_update()
        assert units(states[0]) == units(states[1])
        assert deleted(states[0]) == deleted(states[1])


@pytest.mark.rule("P5")
@settings(max_examples=150, deadline=None)
@given(st.lists(ACTS, max_size=25))
def test_joined_rows_build_the_same_document(acts: list[tuple[int, str, int, str, int]]) -> None:
    require_the_same(written(acts))


@settings(max_examples=75, deadline=None)
@given(st.lists(ACTS, max_size=20))
def test_joined_rows_of_people_who_have_not_read_each_other_do_too(
    acts: list[tuple[int, str, int, str, int]],
) -> None:
    require_the_same(behind(acts))


def test_joined_rows_of_yjs_do_too() -> None:
    for session in sessions():
        require_the_same([(str(person), update) for person, update in session.frames])


@given(st.lists(st.binary(max_size=40), max_size=5))
def test_what_is_no_update_stays_as_it_is(rows: list[bytes]) -> None:
    at = 0
    for number, update in joined(rows):
        if not all(map(readable, rows[at : at + number])):
            assert (number, update) == (1, rows[at])
        at += number
    assert at == len(rows)


def readable(update: bytes) -> bool:
    try:
        units(update)
    except Malformed:
        return False
    return True
