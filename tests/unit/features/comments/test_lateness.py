"""What is kept of an anchor whose words stand, and what is said of one whose words are gone."""

from __future__ import annotations

import pytest

from server.domain.access import Level
from server.domain.plan import Kind, Role
from server.domain.sight import Sight
from server.features.comments.lateness import LATE, LetInMeanwhile, Looking, Readers, dated, is_late
from server.sync.update.letters import Letters
from tests.support.clients.anchors import Typed
from tests.support.principals import demo
from tests.unit.domain.people import OWNER
from tests.unit.features.fakes import SetClock
from tests.unit.features.family import Family, part, person

WAS = Typed(5, 0, "Vi øver mer.")
ON_WORDS = WAS.anchor("øver", before="Vi ", after=" mer.")


def text(*pieces: Typed) -> Letters:
    letters = Letters()
    for piece in pieces:
        letters.add(piece.client, piece.clock, piece.text, OWNER)
    return letters


WHOLE = text(WAS)
WITHOUT = text(Typed(5, 0, "Vi "), Typed(5, 7, " mer."))
"""The word was deleted."""


def test_words_that_stand_are_kept_with_what_is_beside_them() -> None:
    assert dated(ON_WORDS, "øver", WHOLE) == ON_WORDS
    assert dated(ON_WORDS, "ø ver", WHOLE) == ON_WORDS


@pytest.mark.rule("P3")
@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("øver", WITHOUT),
        ("øver", Letters()),
        ("sover", WHOLE),
        ("", WITHOUT),
        ("øver", text(Typed(5, 0, "Vi øve"), Typed(9, 0, "ver mer."))),
    ],
    ids=["gone", "a part that cannot be read", "never there", "an insertion beside them", "one letter gone"],
)
def test_words_that_do_not_stand_came_late(quote: str, words: Letters) -> None:
    kept = dated(ON_WORDS, quote, words)
    assert kept == {**ON_WORDS, LATE: True}
    assert is_late(kept)
    assert is_late(dated({**ON_WORDS, LATE: False}, quote, words)), "whatever its client says of it"


@pytest.mark.rule("P3")
def test_of_the_contexts_only_what_stands_is_kept() -> None:
    beside = text(Typed(5, 3, "øver mer."))
    assert dated(ON_WORDS, "øver", beside) == WAS.anchor("øver", after=" mer.")
    odd = {**ON_WORDS, "before": ["hemmelig"], "after": 7}
    assert dated(odd, "øver", WHOLE) == odd


@pytest.mark.rule("P3")
def test_an_insertion_keeps_no_contexts() -> None:
    between = {"start": WAS.start("øver"), "end": WAS.end("Vi "), "before": "hemmelig", "after": "øver"}
    assert dated(between, "", WHOLE) == {**between, "before": "", "after": ""}


@pytest.mark.parametrize("anchor", [{}, {"start": "AQID", "end": "BAUG", "before": "før"}, {"at": 7}])
def test_an_anchor_of_no_letters_is_kept_as_it_is(anchor: dict[str, object]) -> None:
    assert dated(anchor, "øver", WHOLE) == anchor
    assert not is_late(dated(anchor, "øver", Letters()))


@pytest.mark.rule("P3")
async def test_it_looks_again_where_somebody_was_let_in_meanwhile(family: Family) -> None:
    looks = []

    async def look_and_store(readers: Readers) -> str:
        looks.append(readers.last)
        if len(looks) == 1:
            raise LetInMeanwhile
        return "stored"

    looking = Looking(family.database, SetClock())
    asked: list[Sight] = []
    stored = await looking.storing(demo(person(Role.OWNER)), part(Kind.HEALTH), asked.append, look_and_store)
    assert (stored, len(looks), len(asked)) == ("stored", 2, 2)
    assert asked[0].access_to(part(Kind.HEALTH)).level is Level.EDIT
    Readers(asked[0].access.last_decision).require_same(asked[0])
    with pytest.raises(LetInMeanwhile):
        Readers(asked[0].access.last_decision - 1).require_same(asked[0])
