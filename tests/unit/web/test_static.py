"""How files of the page are sent: compressed as asked for, once per browser, also those of other builds."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from server.ports.log import StorageUnavailable
from server.web.static import FrontEnd, hashed_files

SCRIPT = b"export const said = 'every word of the script';" * 40
OLD = b"export const old = 'the build before';" * 40
OTHERS = {"GrantsPage-old.js.gz": gzip.compress(OLD), "inter-old.woff2": b"wOF2"}
"""Files of another build, as it keeps them."""


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    assets = tmp_path / "dist" / "assets"
    assets.mkdir(parents=True)
    for file, content in (
        (assets / "index-1.js", SCRIPT),
        (assets.parent / "index.html", b"<!doctype html>" + b" " * 600),
    ):
        file.write_bytes(content)
        file.with_name(file.name + ".br").write_bytes(b"brotli of " + file.name.encode())
        file.with_name(file.name + ".gz").write_bytes(gzip.compress(content))
    (assets / "inter-1.woff2").write_bytes(b"wOF2 font")
    return assets.parent


class Moments:
    """A clock that moves when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def moments() -> Moments:
    return Moments()


@pytest.fixture
async def http(dist: Path, moments: Moments) -> AsyncIterator[httpx.AsyncClient]:
    async def neighbours(name: str) -> bytes | None:
        if name.startswith("away"):
            raise StorageUnavailable("away")
        return OTHERS.get(name)

    page = FrontEnd(dist, neighbours, moments)
    app = Starlette(routes=[Route("/{path:path}", page.answer, methods=["GET", "HEAD"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
        yield client


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("*", "br"),
        ("*;q=0", None),
        ("identity, br;q=0.5", None),
        ("br;q=high", None),
        ("deflate", None),
        ("", None),
        (",;=,;q=" * 50_000, None),
    ],
)
@pytest.mark.parametrize("path", ["/assets/index-1.js", "/", "/plan/x"])
async def test_a_file_is_sent_in_the_coding_that_is_asked_for(
    http: httpx.AsyncClient, dist: Path, path: str, accepts: str, coding: str | None
) -> None:
    async with http.stream("GET", path, headers={"Accept-Encoding": accepts}) as answer:
        sent = b"".join([chunk async for chunk in answer.aiter_raw()])
    file = dist / ("assets/index-1.js" if "js" in path else "index.html")
    held = file.with_name(file.name + {"br": ".br", "gzip": ".gz", None: ""}[coding])
    assert sent == held.read_bytes()
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) == len(sent)


async def test_a_coding_has_a_tag_of_its_own_and_what_is_held_is_not_sent_again(
    http: httpx.AsyncClient,
) -> None:
    tags = set()
    for accepts in ("br", "gzip", ""):
        first = await http.head("/assets/index-1.js", headers={"Accept-Encoding": accepts})
        tags.add(first.headers["etag"])
        for held in (first.headers["etag"], f'"other", W/{first.headers["etag"]}'):
            again = await http.get(
                "/assets/index-1.js", headers={"Accept-Encoding": accepts, "If-None-Match": held}
            )
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == first.headers["etag"]
            assert again.headers["vary"] == "Accept-Encoding"
    assert len(tags) == 3


async def test_the_tag_is_of_the_content_whenever_it_was_installed(tmp_path: Path, dist: Path) -> None:
    tags = set()
    for _ in range(2):
        (dist / "index.html").touch()
        app = Starlette(routes=[Route("/{path:path}", FrontEnd(dist).answer)])
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
            tags.add((await client.get("/", headers={"Accept-Encoding": ""})).headers["etag"])
    assert len(tags) == 1


async def test_a_range_is_of_the_file_as_it_is(http: httpx.AsyncClient) -> None:
    answer = await http.get("/assets/index-1.js", headers={"Accept-Encoding": "br", "Range": "bytes=0-5"})
    assert (answer.status_code, answer.content) == (206, SCRIPT[:6])
    assert "content-encoding" not in answer.headers


async def test_what_is_compressed_already_is_sent_as_it_is(http: httpx.AsyncClient) -> None:
    answer = await http.get("/assets/inter-1.woff2", headers={"Accept-Encoding": "br, gzip"})
    assert answer.content == b"wOF2 font"
    assert not {"content-encoding", "vary"} & set(answer.headers)


@pytest.mark.parametrize(
    "path", ["/assets/index-1.js.br", "/assets/index-1.js.gz", "/assets/index-old.js.gz"]
)
async def test_the_packed_file_has_no_address_of_its_own(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(path)).status_code == 404


@pytest.mark.parametrize(("accepts", "coding"), [("br, gzip", "gzip"), ("", None)])
async def test_a_file_of_another_build_is_there_too(
    http: httpx.AsyncClient, accepts: str, coding: str | None
) -> None:
    answer = await http.get("/assets/GrantsPage-old.js", headers={"Accept-Encoding": accepts})
    assert (answer.status_code, answer.content) == (200, OLD)
    assert answer.headers.get("content-encoding") == coding
    assert "javascript" in answer.headers["content-type"]
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"
    held = await http.get("/assets/GrantsPage-old.js", headers={"If-None-Match": answer.headers["etag"]})
    assert (held.status_code == 304) is (coding is not None)
    assert (await http.get("/assets/inter-old.woff2")).content == b"wOF2"


async def test_a_page_that_is_installed_over_it_is_the_next_processs(
    dist: Path, http: httpx.AsyncClient
) -> None:
    """Its scripts would ask this process for what it does not know; and for a moment there is none."""
    before = await http.get("/plan/x")
    for ending in ("", ".br", ".gz"):
        (dist / f"index.html{ending}").unlink()
    assert (await http.get("/plan/x")).content == before.content
    (dist / "index.html").write_bytes(b"<!doctype html> of the next build")
    for address in ("/", "/index.html"):
        assert (await http.get(address)).content == before.content


async def test_a_page_that_is_built_later_is_shown(tmp_path: Path) -> None:
    page = FrontEnd(tmp_path)
    app = Starlette(routes=[Route("/{path:path}", page.answer)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
        assert (await client.get("/")).status_code == 503
        (tmp_path / "index.html").write_bytes(b"<!doctype html>")
        assert (await client.get("/")).content == b"<!doctype html>"


@pytest.mark.parametrize("path", ["/assets/nothing.js", "/assets/x/GrantsPage-old.js", "/assets/å.js"])
async def test_a_file_that_no_build_has_is_not_there(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")


async def test_while_nobody_can_be_asked_the_browser_is_told_to_come_again(http: httpx.AsyncClient) -> None:
    answer = await http.get("/assets/away.js")
    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")


async def test_a_flood_of_names_that_nobody_has_does_not_reach_the_database(
    http: httpx.AsyncClient, moments: Moments
) -> None:
    async def asked(times: int) -> list[int]:
        return [(await http.get(f"/assets/none-{number}.js")).status_code for number in range(times)]

    assert await asked(502) == [404] * 500 + [503] * 2
    moments.seconds = 0.05
    assert await asked(6) == [404] * 5 + [503]


def test_what_other_builds_are_given_is_packed_once(dist: Path) -> None:
    assert hashed_files(dist) == {
        "index-1.js.gz": gzip.compress(SCRIPT),
        "inter-1.woff2": b"wOF2 font",
    }
    assert hashed_files(dist / "nowhere") == {}
