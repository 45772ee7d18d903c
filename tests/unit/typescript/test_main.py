"""``--check`` accepts what was written and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.typescript.__main__ import main


def test_what_was_written_is_accepted_and_what_was_changed_by_hand_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--check"], tmp_path) == 1
    assert main([], tmp_path) == 0
    assert main(["--check"], tmp_path) == 0
    (tmp_path / "openapi.ts").write_text("export type Kind = string;\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["--check"], tmp_path) == 1
    assert capsys.readouterr().err.endswith("openapi.ts is not what the server says: run make generate\n")
