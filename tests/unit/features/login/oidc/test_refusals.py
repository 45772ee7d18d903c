"""Every way in which a login can fail has its words, in every language and document."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from server.features.login.oidc.refusals import Failure

ROOT = Path(__file__).parents[5]
PAGE = ROOT / "frontend" / "src"
TOKENS = {str(failure) for failure in Failure}


@pytest.mark.parametrize("language", ["nb", "en"])
def test_each_has_a_sentence_a_person_understands(language: str) -> None:
    words = json.loads((PAGE / "i18n" / language / "login.json").read_text(encoding="utf-8"))["failed"]
    assert set(words) == TOKENS
    assert all(set(said) == {"title", "text"} for said in words.values())


def test_the_page_knows_each() -> None:
    read = (PAGE / "features" / "login" / "Failed.tsx").read_text(encoding="utf-8")
    assert set(re.findall(r"^  '(login-[a-z-]+)',$", read, re.MULTILINE)) == TOKENS


def test_the_contract_names_each() -> None:
    contract = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
    [line] = [line for line in contract.splitlines() if line.startswith("- Failures of a login")]
    assert set(re.findall(r"`(login-[a-z-]+)`", line)) == TOKENS
