"""/metrics and /readyz of the real process, after people have worked in it."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from tests.support.clients.people import Person
from tests.support.servers.server import Server

TOKEN = "a-token-for-the-test-run"


async def scraped(server: Server) -> dict[str, float]:
    async with httpx.AsyncClient(base_url=server.url, timeout=20) as http:
        answer = await http.get("/metrics")
    assert answer.status_code == 200
    samples = re.findall(r"^(\w+(?:\{.*\})?) (\S+)$", answer.text, re.MULTILINE)
    return {name: float(value) for name, value in samples}


@pytest.mark.rule(15)
async def test_what_two_people_did_is_counted_and_nobody_is_named(server: Server) -> None:
    owner, coordinator = [await Person(server, key).log_in() for key in ("owner", "coordinator")]
    plan = await owner.plan()
    assert (await owner.get("/api/plans/of-nobody")).status_code == 404
    part = next(part for part in plan["parts"] if part["kind"] == "home")
    one, two = await owner.connect(), await coordinator.connect()
    mine, theirs = await one.open(part["document"]), await two.open(part["document"])
    for page in (mine, theirs):
        await page.saved()
    before = await scraped(server)
    mine.type("Jeg vil bo ved sjøen.")
    await mine.saved()
    await two.until(lambda: "sjøen" in theirs.text)
    refused = await one.ask("part/none")
    await one.until(lambda: refused.denied is not None)
    after = await scraped(server)

    def risen(name: str) -> float:
        return after[name] - before.get(name, 0.0)

    assert after['samplan_logins_total{how="demo"}'] == 2
    assert after['samplan_http_answers_total{class="2xx",route="/login/demo"}'] == 2
    assert after['samplan_http_answers_total{class="2xx",route="/api/plans/{plan}"}'] >= 1
    assert after["samplan_http_seconds_count"] > 4
    assert risen('samplan_edits_total{verdict="accepted"}') == 1
    assert (
        risen("samplan_rows_committed_total") == risen('samplan_submissions_total{outcome="committed"}') == 1
    )
    assert risen("samplan_commit_seconds_count") == risen("samplan_propagation_seconds_count") == 1
    assert 0 < risen("samplan_commit_seconds_sum") <= risen("samplan_propagation_seconds_sum")
    assert risen('samplan_documents_ended_total{token="not-found"}') == 1
    assert risen("samplan_frames_received_total") >= 2
    assert risen("samplan_frames_sent_total") >= 2
    assert after["samplan_sockets_opened_total"] == after["samplan_open_sockets"] == 2
    assert after["samplan_open_documents"] == 2
    assert after["samplan_open_parts"] == after["samplan_open_plans"] == 1
    assert after["samplan_open_part_bytes"] > 100
    assert after['samplan_degraded{what="database"}'] == 0
    text = " ".join(after)
    people = [who[key] for who in plan["participants"] for key in ("id", "name")]
    assert [name for name in (plan["id"], part["id"], *people) if name in text] == []
    for person in (owner, coordinator):
        await person.close()


async def test_metrics_are_there_for_who_shows_the_token(tmp_path: Path) -> None:
    server = Server(tmp_path, SAMPLAN_METRICS_TOKEN=TOKEN)
    await server.prepare()
    await server.start()
    try:
        async with httpx.AsyncClient(base_url=server.url, timeout=20) as http:
            hidden, nothing = await http.get("/metrics"), await http.get("/api/none")
            assert hidden.status_code == nothing.status_code == 404
            assert hidden.content == nothing.content
            shown = await http.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
            assert shown.status_code == 200
            assert "samplan_open_sockets" in shown.text
    finally:
        await server.stop()


async def test_ready_is_a_process_whose_database_answers(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.url, timeout=20) as http:
        assert (await http.get("/readyz")).json() == {"status": "ready", "degraded": []}
