from __future__ import annotations

import os
import random
from typing import Any

import pytest
from pycrdt import Doc, XmlElement, XmlText

from server.domain.plan import Kind
from server.ports.writing import FieldChange, WordsChange
from server.sync.document.changing import NotThere, changing
from server.sync.document.schema import Block, seed
from server.sync.update.admission import exhausted
from tests.support.clients.anchors import Typed, lines_of, typed
from tests.support.clients.editing import PIECES, Hand, plain
from tests.support.clients.replicas import ClientReplica
from tests.support.wide import few_or_many

AS = 900
"""The client id of what the server writes."""
HISTORIES, MANY_HISTORIES = 300, 10_000


def a_page(*lines: str, kind: Kind = Kind.HOME, **fields: str) -> ClientReplica:
    doc: Doc[Any] = Doc(client_id=11)
    blocks = [Block.plain(line) for line in lines or ("",)]
    doc.apply_update(seed(kind, 7, blocks=blocks, fields=fields).payload)
    return ClientReplica("part/part", doc)


def made(page: ClientReplica, change: WordsChange | FieldChange) -> bytes:
    return exhausted(changing(page.doc.get_update(), change, AS))


def instead(line: Typed, words: str, replacement: str) -> WordsChange:
    return WordsChange(line.start(words), line.end(words), words, replacement)


def test_words_are_replaced_where_they_stand_and_nothing_else_is() -> None:
    page = a_page("")
    line = typed(page, "Blå 👍 dør til låven.")
    page.apply(made(page, instead(line, "dør", "låve")))
    assert plain(page.block_text(0)) == "Blå 👍 låve til låven."


def test_only_what_differs_is_written_anew() -> None:
    page = a_page("")
    line = typed(page, "to dager i uka")
    update = made(page, instead(line, "to dager i uka", "to dager i hver uka"))
    assert len(update) < 40
    page.apply(update)
    assert plain(page.block_text(0)) == "to dager i hver uka"


def test_letters_that_only_look_alike_are_not_kept() -> None:
    page = a_page("")
    line = typed(page, "e\u0301n")
    page.apply(made(page, instead(line, "e\u0301n", "én")))
    assert plain(page.block_text(0)) == "én"


def test_words_look_as_those_did_in_whose_place_they_come() -> None:
    page = a_page("")
    line = typed(page, "en viktig dag")
    page.block_text(0).format(3, 9, {"bold": {}})
    page.apply(made(page, instead(line, "viktig", "stor")))
    assert page.block_text(0).diff() == [("en ", None), ("stor", {"bold": {}}), (" dag", None)]


def test_words_that_are_not_those_that_were_shown_are_left_alone() -> None:
    page = a_page("")
    line = typed(page, "blå dør")
    page.type("!", at=len("blå d".encode()))
    with pytest.raises(NotThere):
        made(page, instead(line, "dør", "låve"))
    with pytest.raises(NotThere):
        made(page, WordsChange("AAAA", None, "dør", "låve"))


def test_words_come_where_nothing_stood() -> None:
    page = a_page("")
    at = lines_of(page.doc)[0].place(0, 0)
    page.apply(made(page, WordsChange(*at, "", "Noe å se fram til")))
    assert plain(page.block_text(0)) == "Noe å se fram til"


def test_and_in_a_line_that_has_no_text_yet() -> None:
    page = a_page("")
    page.made(lambda: page.body.children.append(XmlElement("block", {"kind": "paragraph"})))
    at = lines_of(page.doc)[1].place(0, 0)
    page.apply(made(page, WordsChange(*at, "", "Nytt")))
    assert plain(page.block_text(1)) == "Nytt"


@pytest.mark.parametrize(
    ("place", "new"),
    [(3, None), (6, {"bold": {}}), (9, None), (13, None)],
    ids=["before", "inside", "behind", "at the end"],
)
def test_new_letters_look_as_what_stands_on_both_sides_of_them(place: int, new: object) -> None:
    page = a_page("")
    typed(page, "en viktig dag")
    page.block_text(0).format(3, 9, {"bold": {}})
    at = lines_of(page.doc)[0].place(place, place)
    page.apply(made(page, WordsChange(*at, "", "XX")))
    looks = [marks for chunk, marks in page.block_text(0).diff() if "XX" in chunk]
    assert looks == [new]


def test_the_text_of_a_field_is_replaced_and_a_choice_set() -> None:
    page = a_page(kind=Kind.GOAL, title="Bli bedre å lese", status="open")
    page.apply(made(page, FieldChange("title", "Bli bedre å lese", "Bli god til å lese")))
    page.apply(exhausted(changing(page.doc.get_update(), FieldChange("status", "open", "reached"), AS + 1)))
    page.apply(exhausted(changing(page.doc.get_update(), FieldChange("target", "", "2027-01-31"), AS + 2)))
    assert str(page.fields["title"]) == "Bli god til å lese"
    assert (page.fields["status"], page.fields["target"]) == ("reached", "2027-01-31")


@pytest.mark.parametrize("field", ["title", "status", "target"])
def test_a_field_that_says_something_else_by_now_is_left_alone(field: str) -> None:
    page = a_page(kind=Kind.GOAL, title="Lese", status="open")
    with pytest.raises(NotThere):
        made(page, FieldChange(field, "noe annet", "dropped"))


class History:
    """A text that somebody edits at random, a suggestion to it, and how it is edited on."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(number)
        self.page = a_page("Først stod dette.", "", "Så dette: 👍🏽 e\u0301n å.")
        self.hand = Hand(self.page.doc, "w", self.chance, deletes=True)

    def edited(self, times: int) -> None:
        for _ in range(times):
            self.hand.edit()

    def suggestion(self) -> WordsChange:
        line = self.chance.choice(lines_of(self.page.doc))
        start, end = sorted(self.chance.randint(0, len(line.text)) for _ in "12")
        new = "".join(self.chance.choice((*PIECES, " ", "ord")) for _ in range(self.chance.randint(0, 4)))
        return WordsChange(*line.place(start, end), line.text[start:end], new)

    def lines(self) -> list[list[tuple[str, str]]]:
        return [
            [
                ("text", plain(child)) if isinstance(child, XmlText) else ("break", "")
                for child in block.children
            ]
            for block in self.page.body.children
            if isinstance(block, XmlElement)
        ]


def replaced_once(before: list[Any], after: list[Any], change: WordsChange) -> bool:
    """Whether one text reads as before with the words replaced, and all else is as it was."""
    differing = [(one, two) for one, two in zip(before, after, strict=True) if one != two]
    if not differing:
        return change.shown == change.replacement
    ((one, two),) = differing
    if not one:  # a block without any text
        return bool(two == [("text", change.replacement)])
    ((old, new),) = [(str(a[1]), str(b[1])) for a, b in zip(one, two, strict=True) if a != b]
    size = len(change.shown)
    return any(
        old[at : at + size] == change.shown and old[:at] + change.replacement + old[at + size :] == new
        for at in range(len(old) + 1)
    )


@few_or_many
@pytest.mark.rule(7)
@pytest.mark.timeout(600)
def test_in_random_histories_the_accepted_text_is_what_was_shown(many: bool) -> None:
    first = int(os.environ.get("TESTS_SEED", "1"))
    accepted = 0
    for number in range(first, first + (MANY_HISTORIES if many else HISTORIES)):
        history = History(number)
        history.edited(history.chance.randint(0, 12))
        change = history.suggestion()
        if change.shown == change.replacement:
            continue
        history.edited(history.chance.randint(0, 4) if history.chance.random() < 0.5 else 0)
        before = history.lines()
        try:
            update = made(history.page, change)
        except NotThere:
            assert history.lines() == before
            continue
        assert history.lines() == before, f"TESTS_SEED={number}: the part was touched before it was accepted"
        history.page.apply(update)
        assert replaced_once(before, history.lines(), change), (number, change)
        accepted += 1
    assert accepted > HISTORIES / 3
