"""One edit as OpenTelemetry sees it: sent by the real server to a collector here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.support.clients.people import Person
from tests.support.models.canaries import Canaries, numbers_in
from tests.support.servers.server import Server


class Collector:
    """Takes in what an exporter sends, over HTTP in protobuf."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.came = asyncio.Event()
        loop = asyncio.get_running_loop()
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                loop.call_soon_threadsafe(collector.take, self.path, body)
                self.send_response(200)
                self.send_header("Content-Type", "application/x-protobuf")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever)
        self._thread.start()

    def take(self, path: str, body: bytes) -> None:
        assert path == "/v1/traces"
        self.bodies.append(body)
        self.came.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def spans(self) -> list[Span]:
        requests = (ExportTraceServiceRequest.FromString(body) for body in self.bodies)
        return [
            span
            for request in requests
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something that spans bring about."""
        async with asyncio.timeout(60):
            while not holds():
                self.came.clear()
                await self.came.wait()

    async def close(self) -> None:
        await asyncio.to_thread(self._server.shutdown)
        await asyncio.to_thread(self._thread.join)
        self._server.server_close()


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    collector = Collector()
    yield collector
    await collector.close()


async def test_one_edit_is_one_trace_with_every_stretch_of_its_way(
    tmp_path: Path, collector: Collector
) -> None:
    server = Server(
        tmp_path,
        OTEL_EXPORTER_OTLP_ENDPOINT=collector.url,
        OTEL_TRACES_SAMPLER="always_on",
        NO_PROXY="127.0.0.1",
    )
    await server.prepare()
    await server.start()
    try:
        owner = await Person(server, "owner").log_in()
        plan = await owner.plan()
        part = next(part for part in plan["parts"] if part["kind"] == "home")
        socket = await owner.connect()
        opened = await socket.open(part["document"])
        await opened.saved()  # what it answered to the server's Step1 is a turn of its own
        opened.type(Canaries().release(part["id"], 0, "text").text)
        await opened.saved()
        await collector.until(lambda: bool(edits_of(collector)))
        await owner.close()
    finally:
        await server.stop()

    (edit,) = edits_of(collector)
    assert number(edit, "samplan.edits") == 1
    children = sorted(
        (span for span in collector.spans if span.parent_span_id == edit.span_id),
        key=lambda span: (span.start_time_unix_nano, span.end_time_unix_nano),
    )
    assert [span.name for span in children] == ["receive", "admit", "commit", "broadcast", "publish"]
    assert {span.trace_id for span in children} == {edit.trace_id}
    assert children[0].start_time_unix_nano == edit.start_time_unix_nano
    for one, next_one in pairwise(children):
        assert one.end_time_unix_nano == next_one.start_time_unix_nano
    assert children[-1].end_time_unix_nano == edit.end_time_unix_nano
    assert edit.parent_span_id == b""
    sent = b"".join(collector.bodies)
    assert b"samplan" in sent
    assert list(numbers_in(sent)) == []
    known = {plan["id"], part["id"], owner.token, *(p["id"] for p in plan["participants"])}
    assert [word for word in known if word.encode() in sent] == []


def edits_of(collector: Collector) -> list[Span]:
    """Turns that stored something. A turn's own span ends last, so those in it are there before it."""
    return [span for span in collector.spans if span.name == "edit" and number(span, "samplan.rows")]


def number(span: Span, name: str) -> int:
    values: list[int] = [pair.value.int_value for pair in span.attributes if pair.key == name]
    return values[0]


async def test_asking_for_spans_without_the_extra_says_what_to_install(tmp_path: Path) -> None:
    shadow = tmp_path / "without" / "opentelemetry"
    shadow.mkdir(parents=True)
    (shadow / "__init__.py").touch()
    server = Server(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:1", PYTHONPATH=str(shadow.parent))
    await server.prepare()
    with pytest.raises(AssertionError):
        await server.start()
    await server.died()
    assert server.log == [
        "samplan: OTEL_EXPORTER_OTLP_ENDPOINT: spans need more packages, pip install '.[tracing]'"
    ]
