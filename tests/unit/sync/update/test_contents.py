"""What a struct of our documents may hold, and where it may stand."""

from __future__ import annotations

import pytest

from server.domain.plan import SERVER
from server.sync.protocol.lib0 import Malformed, varstring, varuint
from server.sync.update import admission
from server.sync.update.admission import Refused, exhausted
from tests.unit.sync import handmade as h
from tests.unit.sync.judging import (
    KNOWN,
    LAST,
    MINE,
    NEW,
    OWNERS,
    SEED,
    malformed,
    mine,
    read,
    refused,
)


class TestContents:
    @pytest.mark.parametrize("kind", [h.JSON, h.BINARY, h.EMBED, h.DOC, h.SKIP, h.MOVE, 12, 16, 20, 31])
    def test_contents_our_documents_do_not_have_are_refused(self, kind: int) -> None:
        refused(mine(h.item(kind, b"\x01\x02{}", left=LAST)))
        refused(mine(h.item(kind, b"\x01\x02{}", parent=(SEED, 1))))

    def test_a_gap_left_by_merging_updates_is_refused(self) -> None:
        refused(mine(h.gc(1), bytes([h.SKIP]) + b"\x01", h.gc(1)))

    @pytest.mark.parametrize("info", [0x20, 0x40, 0x80, 0xE0])
    def test_a_collected_struct_stands_nowhere(self, info: int) -> None:
        with pytest.raises((Refused, Malformed)):
            read(mine(bytes([info]) + varuint(MINE) + b"\x09" + varuint(MINE) + b"\x09\x01"))

    @pytest.mark.parametrize("kind", [h.ARRAY, h.MAP, h.Y_TEXT, h.XML_FRAGMENT, h.XML_HOOK, 7, 8, 9, 15])
    def test_types_our_documents_do_not_have_are_refused(self, kind: int) -> None:
        refused(mine(h.item(h.TYPE, varuint(kind) + b"\x01a", left=LAST)))
        refused(mine(h.item(h.TYPE, varuint(kind) + b"\x01a", root="fields", key="title")))
        refused(mine(h.item(h.TYPE, varuint(kind) + b"\x01a", parent=(SEED, 1))))

    @pytest.mark.parametrize("name", ["", "Block", "script", "paragraph", "x" * 100_000])
    def test_elements_our_documents_do_not_have_are_refused(self, name: str) -> None:
        refused(mine(h.item(h.TYPE, varuint(h.XML_ELEMENT) + varstring(name), root="body")))

    def test_only_the_server_makes_the_texts_of_fields(self) -> None:
        title = h.item(h.TYPE, varuint(h.Y_TEXT), root="fields", key="title")
        assert exhausted(
            admission.read_sliced(h.update(h.run(NEW, 0, title)), KNOWN, OWNERS, SERVER)
        ).ends == {NEW: 1}
        assert read(h.update(h.run(SEED, 0, title))).empty
        refused(h.update(h.run(SEED, 0, *[title] * 11)))
        refused(mine(title))
        refused(mine(h.item(h.TYPE, varuint(h.Y_TEXT), left=LAST)))

    @pytest.mark.parametrize("key", ["bold", "italic"])
    @pytest.mark.parametrize("json", ["{}", "true", "null"])
    def test_marks_begin_and_end(self, key: str, json: str) -> None:
        assert read(mine(h.mark(key, json, left=LAST))).ends == {MINE: 11}

    @pytest.mark.parametrize(
        ("key", "json"),
        [
            ("bold", "false"),
            ("bold", "1"),
            ("bold", '{"a":1}'),
            ("italic", "undefined"),
            ("italic", ""),
            ("underline", "{}"),
            ("", "{}"),
            ("link--a1b2c3d4", '{"href":"https://a"}'),
            ("ychange", "null"),
            ("bold", "[" * 100_000),
        ],
    )
    def test_marks_our_documents_do_not_have_are_refused(self, key: str, json: str) -> None:
        refused(mine(h.mark(key, json, left=LAST)))

    @pytest.mark.parametrize(
        "json",
        [
            "null",
            '{"href":"https://nav.no/æ?a=1#b"}',
            '{ "href": "HTTP://a" }',
            '{"href":"mailto:a@b.no"}',
            '{"href":"tel:+4712345678"}',
            '{"href":"https://' + "a" * 2040 + '"}',
            '{"href":"https:\\u002f\\/a"}',
        ],
    )
    def test_links_lead_to_the_web_to_mail_or_to_a_telephone(self, json: str) -> None:
        assert read(mine(h.mark("link", json, left=LAST))).ends == {MINE: 11}

    @pytest.mark.parametrize(
        "json",
        [
            '{"href":"javascript:alert(1)"}',
            '{"href":"JaVaScRiPt:1"}',
            '{"href":" https://a"}',
            '{"href":"/a"}',
            '{"href":"data:text/html,a"}',
            '{"href":"java\\nscript:1"}',
            '{"href":"https://a\\n"}',
            '{"href":"https:"}',
            '{"href":"https://a","href":"javascript:1"}',
            '{"href":"https://a","target":"_blank"}',
            '{"href":null}',
            '{"href":"https://a\\ud800"}',
            '{"href":["https://a"]}',
            '"https://a"',
            '[["href","https://a"]]',
            "{}",
            '{"href":"https://' + "a" * 2041 + '"}',
            '{"href":"vbscript:1"}',
            "true",
            "",
            '{"href":' + "[" * 10_000,
        ],
    )
    def test_other_links_are_refused(self, json: str) -> None:
        refused(mine(h.mark("link", json, left=LAST)))


class TestPlaces:
    @pytest.mark.parametrize("root", ["Body", "content", "", "fields", "default"])
    def test_without_a_key_there_is_one_root(self, root: str) -> None:
        refused(mine(h.item(h.TYPE, varuint(h.XML_ELEMENT) + varstring("block"), root=root)))

    @pytest.mark.parametrize("root", ["body", "Fields", ""])
    def test_with_a_key_there_is_another(self, root: str) -> None:
        refused(mine(h.item(h.ANY, b"\x01" + h.any_text("a"), root=root, key="due")))

    def test_a_parent_is_a_root_or_a_struct(self) -> None:
        malformed(mine(bytes([h.STRING]) + b"\x02" + varstring("body") + varstring("a")))

    def test_a_block_with_its_text_and_attributes_is_admitted(self) -> None:
        update = mine(
            h.block(right=(SEED, 0)),
            h.xml_text((MINE, 10)),
            h.text("Hei", parent=(MINE, 11)),
            h.attribute("kind", h.any_text("heading"), (MINE, 10)),
            h.attribute("level", b"\x7d\x02", (MINE, 10)),
            h.attribute("indent", b"\x7c\x40\x00\x00\x00", (MINE, 10)),
            h.item(h.TYPE, varuint(h.XML_ELEMENT) + varstring("hardBreak"), left=(MINE, 11)),
            h.item(h.DELETED, b"\x01", parent=(MINE, 10), key="indent"),
        )
        assert read(update).ends == {MINE: 20}

    @pytest.mark.parametrize(
        "struct",
        [
            pytest.param(h.item(h.STRING, varstring("a"), root="body"), id="text in the body"),
            pytest.param(h.item(h.TYPE, varuint(h.XML_TEXT), root="body"), id="a text type in the body"),
            pytest.param(
                h.item(h.TYPE, varuint(h.XML_ELEMENT) + varstring("hardBreak"), root="body"),
                id="a break in the body",
            ),
            pytest.param(
                h.item(h.TYPE, varuint(h.XML_ELEMENT) + varstring("block"), parent=(SEED, 1)),
                id="a block in a block",
            ),
            pytest.param(h.item(h.ANY, b"\x01" + h.any_text("a"), root="body"), id="a value in the body"),
            pytest.param(h.item(h.ANY, b"\x01" + h.any_text("a"), parent=(SEED, 1)), id="a value in a text"),
            pytest.param(
                h.item(h.STRING, varstring("a"), root="fields", key="due"), id="loose text in a field"
            ),
            pytest.param(
                h.item(h.STRING, varstring("a"), parent=(SEED, 1), key="kind"), id="loose text as attribute"
            ),
            pytest.param(
                h.item(h.STRING, varstring("a"), left=LAST, key=""), id="loose text in place of a value"
            ),
            pytest.param(h.item(h.FORMAT, b"\x04bold\x02{}", root="body"), id="a mark in the body"),
            pytest.param(
                h.item(h.TYPE, varuint(h.XML_TEXT), parent=(SEED, 1), key="kind"), id="a type as attribute"
            ),
            pytest.param(h.attribute("style", h.any_text("a"), (SEED, 1)), id="an unknown attribute"),
            pytest.param(h.field("x" * 65, h.any_text("a")), id="an endless key"),
        ],
    )
    def test_nothing_stands_where_our_documents_have_no_place_for_it(self, struct: bytes) -> None:
        refused(mine(struct))


class TestValues:
    @pytest.mark.parametrize(
        "value", [h.any_text(""), h.any_text("å" * 1_000), b"\x7d\x00", b"\x7d\x43", b"\x7c\x40\x00\x00\x00"]
    )
    def test_a_value_is_a_short_text_or_a_whole_number(self, value: bytes) -> None:
        assert read(mine(h.field("due", value))).ends == {MINE: 11}

    def test_overwritten_values_may_come_together(self) -> None:
        assert read(mine(h.field("due", h.any_text("a"), h.any_text("b")))).ends == {MINE: 12}

    @pytest.mark.parametrize(
        "value",
        [
            pytest.param(h.any_text("a" * 1_001), id="long"),
            pytest.param(b"\x7e", id="null"),
            pytest.param(b"\x7f", id="undefined"),
            pytest.param(b"\x78", id="true"),
            pytest.param(b"\x7c\x3f\xc0\x00\x00", id="1.5"),
            pytest.param(b"\x7c\x7f\xc0\x00\x00", id="NaN"),
            pytest.param(b"\x7b\x7f\xf0\x00\x00\x00\x00\x00\x00", id="infinity"),
            pytest.param(b"\x76\x00", id="an object"),
            pytest.param(b"\x75\x01" * 100_000 + b"\x7e", id="lists, 100,000 deep"),
            pytest.param(b"\x74\x01a", id="bytes"),
        ],
    )
    def test_other_values_are_refused(self, value: bytes) -> None:
        refused(mine(h.field("due", value)))

    def test_a_value_that_is_none_is_malformed(self) -> None:
        malformed(mine(h.field("due", b"\x05")))
