from server.demo.writing import blocks_of
from server.sync.document.schema import Block


def test_one_line_is_one_block_and_empty_lines_separate() -> None:
    assert blocks_of("\nførste\n\nandre\n") == [Block((("første", {}),)), Block((("andre", {}),))]


def test_headings_and_lists_are_blocks_with_kind_level_and_indent() -> None:
    blocks = blocks_of("## Anfall\n- en\n  - to\n1. tre")
    assert [(b.kind, b.level, b.indent) for b in blocks] == [
        ("heading", 2, 0),
        ("bullet", None, 0),
        ("bullet", None, 1),
        ("ordered", None, 0),
    ]


def test_bold_and_italic_become_marks() -> None:
    (block,) = blocks_of("si **fra** i *god* tid")
    assert block.runs == (
        ("si ", {}),
        ("fra", {"bold": {}}),
        (" i ", {}),
        ("god", {"italic": {}}),
        (" tid", {}),
    )
