"""What documents and docstrings cite is there: files, and the tests that keep an invariant."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
HISTORY = ROOT / "CHANGELOG.md"
"""It speaks of files by the names they had."""
BUILT = {"server/web/dist"}
FILE = re.compile(r"\b(?:server|frontend/src|tests|bench|docs)/[\w./*-]*[\w*](?![\w<{])")
"""Of a pattern such as ``server/features/<name>/http.py`` the folder."""


def cited_files(text: str) -> list[str]:
    return FILE.findall(text)


def is_there(name: str) -> bool:
    """Also without its ending, as decisions are cited by their number and modules by their name."""
    return name in BUILT or any((*ROOT.glob(name), *ROOT.glob(f"{name}.*"), *ROOT.glob(f"{name}-*")))


def test_every_file_that_a_document_cites_is_there() -> None:
    lost = {
        f"{document.relative_to(ROOT)}: {name}"
        for document in DOCUMENTS
        if document != HISTORY
        for name in cited_files(document.read_text(encoding="utf-8"))
        if not is_there(name)
    }
    assert lost == set()


def test_every_file_and_test_that_the_server_cites_is_there() -> None:
    tests = [*(ROOT / "tests").rglob("test_*.py")]
    names = " ".join(re.findall(r"def (test_\w+)", "\n".join(test.read_text("utf-8") for test in tests)))
    lost = set()
    for module in (ROOT / "server").rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        lost |= {f"{module.name}: {name}" for name in cited_files(text) if not is_there(name)}
        modules = re.findall(r"``(test_\w+)``", text)
        lost |= {f"{module.name}: {name}" for name in modules if name not in {test.stem for test in tests}}
        functions = re.findall(r"``\.\.\.(\w+)(?:\.\.\.)?``", text)
        lost |= {f"{module.name}: {name}" for name in functions if name not in names}
    assert lost == set()


def test_a_number_names_one_decision_and_one_migration() -> None:
    versions = (ROOT / "server" / "storage" / "database" / "migrations" / "versions").glob("*.py")
    migrations = "\n".join(each.read_text("utf-8") for each in versions)
    for numbers in (
        [each.name[:4] for each in (ROOT / "docs" / "decisions").glob("0*.md")],
        re.findall(r'^revision = "(\d+)"', migrations, re.MULTILINE),
    ):
        assert len(numbers) > 20
        assert [number for number, times in Counter(numbers).items() if times > 1] == []


def test_what_is_not_there_is_found() -> None:
    cited = "`tests/unit/test_<name>.py`, docs/decisions/0002, server/sync/engine.py"
    assert [name for name in cited_files(cited) if not is_there(name)] == ["server/sync/engine.py"]
