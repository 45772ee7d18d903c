from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pycrdt import Array, Doc, Map, Text, XmlElement, XmlFragment, XmlText

from server.domain.kinds import KINDS, FieldType
from server.domain.plan import Kind
from server.sync.document.schema import (
    Block,
    ShapeViolation,
    check_body,
    check_fields,
    seed,
)


class Part:
    """A part whose every change is judged, as a replica judges a frame's."""

    def __init__(self, kind: Kind = Kind.MEASURE) -> None:
        self.doc: Doc[Any] = Doc()
        self.doc.apply_update(seed(kind, 7, blocks=[Block.plain("Først"), Block.plain("Så")]).payload)
        self.body = self.doc.get("body", type=XmlFragment)
        self.fields = self.doc.get("fields", type=Map)
        self._kind = kind
        self._found: list[ShapeViolation] = []
        self.body.observe_deep(lambda events: self._judge(lambda: check_body(events)))
        self.fields.observe_deep(lambda events: self._judge(lambda: check_fields(self._kind, events)))

    def _judge(self, check: Callable[[], None]) -> None:
        try:
            check()
        except ShapeViolation as violation:
            self._found.append(violation)

    def allows(self, change: Callable[[Part], object]) -> bool:
        self._found.clear()
        with self.doc.transaction():
            change(self)
        return not self._found

    @property
    def block(self) -> XmlElement:
        block = self.body.children[0]
        assert isinstance(block, XmlElement)
        return block

    @property
    def text(self) -> XmlText:
        text = self.block.children[0]
        assert isinstance(text, XmlText)
        return text


def a_block(tag: str = "block", *children: XmlElement | XmlText, **attributes: Any) -> XmlElement:
    return XmlElement(tag, attributes, list(children))


GOOD: dict[str, Callable[[Part], object]] = {
    "typing": lambda part: part.text.insert(0, "Hei 😀"),
    "marks": lambda part: part.text.format(0, 3, {"bold": {}, "link": {"href": "https://a.no"}}),
    "a heading": lambda part: part.body.children.append(a_block(kind="heading", level=2)),
    "a level as text": lambda part: part.body.children.append(a_block(kind="heading", level="2")),
    "a deep item": lambda part: part.body.children.append(
        a_block("block", XmlText("x"), kind="bullet", indent=6)
    ),
    "a line break": lambda part: part.block.children.append(XmlElement("hardBreak")),
    "another kind": lambda part: part.block.attributes.__setitem__("kind", "ordered"),
    "no kind": lambda part: part.block.attributes.__delitem__("kind"),
    "no blocks": lambda part: part.body.children.__delitem__(0),
    "a date": lambda part: part.fields.__setitem__("start", "2026-08-15"),
    "the first date": lambda part: part.fields.__setitem__("start", "1900-01-01"),
    "the last date": lambda part: part.fields.__setitem__("due", "2200-12-31"),
    "a leap day": lambda part: part.fields.__setitem__("due", "2028-02-29"),
    "an end before its start": lambda part: part.fields.update({"start": "2027-08-01", "due": "2027-01-01"}),
    "no date": lambda part: part.fields.__setitem__("start", ""),
    "a status": lambda part: part.fields.__setitem__("status", "done"),
    "a goal": lambda part: part.fields.__setitem__("goal", "Ab_1-9"),
    "a title": lambda part: part.fields["title"].insert(0, "Leksehjelp"),
}
BAD: dict[str, Callable[[Part], object]] = {
    "text in the body": lambda part: part.body.children.append(XmlText("løst")),
    "another element": lambda part: part.body.children.append(a_block("script")),
    "a break in the body": lambda part: part.body.children.append(a_block("hardBreak")),
    "a block in a block": lambda part: part.block.children.append(a_block()),
    "a block in a new block": lambda part: part.body.children.append(a_block("block", a_block())),
    "something in a break": lambda part: part.block.children.append(a_block("hardBreak", XmlText("x"))),
    "an attribute on a break": lambda part: part.block.children.append(
        a_block("hardBreak", kind="paragraph")
    ),
    "an attribute on a text": lambda part: part.text.attributes.__setitem__("kind", "bullet"),
    "an unknown attribute": lambda part: part.block.attributes.__setitem__("style", "color:red"),
    "an unknown kind": lambda part: part.block.attributes.__setitem__("kind", "table"),
    "a kind that is no text": lambda part: part.block.attributes.__setitem__("kind", 3),
    "level 4": lambda part: part.block.attributes.__setitem__("level", 4),
    "level 1.5": lambda part: part.block.attributes.__setitem__("level", 1.5),
    "level true": lambda part: part.block.attributes.__setitem__("level", True),
    "indent 7": lambda part: part.block.attributes.__setitem__("indent", 7),
    "indent -1": lambda part: part.block.attributes.__setitem__("indent", -1),
    "a thing in a text": lambda part: part.text.insert_embed(0, {"image": "x"}),
    "an unknown field": lambda part: part.fields.__setitem__("secret", "x"),
    "the title replaced": lambda part: part.fields.__setitem__("title", Text("ny")),
    "the title as a value": lambda part: part.fields.__setitem__("title", "ny"),
    "the title removed": lambda part: part.fields.__delitem__("title"),
    "no such date": lambda part: part.fields.__setitem__("start", "2026-13-01"),
    "a day the calendar does not have": lambda part: part.fields.__setitem__("start", "2026-02-31"),
    "no leap day": lambda part: part.fields.__setitem__("start", "2027-02-29"),
    "a year of two digits": lambda part: part.fields.__setitem__("start", "0026-08-15"),
    "a year before 1900": lambda part: part.fields.__setitem__("start", "1899-12-31"),
    "a year after 2200": lambda part: part.fields.__setitem__("due", "2201-01-01"),
    "half a date": lambda part: part.fields.__setitem__("due", "2026-08"),
    "a date and a time": lambda part: part.fields.__setitem__("due", "2026-08-15T12:00"),
    "a date of a week": lambda part: part.fields.__setitem__("due", "2026-W33-6"),
    "digits of another script": lambda part: part.fields.__setitem__("due", "２０２６-08-15"),
    "a date as a number": lambda part: part.fields.__setitem__("start", 20260801),
    "an unknown status": lambda part: part.fields.__setitem__("status", "lost"),
    "a goal that is no id": lambda part: part.fields.__setitem__("goal", "../x"),
    "a list in the fields": lambda part: part.fields.__setitem__("status", Array(["done"])),
    "a bold title": lambda part: part.fields["title"].insert(0, "Fet", {"bold": True}),
    "a thing in the title": lambda part: part.fields["title"].insert_embed(0, {"image": "x"}),
}


@pytest.mark.parametrize("change", GOOD.values(), ids=GOOD.keys())
def test_what_pages_do_is_allowed(change: Callable[[Part], object]) -> None:
    assert Part().allows(change)


@pytest.mark.parametrize("change", BAD.values(), ids=BAD.keys())
def test_what_a_part_cannot_have_is_refused(change: Callable[[Part], object]) -> None:
    assert not Part().allows(change)


def test_a_section_has_no_fields() -> None:
    assert not Part(Kind.HOME).allows(lambda part: part.fields.__setitem__("status", "done"))
    assert Part(Kind.PERIOD).allows(lambda part: part.fields.__setitem__("next_revision", "2027-01-31"))


@pytest.mark.parametrize("kind", list(Kind))
def test_a_new_part_has_a_block_and_every_text_its_kind_has(kind: Kind) -> None:
    doc: Doc[Any] = Doc()
    doc.apply_update(seed(kind, 7).payload)
    body, fields = doc.get("body", type=XmlFragment), doc.get("fields", type=Map)
    assert str(body) == '<block kind="paragraph"></block>'
    texts = {name for name, known in KINDS[kind].fields.items() if known.type is FieldType.TEXT}
    assert set(fields) == texts
    assert all(isinstance(fields[name], Text) for name in fields)


def test_a_seed_is_written_under_its_own_client_id_and_says_its_title() -> None:
    made = seed(Kind.GOAL, 4_711, fields={"title": "  Bo\n for  seg selv ", "status": "open"})
    doc: Doc[Any] = Doc()
    doc.apply_update(made.payload)
    assert doc.get_state()[:3] == b"\x01\xe7\x24"
    assert made.title == "Bo for seg selv"
    assert doc.get("fields", type=Map)["status"] == "open"


def test_blocks_of_a_seed_keep_their_marks_and_attributes() -> None:
    blocks = [
        Block((("Ærlig ", {}), ("talt", {"bold": {}})), kind="bullet", indent=2),
        Block.plain("T", "heading", 1),
    ]
    doc: Doc[Any] = Doc()
    doc.apply_update(seed(Kind.HOME, 7, blocks=blocks).payload)
    one, two = (
        block for block in doc.get("body", type=XmlFragment).children if isinstance(block, XmlElement)
    )
    text = one.children[0]
    assert isinstance(text, XmlText)
    assert text.diff() == [("Ærlig ", None), ("talt", {"bold": {}})]
    assert (one.attributes["kind"], one.attributes["indent"]) == ("bullet", 2)
    assert (two.attributes["kind"], two.attributes["level"]) == ("heading", 1)


def test_a_seed_with_a_field_its_kind_does_not_have_is_a_mistake() -> None:
    with pytest.raises(ShapeViolation):
        seed(Kind.HOME, 7, fields={"title": "x"})


@pytest.mark.rule(8)
def test_a_measure_says_what_was_decided_about_the_service() -> None:
    part = Part()
    for decided in ("none", "applied", "granted", "refused", "not-needed"):
        assert part.allows(lambda it, value=decided: it.fields.update({"decision": value}))  # type: ignore[misc]
    assert not part.allows(lambda it: it.fields.update({"decision": "vedtak"}))
