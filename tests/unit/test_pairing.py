"""Each module with logic has a unit test in the mirrored folder, and each unit test has its module.

The file is ``test_<module>.py`` or ``test_<module>_<aspect>.py``, also where the module is a package. In the
front end ``module.test.ts`` or ``moduleAspect.test.ts`` stands beside ``module.ts``. What cannot be so
stands here, with what judges it instead.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "tests" / "unit"
MIRRORED = {"bench": ROOT / "bench", "support": ROOT / "tests" / "support"}
"""Folder of ``tests/unit`` -> what it mirrors; all the others mirror the server."""

JUDGED_ELSEWHERE = {
    # How a process is put together, by running it.
    "commands.py": "tests/integration/test_command_line.py",
    "operators.py": "tests/integration/test_observed_*.py",
    "serving.py": "tests/integration/test_durability_draining.py",
    "telemetry/observing.py": "tests/integration/test_observed_*.py",
    "telemetry/spans.py": "tests/integration/test_observed_spans.py",
    # Adapters, by what every adapter of their port must do.
    "fanout/*": "tests/acceptance/test_fanout*.py",
    "storage/cases/*": "tests/acceptance/test_case_records*.py",
    "storage/complaints/*": "tests/acceptance/test_complaint_records.py",
    "storage/counts/plans.py": "tests/acceptance/test_plan_counts.py",
    "storage/counts/months.py": "tests/acceptance/test_plan_counts.py",
    "storage/municipality/directory.py": "tests/integration/test_http_cases_leaving.py",
    "storage/messages/*": "tests/acceptance/test_outbox*.py",
    "storage/database/locks.py": "tests/acceptance/test_log_of_several_processes.py",
    "storage/database/sqlite_database.py": "tests/unit/storage/database/test_database.py",
    "storage/epoch.py": "tests/acceptance/test_epoch.py",
    "storage/history/*": "tests/acceptance/test_history*.py",
    "storage/identity/*": "tests/acceptance/test_identities.py",
    "storage/log/*": "tests/acceptance/test_update_log.py",
    "storage/parts.py": "tests/unit/features/parts/test_store.py",
    "storage/seals/*": "tests/acceptance/test_seals.py",
    "storage/plan/*": "tests/acceptance/test_case_records_plan.py",
    "storage/persons.py": "tests/unit/features/login/test_store.py",
    "domain/cases/tracks/deciding.py": "tests/unit/domain/cases/tracks/test_case.py",
    "domain/complaints/track/guards.py": "tests/unit/domain/complaints/track/test_table.py",
    "demo/cases/*": "tests/unit/demo/test_cases.py",
    # Capabilities, over HTTP with a real database.
    "features/*/entries.py": "tests/unit/features/test_entries.py",
    "features/*/http.py": "tests/integration/test_http_*.py",
    "features/comments/beside_the_text.py": "tests/unit/test_capabilities.py",
    "features/comments/suggestions/s*e.py": "tests/integration/test_http_suggestions.py",
    "features/assisted/*": "tests/integration/test_http_assisted.py",
    "features/cases/declaring/*": "tests/integration/test_http_assisted_validity.py",
    "features/cases/standing/*": "tests/integration/test_http_cases_checklist.py",
    "features/cases/checklist/*": "tests/integration/test_http_cases_checklist.py",
    "features/cases/release/*": "tests/integration/test_http_leaders.py",
    "features/municipalities/leaders/*": "tests/integration/test_http_leaders.py",
    "features/cases/moving/*": "tests/integration/test_http_cases_moving.py",
    "features/cases/leaving/*": "tests/integration/test_http_cases_leaving.py",
    "features/cases/desk/*": "tests/integration/test_http_cases*.py",
    "features/cases/life/*": "tests/integration/test_http_cases_reviews.py",
    "features/cases/desk/acting/*": "tests/integration/test_http_cases*.py",
    "features/cases/desk/inbox/*": "tests/integration/test_http_cases_inbox.py",
    "features/complaints/*": "tests/integration/test_http_complaints*.py",
    "features/*/http*.py": "tests/integration/test_http_*.py",
    "features/cases/reports.py": "tests/integration/test_http_reports.py",
    "features/cases/store.py": "tests/integration/test_http_reports.py",
    "features/consent/grants_view.py": "tests/integration/test_http_grants.py",
    "features/invitations/*": "tests/integration/test_http_invitations*.py",
    "features/coordinators/announcing/store.py": "tests/integration/test_http_coordinators_announcing.py",
    "features/coordinators/away/store.py": "tests/integration/test_http_coordinators_away.py",
    "features/coordinators/known/store.py": "tests/acceptance/test_known_people.py",
    "features/consent/paper/*": "tests/integration/test_http_papers.py",
    "features/coordinators/store.py": "tests/integration/test_http_coordinators.py",
    "features/login/*": "tests/integration/test_http_login.py",
    "features/login/naming/*": "tests/acceptance/test_names.py",
    "features/messages/service.py": "tests/integration/test_http_messages.py",
    "features/messages/store.py": "tests/integration/test_http_messages.py",
    "features/municipalities/service.py": "tests/integration/test_http_municipalities.py",
    "features/parts/service.py": "tests/integration/test_http_parts.py",
    "features/statistics/*": "tests/integration/test_http_statistics.py",
    "features/plans/*": "tests/integration/test_http_plan.py",
    "worker/*": "tests/acceptance/test_outbox*.py",
    # Halves of something that is judged whole.
    "sync/document/ydoc.py": "tests/unit/sync/document/test_replica*.py",
    "transport/arriving.py": "tests/unit/transport/test_websocket.py",
}
"""Pattern of modules -> pattern of the tests that judge them."""

OF_NO_MODULE = {
    "test_citations.py": "all documents, and the docstrings of all modules",
    "test_contract.py": "docs/contract.md, against all that it speaks of",
    "test_pairing.py": "all modules and all tests",
    "test_structure.py": "all modules",
    "features/test_entries.py": "what every capability writes into the access log",
    "features/test_stale_rights.py": "the same race in the services of every capability",
}
"""Pattern of unit tests -> what they judge instead."""

OF_NO_PAGE_MODULE = {
    "*.chromium.test.ts": "the whole editor, in a browser",
    "features/cases/typedStays.test.tsx": "all pages with forms, as they are read again",
    "i18n/contractWords.test.ts": "the catalogues",
    "i18n/parity.test.ts": "the catalogues",
    "i18n/unused.test.ts": "the catalogues",
    "i18n/words.test.ts": "the catalogues",
    "sync/connection/refused.test.ts": "planConnection with its documents",
    "sync/connection/restored.test.ts": "planConnection with its documents",
}
"""The same in the front end."""


def modules() -> list[Path]:
    found = (ROOT / "server").rglob("*.py")
    return sorted(file for file in found if "migrations" not in file.parts and not file.stem.startswith("__"))


def has_logic(source: str) -> bool:
    """Whether a function does anything: texts, records and mere protocols have nothing to judge."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, functions)]
    return any(not _is_remark(statement) for function in found for statement in function.body)


def _is_remark(statement: ast.stmt) -> bool:
    """A docstring, or ``...``."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def unpaired(module: Path) -> bool:
    folder = UNIT / module.relative_to(ROOT / "server").parent
    return not [*folder.glob(f"test_{module.stem}.py"), *folder.glob(f"test_{module.stem}_*.py")]


def excused(files: Iterable[Path], root: Path, patterns: Iterable[str]) -> tuple[list[str], set[str]]:
    """Files no pattern matches, and patterns that match none of the files."""
    names, unused, left = [file.relative_to(root).as_posix() for file in files], set(patterns), []
    for name in names:
        found = {pattern for pattern in patterns if fnmatchcase(name, pattern)}
        unused -= found
        left += [] if found else [name]
    return left, unused


def test_each_module_with_logic_has_a_unit_test() -> None:
    alone = [file for file in modules() if unpaired(file) and has_logic(file.read_text(encoding="utf-8"))]
    assert excused(alone, ROOT / "server", JUDGED_ELSEWHERE) == ([], set())


def test_what_is_judged_elsewhere_is_judged_there() -> None:
    assert [tests for tests in JUDGED_ELSEWHERE.values() if not [*ROOT.glob(tests)]] == []


def judged(test: Path) -> bool:
    """Whether there is a module, or a package, of this name or of one this is an aspect of."""
    top, *rest = test.relative_to(UNIT).parent.parts or ("",)
    folder = MIRRORED[top].joinpath(*rest) if top in MIRRORED else ROOT.joinpath("server", top, *rest)
    words = test.stem.removeprefix("test_").split("_")
    names = ["_".join(words[:end]) for end in range(1, len(words) + 1)]
    return any(
        (folder / module).exists() for name in names for module in (f"{name}.py", f"__{name}__.py", name)
    )


def test_each_unit_test_has_its_module() -> None:
    alone = [file for file in sorted(UNIT.rglob("test_*.py")) if not judged(file)]
    assert excused(alone, UNIT, OF_NO_MODULE) == ([], set())


def judged_on_the_page(test: Path) -> bool:
    name = re.sub(r"\.test\.tsx?$", "", test.name)
    stems = {file.stem.lower() for file in test.parent.glob("*.ts*") if ".test." not in file.name}
    ends = [end for end in range(1, len(name)) if name[end] == "." or name[end].isupper()]
    return bool(stems & {name[:end].lower() for end in [*ends, len(name)]})


def test_each_test_of_the_page_has_its_module() -> None:
    root = ROOT / "frontend" / "src"
    alone = [file for file in sorted(root.rglob("*.test.ts*")) if not judged_on_the_page(file)]
    assert excused(alone, root, OF_NO_PAGE_MODULE) == ([], set())


def test_records_and_protocols_have_no_logic() -> None:
    assert not has_logic("class Port(Protocol):\n    def ask(self) -> int:\n        'Seconds.'")
    assert has_logic("def ask() -> int:\n    return 1")
