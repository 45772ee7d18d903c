"""What holds for every answer: headers, sizes, pace, unknown addresses, the page and the description."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from server.demo.municipality import NUMBER
from server.web.rate_limits import Rate
from server.web.runner import Rates, WebSettings
from server.web.security import HEADERS
from tests.integration.http_site import Site, assert_problem, site
from tests.support.clients.people import Person
from tests.support.operations import BODIES, OPERATIONS, address

ENDING = ("choose_role", "end_session", "end_sessions")
"""After which somebody is logged out."""
PAGE = "<!doctype html><title>samplan</title>"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A built front end."""
    built = tmp_path / "dist"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text(PAGE)
    (built / "assets" / "index-3f2a.js").write_text("export {}")
    (built / "icon.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("secret")
    return built


def assert_secure(answer: httpx.Response) -> None:
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


async def test_every_answer_carries_the_security_headers(here: Site, dist: Path) -> None:
    owner = await here.person("owner")
    for path in (
        "/",
        "/api/me",
        "/api/plans",
        "/api/nothing",
        "/assets/index-3f2a.js",
        "/login/demo",
        "/sync",
    ):
        assert_secure(await owner.get(path))
        assert_secure(await here.browser().get(path))
    assert_secure(await owner.post("/api/plans/x/parts"))


async def test_no_answer_under_api_is_compressed_or_stored_by_a_browser(here: Site) -> None:
    """Of all operations, done or refused. The length of one that is compressed would tell what is in it, a
    letter at a time, to who may add a little to it (BREACH)."""
    owner, nobody = await here.person("owner"), here.browser()
    ids = {"plan": (await owner.plan())["id"], "part": (await owner.part("goal"))["id"], "number": "3"}
    ids |= {"municipality": NUMBER, "subject": "report", "language": "nb"}
    asked: list[tuple[str, str, object]] = [
        ("GET", f"/api/{each}", None) for each in ("nothing", "openapi.json")
    ]
    for name in sorted(OPERATIONS, key=lambda each: each in ENDING):
        operation, bodies = OPERATIONS[name], BODIES.get(name, (None,))
        if operation.path.startswith("/api/"):
            asked.append((operation.method, address(operation, **ids), bodies[0]))
    done = 0
    for method, path, body in asked:
        for browser, csrf in ((nobody, ""), (owner.http, owner.csrf)):
            headers = {"Accept-Encoding": "br, gzip, deflate, *", "X-CSRF-Token": csrf}
            answer = await browser.request(method, path, json=body, headers=headers)
            assert answer.headers["cache-control"] == "no-store", path
            assert "content-encoding" not in answer.headers, path
            done += answer.status_code == 200
    assert done > 30
    login = await here.browser().post("/login/demo", json={"person": "gp"})
    assert login.headers["cache-control"] == "no-store"


async def test_a_body_beyond_the_limit_is_refused_unread(here: Site) -> None:
    owner = await here.person("owner")
    part = (await owner.part("goal"))["id"]

    async def endless() -> object:
        while True:
            yield b" " * 1024

    headers = {"X-CSRF-Token": owner.csrf}
    for path in (f"/api/parts/{part}/comments", "/login/demo"):
        big = await owner.http.post(path, content=b" " * (64 * 1024 + 1), headers=headers)
        assert_problem(big, 413, "too-large")
        unsaid = await owner.http.post(path, content=endless(), headers=headers)  # type: ignore[arg-type]
        assert_problem(unsaid, 413, "too-large")


async def test_addresses_that_are_not_there_answer_as_problems(here: Site) -> None:
    owner = await here.person("owner")
    for path in ("/api", "/api/", "/api/x", "/api/plans/x/y", "/api/plans/", "/login", "/login/x", "/sync"):
        assert_problem(await owner.get(path), 404, "not-found")
    for path in ("/api/parts/x/history", "/api/plans/x/access-log", "/login/idporten"):
        assert_problem(await owner.get(path), 404, "not-found")


async def test_a_method_that_is_not_there_says_which_are(here: Site) -> None:
    answer = await (await here.person("owner")).send("DELETE", "/api/me")
    assert_problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "GET, PATCH"


async def test_head_answers_like_get_without_a_body(here: Site) -> None:
    owner = await here.person("owner")
    answer = await owner.http.head("/api/plans")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "name", ["%00", "%ff", "..", "%2e%2e%2f", "a" * 5000, "'; drop table plans", "part/x"]
)
async def test_strange_names_are_names_of_nothing(here: Site, name: str) -> None:
    owner = await here.person("owner")
    for path in (f"/api/plans/{name}", f"/api/parts/{name}/comments"):
        assert (await owner.get(path)).status_code == 404
    assert (await owner.send("PATCH", f"/api/parts/{name}", {"position": 1})).status_code == 404


# Pace.


async def test_one_person_is_slowed_down_and_the_others_are_not(tmp_path: Path, demo_database: Path) -> None:
    slow = WebSettings(dist=tmp_path, rates=Rates(per_person=Rate(burst=3, per_second=0.001)))
    async with site(tmp_path, slow, copied_from=demo_database) as here:
        gp, school = await here.person("gp"), await here.person("school")
        answers = [await gp.get("/api/plans") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
        assert_problem(answers[-1], 429, "too-many-requests")
        assert int(answers[-1].headers["retry-after"]) > 0
        assert (await school.get("/api/plans")).status_code == 200


async def test_an_address_is_slowed_down_before_a_login_is_tried(tmp_path: Path, demo_database: Path) -> None:
    slow = WebSettings(dist=tmp_path, rates=Rates(per_address=Rate(burst=2, per_second=0.001)))
    async with site(tmp_path, slow, copied_from=demo_database) as here:
        answers = [await here.browser().post("/login/demo", json={"person": "x"}) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [404, 404, 429]


async def test_a_flood_of_nobody_leaves_those_behind_the_same_address_alone(
    tmp_path: Path, demo_database: Path
) -> None:
    slow = WebSettings(dist=tmp_path, rates=Rates(per_address=Rate(burst=3, per_second=0.001)))
    async with site(tmp_path, slow, copied_from=demo_database) as here:
        gp, school = await here.person("gp"), await here.person("school")
        nobody = [(await here.browser().get("/api/me")).status_code for _ in range(10)]
        assert nobody == [401, *[429] * 9]
        for person in (gp, school):
            assert (await person.get("/api/plans")).status_code == 200


# The page.


@pytest.fixture
async def built(tmp_path: Path, dist: Path, demo_database: Path) -> AsyncIterator[Site]:
    async with site(tmp_path, WebSettings(dist=dist), copied_from=demo_database) as here:
        yield here


@pytest.mark.parametrize("path", ["/", "/plan/x", "/plan/x/deler/y", "/logg-inn", "/index.html"])
async def test_every_address_of_the_page_answers_the_page_always_fresh(built: Site, path: str) -> None:
    answer = await built.browser().get(path)
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"].startswith("text/html")


async def test_hashed_files_are_kept_for_good_and_others_for_an_hour(built: Site) -> None:
    hashed = await built.browser().get("/assets/index-3f2a.js")
    assert hashed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "javascript" in hashed.headers["content-type"]
    assert (await built.browser().get("/icon.svg")).headers["cache-control"] == "public, max-age=3600"


async def test_a_missing_script_is_not_answered_with_the_page(built: Site) -> None:
    assert (await built.browser().get("/assets/index-old.js")).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "/%00"],
)
async def test_no_spelling_leads_out_of_the_built_files(built: Site, path: str) -> None:
    answer = await built.browser().get(path)
    assert "secret" not in answer.text


async def test_without_a_build_the_page_says_what_to_do(here: Site) -> None:
    answer = await here.browser().get("/")
    assert answer.status_code == 503
    assert "make run" in answer.text


# The description.


async def test_the_description_is_there_for_everybody(here: Site) -> None:
    described = (await here.browser().get("/api/openapi.json")).json()
    assert described["openapi"] == "3.1.0"
    assert len(described["paths"]) <= len(here.features.operations)


async def test_requests_at_the_same_time_do_not_mix(here: Site) -> None:
    everybody: list[Person] = [await here.person(key) for key in ("owner", "gp", "school", "nav")]
    alone = [await person.plan() for person in everybody]
    together = await asyncio.gather(*(person.plan() for person in everybody * 5))
    assert list(together) == alone * 5


async def test_a_body_that_never_wholly_arrives_does_nothing_and_is_no_defect(
    here: Site, caplog: pytest.LogCaptureFixture
) -> None:
    owner = await here.person("owner")
    cookie = f"samplan_session={owner.http.cookies['samplan_session']}".encode()
    headers = [(b"cookie", cookie), (b"x-csrf-token", owner.csrf.encode())]
    arriving: list[dict[str, object]] = [
        {"type": "http.request", "body": b'{"locale"', "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return arriving.pop(0)

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "PATCH", "path": "/api/me", "query_string": b"", "headers": headers}
    await here.app(scope, receive, send)  # type: ignore[arg-type]
    assert sent[0]["status"] == 400
    assert caplog.text == ""
