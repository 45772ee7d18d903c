"""Step 1 of admission: who may add what to a part, on updates written by hand."""

from __future__ import annotations

import pytest

from server.sync.protocol.closings import Token
from server.sync.protocol.lib0 import varuint
from server.sync.update import admission
from server.sync.update.admission import EVERYTHING, Foreign, Refused, UpdateLimits, exhausted
from server.sync.update.slices import SLICE
from tests.unit.sync import handmade as h
from tests.unit.sync.judging import (
    KNOWN,
    LAST,
    MINE,
    NEW,
    OTHERS,
    OWNER,
    OWNERS,
    SEED,
    early,
    malformed,
    mine,
    read,
    refused,
)


class TestWhatAnUpdateAdds:
    def test_typing_on_adds_letters_of_ones_own(self) -> None:
        admitted = read(mine(h.text("å😀", left=LAST)))
        assert admitted.ends == {MINE: 13}
        assert (admitted.structs, admitted.exact, admitted.empty, admitted.multi) == (1, True, False, False)
        assert admitted.new_clients == frozenset()

    def test_where_the_last_struct_is_text_its_end_is_told(self) -> None:
        end = read(mine(h.xml_text((SEED, 1)), h.text("ab", parent=(MINE, 10)))).text_end
        assert end is not None
        assert (end.client, end.clock) == (MINE, 12)
        assert read(mine(h.text("ab", left=LAST), h.xml_text((SEED, 1)))).text_end is None

    @pytest.mark.parametrize(
        "update",
        [
            pytest.param(mine(h.mark("bold", "{}", left=LAST)), id="no text"),
            pytest.param(h.update(h.run(MINE, 9, h.text("ab", left=(MINE, 8)))), id="partly known"),
        ],
    )
    def test_elsewhere_no_end_of_text_is_told(self, update: bytes) -> None:
        assert read(update).text_end is None

    def test_nothing_is_empty_and_so_are_deletions_alone(self) -> None:
        assert read(h.update()).empty
        admitted = read(h.update(deletes={OTHERS: [(0, 3), (5, 5)], MINE: []}))
        assert admitted.empty
        assert admitted.deletes == {OTHERS: [(0, 3), (5, 5)], MINE: []}

    def test_a_run_known_already_adds_nothing_whoever_wrote_it(self) -> None:
        admitted = read(h.update(h.run(OTHERS, 4, h.text("abc", left=(OTHERS, 3)))))
        assert admitted.empty
        assert not admitted.exact
        assert admitted.ends == {}

    def test_an_own_run_partly_known_adds_the_rest(self) -> None:
        admitted = read(h.update(h.run(MINE, 8, h.text("abcd", left=(MINE, 7)))))
        assert admitted.ends == {MINE: 12}
        assert not admitted.exact

    def test_a_new_client_id_is_bound(self) -> None:
        admitted = read(h.update(h.run(NEW, 0, h.text("a", left=(OTHERS, 3)))))
        assert admitted.new_clients == {NEW}
        assert admitted.exact

    def test_two_own_clients_in_one_update_are_told(self) -> None:
        update = h.update(
            h.run(NEW, 0, h.text("a", left=(MINE, 10))), h.run(MINE, 10, h.text("b", left=LAST))
        )
        assert read(update).multi
        assert read(update).ends == {NEW: 1, MINE: 11}

    def test_collected_and_deleted_structs_count_with_their_length(self) -> None:
        assert read(mine(h.gc(3), h.deleted(4, left=(OTHERS, 1)))).ends == {MINE: 17}


@pytest.mark.rule("P6")
class TestAuthorship:
    def test_nobody_writes_under_anothers_client_id(self) -> None:
        with pytest.raises(Foreign):
            read(h.update(h.run(OTHERS, 10, h.text("a", left=(OTHERS, 9)))))
        with pytest.raises(Foreign):
            read(h.update(h.run(OTHERS, 8, h.text("abc", left=(OTHERS, 7)))))

    def test_nobody_is_the_server(self) -> None:
        assert refused(h.update(h.run(SEED, 10, h.text("a", left=(SEED, 9))))).token is Token.REFUSED

    def test_a_client_id_with_structs_but_without_an_owner_is_nobodys(self) -> None:
        with pytest.raises(Foreign):
            exhausted(admission.read_sliced(mine(h.text("a", left=LAST)), KNOWN, {}, OWNER))

    @pytest.mark.parametrize("alias", [2**53 + OTHERS, 2**56 + OTHERS, 2**63 + OTHERS])
    def test_a_client_id_beyond_53_bits_is_no_number(self, alias: int) -> None:
        malformed(h.update(h.run(alias, 0, h.gc(1))))
        malformed(mine(h.text("a", left=(alias, 9))))
        malformed(h.update(deletes={alias: [(0, 1)]}))

    def test_the_largest_client_id_is_fine(self) -> None:
        assert read(h.update(h.run(2**53 - 1, 0, h.gc(1)))).new_clients == {2**53 - 1}


class TestWhatIsNotThereYet:
    def test_a_gap_is_early(self) -> None:
        assert early(h.update(h.run(MINE, 11, h.text("a", left=LAST)))) == 11
        assert early(h.update(h.run(NEW, 1, h.gc(1)))) == 1
        assert early(h.update(h.run(OTHERS, 11, h.gc(1)))) == 11

    @pytest.mark.parametrize(
        "struct",
        [
            pytest.param(h.text("a", left=(OTHERS, 10)), id="left"),
            pytest.param(h.text("a", right=(OTHERS, 10)), id="right"),
            pytest.param(h.text("a", left=LAST, right=(NEW, 0)), id="right of an unknown client"),
            pytest.param(h.text("a", parent=(OTHERS, 10)), id="parent"),
        ],
    )
    def test_a_reference_to_what_nobody_has_is_early(self, struct: bytes) -> None:
        assert early(mine(struct)) == 10

    def test_deleting_what_nobody_has_is_early(self) -> None:
        assert early(h.update(deletes={OTHERS: [(0, 1), (8, 3)]})) == -1
        assert early(mine(h.gc(1), deletes={NEW: [(0, 1)]})) == 10

    def test_what_the_update_itself_brings_is_there(self) -> None:
        forward = h.run(NEW, 0, h.text("a", left=(MINE, 10)))
        assert not read(
            h.update(forward, h.run(MINE, 10, h.gc(1)), deletes={NEW: [(0, 1)], MINE: [(0, 11)]})
        ).empty

    @pytest.mark.parametrize("clock", [10, 11, 12, 13])
    def test_nothing_refers_to_itself_or_its_own_future(self, clock: int) -> None:
        refused(mine(h.text("ab", left=(MINE, clock)), h.gc(1)))
        refused(mine(h.text("ab", left=LAST, right=(MINE, clock)), h.gc(1)))
        refused(mine(h.text("ab", parent=(MINE, clock)), h.gc(1)))


class TestSizes:
    def test_an_update_has_an_end(self) -> None:
        assert read(mine(h.text("a" * (256 * 1024 - 20), left=LAST))).structs == 1
        assert refused(mine(h.text("a" * 256 * 1024, left=LAST))).token is Token.TOO_LARGE

    def test_claims_beyond_the_bytes_cost_nothing(self) -> None:
        malformed(b"\x01" + varuint(2**53 - 1) + b"\x05\x0a\x00\x01")
        malformed(b"\x00\x01\x05" + varuint(100_000))
        refused(b"\x00\x01\x05" + varuint(2**53 - 1))
        refused(varuint(2**53 - 1) + b"\x01\x05\x0a")

    def test_deletions_are_counted(self) -> None:
        ranges = {MINE: [(0, 1), (2, 1)], OTHERS: [(0, 1), (2, 1)]}
        assert read(h.update(deletes=ranges), limits=UpdateLimits(ranges=4)).empty
        with pytest.raises(Refused):
            read(h.update(deletes=ranges), limits=UpdateLimits(ranges=3))

    def test_long_updates_pause_and_end_the_same(self) -> None:
        update = mine(*(h.gc(1) for _ in range(4_500)))
        reading = admission.read_sliced(update, KNOWN, OWNERS, OWNER)
        for _ in range(90 + 90):  # to read them, and to cut them up
            assert next(reading) is None
        with pytest.raises(StopIteration) as finished:
            next(reading)
        assert finished.value.value == read(update)

    def test_many_clients_pause_as_many_structs_do(self) -> None:
        """A part has the ids of all pages that ever wrote in it, mostly with little each."""
        clients = range(100, 100 + 40 * SLICE)
        structs = h.update(*(h.run(client, 0, h.gc(1)) for client in clients))
        assert len(list(admission.read_sliced(structs, {}, {}, OWNER, EVERYTHING))) >= 40 + 40 + 2 * 1
        known, owners = dict.fromkeys(clients, 1), dict.fromkeys(clients, OWNER)
        for deleted in ([(0, 1)], []):
            update = h.update(deletes=dict.fromkeys(clients, deleted))
            assert len(list(admission.read_sliced(update, known, owners, OWNER))) >= 40
