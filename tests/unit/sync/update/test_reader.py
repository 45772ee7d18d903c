"""Numbers, lengths and ends of an update; and characters, which nothing may cut in two."""

from __future__ import annotations

import pytest

from server.sync.protocol.lib0 import MAX_CLOCK
from server.sync.update import admission
from server.sync.update.admission import Admitted, Refused, exhausted
from tests.unit.sync import handmade as h
from tests.unit.sync.judging import (
    KNOWN,
    LAST,
    MINE,
    NEW,
    OTHERS,
    OWNERS,
    SCHOOL,
    SEED,
    malformed,
    mine,
    read,
    refused,
)


class TestNumbers:
    def test_clocks_end_below_2_to_the_31(self) -> None:
        assert read(mine(h.gc(MAX_CLOCK - 10))).ends == {MINE: MAX_CLOCK}
        refused(mine(h.gc(MAX_CLOCK - 9)))
        refused(mine(h.gc(2**32 - 10)))
        refused(mine(h.gc(MAX_CLOCK - 10), h.gc(1)))
        malformed(h.update(deletes={MINE: [(2**32, 1)]}))

    def test_a_client_has_structs_and_is_named_once(self) -> None:
        malformed(bytes.fromhex("0100030000"))
        malformed(h.update(h.run(NEW, 0)))
        malformed(h.update(h.run(MINE, 10, h.gc(1)), h.run(MINE, 11, h.gc(1))))
        malformed(b"\x00\x02" + b"\x05\x01\x00\x01" * 2)

    def test_no_struct_is_empty(self) -> None:
        malformed(mine(h.gc(0)))
        malformed(mine(h.deleted(0, left=LAST)))
        malformed(mine(h.text("", left=LAST)))
        malformed(mine(h.item(h.ANY, b"\x00", root="fields", key="due")))

    def test_every_cut_of_an_update_is_malformed(self) -> None:
        whole = mine(
            h.block(left=(SEED, 1)),
            h.xml_text((MINE, 10)),
            h.text("åb", parent=(MINE, 11)),
            deletes={SEED: [(2, 1)]},
        )
        assert read(whole).structs == 3
        for end in range(len(whole)):
            malformed(whole[:end])
        malformed(whole + b"\x00")

    @pytest.mark.parametrize(
        "update",
        [
            pytest.param(b"\x80\x00\x00", id="count"),
            pytest.param(b"\x01\x81\x00\x05\x0a\x00\x01\x00", id="structs"),
            pytest.param(b"\x01\x01\x85\x00\x0a\x00\x01\x00", id="client"),
            pytest.param(b"\x01\x01\x05\x8a\x00\x00\x01\x00", id="clock"),
            pytest.param(b"\x01\x01\x05\x0a\x00\x81\x00\x00", id="length"),
        ],
    )
    def test_numbers_have_one_spelling(self, update: bytes) -> None:
        malformed(update)


class TestWholeCharacters:
    TEXT = mine(h.text("a😀b", left=LAST))

    def _after(self, update: bytes) -> Admitted:
        first = read(self.TEXT)
        return exhausted(
            admission.read_sliced(update, {**KNOWN, **first.ends}, OWNERS, SCHOOL, halves=first.halves)
        )

    def test_where_characters_of_two_units_are_cut_is_told(self) -> None:
        assert read(self.TEXT).halves == {(MINE, 12)}
        assert read(mine(h.text("åß漢", left=LAST))).halves == frozenset()
        assert exhausted(
            admission.halves_of_sliced(h.update(h.run(NEW, 0, h.gc(4), h.text("x😀😁", left=(NEW, 0)))))
        ) == {
            (NEW, 6),
            (NEW, 8),
        }

    @pytest.mark.parametrize(
        ("place", "cuts"),
        [
            (h.text("x", left=(MINE, 11)), True),
            (h.text("x", left=(MINE, 10)), False),
            (h.text("x", left=(MINE, 12)), False),
            (h.text("x", right=(MINE, 12)), True),
            (h.text("x", right=(MINE, 11)), False),
            (h.text("x", right=(MINE, 13)), False),
            (h.text("x", parent=(MINE, 11)), False),
        ],
    )
    def test_nothing_is_put_inside_a_character(self, place: bytes, cuts: bool) -> None:
        update = h.update(h.run(OTHERS, 10, place))
        if cuts:
            with pytest.raises(Refused):
                self._after(update)
        else:
            assert self._after(update).ends == {OTHERS: 11}

    @pytest.mark.parametrize(
        ("clock", "length", "cuts"),
        [
            (10, 1, False),
            (10, 2, True),
            (11, 1, True),
            (11, 2, False),
            (12, 1, True),
            (12, 2, True),
            (13, 1, False),
        ],
    )
    def test_no_half_of_a_character_is_deleted(self, clock: int, length: int, cuts: bool) -> None:
        update = h.update(deletes={MINE: [(clock, length)]})
        if cuts:
            with pytest.raises(Refused):
                self._after(update)
        else:
            assert self._after(update).deletes == {MINE: [(clock, length)]}

    def test_the_same_holds_for_text_of_the_same_update(self) -> None:
        refused(mine(h.text("😀", left=LAST), h.text("x", left=(MINE, 10))))
        refused(mine(h.text("😀", left=LAST), deletes={MINE: [(10, 1)]}))

    def test_a_run_does_not_go_on_inside_a_character(self) -> None:
        refused(h.update(h.run(MINE, 8, h.text("a😀b", left=(MINE, 7)))))
        assert read(h.update(h.run(MINE, 8, h.text("😀b", left=(MINE, 7))))).ends == {MINE: 11}

    def test_claims_about_known_text_do_not_count(self) -> None:
        assert read(h.update(h.run(OTHERS, 0, h.text("😀😀😀", parent=(SEED, 1))))).halves == frozenset()
