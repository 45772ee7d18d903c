"""Checks with the real provider: it opens a document in Node and reports the letters in it."""

from __future__ import annotations

import asyncio

from . import dialects, scripts
from .targets import PEERS, Target

SECONDS = 60.0


async def letters_by_provider(target: Target, document: int) -> int | None:
    """Scripted letters of a document as `@hocuspocus/provider` receives it; ``None``: another protocol."""
    dialect = target.dialect(document, 0)
    if not isinstance(dialect, dialects.Hocuspocus):
        return None
    url = f"ws://127.0.0.1:{target.processes[0].port}{dialect.path}"
    process = await asyncio.create_subprocess_exec(
        "node", "provider.mjs", url, dialect.document, dialect.token,
        cwd=PEERS, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(SECONDS):
        output, _ = await process.communicate()
    return int(output) - len(scripts.FIRST_WORDS)
