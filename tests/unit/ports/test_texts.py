from __future__ import annotations

from server.ports.texts import Words, without_space


def test_lines_and_spaces_do_not_make_other_words() -> None:
    assert without_space(" to\nord\u00a0her\t") == "toordher"


def test_what_stands_together_is_held_however_often_it_is_asked() -> None:
    words = Words("toordher")
    for _ in range(2):
        assert words.hold("ord\n her")
        assert words.hold("")
        assert not words.hold("her to")
    assert not Words().hold("a")
