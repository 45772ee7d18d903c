"""lib0: what JavaScript writes is read; every other spelling is refused, quickly."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import Any

import pytest

from server.sync.protocol import lib0
from server.sync.protocol.lib0 import Malformed
from server.sync.update.admission import exhausted

PRIMITIVES: dict[str, Any] = json.loads((Path(__file__).parents[1] / "golden/primitives.json").read_text())


@pytest.mark.parametrize(("number", "spelling"), PRIMITIVES["unsigned"])
def test_unsigned_numbers_are_spelled_as_javascript_spells_them(number: int, spelling: str) -> None:
    data = bytes.fromhex(spelling)
    assert lib0.varuint(number) == data
    assert lib0.read_varuint(data, 0) == (number, len(data))


@pytest.mark.parametrize(("number", "spelling"), PRIMITIVES["signed"])
def test_signed_numbers_are_read_as_javascript_writes_them(number: int, spelling: str) -> None:
    data = bytes.fromhex(spelling)
    assert lib0.read_varint(data, 0) == (number, len(data))


def test_the_negative_zero_of_javascript_is_zero() -> None:
    assert lib0.read_varint(bytes.fromhex(PRIMITIVES["negativeZero"]), 0) == (0, 1)


@pytest.mark.parametrize(("value", "spelling"), PRIMITIVES["values"])
def test_scalars_are_read_as_javascript_writes_them(value: object, spelling: str) -> None:
    data = bytes.fromhex(spelling)
    assert lib0.read_scalar(data, 0) == (value, len(data))


def test_undefined_reads_as_nothing_and_a_bigint_as_a_number() -> None:
    assert lib0.read_scalar(bytes.fromhex(PRIMITIVES["undefined"]), 0) == (None, 1)
    assert lib0.read_scalar(bytes.fromhex(PRIMITIVES["bigint"]), 0) == (5, 9)


def test_a_lone_surrogate_arrives_as_the_replacement_character() -> None:
    data = bytes.fromhex(PRIMITIVES["loneSurrogate"])
    assert lib0.read_varstring(data, 0) == ("a\ufffd", len(data))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x80", id="cut off"),
        pytest.param(b"\x80\x00", id="zero in two bytes"),
        pytest.param(b"\xff\x80\x00", id="127 in three bytes"),
        pytest.param(b"\x80" * 7 + b"\x10", id="2^53"),
        pytest.param(b"\x80" * 8 + b"\x01", id="nine bytes"),
        pytest.param(b"\x80" * 1_000_000, id="a million continuation bytes"),
    ],
)
def test_numbers_in_any_other_spelling_are_refused_at_once(data: bytes) -> None:
    began = time.process_time()
    with pytest.raises(Malformed):
        lib0.read_varuint(data, 0)
    assert time.process_time() - began < 0.05


@pytest.mark.parametrize("data", [b"", b"\xc0", b"\x80\x00", b"\xbf\x80\x00", b"\xff" * 8 + b"\x01"])
def test_signed_numbers_in_any_other_spelling_are_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        lib0.read_varint(data, 0)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x02a", id="shorter than it says"),
        pytest.param(lib0.varuint(2**53 - 1) + b"a", id="an absurd length"),
        pytest.param(b"\x01\xff", id="no UTF-8"),
        pytest.param(b"\x03\xed\xa0\xbd", id="a surrogate in UTF-8"),
        pytest.param(b"\x02\xc0\x80", id="an overlong NUL"),
        pytest.param(b"\x02\xc3", id="a character cut in half"),
    ],
)
def test_text_that_is_not_what_it_says_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        lib0.read_varstring(data, 0)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x77",
        b"\x77\x05a",
        b"\x7d",
        b"\x7c\x00",
        b"\x7b\x00\x00",
        b"\x7a",
        b"\x75\x00",
        b"\x76\x00",
        b"\x74\x00",
        b"\x00",
    ],
)
def test_what_is_no_scalar_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        lib0.read_scalar(data, 0)


def test_a_reader_refuses_what_is_left_over() -> None:
    reader = lib0.Reader(b"\x05\x02hi\x00")
    assert (reader.varuint(), reader.varstring()) == (5, "hi")
    with pytest.raises(Malformed):
        reader.end()
    assert reader.varuint() == 0
    reader.end()


def test_a_state_vector_is_read_to_the_end_and_names_each_client_once() -> None:
    assert lib0.read_state_vector(b"\x02\x05\x07\x81\x01\x02") == {5: 7, 129: 2}
    for data in (
        b"\x01\x05",
        b"\x01\x05\x07\x00",
        b"\x02\x05\x07\x05\x08",
        b"\x01\x05" + lib0.varuint(2**31),
    ):
        with pytest.raises(Malformed):
            lib0.read_state_vector(data)


def test_deletions_are_in_order_and_never_overlap() -> None:
    data = b"\x02\x05\x02\x00\x01\x01\x03\x07\x00"
    assert exhausted(lib0.reading_snapshot(data + b"\x01\x05\x04")) == {5: [(0, 1), (1, 3)], 7: []}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x01\x05\x02\x03\x01\x00\x01", id="out of order"),
        pytest.param(b"\x01\x05\x02\x00\x02\x01\x01", id="overlapping"),
        pytest.param(b"\x01\x05\x01\x00\x00", id="empty"),
        pytest.param(b"\x02\x05\x00\x05\x00", id="a client twice"),
        pytest.param(b"\x01\x05\x01" + lib0.varuint(2**31 - 1) + b"\x01", id="past the last clock"),
        pytest.param(b"\x01\x05" + lib0.varuint(2**40), id="more than there are bytes"),
    ],
)
def test_deletions_in_any_other_form_are_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        exhausted(lib0.reading_snapshot(data + b"\x00"))


def is_covered(wanted: list[tuple[int, int]], ranges: list[tuple[int, int]]) -> bool:
    return exhausted(lib0.covering(wanted, ranges))


def test_ranges_are_covered_where_each_of_their_clocks_is() -> None:
    for seed in range(500):
        chance = random.Random(seed)
        wanted, ranges = (some_ranges(chance) for _ in range(2))
        clocks = {clock for first, count in ranges for clock in range(first, first + count)}
        expected = all(clock in clocks for first, count in wanted for clock in range(first, first + count))
        assert is_covered(wanted, ranges) == expected, (wanted, ranges)


def some_ranges(chance: random.Random) -> list[tuple[int, int]]:
    found, at = [], 0
    for _ in range(chance.randrange(5)):
        first, count = at + chance.choice((0, 0, 1, 2)), chance.choice((1, 1, 2, 4))
        found.append((first, count))
        at = first + count
    return found


def test_many_deletions_are_looked_at_with_pauses() -> None:
    many = [(3 * number, 1) for number in range(3 * lib0.RANGES_AT_ONCE)]
    data = lib0.write_ranges({5: many}) + b"\x00"
    assert len(list(lib0.reading_snapshot(data))) >= 2
    assert len(list(lib0.covering(many, many))) >= 2


@pytest.mark.parametrize("deleted", [[(0, 1)], []])
def test_deletions_of_many_clients_are_read_with_pauses(deleted: list[tuple[int, int]]) -> None:
    clients = dict.fromkeys(range(3 * lib0.RANGES_AT_ONCE), deleted)
    assert len(list(lib0.reading_snapshot(lib0.write_ranges(clients) + b"\x00"))) >= 2


def test_the_state_of_many_clients_is_read_with_pauses() -> None:
    many = 3 * lib0.RANGES_AT_ONCE
    data = lib0.varuint(many) + b"".join(lib0.varuint(client) + b"\x01" for client in range(many))
    assert len(list(lib0.reading_state_vector(data))) == 3
    assert lib0.read_state_vector(data) == dict.fromkeys(range(many), 1)
    assert len(list(lib0.reading_snapshot(b"\x00" + data))) == 3
