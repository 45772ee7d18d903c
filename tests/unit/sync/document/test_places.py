from __future__ import annotations

from typing import Any

import pytest
from pycrdt import Doc, XmlElement, XmlText, merge_updates

from server.domain.plan import Kind
from server.sync.document.places import Place, Places, read_type_position
from server.sync.document.schema import Block, seed
from server.sync.document.ydoc import Document
from server.sync.update.admission import exhausted
from tests.support.clients.anchors import AFTER, BEFORE, Typed, lines_of, position, typed
from tests.support.clients.replicas import ClientReplica

LINE = "Blå 👍🏽 dør, e\u0301n å til låven."


def a_page(*lines: str) -> ClientReplica:
    doc: Doc[Any] = Doc(client_id=11)
    doc.apply_update(seed(Kind.HOME, 7, blocks=[Block.plain(line) for line in lines]).payload)
    return ClientReplica("part/part", doc)


def found(page: ClientReplica, start: object, end: object) -> Place | None:
    document = Document(page.doc.get_update())
    exhausted(document.building())
    return exhausted(Places(document).finding(start, end))


def test_a_letter_is_found_where_structs_of_the_log_are_one_in_the_document() -> None:
    page = a_page("")
    updates = [page.doc.get_update()]
    page.doc.observe(lambda event: updates.append(event.update))
    typed(page, "blå👍")
    line = typed(page, "dør")
    document = Document(merge_updates(*updates))  # as they came, side by side
    exhausted(document.building())
    place = exhausted(Places(document).finding(line.start("dør"), line.end("dør")))
    assert place is not None
    assert place.words == "dør"


def words_at(page: ClientReplica, start: object, end: object) -> str | None:
    place = found(page, start, end)
    return None if place is None else place.words


@pytest.mark.parametrize("words", ["Blå", "👍🏽", "dør", "e\u0301n", "å til", "låven.", LINE, "B", "."])
def test_words_are_found_by_their_letters_however_those_count(words: str) -> None:
    page = a_page("")
    line = typed(page, LINE)
    assert words_at(page, line.start(words), line.end(words)) == words


def test_they_are_found_in_the_line_that_they_stand_in_after_lines_came_and_went() -> None:
    page = a_page("én", "", "tre")
    line = typed(page, LINE, block=1)
    page.add_block("først", at=0)
    page.made(lambda: page.body.children.__delitem__(1))
    assert words_at(page, line.start("dør"), line.end("dør")) == "dør"


def test_what_others_write_into_words_stands_between_them() -> None:
    page = a_page("")
    line = typed(page, "en dør til")
    page.type("å", at=4)
    assert words_at(page, line.start("dør"), line.end("dør")) == "dåør"


def test_a_letter_that_is_gone_is_no_end_of_a_place_though_the_same_stands_there() -> None:
    page = a_page("")
    line = typed(page, "en dør til")
    text = page.block_text(0)
    page.made(lambda: text.__delitem__(slice(3, 4)))
    page.type("d", at=3)
    assert found(page, line.start("dør"), line.end("dør")) is None


def test_words_of_two_lines_are_no_place() -> None:
    page = a_page("", "")
    one, two = typed(page, "her", block=0), typed(page, "der", block=1)
    assert found(page, one.start("her"), two.end("der")) is None


def test_between_two_letters_there_is_a_place_for_words() -> None:
    page = a_page("")
    line = typed(page, "blå👍dør")
    place = found(page, line.start("dør"), line.end("👍"))
    assert place is not None
    assert (place.words, place.start, place.end) == ("", len("blå👍".encode()), len("blå👍".encode()))


def test_an_end_before_its_beginning_is_no_place() -> None:
    page = a_page("")
    line = typed(page, "blå dør")
    place = found(page, line.start("dør"), line.end("bl"))
    assert place is not None
    assert place.words is None


def test_half_a_character_is_no_end_of_a_place() -> None:
    page = a_page("")
    line = typed(page, "a👍b")
    assert found(page, position(line.client, line.clock + 2, AFTER), line.end("b")) is None
    assert found(page, line.start("a"), position(line.client, line.clock + 1, BEFORE)) is None


def test_behind_the_last_letter_is_the_end_of_the_line() -> None:
    page = a_page("")
    line = typed(page, "blå")
    end, _ = lines_of(page.doc)[0].place(3, 3)
    assert read_type_position(end) is not None
    assert words_at(page, end, line.end("blå")) == ""
    page.type("!")
    assert words_at(page, end, line.end("blå")) is None


def test_an_empty_line_is_a_place_with_its_text_and_without() -> None:
    page = a_page("")
    place = found(page, *lines_of(page.doc)[0].place(0, 0))
    assert place is not None
    assert place.text is not None
    assert place.words == ""
    element = XmlElement("block", {"kind": "paragraph"})
    page.made(lambda: page.body.children.append(element))
    block = lines_of(page.doc)[1].place(0, 0)
    place = found(page, *block)
    assert place is not None
    assert place.text is None
    assert place.words == ""
    page.made(lambda: element.children.append(XmlText("noe")))
    assert found(page, *block) is None


@pytest.mark.parametrize(
    "position", [None, 7, "", "AQ==", "ÆØÅ", "A" * 41, position(99, 5), {"start": "x"}], ids=str
)
def test_what_no_page_makes_is_no_end_of_a_place(position: object) -> None:
    page = a_page("")
    line: Typed = typed(page, "blå")
    assert found(page, position, line.end("blå")) is None
    assert found(page, line.start("blå"), position) is None
