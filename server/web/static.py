"""The built page: hashed files cached for a year, compressed at build time; the page, never cached, for every
address.

``no-store`` also keeps a browser from showing the page again from its back-forward cache once the cookie is
another (measured, Chromium). What a session ended on the server leaves there, the page itself takes away
(frontend/src/page, docs/decisions/0022).

During a rolling upgrade a page asks this process for files of another build, and an open page for files of
its own when that is gone here: those are looked up among the ``neighbours``. So are this process's own,
once an upgrade has replaced its folder while it serves.
"""

from __future__ import annotations

import gzip
import mimetypes
import time
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from server.ports.log import StorageUnavailable
from server.token_bucket import Bucket

HASHED = "assets"
"""The folder whose file names contain a hash of their content (frontend/vite.config.ts)."""
PAGE = "index.html"
ENCODINGS: Final[Mapping[str, str]] = {"br": ".br", "gzip": ".gz"}
"""Content codings, best first, and the endings of the files that hold them (frontend/vite.plugins.ts)."""
IDENTITY = "identity"
FOR_EVER = "public, max-age=31536000, immutable"

NOT_BUILT = (
    "Siden er ikke bygget ennå. Kjør «make run» (eller «npm run build» i frontend/) og last siden på nytt.\n"
    "The page has not been built yet. Run “make run” (or “npm run build” in frontend/) and reload.\n"
)

Neighbours = Callable[[str], Awaitable[bytes | None]]
"""The content of a hashed file of another build, by its name. Raises ``StorageUnavailable``."""


async def no_neighbours(_: str) -> bytes | None:
    return None


def built_front_end() -> Path:
    """The built page: inside an installed wheel (``server/web/dist``), or beside the sources."""
    installed = Path(__file__).parent / "dist"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "frontend" / "dist"


def built_font() -> str | None:
    """The address of the page's typeface for Latin letters; ``None`` if the page has not been built."""
    found = sorted((built_front_end() / HASHED).glob("inter-latin-wght-normal-*.woff2"))
    return f"/{HASHED}/{found[0].name}" if found else None


def hashed_files(dist: Path) -> dict[str, bytes]:
    """What other builds may be asked for, by name; as gzip where that is there, which is a third of it."""
    folder = dist / HASHED
    files = {file.name for file in folder.iterdir()} if folder.is_dir() else set()
    kept = [name for name in files if not name.endswith(".br") and f"{name}.gz" not in files]
    return {name: (folder / name).read_bytes() for name in kept}


class FrontEnd:
    def __init__(
        self,
        dist: Path,
        neighbours: Neighbours = no_neighbours,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._dist, self._neighbours = dist.resolve(), neighbours
        self._page = _in_every_coding(self._dist / PAGE)
        """As it was at the start: an upgrade puts a newer one there, which speaks to a newer process."""
        self._lookups = Bucket(burst=500, per_second=100, now=now)
        """Anybody may ask for names that nobody has, and each costs a query."""
        self._etags: dict[tuple[Path, int], str] = {}

    async def answer(self, request: Request) -> Response:
        """The file at this address, otherwise the page, which routes its own addresses."""
        wanted = request.path_params.get("path", "")
        file = None if wanted == PAGE else self._file(wanted)
        if file is not None:
            return self._sent(file, request, _caching(wanted))
        if wanted.split("/")[0] == HASHED:
            return await self._of_a_neighbour(wanted, request)
        self._page = self._page or _in_every_coding(self._dist / PAGE)
        if not self._page:
            return PlainTextResponse(NOT_BUILT, 503, {"Cache-Control": "no-store"})
        return _sent_page(self._page, request)

    def _file(self, wanted: str) -> Path | None:
        """A file inside the folder, however the path is written; ``None`` for everything else."""
        if not wanted or "\x00" in wanted or wanted.endswith(tuple(ENCODINGS.values())):
            return None
        try:
            found = (self._dist / wanted).resolve()
            inside = found.is_relative_to(self._dist) and found.is_file()
        except (OSError, ValueError):  # a name that is too long or invalid for the file system
            return None
        return found if inside else None

    def _sent(self, file: Path, request: Request, caching: str) -> Response:
        there = [coding for coding, ending in ENCODINGS.items() if _with(file, ending).is_file()]
        coding = coding_for(request, there)
        chosen = _with(file, ENCODINGS.get(coding, ""))
        etag = self._etag(chosen, coding)
        headers = _headers(caching, coding, etag, varies=bool(there))
        if etag in _held(request):
            return Response(status_code=304, headers=headers)
        return FileResponse(chosen, headers=headers, media_type=_media_type(file.name))

    def _etag(self, file: Path, coding: str) -> str:
        """Of the content, so that all processes with this build agree, whenever it was installed."""
        key = file, file.stat().st_mtime_ns
        if key not in self._etags:
            self._etags[key] = _tag(file.read_bytes(), coding)
        return self._etags[key]

    async def _of_a_neighbour(self, wanted: str, request: Request) -> Response:
        name = wanted.partition("/")[2]
        if not name.isascii() or "/" in name or name.endswith(tuple(ENCODINGS.values())):
            return _not_found()
        try:
            return await self._looked_up(name, request)
        except StorageUnavailable:
            return _come_again()

    async def _looked_up(self, name: str, request: Request) -> Response:
        if not self._lookups.take():
            return _come_again()
        packed, coding = await self._neighbours(f"{name}.gz"), coding_for(request, ["gzip"])
        content = packed if packed is not None else await self._neighbours(name)
        if content is None:
            return _not_found()
        if packed is None:
            coding = IDENTITY
        elif coding == IDENTITY:
            content = gzip.decompress(content)
        headers = _headers(FOR_EVER, coding, f'"{name}-{coding}"', varies=packed is not None)
        if headers["ETag"] in _held(request):
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers, media_type=_media_type(name))


def _in_every_coding(file: Path) -> dict[str, bytes]:
    """Its content by coding; empty if it is not there."""
    files = {coding: _with(file, ending) for coding, ending in {IDENTITY: "", **ENCODINGS}.items()}
    return {coding: each.read_bytes() for coding, each in files.items() if file.is_file() and each.is_file()}


def _sent_page(page: Mapping[str, bytes], request: Request) -> Response:
    coding = coding_for(request, [each for each in ENCODINGS if each in page])
    content = page[coding]
    etag = _tag(content, coding)
    headers = _headers("no-store", coding, etag, varies=len(page) > 1)
    if etag in _held(request):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="text/html")


def coding_for(request: Request, there: list[str]) -> str:
    """The best of ``there`` that the request accepts, else ``identity``; a range is of the file as it is."""
    if "range" in request.headers:
        return IDENTITY
    accepted = _qualities(request.headers.getlist("accept-encoding"))
    anything = accepted.get("*", 0.0)
    best = max(there, key=lambda coding: accepted.get(coding, anything), default=IDENTITY)
    worth = accepted.get(best, anything)
    return best if worth > 0 and worth >= accepted.get(IDENTITY, 0.0) else IDENTITY


def _qualities(lines: list[str]) -> dict[str, float]:
    """RFC 9110, 12.5.3. What is no number counts as not accepted."""
    found = {}
    for each in ",".join(lines)[:1000].split(","):
        coding, _, parameter = (part.strip().lower() for part in each.partition(";"))
        name, _, value = parameter.partition("=")
        try:
            found[coding] = float(value) if name.strip() == "q" else 1.0
        except ValueError:
            found[coding] = 0.0
    return found


def _headers(caching: str, coding: str, etag: str, *, varies: bool) -> dict[str, str]:
    headers = {"Cache-Control": caching, "ETag": etag}
    if varies:
        headers["Vary"] = "Accept-Encoding"
    if coding != IDENTITY:
        headers["Content-Encoding"] = coding
    return headers


def _tag(content: bytes, coding: str) -> str:
    return f'"{sha256(content).hexdigest()[:16]}-{coding}"'


def _held(request: Request) -> set[str]:
    """The entity tags the browser has a copy of; ``W/`` makes no difference when asking for a copy."""
    held = request.headers.get("if-none-match", "")[:1000].split(",")
    return {tag.strip().removeprefix("W/") for tag in held}


def _with(file: Path, ending: str) -> Path:
    return file.with_name(file.name + ending)


def _media_type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _caching(wanted: str) -> str:
    if wanted.split("/")[0] == HASHED:
        return FOR_EVER
    return "no-store" if wanted.endswith(".html") else "public, max-age=3600"


def _not_found() -> Response:
    return PlainTextResponse("Not found\n", 404, {"Cache-Control": "no-store"})


def _come_again() -> Response:
    return PlainTextResponse("Come again\n", 503, {"Cache-Control": "no-store", "Retry-After": "1"})
