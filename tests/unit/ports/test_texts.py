from __future__ import annotations

from server.ports.texts import without_space


def test_lines_and_spaces_do_not_make_other_words() -> None:
    assert without_space(" to\nord\u00a0her\t") == "toordher"
