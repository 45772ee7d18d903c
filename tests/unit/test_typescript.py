from __future__ import annotations

from pathlib import Path

import pytest

from server import typescript


def test_the_page_has_the_tables_of_the_server() -> None:
    assert typescript.TARGET.read_text(encoding="utf-8") == typescript.render()


def test_a_copy_that_differs_is_said_to_be_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(typescript, "TARGET", tmp_path / "contract.ts")
    monkeypatch.setattr("sys.argv", ["typescript"])
    assert typescript.main() == 0
    monkeypatch.setattr("sys.argv", ["typescript", "--check"])
    assert typescript.main() == 0
    typescript.TARGET.write_text("export const KINDS = [] as const;\n", encoding="utf-8")
    assert typescript.main() == 1
    assert "make generate" in capsys.readouterr().err
