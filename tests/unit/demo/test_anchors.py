"""Demo comments are anchored to the letters that they quote."""

from __future__ import annotations

import pytest

from server.demo.anchors import anchor_of
from server.demo.founding import Founding
from server.demo.people import DEMO_KEYS
from server.demo.remarks import REMARKS, DemoRemark
from server.domain.plan import SERVER, PersonId, PlanId
from server.ports.log import LoadedPart, Stored
from server.ports.texts import without_space
from server.sync.document.replica import Replica
from server.sync.update.admission import exhausted
from tests.unit.features.fakes import NOON, CountedChance


@pytest.fixture(scope="module")
def founding() -> Founding:
    founding = Founding(CountedChance(), NOON, {key: PersonId(f"person-{key}") for key in DEMO_KEYS})
    founding.new_plan()
    return founding


@pytest.mark.parametrize("remark", [each for each in REMARKS if each.quote], ids=lambda remark: remark.key)
def test_who_is_let_in_later_finds_the_quoted_letters_in_the_text(
    founding: Founding, remark: DemoRemark
) -> None:
    new = founding.parts[remark.part]
    text = founding.texts[remark.part]
    anchor = anchor_of(remark.quote, text, new.row.payload)
    row = Stored(1, SERVER, new.row.payload)
    loaded = LoadedPart(PlanId(""), new.part.kind.value, b"", 0, [row], new.clients)
    replica = exhausted(Replica.loading(loaded))
    exhausted(replica.building())
    passage = exhausted(replica.letters()).passage(anchor["start"], anchor["end"])
    assert passage is not None
    assert passage.text == without_space(remark.quote)
    assert f"{anchor['before']}{remark.quote}{anchor['after']}" in text
