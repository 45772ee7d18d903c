"""The pages there are, as the page itself lists them, and who sees each: read, so that none is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.support.servers.server import ROOT

SOURCES = ROOT / "frontend" / "src"
ROUTE = re.compile(r"path: (?:'(?P<said>[^']+)'|(?P<named>[A-Z_]+)),")
NAMED = re.compile(r"export const ([A-Z_]+) = '([^']+)'")
WHO = {
    "/logg-inn": ("",),
    "/meld": ("", "late"),
    "/": ("owner", "unit", "leader", "coordinator-2", "stranger"),
    "/enhet": ("unit",),
    "/enhet/:municipality/oversikt": ("unit", "statistics"),
    "/enhet/:municipality/oversikt/saker": ("unit",),
    "/sak": ("late", "refused", "vacant", "declined-plan", "disputed", "expecting", "seventeen"),
    "/klage": ("vacant",),
    "/koordinator": ("coordinator", "coordinator-2", "child-coordinator"),
    "/leder": ("leader",),
    "/innlogginger": ("owner",),
    "/meldinger": ("vacant", "unit"),
    "/kontroll": ("coordinator-2",),
    "/invitasjon": ("stranger",),
    "/plan": ("owner", "mother"),
}
"""The demo's people who see what begins so, the longest beginning counts; "": nobody is logged in."""


def routes() -> Iterator[str]:
    """Every address with its parameters by name, as ``/plan/:plan/del/:part``."""
    named = dict(NAMED.findall((SOURCES / "paths.ts").read_text()))
    table = (SOURCES / "routes.tsx").read_text()
    assert len(ROUTE.findall(table)) == len(re.findall(r"\bpath\b\s*:", table)), (
        "a route is written otherwise"
    )
    parent = ""
    for found in ROUTE.finditer(table):
        path = found["said"] or named[found["named"]]
        if path == "*":
            continue
        if path.startswith("/"):
            parent = path
            yield path
        else:
            yield f"{parent}/{path}"


def who_sees(route: str) -> tuple[str, ...]:
    """Raises ``LookupError`` for a page of which nobody has said who sees it."""
    parts = route.split("/")
    for length in range(len(parts), 1, -1):
        if (beginning := "/".join(parts[:length])) in WHO and (beginning != "/" or route == "/"):
            return WHO[beginning]
    raise LookupError(f"say in WHO who sees {route}")
