"""What the build of the page hands on with it: the licence of each package that is in it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.support.servers.server import ROOT

FRONTEND = ROOT / "frontend"
IMPORTED = re.compile(
    r"^(?:import|export)\b(?! type\b)(?:[^;']*\bfrom)? '((?:@[^/']+/)?[^./'][^/']*)", re.MULTILINE
)
BETWEEN = f"\n{'-' * 72}\n\n"


def bundled() -> set[str]:
    """The packages that our modules import; those that these import come with them."""
    every = (FRONTEND / "src").rglob("*.ts*")
    sources = [each for each in every if not re.search(r"\.test\.|/testing[/.]", each.as_posix())]
    return {name for each in sources for name in IMPORTED.findall(each.read_text(encoding="utf-8"))}


def installed(package: str) -> tuple[str, str]:
    """Its first line among the licences, and the text of its own, "" where it has none."""
    folder = FRONTEND / "node_modules" / package
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    texts = [each for each in folder.iterdir() if re.match(r"licen[cs]e|copying", each.name, re.IGNORECASE)]
    return f"{package} {about['version']}, {about['license']}", _text(texts)


def _text(files: list[Path]) -> str:
    return files[0].read_text(encoding="utf-8").strip() if files else ""


def test_the_licence_of_each_package_in_the_page_is_handed_on_with_it() -> None:
    sections = (FRONTEND / "dist" / "licences.txt").read_text(encoding="utf-8").split(BETWEEN)
    named = {section.split("\n", 1)[0]: section for section in sections}
    assert len(named) == len(sections) > len(bundled())
    assert {"react", "yjs"} <= bundled()
    for package in bundled():
        title, text = installed(package)
        assert title in named
        assert text in named[title]
    for title, section in named.items():
        assert len(section) > len(title) + 200, title
