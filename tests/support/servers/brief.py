"""The server with sessions that end within seconds. Run as a script: minutes of idleness, hours in all."""

from __future__ import annotations

import os
import sys
from dataclasses import replace

from tests.support.servers.server import Server

IDLE_SECONDS, ABSOLUTE_SECONDS = 4.0, 12.0


class BriefSessions(Server):
    """After 4 s of idleness, and after 12 s in any case."""

    serves = (
        "-m",
        "tests.support.servers.brief",
        str(IDLE_SECONDS / 60),
        str(ABSOLUTE_SECONDS / 3600),
    )


class SoonWarned(Server):
    """After 40 s of idleness, of which the page says the last 20, and after 80 s in any case."""

    serves = ("-m", "tests.support.servers.brief", str(40 / 60), str(80 / 3600))


def main() -> None:
    from server.serving import run_server
    from server.settings import from_environment

    idle, absolute = map(float, sys.argv[1:])
    run_server(replace(from_environment(os.environ), session_idle_minutes=idle, session_hours=absolute))


if __name__ == "__main__":
    main()
