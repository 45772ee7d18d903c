"""The commands people start, to their end."""

from __future__ import annotations

from .forked import forked, usual_environment


async def samplan(*arguments: str, **environment: str) -> tuple[int, str]:
    """The exit code of ``samplan <arguments>`` and all it said."""
    process = await forked("server", *arguments, environment=usual_environment() | environment)
    output, _ = await process.communicate()
    return await process.wait(), output.decode()
