"""Letters stand in the order in which they are read, whoever wrote them and whatever was deleted."""

from __future__ import annotations

import random

import pytest
from pycrdt import Doc, XmlElement, XmlText

from server.domain.plan import PersonId
from server.sync.document import reading_order
from server.sync.document.reading_order import OrderedReader
from server.sync.document.ydoc import Incoherent
from server.sync.update.admission import exhausted
from server.sync.update.letters import Letters
from tests.support.clients.anchors import typed
from tests.support.clients.editing import Hand, plain
from tests.unit.sync.fakes import MemoryLog, Page

OWNERS = {11: PersonId("owner"), 12: PersonId("nav")}


def letters_of(page: Page) -> Letters:
    return exhausted(OrderedReader(page.doc, page.doc.get_update(), OWNERS).reading())


def page(client: int = 11) -> Page:
    return Page(MemoryLog(), client)


def both() -> tuple[Page, Page]:
    owner = page()
    other = Page(MemoryLog(), 12)
    return owner, other


def test_letters_of_several_people_and_blocks_stand_in_order_with_their_writers() -> None:
    owner, nav = both()
    first = typed(owner, "Blå 👍 dør")
    owner.add_block("og låven")
    nav.apply(owner.doc.get_update())
    nav.type("grønn ", at=len("Blå ".encode()))
    owner.apply(nav.doc.get_update())
    words = letters_of(owner)
    assert words.all == "Blågrønn👍døroglåven"
    found = words.passage(first.start("Blå"), first.end("dør"))
    assert found is not None
    assert (found.text, found.untouched) == ("Blågrønn👍dør", True)
    assert list(found.writers) == [OWNERS[11], OWNERS[12], OWNERS[11]]


def test_letters_that_were_deleted_stay_gone_when_they_are_typed_again() -> None:
    owner, nav = both()
    said = typed(owner, "Om Avrusning i vår")
    nav.apply(owner.doc.get_update())
    text = nav.block_text(0)
    del text[3:12]
    text.insert(3, "Avrusning")
    words = letters_of(nav)
    assert words.all == "OmAvrusningivår"
    assert words.passage(said.start("Avrusning"), said.end("Avrusning")) is None
    around = words.passage(said.start("Om"), said.end("vår"))
    assert around is not None
    assert not around.untouched


def test_a_block_that_was_deleted_between_is_a_touch() -> None:
    owner = page()
    first = typed(owner, "Én")
    owner.add_block("to")
    owner.add_block("")
    last = typed(owner, "tre", block=2)
    whole = letters_of(owner).passage(first.start("Én"), last.end("tre"))
    assert whole is not None
    assert (whole.text, whole.untouched) == ("Éntotre", True)
    del owner.body.children[1]
    less = letters_of(owner).passage(first.start("Én"), last.end("tre"))
    assert less is not None
    assert (less.text, less.untouched) == ("Éntre", False)


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_written_the_letters_are_those_of_the_document(seed: int) -> None:
    chance = random.Random(seed)
    pages = both()
    editors = [Hand(each.doc, each.address, chance, deletes=True) for each in pages]
    for _ in range(60):
        chance.choice(editors).edit()
        one, other = pages
        one.apply(other.doc.get_update())
        other.apply(one.doc.get_update())
    blocks = [block for block in pages[0].body.children if isinstance(block, XmlElement)]
    texts = [child for block in blocks for child in block.children if isinstance(child, XmlText)]
    assert letters_of(pages[0]).all == "".join("".join(map(plain, texts)).split())


@pytest.mark.rule("P7")
def test_of_a_text_of_too_many_pieces_nothing_is_found_and_all_the_rest_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading_order, "MOST_SIBLINGS", 50)
    owner = page()
    owner.add_block("låven")
    for _ in range(60):
        owner.type("x", at=0)
    words = letters_of(owner)
    assert words.all == "låven"


@pytest.mark.rule("P7")
def test_a_long_text_of_many_pieces_is_read_in_slices() -> None:
    owner = page()
    with owner.doc.transaction():
        for _ in range(3_000):
            owner.block_text(0).insert(0, "x")
    assert len(list(OrderedReader(owner.doc, owner.doc.get_update(), OWNERS).reading())) > 5
    assert letters_of(owner).all == "x" * 3_000


@pytest.mark.rule("P7")
def test_a_state_that_is_not_of_this_document_is_said() -> None:
    owner = page()
    owner.add_block("én")
    owner.add_block("to")
    with pytest.raises(Incoherent):
        exhausted(OrderedReader(Doc(), owner.doc.get_update(), {}).reading())
    with pytest.raises(Incoherent):
        exhausted(OrderedReader(owner.doc, b"\x01", {}).reading())
