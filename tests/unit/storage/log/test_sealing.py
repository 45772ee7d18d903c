"""Where a sealed value opens, and what is told of one that does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.plan import PartId, PlanId
from server.ports.log import SealBroken
from server.storage.log import sealing
from server.storage.log.sealing import cell, is_sealed, row_id, seal
from tests.support.models.encrypting import aes_key

PLAN, PART = PlanId("plan"), PartId("part")
HERE = PLAN, "updates", "payload", PART, "batch"
KEY = aes_key(b"secret", PLAN)


@given(st.binary())
def test_without_a_key_the_payload_itself_is_stored(payload: bytes) -> None:
    assert seal(payload, None, *HERE) is payload


@given(st.binary())
def test_what_is_sealed_opens_where_it_was_sealed(payload: bytes) -> None:
    stored = seal(payload, KEY, *HERE)
    assert is_sealed(stored)
    assert sealing.open(stored, KEY, *HERE) == payload


@pytest.mark.parametrize(
    "elsewhere",
    [
        ("another", *HERE[1:]),
        (PLAN, "snapshots", *HERE[2:]),
        (PLAN, "updates", "another", *HERE[3:]),
        (*HERE[:4], "another"),
        (*HERE[:4], row_id("batch", 1)),
        (*HERE[:3], "another", "batch"),
        (*HERE[:3], "part/batch"),
        (*HERE[:4], 1),
        HERE[:4],
    ],
)
def test_it_opens_nowhere_else_even_under_the_same_key(elsewhere: Any) -> None:
    with pytest.raises(SealBroken):
        sealing.open(seal(b"words", KEY, *HERE), KEY, *elsewhere)


names = st.text()
cells = st.tuples(names, names, names) | st.tuples(names, names, names, names | st.integers(), names)


@given(cells, cells)
def test_no_two_cells_are_spelled_alike(one: Any, other: Any) -> None:
    assert (cell(*one) == cell(*other)) == (one == other)


@given(st.text(), st.integers(0, 99), st.integers(0, 99))
def test_each_row_of_a_batch_has_an_id_of_its_own(batch: str, one: int, other: int) -> None:
    assert (row_id(batch, one) == row_id(batch, other)) == (one == other)


def test_plain_values_open_until_everything_is_sealed() -> None:
    assert sealing.open(b"words", None, *HERE) == b"words"
    assert sealing.open(b"words", replace(KEY, sealed_only=False), *HERE) == b"words"
    with pytest.raises(SealBroken, match="plain"):
        sealing.open(b"words", KEY, *HERE)


def test_a_sealed_value_is_never_taken_for_a_plain_one() -> None:
    stored = seal(b"words", KEY, *HERE)
    with pytest.raises(SealBroken, match="without a key"):
        sealing.open(stored, None, *HERE)
    with pytest.raises(SealBroken, match="newer release"):
        sealing.open(stored[:2] + b"\x02" + stored[3:], KEY, *HERE)
