"""Where a sealed value opens, and what is told of one that does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.plan import PartId, PlanId
from server.ports.log import SealBroken
from server.storage.log import sealing
from server.storage.log.sealing import Cell, is_sealed, row_id, seal, snapshot_cell, update_cell
from tests.support.models.encrypting import aes_key

PLAN, PART = PlanId("plan"), PartId("part")
HERE = update_cell(PLAN, PART, "batch")
KEY = aes_key(b"secret", PLAN)


@given(st.binary())
def test_without_a_key_the_payload_itself_is_stored(payload: bytes) -> None:
    assert seal(payload, HERE, None) is payload


@given(st.binary())
def test_what_is_sealed_opens_where_it_was_sealed(payload: bytes) -> None:
    stored = seal(payload, HERE, KEY)
    assert is_sealed(stored)
    assert sealing.open(stored, HERE, KEY) == payload


@pytest.mark.parametrize(
    "elsewhere",
    [
        HERE._replace(plan=PlanId("another")),
        HERE._replace(table="snapshots"),
        HERE._replace(column="another"),
        HERE._replace(row=("part", "another")),
        HERE._replace(row=("another", "batch")),
        HERE._replace(row=("part/batch",)),
        update_cell(PLAN, PART, row_id("batch", 1)),
        snapshot_cell(PLAN, PART, 1),
    ],
)
def test_it_opens_nowhere_else_even_under_the_same_key(elsewhere: Cell) -> None:
    with pytest.raises(SealBroken):
        sealing.open(seal(b"words", HERE, KEY), elsewhere, KEY)


cells = st.builds(
    Cell,
    st.text().map(PlanId),
    st.text(),
    st.text(),
    st.lists(st.text() | st.integers()).map(tuple),
)


@given(cells, cells)
def test_no_two_cells_are_spelled_alike(one: Cell, other: Cell) -> None:
    assert (one.spelled() == other.spelled()) == (one == other)


@given(st.text(), st.integers(0, 99), st.integers(0, 99))
def test_each_row_of_a_batch_has_an_id_of_its_own(batch: str, one: int, other: int) -> None:
    assert (row_id(batch, one) == row_id(batch, other)) == (one == other)


def test_plain_values_open_until_everything_is_sealed() -> None:
    assert sealing.open(b"words", HERE, None) == b"words"
    assert sealing.open(b"words", HERE, replace(KEY, sealed_only=False)) == b"words"
    with pytest.raises(SealBroken, match="plain"):
        sealing.open(b"words", HERE, KEY)


def test_a_sealed_value_is_never_taken_for_a_plain_one() -> None:
    stored = seal(b"words", HERE, KEY)
    with pytest.raises(SealBroken, match="without a key"):
        sealing.open(stored, HERE, None)
    with pytest.raises(SealBroken, match="newer release"):
        sealing.open(stored[:2] + b"\x02" + stored[3:], HERE, KEY)
