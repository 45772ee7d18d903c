"""Records the results of long test runs in docs/soak.md, with the commit and the machine (``make soak``).

``tests/conftest.py`` imports the hooks from here. A long form is a test whose module has a true ``SOAK``;
nothing else runs then, and its output is its result.
"""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "docs" / "soak.md"
TITLE = (
    "# What the long forms found\n\n"
    "Written by `make soak`, newest last; each run with its commit and machine.\n"
)

_begun = False


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("TESTS_SOAK") == "1":
        config.hook.pytest_deselected(items=[item for item in items if not _is_long(item)])
        items[:] = filter(_is_long, items)


def _is_long(item: pytest.Item) -> bool:
    return bool(getattr(getattr(item, "module", None), "SOAK", False))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if _is_long(item) and (report.when == "call" or report.failed):
        why = call.excinfo.exconly().splitlines()[:1] if call.excinfo else []
        said = " · ".join(line.replace("|", "\\|") for line in [*report.capstdout.splitlines(), *why] if line)
        name = item.nodeid.removeprefix("tests/")
        _write(f"| {name} | {report.outcome} | {report.duration:.0f} | {said} |")
    return report


def _write(row: str) -> None:
    """At once, so that an interrupted run keeps its results so far."""
    global _begun
    before = RECORD.read_text() if RECORD.exists() else TITLE
    RECORD.write_text(f"{before}{'' if _begun else _heading()}{row}\n")
    _begun = True


def _heading() -> str:
    return "\n".join(
        (
            f"\n## {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit()}",
            "",
            machine(),
            "",
            "| test | | seconds | found |",
            "|---|---|--:|---|",
            "",
        )
    )


def commit() -> str:
    """The commit tested; the record itself does not count as a change."""
    changed = _git(
        "status", "--porcelain", "--untracked-files=no", "--", ".", f":!{RECORD.relative_to(ROOT)}"
    )
    return (_git("describe", "--always") or "unknown") + ("-dirty" if changed else "")


def _git(*words: str) -> str:
    return subprocess.run(("git", *words), cwd=ROOT, capture_output=True, text=True).stdout.strip()


def machine() -> str:
    about = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    models = [line.split(":", 1)[1].strip() for line in about.splitlines() if line.startswith("model name")]
    model = models[0] if models else platform.machine()
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} × {model}, {system}"
