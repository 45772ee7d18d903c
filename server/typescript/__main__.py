"""Write the generated files of the page; with ``--check``, fail if they are out of date."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from server.capabilities import build_features
from server.web.openapi import describe

from . import contract, openapi

DOMAIN = Path(__file__).parents[2] / "frontend" / "src" / "domain"


def description() -> dict[str, Any]:
    """The answer of ``/api/openapi.json``. No operation is performed, so the services get no adapters."""
    nothing: Any = None
    return describe(
        build_features(
            nothing, nothing, nothing, nothing, nothing, nothing, nothing, public_url="http://localhost"
        ).operations
    )


def main(arguments: list[str], domain: Path = DOMAIN) -> int:
    files = {
        domain / "contract.ts": contract.render(),
        domain / "openapi.ts": openapi.render(description()),
    }
    if "--check" not in arguments:
        for path, text in files.items():
            path.write_text(text, encoding="utf-8")
        return 0
    stale = [path for path, text in files.items() if not _holds(path, text)]
    for path in stale:
        print(f"{path} is not what the server says: run make generate", file=sys.stderr)
    return 1 if stale else 0


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
