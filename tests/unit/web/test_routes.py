"""Which address leads where, for any list of operations."""

from __future__ import annotations

from pathlib import Path

from server.web.operation import Asked, Operation
from server.web.runner import WebSettings
from tests.unit.web.pages import browser


async def listed(asked: Asked) -> None: ...


async def added(asked: Asked) -> None: ...


OPERATIONS = (
    Operation("GET", "/api/things", "All things", listed, status=204),
    Operation("POST", "/api/things", "One more", added, status=204),
)


async def test_one_address_may_have_several_methods_and_says_which() -> None:
    async with browser(OPERATIONS) as kari:
        assert (await kari.get("/api/things")).status_code == 204
        assert (await kari.head("/api/things")).status_code == 204
        assert (await kari.post("/api/things")).status_code == 204
        refused = await kari.delete("/api/things")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, POST")


async def test_the_description_is_of_these_operations() -> None:
    async with browser(OPERATIONS, signed_in=False) as stranger:
        described = (await stranger.get("/api/openapi.json")).json()
    assert [way["operationId"] for way in described["paths"]["/api/things"].values()] == ["listed", "added"]


async def test_other_addresses_are_the_page_but_for_those_that_never_are(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html>")
    async with browser(OPERATIONS, settings=WebSettings(dist=tmp_path)) as kari:
        assert (await kari.get("/plan/x")).text == "<!doctype html>"
        assert (await kari.post("/plan/x")).status_code == 405
        for path in ("/api", "/api/nothing", "/login/nothing", "/sync", "/metrics"):
            assert (await kari.get(path)).json()["type"] == "not-found"
