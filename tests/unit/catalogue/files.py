"""Catalogues of a few entries, written as files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from server.catalogue import Catalogue, load

TODAY = date(2026, 11, 29)
HEAD = 'source = "pbrl § 2-5"\nconfidence = "read"\nvalid_from = 2022-08-01\n'


def text(key: str, nb: str = "Ja.", en: str = "Yes.", more: str = "", head: str = HEAD) -> str:
    return f"[[text]]\nkey = '{key}'\nnb = '''{nb}'''\nen = '''{en}'''\n{head}{more}\n"


def rule(key: str, amount: str = "days = 14", more: str = "", head: str = HEAD) -> str:
    return f"[[rule]]\nkey = '{key}'\nnb = 'Frist'\nen = 'Deadline'\n{amount}\n{head}{more}\n"


def head_from(day: str, more: str = "") -> str:
    return HEAD.replace("2022-08-01", day) + more


def loaded(directory: Path, **files: str) -> Catalogue:
    """By subject, the content of its file."""
    for subject, content in files.items():
        (directory / f"{subject}.toml").write_text(content, encoding="utf-8")
    return load(directory)
