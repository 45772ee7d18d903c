from __future__ import annotations

import random
from typing import Any

import pytest
from pycrdt import Doc, XmlFragment, XmlText

from server.domain.plan import Kind, PersonId
from server.ports.log import LoadedPart, Projection, Stored
from server.sync.document import ydoc
from server.sync.document.large import merged
from server.sync.document.replica import ROWS_AT_ONCE, Replica
from server.sync.document.schema import ShapeViolation
from server.sync.document.watched import NOTHING_NEW, Change
from server.sync.document.ydoc import AT_ONCE, Document, Incoherent
from server.sync.protocol import lib0
from server.sync.update import admission
from server.sync.update.admission import Admitted, exhausted
from tests.support.clients.protocol import varstring, varuint
from tests.unit.sync.fakes import PLAN, SEEDED, MemoryLog, Page

A, B = PersonId("a"), PersonId("b")


class Part:
    """A replica and a page beside it that starts from the same log."""

    def __init__(self, kind: Kind = Kind.HOME) -> None:
        self.log = MemoryLog(kind)
        loaded = LoadedPart(PLAN, kind, b"", 0, self.log.rows, self.log.clients)
        self.replica = exhausted(Replica.loading(loaded))
        self.page = Page(self.log, 11)

    def read(self, update: bytes, person: PersonId = A) -> Admitted:
        replica = self.replica
        return exhausted(
            admission.read_sliced(update, replica.known, replica.owners, person, halves=replica.halves)
        )

    def admit(self, update: bytes, person: PersonId = A) -> Change:
        return exhausted(self.replica.admitting(update, self.read(update, person), person))

    def says_nothing_new(self, update: bytes) -> bool:
        return exhausted(self.replica.adds_nothing(self.read(update)))

    @property
    def text(self) -> str:
        doc: Doc[Any] = Doc()
        doc.apply_update(self.replica.encode())
        return str(doc.get("body", type=XmlFragment))


@pytest.fixture
def part() -> Part:
    return Part()


def test_a_part_is_loaded_from_its_snapshot_and_the_rows_after_it(part: Part) -> None:
    one, two = part.page.type("en "), part.page.type("to ")
    part.admit(one)
    snapshot = part.replica.encode()
    loaded = LoadedPart(PLAN, Kind.HOME, snapshot, 2, [Stored(3, A, two)], {11: A, SEEDED: A})
    replica = exhausted(Replica.loading(loaded))
    assert replica.seq == 3
    assert replica.known == lib0.read_state_vector(part.page.doc.get_state())
    part.admit(two)
    assert replica.diff(b"\x00") == part.replica.diff(b"\x00")


def test_what_is_new_is_stored_as_it_came_and_remembered(part: Part) -> None:
    update = part.page.type("Hei")
    change = part.admit(update)
    assert (change.payloads, change.update, change.projected) == ((update,), update, False)
    assert part.replica.known[11] == 3
    assert part.replica.owners[11] == A
    assert "Hei" in part.text


def test_typing_on_is_taken_without_looking_again(part: Part) -> None:
    for word in ("H", "e", "i", " 😀", " e\u0301"):
        update = part.page.type(word)
        assert part.admit(update).update == update
    assert part.text == str(part.page.body)


def test_of_what_is_partly_known_only_the_news_is_stored(part: Part) -> None:
    first = part.page.type("kjent ")
    part.admit(first)
    part.page.type("nytt")
    change = part.admit(part.page.doc.get_update())
    assert b"nytt" in change.update
    assert b"kjent" not in change.update
    assert part.text == str(part.page.body)


def test_a_known_struct_that_claims_to_be_another_is_not_stored(part: Part) -> None:
    part.admit(part.page.type("sant"))
    other = Page(MemoryLog(), 11)
    other.doc.apply_update(part.log.rows[0].payload)
    assert part.admit(other.type("usan")) == NOTHING_NEW
    assert "usan" not in part.replica.encode().decode("latin-1")


def test_what_is_known_says_nothing_new(part: Part) -> None:
    part.admit(part.page.type("Hei"))
    update = part.page.doc.get_update()
    assert part.says_nothing_new(update)
    assert part.says_nothing_new(b"\x00\x00")


def test_a_deletion_is_news_once(part: Part) -> None:
    part.admit(part.page.type("bort"))
    text: Any = part.page.body.children[0]
    deletion = part.page.made(lambda: text.children[0].__delitem__(slice(0, 4)))
    assert not part.says_nothing_new(deletion)
    assert part.admit(deletion).update
    assert part.says_nothing_new(deletion)
    assert "bort" not in part.text


def test_a_violation_is_raised_and_names_no_content(part: Part) -> None:
    with pytest.raises(ShapeViolation) as caught:
        part.admit(part.page.misplace())
    assert "løst" not in str(caught.value)


def test_a_violation_in_one_frame_does_not_stick_to_the_next(part: Part) -> None:
    bad = Page(part.log, 12)
    with pytest.raises(ShapeViolation):
        part.admit(bad.misplace(), B)
    assert part.admit(part.page.type("Hei")).update


def test_bytes_that_yrs_does_not_take_are_incoherent_and_no_panic(part: Part) -> None:
    document = Document(part.log.rows[0].payload)
    exhausted(document.building())
    with pytest.raises(Incoherent):
        document.apply(b"\x01\x00" + lib0.varuint(SEEDED) + b"\x00\x00")
    with pytest.raises(Incoherent):
        document.apply(b"\xff\xff")


def test_a_log_that_cannot_be_read_is_not_loaded_by_half(part: Part) -> None:
    rows = [*part.log.rows, Stored(2, A, b"\x05\x05")]
    with pytest.raises(Incoherent):
        exhausted(Replica.loading(LoadedPart(PLAN, Kind.HOME, b"", 0, rows, {})))


def test_a_part_of_which_nothing_was_read_is_not_loaded_as_an_empty_one() -> None:
    for snapshot, rows in ((b"\x00\x00", []), (b"", [Stored(1, A, b"\x00\x00")])):
        with pytest.raises(Incoherent):
            exhausted(Replica.loading(LoadedPart(PLAN, Kind.HOME, snapshot, 1 - len(rows), rows, {})))


def test_a_peer_gets_what_it_lacks_and_nothing_of_what_it_has(part: Part) -> None:
    part.admit(part.page.type("første "))
    state = part.page.doc.get_state()
    part.admit(part.page.type("andre"))
    diff = part.replica.diff(state)
    assert b"andre" in diff
    assert "første".encode() not in diff
    assert part.replica.diff(part.replica.state_vector()) == b"\x00\x00"


@pytest.mark.parametrize("state", [b"", b"\x01", b"\x01\x05", b"\x00\x00", b"\xff" * 20])
def test_a_peer_that_says_no_state_vector_is_malformed(part: Part, state: bytes) -> None:
    with pytest.raises(lib0.Malformed):
        part.replica.diff(state)


def test_the_whole_state_is_encoded_once_until_something_changes(part: Part) -> None:
    before = part.replica.encode()
    assert part.replica.encode() is before
    part.admit(part.page.type("Hei"))
    assert part.replica.encode() is not before
    assert b"Hei" in part.replica.encode()


def test_a_title_is_touched_by_its_letters_and_by_nothing_else() -> None:
    part = Part(Kind.GOAL)
    fields = part.page.fields
    assert part.admit(part.page.made(lambda: fields["title"].insert(0, "Bo "))).projected
    assert part.admit(part.page.made(lambda: fields["title"].insert(3, "selv"))).projected
    assert part.replica.projection() == Projection("Bo selv")
    assert not part.admit(part.page.type("tekst")).projected


def test_merging_says_what_all_said_in_order(part: Part) -> None:
    updates = [part.page.type(word) for word in ("en ", "to ", "tre")]
    reader = Page(part.log, 13)
    reader.doc.apply_update(merged(updates))
    assert str(reader.body) == str(part.page.body)
    assert merged(updates[:1]) is updates[0]


def test_a_large_snapshot_is_loaded_a_little_at_a_time_and_whole() -> None:
    choose, page = random.Random(5), Page(MemoryLog(), 11)
    words = page.body.children[0].children[0]
    assert isinstance(words, XmlText)
    for length in range(0, 250_000, 25):
        words.insert(choose.randrange(length + 1), "o" * 25)
    snapshot = page.doc.get_update()
    assert len(snapshot) > AT_ONCE
    loaded = LoadedPart(PLAN, Kind.HOME, snapshot, 1, [], {11: A, SEEDED: A})
    loading, pauses = Replica.loading(loaded), 0
    while True:
        try:
            next(loading)
        except StopIteration as finished:
            replica = finished.value
            break
        pauses += 1
    assert pauses > 100
    assert replica.encode() == snapshot
    assert replica.diff(b"\x01\x0b\x00") == page.doc.get_update()
    assert replica.known == lib0.read_state_vector(page.doc.get_state())


def across(author: int, client: int, number: int) -> bytes:
    """``number`` letters of ``client``, whose neighbours are each the first two letters of ``author``."""
    letter = b"\xc4" + varuint(author) + b"\x00" + varuint(author) + b"\x01" + varstring("x")
    return b"\x01" + varuint(number) + varuint(client) + b"\x00" + letter * number + b"\x00"


def fragmented(part: Part, number: int) -> None:
    """Two letters, and ``number`` between them which stay apart."""
    part.admit(part.page.type("az"))
    for _ in range(number):
        part.admit(part.page.type("o", at=1))


@pytest.mark.rule("P7")
def test_structs_that_are_long_to_place_are_applied_a_few_at_a_time(
    part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Letters that name the two ends of a long text stopped the process for half a second each fifty."""
    monkeypatch.setattr(ydoc, "TOO_LONG", 0.0002)
    monkeypatch.setattr(ydoc, "USUAL", 0.0)  # how fast the machine is does not matter here
    fragmented(part, 2_000)
    update = across(11, 12, 150)
    admitted = part.read(update, B)
    pauses = sum(1 for _ in part.replica.admitting(update, admitted, B))
    assert len(admitted.slices) == 3
    assert pauses > 20
    assert part.replica.excess > 0
    assert part.text.count("x") == 150
    again = Document(part.replica.encode())
    assert exhausted(again.building()) == set()
    assert again.encode() == part.replica.encode()


def test_rows_of_others_are_taken_in_with_pauses(part: Part) -> None:
    rows = [Stored(2 + number, A, part.page.type("a")) for number in range(3 * ROWS_AT_ONCE)]
    assert sum(1 for _ in part.replica.absorbing(rows)) >= 3


def absorb(part: Part, *rows: tuple[int, PersonId, bytes]) -> None:
    exhausted(part.replica.absorbing([Stored(*row) for row in rows]))


def test_rows_of_other_processes_are_taken_in_as_if_loaded(part: Part) -> None:
    other = Page(part.log, 12)
    absorb(part, (2, A, part.page.type("a😀 ")), (3, B, other.type("b ")), (4, A, part.page.type("c ")))
    doc: Doc[Any] = Doc()
    for update in (
        *(row.payload for row in part.log.rows),
        part.page.doc.get_update(),
        other.doc.get_update(),
    ):
        doc.apply_update(update)
    assert part.text == str(doc.get("body", type=XmlFragment))
    assert part.replica.seq == 4
    assert part.replica.known == lib0.read_state_vector(doc.get_state())
    assert (part.replica.owners[11], part.replica.owners[12]) == (A, B)
    assert part.replica.halves == exhausted(admission.halves_of_sliced(part.replica.encode()))


def test_after_rows_of_another_process_its_author_goes_on_here(part: Part) -> None:
    absorb(part, (2, A, part.page.type("der ")))
    part.admit(part.page.type("og her"))
    assert "der og her" in part.text


def test_a_row_that_is_not_the_next_one_is_not_taken_in(part: Part) -> None:
    first, second = part.page.type("1"), part.page.type("2")
    for rows in (
        [(3, A, first)],  # a number is missing
        [(2, A, second)],  # a clock is missing
        [(2, A, first), (3, A, first)],  # it says again what is known
        [(2, A, b"\x01")],
        [(2, B, Page(part.log, SEEDED).type("som server"))],  # another person's client id
    ):
        with pytest.raises(Incoherent):
            absorb(Part(), *rows)
