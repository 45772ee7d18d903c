"""How deep one update may nest what it adds."""

from __future__ import annotations

from tests.unit.sync import handmade as h
from tests.unit.sync.judging import (
    MINE,
    NEW,
    SEED,
    mine,
    read,
    refused,
)


class TestNesting:
    @staticmethod
    def _bomb(levels: int) -> bytes:
        """Texts in texts in texts."""
        return mine(h.xml_text((SEED, 1)), *(h.xml_text((MINE, 10 + level)) for level in range(levels)))

    def test_eight_new_levels_are_enough_and_nine_too_many(self) -> None:
        assert read(self._bomb(8)).structs == 9
        refused(self._bomb(9))
        refused(self._bomb(20_000))

    def test_a_long_flat_document_is_not_deep(self) -> None:
        structs, clock = [h.block(left=(SEED, 0))], 10
        for _ in range(500):
            here = clock
            structs += [
                h.xml_text((MINE, here)),
                h.text("a", parent=(MINE, here + 1)),
                h.gc(1),
                h.block(left=(MINE, here)),
            ]
            clock += 4
        assert read(mine(*structs)).structs == 2_001

    def test_levels_count_through_neighbours(self) -> None:
        """Each type stands next to a text that lies in the type before."""
        structs, clock = [h.xml_text((SEED, 1))], 10
        for _ in range(12):
            structs += [h.text("a", parent=(MINE, clock)), h.xml_text(left=(MINE, clock + 1))]
            clock += 2
        refused(mine(*structs))

    def test_levels_count_through_deleted_neighbours(self) -> None:
        structs, clock = [h.xml_text((SEED, 1))], 10
        for _ in range(12):
            structs += [h.deleted(1, parent=(MINE, clock)), h.xml_text(left=(MINE, clock + 1))]
            clock += 2
        refused(mine(*structs))

    def test_levels_count_across_clients_in_either_order(self) -> None:
        """Every parent belongs to the other of two new clients, so that half of them come later."""
        low = [h.xml_text((NEW + 1, level)) for level in range(12)]
        high = [h.xml_text((SEED, 1)), *(h.xml_text((NEW, level)) for level in range(11))]
        runs = [h.run(NEW, 0, *low), h.run(NEW + 1, 0, *high)]
        refused(h.update(*runs))
        refused(h.update(*reversed(runs)))

    def test_structs_that_wait_for_each_other_are_refused(self) -> None:
        many = [h.xml_text((SEED, 1)) for _ in range(8)]
        one = h.run(NEW, 0, h.xml_text((NEW + 1, 0)), *many)
        other = h.run(NEW + 1, 0, h.xml_text((NEW, 0)))
        refused(h.update(other, one))
