"""What goes out: only what was chosen, and as it is written it is read again."""

from __future__ import annotations

from datetime import date

from server.domain.complaints import transitions as t
from server.domain.complaints.evidence import Evidence, Item
from server.domain.complaints.transitions import Attachment
from server.features.complaints.pack import Names, Pack, packed
from tests.unit.domain.complaints.situations import RULES, TODAY, considering, ready

NAMES = Names("Nora", "", "Lia kommune")
GAP = Item("vacancy-1", Evidence.VACANCY, date(2026, 1, 1), {"days": 12, "end": None})
LATE = Item("measure-1", Evidence.MEASURE, date(2026, 2, 1), {"title": "Støttekontakt", "days": 3})


def test_only_what_is_chosen_is_attached_and_nothing_is_chosen_from_the_beginning() -> None:
    assert packed(ready().complaint, NAMES, [GAP, LATE], RULES, TODAY).items == ()
    chosen = considering().all("dated", "written", t.EvidenceChosen(("measure-1", "gone")))
    pack = packed(chosen.complaint, NAMES, [GAP, LATE], RULES, TODAY)
    assert [item.key for item in pack.items] == ["measure-1"]
    assert pack.attachments == (Attachment("measure-1", LATE.digest),)


def test_it_says_by_when_and_why() -> None:
    pack = packed(ready().complaint, NAMES, [], RULES, TODAY)
    assert (pack.known_on, pack.deadline, pack.words) == (TODAY, date(2026, 3, 30), "Jeg fikk nei.")
    unsaid = packed(considering().complaint, NAMES, [], RULES, TODAY)
    assert (unsaid.basis, unsaid.known_on, unsaid.deadline) == (None, None, None)


def test_what_is_written_is_read_again() -> None:
    chosen = considering().all("dated", t.EvidenceChosen(("vacancy-1",)))
    pack = packed(chosen.complaint, NAMES, [GAP], RULES, TODAY)
    assert Pack.read(pack.written) == pack
    assert Pack.read(pack.written).written == pack.written
