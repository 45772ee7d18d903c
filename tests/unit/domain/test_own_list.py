"""One participant's list, and the hash of the answer that contains it."""

from __future__ import annotations

from dataclasses import replace

from server.domain.access import Level
from server.domain.own_list import OwnList, SeenPart, facts_of
from server.domain.plan import Area, Kind
from tests.unit.domain.people import a_part

MEASURE = a_part(
    Kind.MEASURE, "m", title="«Å»\\n", area=Area.WORK, responsible="nav", created_by="gp", position=1
)
HOME, WORK = a_part(Kind.HOME, "home", title="ikke vist", position=2), a_part(Kind.WORK, "work", position=3)
PARTS = [MEASURE, HOME, WORK]


def own(mine: list[int], proposed: tuple[str, ...] = (), **others: list[int]) -> OwnList:
    readers = {name: bytes(levels) for name, levels in {"me": mine, **others}.items()}
    return OwnList(PARTS, bytes(mine), readers, (), frozenset(proposed))  # type: ignore[arg-type]


def test_it_has_no_gap_where_a_part_cannot_be_read() -> None:
    assert [(part.id, part.position) for part in own([3, 0, 1])] == [("m", 1), ("work", 2)]


def test_readers_stand_strongest_first_and_who_cannot_read_not_at_all() -> None:
    measure, home, _ = own([1, 1, 1], gp=[3, 0, 0], nav=[2, 2, 0])
    assert measure.visible_to == (("gp", Level.EDIT), ("nav", Level.COMMENT), ("me", Level.READ))
    assert home.visible_to == (("nav", Level.COMMENT), ("me", Level.READ))


def test_nobody_unknown_is_named() -> None:
    (measure,) = own([1, 0, 0], nav=[2, 0, 0])
    assert (measure.responsible, measure.created_by) == ("nav", None)


def test_what_is_hashed_is_what_the_parts_say() -> None:
    for listed in (own([3, 2, 1], ("m",), gp=[3, 0, 0], nav=[2, 2, 0]), own([0, 1, 1]), own([0, 0, 0])):
        assert listed.as_json() == [as_sent(part) for part in listed]


def test_a_fingerprint_is_that_of_the_list() -> None:
    lists = [own([1, 1, 1]), own([1, 1, 0]), own([1, 2, 1]), own([1, 1, 1], gp=[1, 0, 0]), own([0, 1, 1])]
    lists.append(own([1, 1, 1], ("m",)))
    facts = list(map(facts_of, PARTS))
    prints = [listed.fingerprint(facts) for listed in lists]
    assert len(set(prints)) == len(lists)
    assert prints[0] == own([1, 1, 1]).fingerprint(facts)


def test_facts_are_of_one_part_whatever_its_title_is() -> None:
    tricky = ["", "a", "a\x1e", "m\x1fmeasure\x1fwork\x1f0\x1f"]
    assert len({facts_of(replace(MEASURE, title=title)) for title in tricky}) == len(tricky)
    assert facts_of(replace(HOME, title="x")) == facts_of(HOME), "a title that is not shown"


def as_sent(part: SeenPart) -> dict[str, object]:
    return {
        "id": part.id,
        "kind": part.kind,
        "title": part.title,
        "area": part.area,
        "responsible": part.responsible,
        "level": part.level.token,
        "document": f"part/{part.id}",
        "visible_to": [{"participant": who, "level": level.token} for who, level in part.visible_to],
        "position": part.position,
        "created_by": part.created_by,
        "proposed": part.proposed,
    }
