"""The built front end: hashed files cached for a year, the page itself never, for every address.

``no-store`` also keeps a browser from showing the page again from its back-forward cache once the cookie is
another (measured, Chromium). What a session ended on the server leaves there, the page itself takes away
(frontend/src/page, docs/decisions/0022).
"""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

HASHED = "assets"
"""The folder whose file names contain a hash of their content (frontend/vite.config.ts)."""

NOT_BUILT = (
    "Siden er ikke bygget ennå. Kjør «make run» (eller «npm run build» i frontend/) og last siden på nytt.\n"
    "The page has not been built yet. Run “make run” (or “npm run build” in frontend/) and reload.\n"
)


def built_front_end() -> Path:
    """The built page: inside an installed wheel (``server/web/dist``), or beside the sources."""
    installed = Path(__file__).parent / "dist"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "frontend" / "dist"


class FrontEnd:
    def __init__(self, dist: Path) -> None:
        self._dist = dist.resolve()

    async def answer(self, request: Request) -> Response:
        """The file at this address, otherwise the page, which routes its own addresses."""
        wanted = request.path_params.get("path", "")
        file = self._file(wanted)
        if file is not None:
            return FileResponse(file, headers={"Cache-Control": _caching(wanted)})
        if wanted.split("/")[0] == HASHED:
            return PlainTextResponse("Not found\n", 404)
        page = self._file("index.html")
        if page is None:
            return PlainTextResponse(NOT_BUILT, 503, {"Cache-Control": "no-store"})
        return FileResponse(page, headers={"Cache-Control": "no-store"})

    def _file(self, wanted: str) -> Path | None:
        """A file inside the folder, however the path is written; ``None`` for everything else."""
        if not wanted or "\x00" in wanted:
            return None
        try:
            found = (self._dist / wanted).resolve()
            inside = found.is_relative_to(self._dist) and found.is_file()
        except (OSError, ValueError):  # a name that is too long or invalid for the file system
            return None
        return found if inside else None


def _caching(wanted: str) -> str:
    if wanted.split("/")[0] == HASHED:
        return "public, max-age=31536000, immutable"
    return "no-store" if wanted.endswith(".html") else "public, max-age=3600"
