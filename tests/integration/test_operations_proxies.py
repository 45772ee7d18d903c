"""The proxies of docs/operations.md in front of two real processes on one PostgreSQL."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.support.clients.people import Person, Socket
from tests.support.cluster.processes import Cluster, cluster
from tests.support.servers.postgres import Postgres
from tests.support.servers.proxies import Certificate, Front, free_front, haproxy, nginx, self_made
from tests.support.wide import seldom_concerned

pytestmark = [pytest.mark.asyncio(loop_scope="module"), seldom_concerned]
PROXIES = {"nginx": nginx, "haproxy": haproxy}
COMPRESSED = {"Accept-Encoding": "gzip"}


@dataclass(frozen=True, slots=True)
class Site:
    """Two processes behind a proxy, and an owner logged in at one of them."""

    front: Front
    processes: Cluster
    certificate: Certificate
    token: str
    page: httpx.AsyncClient

    @property
    def session(self) -> dict[str, str]:
        return {"Cookie": f"__Host-samplan_session={self.token}; samplan_session={self.token}"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def behind(
    tmp_path_factory: pytest.TempPathFactory, postgres: Postgres
) -> AsyncIterator[tuple[Front, Cluster]]:
    """Two processes for whoever listens at that front."""
    front, directory = free_front(), tmp_path_factory.mktemp("behind")
    settings = {"SAMPLAN_PUBLIC_URL": front.url, "FORWARDED_ALLOW_IPS": "127.0.0.1"}
    async with cluster(directory, postgres, size=2, redis=False, **settings) as processes:
        yield front, processes


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=list(PROXIES))
async def site(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    behind: tuple[Front, Cluster],
) -> AsyncIterator[Site]:
    directory: Path = tmp_path_factory.mktemp(request.param)
    (front, processes), certificate = behind, self_made(directory)
    ports = [process.port for process in processes.processes]
    async with PROXIES[request.param](front, directory, certificate, ports):
        token = await logged_in(processes)
        async with client(front, certificate) as page:
            yield Site(front, processes, certificate, token, page)


async def logged_in(processes: Cluster) -> str:
    """A demo session, begun past the proxy: demo login answers nothing that one passes on."""
    person = Person(processes[0], "owner")
    answer = await person.http.post("/login/demo", json={"person": "owner"})
    await person.close()
    assert answer.status_code == 204, answer.text
    return str(answer.cookies["samplan_session"])


def client(front: Front, certificate: Certificate) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=front.url, verify=certificate.trusted, timeout=20.0)


async def test_who_asks_in_plain_text_is_sent_to_tls(site: Site) -> None:
    async with httpx.AsyncClient() as plain:
        answer = await plain.get(f"http://localhost:{site.front.plain_port}/plan?a=b")
    assert (answer.status_code, answer.headers["Location"].split("/", 3)[3]) == (301, "plan?a=b")
    assert answer.headers["Location"].startswith("https://localhost")


async def test_the_page_and_its_files_come_compressed_once(site: Site) -> None:
    page = await site.page.get("/", headers=COMPRESSED)
    assert page.status_code == 200
    assert page.headers["Content-Encoding"] == "gzip"
    asset = re.findall(r'src="(/assets/[^"]+\.js)"', page.text)[0]
    for coding in ("gzip", "br"):
        async with site.page.stream("GET", asset, headers={"Accept-Encoding": coding}) as answer:
            assert answer.headers["Content-Encoding"] == coding
            assert "Strict-Transport-Security" in answer.headers


async def test_what_people_write_is_never_compressed(site: Site) -> None:
    plans = await site.page.get("/api/plans", headers=site.session | COMPRESSED)
    plan = await site.page.get(f"/api/plans/{plans.json()[0]['id']}", headers=site.session | COMPRESSED)
    assert plan.status_code == 200
    assert len(plan.content) > 1000
    assert "Content-Encoding" not in plan.headers


async def test_letters_pass_a_socket(site: Site) -> None:
    plans = (await site.page.get("/api/plans", headers=site.session)).json()
    plan = (await site.page.get(f"/api/plans/{plans[0]['id']}", headers=site.session)).json()
    goal = next(part for part in plan["parts"] if part["kind"] == "goal")
    socket = await Socket.connect(
        site.front,
        site.token,
        ssl=site.certificate.trusted,
        origin=site.front.url,
        additional_headers=site.session,
    )
    document = await socket.open(goal["document"])
    document.type("Gjennom en mellomtjener. ")
    await document.saved()
    await socket.close()


async def test_operators_addresses_stay_inside(site: Site) -> None:
    for path in ("/metrics", "/readyz"):
        assert (await site.page.get(path)).status_code == 404
    assert (await site.page.get("/healthz")).status_code == 200


async def test_browsers_are_offered_http_2(site: Site) -> None:
    offering = site.certificate.trusted
    offering.set_alpn_protocols(["h2", "http/1.1"])
    _, writer = await asyncio.open_connection("localhost", site.front.port, ssl=offering)
    assert writer.get_extra_info("ssl_object").selected_alpn_protocol() == "h2"
    writer.close()


async def test_a_process_that_ends_is_passed_over(site: Site) -> None:
    await site.processes[0].stop()
    try:
        answers = [await site.page.get("/api/plans", headers=site.session) for _ in range(6)]
    finally:
        await site.processes[0].start()
    assert [answer.status_code for answer in answers] == [200] * 6


async def test_nginx_asks_a_process_that_is_back_at_once(
    tmp_path: Path, behind: tuple[Front, Cluster]
) -> None:
    """As in a rolling restart: nothing it remembers of the first is in the way when the second goes."""
    front, (_, processes), certificate = free_front(), behind, self_made(tmp_path)
    first, second = processes.processes
    async with (
        nginx(front, tmp_path, certificate, [first.port, second.port]),
        client(front, certificate) as page,
    ):
        answers = []
        for each in (first, second):
            await each.stop()
            answers += [await page.get("/healthz") for _ in range(4)]
            await each.start()
    assert [answer.status_code for answer in answers] == [200] * 8
