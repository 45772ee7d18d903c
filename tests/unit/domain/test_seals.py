from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from server.domain.plan import PartId
from server.domain.seals import (
    BLOCK,
    Seal,
    Sealable,
    SealedChain,
    SealedEdits,
    SealedFacts,
    SealingKey,
    StoredEdit,
    summed,
)

WHEN = datetime(2026, 3, 4, 5, 6, 7, 891011, tzinfo=UTC)
KEY, OTHER = SealingKey.of("k" * 32), SealingKey.of("o" * 32)
EDIT = StoredEdit(PartId("p"), 1, "tor", "school", "batch", WHEN, b"letter")
FIRST = Seal.made(KEY, WHEN, "epoch", 2, bytes(32), None)


def test_a_key_has_a_name_that_tells_it_from_others_and_not_what_it_is() -> None:
    assert KEY.name == SealingKey.of("k" * 32).name != OTHER.name
    assert KEY.name not in KEY.secret.hex()
    assert len(SealingKey.new_text()) == 64


def test_a_seal_follows_the_one_before_it_and_is_only_of_its_key() -> None:
    second = Seal.made(KEY, WHEN + timedelta(minutes=1), "epoch", 3, bytes(32), FIRST)
    assert (FIRST.number, second.number, second.previous) == (1, 2, FIRST.mac)
    assert second.made_with(KEY)
    assert not second.made_with(OTHER)


@pytest.mark.parametrize(
    "change",
    [
        {"number": 7},
        {"at": WHEN + timedelta(1)},
        {"epoch": "x"},
        {"records": 1},
        {"total": b"x"},
        {"previous": b"x"},
    ],
)
def test_a_seal_of_which_anything_was_changed_is_none(change: dict[str, object]) -> None:
    assert not replace(FIRST, **change).made_with(KEY)  # type: ignore[arg-type]


def test_a_seal_is_read_from_its_line() -> None:
    assert Seal.read(FIRST.line) == FIRST
    assert json.loads(FIRST.line)["seal"] == 1


@pytest.mark.parametrize(
    "line", ["", "[]", "{}", "null", '{"seal": 1}', FIRST.line[:-9], FIRST.line.replace("2026", "x")]
)
def test_another_line_is_none(line: str) -> None:
    with pytest.raises(ValueError, match="no seal"):
        Seal.read(line)


@pytest.mark.parametrize(
    "change",
    [
        {"part": PartId("q")},
        {"seq": 2},
        {"person": "kari"},
        {"participant": None},
        {"batch": "b"},
        {"at": WHEN + timedelta(microseconds=1)},
        {"payload": b"lettes"},
    ],
)
def test_an_edit_that_differs_in_anything_has_another_mark(change: dict[str, object]) -> None:
    assert replace(EDIT, **change).mark != EDIT.mark  # type: ignore[arg-type]


def test_sealed_edits_know_the_mark_of_each() -> None:
    marks = [replace(EDIT, seq=seq).mark for seq in (BLOCK + 1, BLOCK + 2)]
    sealed = SealedEdits(PartId("p"), 1, b"".join(marks), 4)
    assert sealed.last == BLOCK + 2
    assert [sealed.mark(BLOCK + 1), sealed.mark(BLOCK + 2), sealed.mark(BLOCK + 3)] == [*marks, None]


def test_sealed_facts_are_read_as_they_were_written() -> None:
    facts = SealedFacts("part plan", 1, {"a": "00", "b:c": "11"}, 4)
    assert SealedFacts.read("part plan", 1, facts.written, 4) == facts
    assert facts.last == BLOCK + 2
    assert SealedFacts.read("part plan", 0, "", 4).marks == {}


def test_no_two_records_have_the_same_mac() -> None:
    chain = SealedChain("plan", 3, b"h" * 32, 1)
    edits = SealedEdits(PartId("plan"), 3, b"h" * 32, 1)
    facts = SealedFacts("plan", 3, {"plan": "68"}, 1)
    records: list[Sealable] = [
        chain,
        replace(chain, number=4),
        replace(chain, seal=2),
        edits,
        replace(edits, block=2),
        facts,
        replace(facts, about="plan 4"),
        replace(facts, marks={"plan": "69"}),
    ]
    assert len({record.mac(KEY) for record in records}) == len(records)


def test_the_sum_does_not_depend_on_the_order_and_what_is_replaced_leaves_it() -> None:
    one, two, three = (SealedChain(name, 1, b"", 1).mac(KEY) for name in "abc")
    both = summed(summed(bytes(32), [one]), [two])
    assert both == summed(bytes(32), [two, one])
    assert summed(both, [three], [one]) == summed(bytes(32), [two, three]) != both
