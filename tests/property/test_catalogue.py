"""Whatever a file of the catalogue holds, it is read as it says, or refused by its name."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from server.catalogue import Catalogue, CatalogueError, NotInForce, load
from server.catalogue.records import plain
from tests.unit.catalogue.files import text

DAY = date(2022, 1, 1)
WORDS = st.text(st.characters(categories=("L", "N", "P", "Z"), exclude_characters="'\\{}"), max_size=40)
LINES = st.lists(
    st.sampled_from(
        [
            "[[text]]",
            "[[rule]]",
            "[text]",
            "key = 'a.b'",
            "nb = 'x'",
            "en = 'x'",
            "nb = 3",
            "days = 3",
            "days = []",
            "values = ['who']",
            "\nnb = '{who}'",
            "en = '{a.b}'",
            "source = 'pbrl'",
            "confidence = 'read'",
            "valid_from = 2022-08-01",
            "valid_from = 3",
            "least = 1",
            "\nmost = 9",
            "x = {}",
            "'",
            "\x00",
        ]
    ),
    max_size=14,
)


def refusal(content: str | bytes) -> str | None:
    try:
        read(content)
    except CatalogueError as refused:
        return str(refused)
    return None


def read(content: str | bytes) -> Catalogue:
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "a.toml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load(Path(directory))


@given(st.one_of(st.binary(max_size=60), LINES.map("\n".join)))
@example(b"\xff")
@example("[[text]]\nkey = 3\nnb = 'x'\nen = 'x'")
def test_any_file_is_read_or_refused_in_one_line_that_names_it(content: str | bytes) -> None:
    said = refusal(content)
    assert said is None or (said.startswith("a.toml: ") and "\n" not in said)


@given(WORDS, WORDS)
def test_what_is_written_is_what_is_said(nb: str, en: str) -> None:
    if not (plain(nb) and plain(en)):
        return
    found = read(text("a.b", nb, en))
    assert found.text("a.b", "nb", on=date(2022, 8, 1)) == plain(nb)
    assert found.text("a.b", "en", on=date(2022, 8, 1)) == plain(en)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=6, unique=True), st.integers(-5, 410))
def test_the_newest_version_that_is_in_force_counts(starts: list[int], asked: int) -> None:
    written = "".join(
        text("a.b", f"fra {start}").replace("2022-08-01", str(DAY + timedelta(start))) for start in starts
    )
    found, on = read(written), DAY + timedelta(asked)
    begun = [start for start in starts if start <= asked]
    try:
        assert found.text("a.b", "nb", on=on) == f"fra {max(begun)}"
    except NotInForce:
        assert not begun
