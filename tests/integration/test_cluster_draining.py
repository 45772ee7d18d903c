"""SIGTERM to a process that hears nothing of its database or the others any more."""

from __future__ import annotations

import asyncio
import contextlib
import time
from pathlib import Path

import httpx
from pycrdt import XmlFragment

from tests.support.cluster.processes import cluster
from tests.support.servers.postgres import Postgres

DRAINED_SECONDS = 10.0
WORDS = "Dette kommer fram et annet sted."


async def test_a_process_that_is_cut_off_says_goodbye_all_the_same(
    tmp_path: Path, postgres: Postgres
) -> None:
    """What the database has not taken was not acknowledged: the page keeps it, and brings it elsewhere."""
    async with cluster(tmp_path, postgres, size=2) as place:
        await place.log_in(["owner"])
        owner = place.people["owner"]
        parts = {part["kind"]: part["document"] for part in (await owner.plan())["parts"]}
        document, other_document = parts["home"], parts["needs"]
        writer = await owner.connect()
        opened = await writer.open(document)
        await opened.saved()
        await place[0].cut_off()
        opened.type(WORDS)
        await opened.flush()
        # Nor is anybody else answered, who waits for what the database will not say.
        await writer.ask(other_document)
        asking = asyncio.create_task(owner.get("/api/plans"))
        began = time.monotonic()
        await place[0].stop()
        assert time.monotonic() - began < DRAINED_SECONDS
        with contextlib.suppress(httpx.HTTPError):
            await asking
        await writer.until(lambda: writer.closed)
        assert writer.closed == (1012, "going-down")
        assert opened.acked == opened.sent - 1
        opened.detach()
        there = await place.at(place[1], "owner")
        other = await there.connect()
        again = await other.open(document, doc=opened.doc)
        await again.saved()
        assert WORDS in str((await place.replayed(document)).get("body", type=XmlFragment))
        for socket in (writer, other):
            await socket.close()
        await there.close()
